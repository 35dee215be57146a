"""Rounds: an association matches many wishes at once, and both sides of each pair answer."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Association, Membership
from jumelage.partners.models.wishes import Wish


def _held_by(actor: Actor, path: str) -> Q:
    """Return the condition that a row belongs to an association for which the actor acts as an officer."""
    if actor.is_operator or actor.is_staff:
        return Q()
    own = Membership.objects.active().filter(
        user=actor.user_id, association__isnull=False, role__in=[Role.OFFICER, Role.HEAD]
    )
    return Q(**{f"{path}__in": own.order_by().values("association")})


class RoundQuerySet(QuerySet["Round"]):
    """Rounds, with who may look at which."""

    def held_by(self, actor: Actor) -> "RoundQuerySet":
        """Keep those of the associations for which the actor acts; staff and the operator see all."""
        return self.filter(_held_by(actor, "association"))


class Round(models.Model):
    """One round of matching, from the call to the answers."""

    COLLECTING, DRAWN, OFFERED, CLOSED = "collecting", "drawn", "offered", "closed"
    STATES = [
        (COLLECTING, pgettext_lazy("round of matching", "wishes are collected")),
        (DRAWN, pgettext_lazy("round of matching", "drawn, seen by the association only")),
        (OFFERED, pgettext_lazy("round of matching", "offered to both sides")),
        (CLOSED, pgettext_lazy("round of matching", "closed")),
    ]

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="rounds")
    follows = models.ForeignKey(  # the round whose left-over wishes it takes up
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    #: Countries of either side (ISO codes). No side B: all other countries. No side at all: any wish with any.
    side_a = models.JSONField(default=list, blank=True)
    side_b = models.JSONField(default=list, blank=True)
    minimum = models.FloatField(default=0.0)  # how well both must be served, 0 to 1
    collects_until = models.DateField()
    answers_until = models.DateField()
    state = models.CharField(max_length=12, choices=STATES, default=COLLECTING)
    #: The drawing that counts: its pairs are reviewed, and offered.
    drawing = models.ForeignKey(
        "Drawing", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    offered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # those who have not answered
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answers_until__gte=F("collects_until")), name="round_days_order"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_sides(self) -> bool:
        """Whether wishes of the one side are only brought together with such of the other."""
        return bool(self.side_a)


class RoundEntry(models.Model):
    """A wish that takes part in a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entries")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="entries")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "wish"], name="round_entry_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.wish_id} in {self.round_id}"


class RoundRefusal(models.Model):
    """A wish whose owner took it out of a round: the association does not enter it again, only the owner may."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="refusals")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "wish"], name="round_refusal_once")]

    def __str__(self) -> str:
        return f"{self.wish_id} not in {self.round_id}"


class Drawing(models.Model):
    """One working-out of a round, in the background: how far it is, and in the end what it gave."""

    WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
    STATES = [
        (WAITING, pgettext_lazy("drawing of a round", "waits for its turn")),
        (RUNNING, pgettext_lazy("drawing of a round", "is being worked out")),
        (DONE, pgettext_lazy("drawing of a round", "done")),
        (STOPPED, pgettext_lazy("drawing of a round", "stopped")),
        (FAILED, pgettext_lazy("drawing of a round", "failed")),
    ]
    UNDER_WAY = (WAITING, RUNNING)

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drawings")
    number = models.PositiveIntegerField()  # within the round, from 1
    seed = models.PositiveIntegerField(default=1)  # decides between equals
    minimum = models.FloatField(default=0.0)
    state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    step = models.CharField(max_length=12, blank=True)  # of domain.matching.round.Progress
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)  # 0: not known
    #: The wishes as they were then, as a file of wishes (domain.matching.files), and what came of them.
    wishes = models.TextField(blank=True)
    outcome = models.JSONField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)  # beside the outcome, which is long
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="drawing_number_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["waiting", "running"]),
                name="drawing_one_under_way",
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"drawing {self.number} of {self.round_id}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits for its turn, or is being worked out."""
        return self.state in self.UNDER_WAY


class RoundPairQuerySet(QuerySet["RoundPair"]):
    """Pairs of rounds, with who may look at which."""

    def held_by(self, actor: Actor) -> "RoundPairQuerySet":
        """Keep those of rounds of the associations for which the actor acts."""
        return self.filter(_held_by(actor, "round__association"))

    def shown(self) -> "RoundPairQuerySet":
        """Keep those that the two sides may see: of rounds that are offered, or were."""
        return self.filter(round__offered_at__isnull=False)

    def of_place(self, place: int) -> "RoundPairQuerySet":
        """Keep those in which a wish of the place, or of an institution of it, stands."""
        return self.filter(Q(wish_a__place=place) | Q(wish_b__place=place))


class RoundPair(models.Model):
    """Two wishes that a round brings together, and what both sides say to it."""

    WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"
    ANSWERS = [
        (WAITING, pgettext_lazy("answer to a suggested pair", "not answered yet")),
        (ACCEPTED, pgettext_lazy("answer to a suggested pair", "accepted")),
        (DECLINED, pgettext_lazy("answer to a suggested pair", "declined")),
    ]

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pairs")
    wish_a = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="+")
    wish_b = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="+")
    served_a = models.FloatField()  # how well a is served by b, 0 to 1
    served_b = models.FloatField()
    rank_a = models.PositiveIntegerField()  # of b on the list of a, from 1
    rank_b = models.PositiveIntegerField()
    answer_a = models.CharField(max_length=10, choices=ANSWERS, default=WAITING)
    answer_b = models.CharField(max_length=10, choices=ANSWERS, default=WAITING)
    answered_a_at = models.DateTimeField(null=True, blank=True)
    answered_b_at = models.DateTimeField(null=True, blank=True)
    reason_a = models.TextField(blank=True)  # told to the association, not to the other side
    reason_b = models.TextField(blank=True)

    objects = RoundPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "wish_a", "wish_b"], name="round_pair_once"),
            models.CheckConstraint(condition=Q(wish_a__lt=F("wish_b")), name="round_pair_order"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.wish_a_id}–{self.wish_b_id} in {self.round_id}"

    @property
    def is_agreed(self) -> bool:
        """Whether both sides accepted."""
        return self.answer_a == self.answer_b == self.ACCEPTED

    @property
    def is_declined(self) -> bool:
        """Whether a side declined."""
        return self.DECLINED in {self.answer_a, self.answer_b}

    @property
    def is_answered(self) -> bool:
        """Whether both sides have answered."""
        return self.WAITING not in {self.answer_a, self.answer_b}
