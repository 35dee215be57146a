"""Ties, the claims about them, and the totals that others reported."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.core.domain.dates import EdtfDate, parse_date
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import ImportBatch, Source
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.terms import ClaimKind, Form, Legal, Side, Verification

LEGAL_CHOICES = [
    (Legal.NONE, pgettext_lazy("standing", "nothing known")),
    (Legal.PROPOSED, pgettext_lazy("standing", "proposed")),
    (Legal.IN_FORCE, pgettext_lazy("standing", "in force")),
    (Legal.SUSPENDED, pgettext_lazy("standing", "suspended")),
    (Legal.ENDED, pgettext_lazy("standing", "ended")),
]
FORM_CHOICES = [
    (Form.UNKNOWN, pgettext_lazy("form of tie", "form not stated")),
    (Form.TWINNING, pgettext_lazy("form of tie", "twinning")),
    (Form.PARTNERSHIP, pgettext_lazy("form of tie", "partnership")),
    (Form.FRIENDSHIP, pgettext_lazy("form of tie", "friendship")),
    (Form.COOPERATION, pgettext_lazy("form of tie", "cooperation")),
    (Form.PROJECT, pgettext_lazy("form of tie", "project")),
    (Form.CONTACT, pgettext_lazy("form of tie", "contact")),
    (Form.SOLIDARITY, pgettext_lazy("form of tie", "solidarity")),
]


class Tie(models.Model):
    """The bond between two places. The columns below the places follow from the claims; only actions write them."""

    place_a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="ties_a")
    place_b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="ties_b")
    country_a = models.CharField(max_length=4)
    country_b = models.CharField(max_length=4)
    legal_a = models.CharField(max_length=10, choices=LEGAL_CHOICES, default=Legal.NONE)
    legal_b = models.CharField(max_length=10, choices=LEGAL_CHOICES, default=Legal.NONE)
    legal = models.CharField(max_length=10, choices=LEGAL_CHOICES, default=Legal.NONE)
    form = models.CharField(max_length=12, choices=FORM_CHOICES, blank=True, default=Form.UNKNOWN)
    since = models.CharField(max_length=40, blank=True)  # EDTF
    since_year = models.SmallIntegerField(null=True, blank=True)
    attested_from = models.DateField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True)  # of the suspension or end that decides
    last_activity = models.DateField(null=True, blank=True)
    disputed = models.BooleanField(default=False)
    stale_from = models.DateField(
        null=True, blank=True
    )  # next day on which a claim begins to count
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place_a", "place_b"], name="tie_once"),
            models.CheckConstraint(condition=Q(place_a__lt=F("place_b")), name="tie_sides_ordered"),
        ]
        indexes = [
            models.Index(fields=["country_a", "country_b", "legal"], name="tie_countries"),
            models.Index(fields=["country_b"], name="tie_country_b"),
            models.Index(
                fields=["stale_from"], name="tie_stale", condition=Q(stale_from__isnull=False)
            ),
            models.Index(
                fields=["country_a", "country_b", "id"],
                name="tie_disputed",
                condition=Q(disputed=True),
            ),
            # The orders of the list of ties, as queries.sort_ties words them: unknown years come last either way.
            models.Index(Coalesce("since_year", 9999), "id", name="tie_since"),
            models.Index(Coalesce("since_year", 0).desc(), F("id").desc(), name="tie_since_down"),
            models.Index(fields=["-changed_at", "-id"], name="tie_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.place_a} – {self.place_b}"

    @property
    def since_date(self) -> EdtfDate | None:
        """When it was signed, as the deciding source says."""
        return parse_date(self.since) if self.since else None


class Claim(models.Model):
    """What one source says about one tie, once. Claims are only ever added; a wrong one is retracted."""

    KINDS = [
        (ClaimKind.ATTESTED, pgettext_lazy("claim", "attested")),
        (ClaimKind.PROPOSED, pgettext_lazy("claim", "proposed")),
        (ClaimKind.APPROVED, pgettext_lazy("claim", "approved")),
        (ClaimKind.SIGNED, pgettext_lazy("claim", "signed")),
        (ClaimKind.RENEWED, pgettext_lazy("claim", "renewed")),
        (ClaimKind.FORM_CHANGED, pgettext_lazy("claim", "form changed")),
        (ClaimKind.SUSPENDED, pgettext_lazy("claim", "suspended")),
        (ClaimKind.RESUMED, pgettext_lazy("claim", "resumed")),
        (ClaimKind.ENDED, pgettext_lazy("claim", "ended")),
        (ClaimKind.ACTIVE, pgettext_lazy("claim", "active")),
    ]
    SIDES = [(Side.A, "a"), (Side.B, "b"), (Side.BOTH, _("both sides"))]
    VERIFICATIONS = [
        (Verification.READ, pgettext_lazy("verification", "read in the source")),
        (Verification.SECONDARY, pgettext_lazy("verification", "as quoted by another publication")),
        (Verification.UNVERIFIED, pgettext_lazy("verification", "not verified")),
        (Verification.IMPORTED, pgettext_lazy("verification", "imported from a list")),
    ]

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="claims")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=12, choices=KINDS)
    side = models.CharField(max_length=1, choices=SIDES, blank=True, default=Side.BOTH)
    when = models.CharField(max_length=40, blank=True)  # EDTF
    form = models.CharField(max_length=12, choices=FORM_CHOICES, blank=True, default=Form.UNKNOWN)
    country_a_then = models.CharField(max_length=4, blank=True)  # where it differs from today's
    country_b_then = models.CharField(max_length=4, blank=True)
    locator = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    note = models.TextField(blank=True)
    verification = models.CharField(max_length=12, choices=VERIFICATIONS, default=Verification.READ)
    flags = models.JSONField(default=list, blank=True)
    counts_from = models.DateField()  # derived from ``when`` and the source; kept by actions
    last_said_on = models.DateField(
        null=True, blank=True
    )  # a later edition of the source said it again
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    document = models.ForeignKey(  # what shows it
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    entered_for = models.ForeignKey(  # the place whose officer recorded it
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_joint = models.BooleanField(
        default=False, db_default=False
    )  # both sides declared it here together
    recorded_at = models.DateTimeField(db_index=True)  # on record since
    created_at = models.DateTimeField(auto_now_add=True)  # entered here
    retracted_at = models.DateTimeField(null=True, blank=True)
    retraction_reason = models.TextField(blank=True)
    retracted_in = models.ForeignKey(  # the import that found the source saying something else
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="retracted"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tie", "source", "kind", "side", "when"],
                condition=Q(retracted_at__isnull=True),
                name="claim_once",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | ~Q(retraction_reason=""),
                name="retraction_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-counts_from"],
                name="claim_events",
                condition=~Q(kind=ClaimKind.ATTESTED),
            ),
            models.Index(
                fields=["-recorded_at", "-id"],
                name="claim_entered",
                condition=Q(batch__isnull=True, retracted_at__isnull=True),
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.when}"

    def for_arithmetic(self) -> arithmetic.Claim:
        """Return the claim as the domain knows it. The source must have been fetched with it."""
        return arithmetic.Claim(
            id=self.pk,
            kind=ClaimKind(self.kind),
            side=Side(self.side),
            authority=Authority(self.source.authority),
            said_on=self.source.said_on,
            recorded_at=self.recorded_at,
            when=parse_date(self.when) if self.when else None,
            form=Form(self.form),
            retracted_at=self.retracted_at,
            last_said_on=self.last_said_on,
        )


class Objection(models.Model):
    """A place says of a claim about its own tie that it is wrong. The claim stays; both are shown."""

    OPEN, WITHDRAWN, UPHELD, DECLINED = "open", "withdrawn", "upheld", "declined"
    STATES = [
        (OPEN, pgettext_lazy("objection", "not decided yet")),
        (WITHDRAWN, pgettext_lazy("objection", "withdrawn")),
        (UPHELD, pgettext_lazy("objection", "upheld: the claim was taken back")),
        (DECLINED, pgettext_lazy("objection", "declined: the claim stands")),
    ]

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="objections")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.CharField(max_length=200)  # not public
    stated_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    answer = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "place"], condition=Q(state="open"), name="objection_open_once"
            )
        ]
        indexes = [models.Index(fields=["state", "stated_at"], name="objection_waiting")]
        ordering = ["stated_at", "id"]

    def __str__(self) -> str:
        return f"{self.place}: {self.claim}"


class ReportedFigure(models.Model):
    """A total that somebody published about the ties between two countries."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    country_a = models.CharField(max_length=4)
    country_b = models.CharField(max_length=4)
    on = models.CharField(max_length=40)  # EDTF: the day of which it speaks
    on_day = models.DateField()  # derived: its last day
    counts_a = models.JSONField(default=dict)
    counts_b = models.JSONField(default=dict)
    ties = models.PositiveIntegerField(null=True, blank=True)
    bound = models.CharField(  # whether the source says "more than" or "about"
        max_length=2,
        blank=True,
        choices=[("", _("exactly")), (">=", _("at least")), ("~", _("about"))],
    )
    quote = models.TextField(blank=True)
    note = models.TextField(blank=True)
    verification = models.CharField(
        max_length=12, choices=Claim.VERIFICATIONS, default=Verification.READ
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "country_a", "country_b", "on"], name="figure_once"
            )
        ]
        ordering = ["on_day", "id"]

    def __str__(self) -> str:
        return f"{self.country_a}–{self.country_b} {self.on}: {self.source}"
