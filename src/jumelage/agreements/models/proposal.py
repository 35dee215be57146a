"""What one side proposes to the other, and what councils say to it."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import FORM_CHOICES, Claim, Tie


class ProposalQuerySet(QuerySet["Proposal"]):
    """Proposals, with who may see which."""

    def visible_to(self, actor: Actor) -> "ProposalQuerySet":
        """Keep those that the actor’s own places make or receive. Nobody else sees them, platform staff neither."""
        if actor.is_operator:
            return self
        own = list(actor.places)
        return self.filter(Q(proposer__in=own) | Q(addressee__in=own))


class Proposal(models.Model):
    """A proposal of one place to another. Where it stands follows from its versions and answers (domain.proposals)."""

    ESTABLISH, RENEW, CHANGE_FORM = "establish", "renew", "change_form"
    PURPOSES = [
        (ESTABLISH, pgettext_lazy("purpose of a proposal", "to enter into a tie")),
        (RENEW, pgettext_lazy("purpose of a proposal", "to renew the tie")),
        (CHANGE_FORM, pgettext_lazy("purpose of a proposal", "to change the form of the tie")),
    ]
    WHEN_AGREED, NOW = "when_agreed", "now"
    SHOWN = [
        (WHEN_AGREED, pgettext_lazy("proposal is shown", "once both sides agree")),
        (NOW, pgettext_lazy("proposal is shown", "from now on")),
    ]

    proposer = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="proposals_made")
    addressee = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="proposals_received"
    )
    tie = models.ForeignKey(  # from the day on which the public register knows of it
        Tie, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    purpose = models.CharField(max_length=12, choices=PURPOSES, default=ESTABLISH)
    shown = models.CharField(max_length=12, choices=SHOWN, default=WHEN_AGREED)
    claims = models.ManyToManyField(
        Claim, blank=True, related_name="+"
    )  # what was made public of it
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(
        null=True, blank=True, db_index=True
    )  # accepted, declined or withdrawn

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposer=F("addressee")), name="proposal_between_two"
            )
        ]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.proposer} → {self.addressee}"


class ProposalVersion(models.Model):
    """One version of a proposal: the first one, or a counter-proposal of either side. Versions never change."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=12, choices=FORM_CHOICES)
    themes = models.JSONField(default=list, blank=True)  # codes of core.domain.themes
    aims = models.TextField()
    message = models.TextField(blank=True)  # to the other side
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.proposal} {self.number}"


class ProposalAnswer(models.Model):
    """What a side says to a version: it accepts, declines, or withdraws its own proposal."""

    ACCEPTED, DECLINED, WITHDRAWN = "accepted", "declined", "withdrawn"
    KINDS = [
        (ACCEPTED, pgettext_lazy("answer to a proposal", "accepted")),
        (DECLINED, pgettext_lazy("answer to a proposal", "declined")),
        (WITHDRAWN, pgettext_lazy("answer to a proposal", "withdrawn")),
    ]

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    reason = models.TextField(blank=True)
    # An answer that came by letter, because the side has nobody here: who recorded it, the letter, and its day.
    on_paper = models.BooleanField(default=False)
    recorded_for = models.ForeignKey(  # the place whose officer recorded it; none: a keeper did
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)
    # The side itself says that it never answered so: the answer counts no more.
    objected_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on_paper=False) | Q(document__isnull=False, answered_on__isnull=False),
                name="paper_answer_shown",
            )
        ]
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.kind}"


class Approval(models.Model):
    """A decision of a council, or of another body, about entering into a tie or an agreement."""

    APPROVED, REFUSED = "approved", "refused"
    OUTCOMES = [
        (APPROVED, pgettext_lazy("decision of a council", "approved")),
        (REFUSED, pgettext_lazy("decision of a council", "refused")),
    ]

    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
    )
    tie = models.ForeignKey(  # none while the proposal is not public: then no claim is made of it either
        Tie, null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=200)
    decided_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default=APPROVED)
    reference = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) | Q(tie__isnull=False),
                name="approval_of_something",
            )
        ]
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"{self.body}: {self.outcome}"
