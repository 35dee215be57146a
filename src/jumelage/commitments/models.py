"""What was promised: by whom, until when, how far it is, with what evidence, and what came of it.

Texts are kept by language: ``{"en": "…", "ru": "…"}``; see :mod:`jumelage.core.domain.texts`. No person is named in any
of these rows: an owner is a place, and there an office, an institution or a post.
"""

from datetime import date

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.accounts.models import User
from jumelage.agreements.models import Activity
from jumelage.commitments.domain.states import BINDING, OPEN, Kind, State, Verdict, is_overdue
from jumelage.contacts.models import Office
from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.domain.texts import Said, in_language
from jumelage.core.language import reader_language
from jumelage.documents.models import Document
from jumelage.memberships.models import Institution, Membership
from jumelage.places.models import Place
from jumelage.ties.models import Tie


class CommitmentQuerySet(QuerySet["Commitment"]):
    """Commitments, with who may see which."""

    def public(self) -> "CommitmentQuerySet":
        """Keep what everybody reads: confirmed by the office of each owner, and each of them wants it public."""
        return self.filter(is_public=True)

    def of_place(self, place: int) -> "CommitmentQuerySet":
        """Keep those that a place owns, among others."""
        owned = CommitmentOwner.objects.filter(place=place).order_by().values("commitment")
        return self.filter(pk__in=owned)

    def visible_to(self, actor: Actor) -> "CommitmentQuerySet":
        """Keep what is public, and what a place of the actor owns: a draft only where it was drafted."""
        if actor.is_operator:
            return self
        own = list(actor.places)
        owned = CommitmentOwner.objects.filter(place__in=own).order_by().values("commitment")
        return self.filter(
            Q(is_public=True)
            | Q(pk__in=owned) & ~Q(state=State.DRAFT)
            | Q(drafted_by__in=own, state=State.DRAFT)
        )

    def binding(self) -> "CommitmentQuerySet":
        """Keep what all owners have confirmed, over or not."""
        return self.filter(state__in=BINDING)

    def open(self) -> "CommitmentQuerySet":
        """Keep what all owners have confirmed and what is not over."""
        return self.filter(state__in=OPEN)

    def overdue(self, on: date) -> "CommitmentQuerySet":
        """Keep what is open though its due date is past on a day."""
        return self.open().filter(due_on__lt=on)


class Commitment(models.Model):
    """Something that places promise each other."""

    STATES = [
        (State.DRAFT, pgettext_lazy("commitment", "draft")),
        (State.PROPOSED, pgettext_lazy("commitment", "waits for confirmation")),
        (State.AGREED, pgettext_lazy("commitment", "agreed")),
        (State.UNDER_WAY, pgettext_lazy("commitment", "under way")),
        (State.KEPT, pgettext_lazy("commitment", "kept")),
        (State.PARTLY, pgettext_lazy("commitment", "partly kept")),
        (State.NOT_KEPT, pgettext_lazy("commitment", "not kept")),
        (State.DROPPED, pgettext_lazy("commitment", "dropped by consent")),
        (State.DECLINED, pgettext_lazy("commitment", "declined")),
        (State.WITHDRAWN, pgettext_lazy("commitment", "withdrawn")),
    ]

    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    theme = models.CharField(max_length=30, blank=True)  # code of core.domain.themes
    due = models.CharField(max_length=40, blank=True)  # EDTF; empty: open
    due_on = models.DateField(null=True, blank=True)  # derived: the last day that ``due`` may mean
    first_due = models.CharField(max_length=40, blank=True)  # when all had confirmed: EDTF
    tie = models.ForeignKey(
        Tie, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    origin = models.JSONField(default=dict, blank=True)  # where it was promised, in words
    drafted_by = models.ForeignKey(  # none: the organisers of a forum, or the operator
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT)
    is_public = models.BooleanField(default=False)  # derived: all confirmed, and all want it
    agreed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    activity = models.OneToOneField(  # what it left on the tie when it was kept
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitment"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["is_public", "state", "due_on"], name="commitment_public"),
            models.Index(fields=["state", "due_on"], name="commitment_due"),
        ]
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Said:
        """What is promised, in short, for the reader."""
        return in_language(self.titles, reader_language())

    @property
    def text(self) -> Said:
        """What exactly is promised, for the reader."""
        return in_language(self.texts, reader_language())

    @property
    def promised_at(self) -> Said:
        """Where it was promised, for the reader."""
        return in_language(self.origin, reader_language())

    @property
    def is_open(self) -> bool:
        """Whether all have confirmed it, and it is not over."""
        return State(self.state) in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its due date is past, and it is not over."""
        return is_overdue(self.state, self.due_on, today())


class CommitmentOwner(models.Model):
    """A place that answers for a commitment: there an office, an institution or a post, never a person's name."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="owners")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="commitments")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    function = models.CharField(max_length=200, blank=True)  # of the responsible post
    member = models.ForeignKey(  # who is reminded beside the officers; only the own office sees it
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    wants_public = models.BooleanField(default=False)
    answer = models.TextField(blank=True)  # why it was declined

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "place"], name="commitment_owner_once")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.place)


class Progress(models.Model):
    """What one owner has done for a commitment until a day, with what shows it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="progress")
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    texts = models.JSONField(default=dict)
    share = models.PositiveSmallIntegerField(null=True, blank=True)  # done, of 100
    url = models.URLField(max_length=500, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__lte=100), name="progress_share"
            )
        ]
        ordering = ["-on", "-id"]
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return str(self.text)

    @property
    def text(self) -> Said:
        """What was done, for the reader."""
        return in_language(self.texts, reader_language())


class Statement(models.Model):
    """What one owner says of the whole, and the others may object to: an outcome, or another due date."""

    KINDS = [
        (Kind.KEPT, pgettext_lazy("statement about a commitment", "kept")),
        (Kind.PARTLY, pgettext_lazy("statement about a commitment", "partly kept")),
        (Kind.NOT_KEPT, pgettext_lazy("statement about a commitment", "not kept")),
        (Kind.DROPPED, pgettext_lazy("statement about a commitment", "to be dropped")),
        (Kind.DUE, pgettext_lazy("statement about a commitment", "another due date")),
    ]
    WITHDRAWN, TAKEN_BACK = "withdrawn", "taken_back"
    STATES = [
        (Verdict.OPEN, pgettext_lazy("statement about a commitment", "may be objected to")),
        (Verdict.SETTLED, pgettext_lazy("statement about a commitment", "holds")),
        (Verdict.OBJECTED, pgettext_lazy("statement about a commitment", "objected to")),
        (WITHDRAWN, pgettext_lazy("statement about a commitment", "withdrawn")),
        (TAKEN_BACK, pgettext_lazy("statement about a commitment", "taken back later")),
    ]

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=10, choices=KINDS)
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()  # since when the outcome holds
    texts = models.JSONField(default=dict)  # what came of it, or the reason
    due = models.CharField(max_length=40, blank=True)  # EDTF: the due date that is wanted
    due_before = models.CharField(max_length=40, blank=True)
    until = models.DateField()  # the last day for objections
    state = models.CharField(max_length=10, choices=STATES, default=Verdict.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)  # why it was withdrawn or taken back
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state=Verdict.OPEN), name="statement_open_once"
            )
        ]
        indexes = [models.Index(fields=["state", "until"], name="statement_until")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.kind}"

    @property
    def text(self) -> Said:
        """What came of it, or the reason, for the reader."""
        return in_language(self.texts, reader_language())


class StatementAnswer(models.Model):
    """What another owner says to a statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="answers")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "place"], name="statement_answer_once")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.place}: {self.agrees}"


class ReminderChoice(models.Model):
    """Whether somebody wants reminders of commitments by e-mail. Without a row: yes."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="commitment_mail")
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.wanted}"
