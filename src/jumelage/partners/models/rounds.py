"""Rounds: an association matches many wishes at once, and both sides of each pair answer."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.memberships.models import Association
from jumelage.partners.models.wishes import Wish


class RoundQuerySet(QuerySet["Round"]):
    """Rounds, with who may look at which."""

    def kept_by(self, actor: Actor) -> "RoundQuerySet":
        """Keep those of associations for whose countries the actor keeps the register."""
        if actor.is_operator or actor.is_staff:
            return self
        return self.filter(association__countries__country__in=actor.countries).distinct()

    def of_places(self, places: "list[int]") -> "RoundQuerySet":
        """Keep those that wishes of these places take part in."""
        return self.filter(entries__wish__place__in=places).distinct()


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
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    #: Countries of either side (ISO codes); both empty: any wish with any.
    side_a = models.JSONField(default=list, blank=True)
    side_b = models.JSONField(default=list, blank=True)
    minimum = models.FloatField(default=0.0)  # how well both must be served, 0 to 1
    seed = models.PositiveIntegerField(default=1)  # decides between equals
    collects_until = models.DateField()
    answers_until = models.DateField()
    state = models.CharField(max_length=12, choices=STATES, default=COLLECTING)
    #: What the last drawing gave: domain.matching.round.Outcome as plain data.
    outcome = models.JSONField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
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
