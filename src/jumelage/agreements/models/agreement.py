"""Agreements: held once for both sides, drafted together, signed by each, then never changed."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.agreements.models.proposal import Proposal
from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import FORM_CHOICES, Claim, Tie


class AgreementQuerySet(QuerySet["Agreement"]):
    """Agreements, with who may see which."""

    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Keep those of the actor’s own places, and those that both sides have published."""
        if actor.is_operator:
            return self
        own = list(actor.places)
        return self.filter(
            Q(published_at__isnull=False) | Q(tie__place_a__in=own) | Q(tie__place_b__in=own)
        )

    def for_members(self, actor: Actor) -> "AgreementQuerySet":
        """Keep those of the actor’s own places: with their drafts, not as the public sees them."""
        if actor.is_operator:
            return self
        own = list(actor.places)
        return self.filter(Q(tie__place_a__in=own) | Q(tie__place_b__in=own))


class Agreement(models.Model):
    """An agreement between the two sides of a tie. Whether it is drafted, signed or in force follows from the rest."""

    UNLIMITED, AUTOMATIC, EXPRESS = "unlimited", "automatic", "express"
    RENEWALS = [
        (UNLIMITED, pgettext_lazy("duration of an agreement", "for an unlimited time")),
        (
            AUTOMATIC,
            pgettext_lazy(
                "duration of an agreement", "for some years, prolonged unless terminated"
            ),
        ),
        (
            EXPRESS,
            pgettext_lazy(
                "duration of an agreement", "for some years, renewed only by a new signature"
            ),
        ),
    ]

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="agreements")
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    form = models.CharField(max_length=12, choices=FORM_CHOICES)
    languages = models.JSONField(default=list)  # one or two codes; equally authentic
    renewal = models.CharField(max_length=10, choices=RENEWALS, default=UNLIMITED)
    years = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # of its duration, where limited
    notice_months = models.PositiveSmallIntegerField(default=6)
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)  # given up before it was signed
    dropped_by = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drop_reason = models.TextField(blank=True)
    in_force_on = models.DateField(null=True, blank=True)  # set when the second side has signed
    expires_on = models.DateField(null=True, blank=True, db_index=True)
    warned_on = models.DateField(null=True, blank=True)  # its sides were reminded of its end
    published_at = models.DateTimeField(null=True, blank=True)  # both sides want it to be public
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(  # the two sides work at one text at a time
                fields=["tie"],
                condition=Q(dropped_at__isnull=True, in_force_on__isnull=True),
                name="agreement_open_once",
            )
        ]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.tie}: agreement {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the two sides still work at it: neither signed by both nor given up."""
        return self.in_force_on is None and self.dropped_at is None


class AgreementDraft(models.Model):
    """One draft of an agreement's text. Drafts never change; a change is a new draft.

    ``terms`` are those of the agreement as of this draft; what is signed is the text and the terms together.
    ``clauses`` is a list of ``{"key": …, "title": {language: …}, "text": {language: …}}`` in their order;
    ``sha256`` is the hash of the whole text as agreements.domain.texts writes it, which signatures refer to.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)  # language: title
    preamble = models.JSONField(default=dict)  # language: text
    clauses = models.JSONField(default=list)
    terms = models.JSONField(default=dict)  # form, languages, renewal, years, notice_months
    note = models.TextField(blank=True)  # what was changed and why
    sha256 = models.CharField(max_length=64)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_draft_once")
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"


class Signature(models.Model):
    """The signature of one side under one draft."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    draft = models.ForeignKey(AgreementDraft, on_delete=models.PROTECT, related_name="signatures")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    signatory = models.CharField(max_length=200)
    function = models.CharField(max_length=200)
    signed_on = models.DateField()
    signed_at_place = models.CharField(max_length=200, blank=True)
    text_sha256 = models.CharField(max_length=64)
    document = models.ForeignKey(  # the signed copy
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    may_publish = models.BooleanField(default=False)  # this side wants the agreement to be public
    # Recorded from the signed copy by somebody else, because the side has nobody here: for which place that was.
    on_paper = models.BooleanField(default=False)
    recorded_for = models.ForeignKey(  # none: a keeper of the register did
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The side itself says that it never signed so: then the signature is withdrawn as well.
    objected_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "place"],
                condition=Q(withdrawn_at__isnull=True),
                name="signature_once",
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False) | Q(document__isnull=False),
                name="paper_signature_shown",
            ),
        ]
        ordering = ["signed_on", "id"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.signatory}"
