"""The call for sessions of an edition, and what is proposed."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.core.language import reader_language
from jumelage.forum.domain.texts import Said, in_language
from jumelage.forum.models.agenda import Session
from jumelage.forum.models.editions import Edition, organised_by
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Institution
from jumelage.places.models import Place


class Call(models.Model):
    """The organisers ask for sessions: about what, and until when."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="call")
    texts = models.JSONField(default=dict, blank=True)
    themes = models.JSONField(default=list, blank=True)  # codes of core.domain.themes; none: all
    until = models.DateField()  # the last day, by the clocks of the edition
    is_open = models.BooleanField(default=True)  # closed by the organisers before its last day
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.edition}: call"

    @property
    def text(self) -> Said:
        """What is asked for, for the reader."""
        return in_language(self.texts, reader_language())


class SessionProposalQuerySet(QuerySet["SessionProposal"]):
    """Proposals of sessions, with who may see which."""

    def visible_to(self, actor: Actor) -> "SessionProposalQuerySet":
        """Keep those of places and institutions for which the actor acts, and of editions that the actor runs."""
        if actor.is_operator or actor.is_staff:
            return self
        held = [pk for pk, role in actor.institutions.items() if is_at_least(role, Role.OFFICER)]
        return self.filter(
            Q(place__in=actor.places) | Q(institution__in=held) | organised_by(actor, "edition__")
        )


class SessionProposal(models.Model):
    """A session that the office of a place, or an institution, would hold."""

    PROPOSED, ACCEPTED, DECLINED, WITHDRAWN = "proposed", "accepted", "declined", "withdrawn"
    STATES = [
        (PROPOSED, pgettext_lazy("proposal of a session", "proposed")),
        (ACCEPTED, pgettext_lazy("proposal of a session", "accepted")),
        (DECLINED, pgettext_lazy("proposal of a session", "declined")),
        (WITHDRAWN, pgettext_lazy("proposal of a session", "withdrawn")),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="session_proposals")
    state = models.CharField(max_length=10, choices=STATES, default=PROPOSED)
    place = models.ForeignKey(  # where the office, or the institution, is
        Place, on_delete=models.PROTECT, related_name="session_proposals"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposer = models.ForeignKey(  # who is told what becomes of it
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=10, choices=Session.KINDS, default="talk")
    languages = models.JSONField(default=list, blank=True)
    theme = models.CharField(max_length=30, blank=True)
    minutes = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)  # of the organisers, for themselves
    reason = models.TextField(blank=True)  # why it is declined: the proposer reads it
    session = models.OneToOneField(  # none: accepted, and to be placed
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SessionProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["edition", "state"], name="session_proposal_by_state")]
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Said:
        """What it is called, for the reader."""
        return in_language(self.titles, reader_language())

    @property
    def text(self) -> Said:
        """What it is about, for the reader."""
        return in_language(self.texts, reader_language())

    @property
    def is_to_be_placed(self) -> bool:
        """Whether it was accepted and has no time on the agenda yet."""
        return self.state == self.ACCEPTED and self.session_id is None


class ProposedSpeaker(models.Model):
    """Somebody who would speak, and agreed to be named to the organisers, and in the agenda if it is accepted."""

    proposal = models.ForeignKey(
        SessionProposal, on_delete=models.CASCADE, related_name="proposed_speakers"
    )
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    consent_on = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
