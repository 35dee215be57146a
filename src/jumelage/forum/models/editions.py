"""A forum that is held again and again, its editions, who organises them, and what sources say of them.

Texts are kept by language: ``{"en": "…", "ru": "…"}``; see :mod:`jumelage.forum.domain.texts`.
"""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.core.domain.dates import EdtfDate, Precision, parse_date
from jumelage.core.language import reader_language
from jumelage.forum.domain.texts import Said, in_language
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Association, Institution, Membership
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.domain.terms import Verification
from jumelage.ties.models import Claim

OFFICERS = (Role.OFFICER, Role.HEAD)


def associations_of(actor: Actor) -> QuerySet[Membership, int | None]:
    """Return the numbers of the associations for which somebody acts as an officer, as a subquery."""
    return (
        Membership.objects.active()
        .filter(user=actor.user_id or 0, association__isnull=False, role__in=OFFICERS)
        .values_list("association", flat=True)
    )


def organised_by(actor: Actor, path: str = "") -> Q:
    """Return the condition that an edition, at the end of a path, is organised by somebody for whom the actor acts."""
    places = [pk for pk, role in actor.places.items() if is_at_least(role, Role.OFFICER)]
    held = [pk for pk, role in actor.institutions.items() if is_at_least(role, Role.OFFICER)]
    organisers = Organiser.objects.filter(
        Q(association__in=associations_of(actor)) | Q(place__in=places) | Q(institution__in=held)
    )
    return Q(**{f"{path}pk__in": organisers.order_by().values("edition")})


class SeriesQuerySet(QuerySet["Series"]):
    """Series, with who may do what."""

    def kept_by(self, actor: Actor) -> "SeriesQuerySet":
        """Keep those to which the actor may add editions: of the own association, or with an own edition."""
        if actor.is_operator or actor.is_staff:
            return self
        own = Edition.objects.filter(organised_by(actor)).order_by().values("series")
        return self.filter(Q(association__in=associations_of(actor)) | Q(pk__in=own))


class Series(models.Model):
    """A forum that is held again and again, each time as an :class:`Edition`."""

    slug = models.SlugField(max_length=80, unique=True)
    names = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)  # what it is, in a few sentences
    association = models.ForeignKey(  # whose officers add editions; none: platform staff
        Association, null=True, blank=True, on_delete=models.PROTECT, related_name="forum_series"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> Said:
        """What it is called, for the reader."""
        return in_language(self.names, reader_language())

    @property
    def text(self) -> Said:
        """What it is, for the reader."""
        return in_language(self.texts, reader_language())


class EditionQuerySet(QuerySet["Edition"]):
    """Editions, with who may see which."""

    def public(self) -> "EditionQuerySet":
        """Keep those that everybody reads of."""
        return self.exclude(state=Edition.DRAFT)

    def organised_by(self, actor: Actor) -> "EditionQuerySet":
        """Keep those that the actor may run: for an association, a place or an institution that does; staff all."""
        if actor.is_operator or actor.is_staff:
            return self
        return self.filter(organised_by(actor))


class Edition(models.Model):
    """One holding of a forum: where, when, and how far it is."""

    DRAFT, ANNOUNCED, OPEN, HELD, CANCELLED = "draft", "announced", "open", "held", "cancelled"
    STATES = [
        (DRAFT, pgettext_lazy("edition of a forum", "draft")),
        (ANNOUNCED, pgettext_lazy("edition of a forum", "announced")),
        (OPEN, pgettext_lazy("edition of a forum", "open for delegations")),
        (HELD, pgettext_lazy("edition of a forum", "held")),
        (CANCELLED, pgettext_lazy("edition of a forum", "cancelled")),
    ]

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=80)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    names = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    when = models.CharField(max_length=40)  # EDTF
    first_day = models.DateField()  # derived: the first and the last day that ``when`` may mean
    last_day = models.DateField()
    time_zone = models.CharField(max_length=60, blank=True)  # IANA; empty: UTC
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="forum_editions"
    )
    place_names = models.JSONField(default=dict, blank=True)  # of one that is not on the register
    venues = models.JSONField(default=dict, blank=True)  # the house and its address
    themes = models.JSONField(default=list, blank=True)  # codes of core.domain.themes
    register_until = models.DateField(null=True, blank=True)  # the last day for naming people
    agenda_public = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "slug"], name="edition_address"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="edition_day_order"
            ),
        ]
        indexes = [models.Index(fields=["state", "-first_day"], name="edition_by_day")]
        ordering = ["-first_day", "slug"]

    def __str__(self) -> str:
        return f"{self.series}/{self.slug}"

    @property
    def name(self) -> Said:
        """What it is called, for the reader."""
        return in_language(self.names, reader_language())

    @property
    def text(self) -> Said:
        """What is said of it, for the reader."""
        return in_language(self.texts, reader_language())

    @property
    def venue(self) -> Said:
        """The house in which it is held, for the reader."""
        return in_language(self.venues, reader_language())

    @property
    def place_name(self) -> Said:
        """Where it is held, for the reader: by the register’s name, or as it was written."""
        if self.place is not None:
            return Said(self.place.local_name, reader_language())
        return in_language(self.place_names, reader_language())

    @property
    def date(self) -> EdtfDate:
        """When it is held, understood."""
        return parse_date(self.when)

    @property
    def has_days(self) -> bool:
        """Whether its days are fixed: then it can have an agenda."""
        parts = self.when.split("/")
        return all(parse_date(part).precision is Precision.DAY for part in parts)


class Organiser(models.Model):
    """Who organises an edition: somebody on the register, whose officers then run it, or a name."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="organisers")
    position = models.PositiveSmallIntegerField(default=0)
    association = models.ForeignKey(
        Association, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    names = models.JSONField(default=dict, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["edition", target],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"organiser_{target}_once",
                )
                for target in ("association", "institution", "place")
            )
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def target(self) -> Association | Institution | Place | None:
        """Who of the register it is; none: a name only."""
        return self.association or self.institution or self.place

    @property
    def name(self) -> Said:
        """What it is called, for the reader."""
        if self.place is not None:
            return Said(self.place.local_name, reader_language())
        if self.names:
            return in_language(self.names, reader_language())
        return Said(str(self.target or ""), "")


class Statement(models.Model):
    """What one source says of an edition, once: that it was held, who organised it, how many came from where."""

    HELD, ORGANISERS, THEMES, PLACES, PEOPLE = "held", "organisers", "themes", "places", "people"
    ABOUTS = [
        (HELD, pgettext_lazy("subject of a statement", "When and where")),
        (ORGANISERS, pgettext_lazy("subject of a statement", "Organisers")),
        (THEMES, pgettext_lazy("subject of a statement", "Themes")),
        (PLACES, pgettext_lazy("subject of a statement", "Cities that sent delegates")),
        (PEOPLE, pgettext_lazy("subject of a statement", "Participants")),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="statements")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="forum_statements")
    about = models.CharField(max_length=12, choices=ABOUTS)
    country = models.CharField(max_length=4, blank=True)  # of which a number is; empty: of all
    number = models.PositiveIntegerField(null=True, blank=True)
    bound = models.CharField(  # as of reported figures
        max_length=2,
        blank=True,
        choices=[
            ("", pgettext_lazy("bound of a number", "exactly")),
            (">=", pgettext_lazy("bound of a number", "more than")),
            ("~", pgettext_lazy("bound of a number", "about")),
        ],
    )
    quote = models.TextField(blank=True)
    verification = models.CharField(
        max_length=12, choices=Claim.VERIFICATIONS, default=Verification.READ
    )
    notes = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "source", "about", "country"], name="statement_once"
            )
        ]
        ordering = ["about", "source", "id"]

    def __str__(self) -> str:
        return f"{self.edition} {self.about}: {self.source}"

    @property
    def note(self) -> Said:
        """A remark, for the reader."""
        return in_language(self.notes, reader_language())


class Decision(models.Model):
    """What was decided at an edition, and who says so; without a source the organisers do."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField(default=dict)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="forum_decisions"
    )
    quote = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.edition}: decision {self.pk}"

    @property
    def text(self) -> Said:
        """What was decided, for the reader."""
        return in_language(self.texts, reader_language())
