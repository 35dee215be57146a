"""What keeps a tie alive: the year's plan, what was done, and the look back."""

from django.db import models
from django.utils.translation import pgettext_lazy

from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Claim, Tie


class WorkPlan(models.Model):
    """What the two sides plan for a year. There is one for both."""

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    aims = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tie", "year"], name="work_plan_once")]
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.tie} {self.year}"


class PlanItem(models.Model):
    """One thing planned: who sees to it on each side, until when, and what came of it."""

    OPEN, DONE, DROPPED = "open", "done", "dropped"
    STATES = [
        (OPEN, pgettext_lazy("planned item", "open")),
        (DONE, pgettext_lazy("planned item", "done")),
        (DROPPED, pgettext_lazy("planned item", "dropped")),
    ]

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(max_length=300)
    theme = models.CharField(max_length=30, blank=True)  # code of core.domain.themes
    due_on = models.DateField(null=True, blank=True)
    owner_a = models.CharField(max_length=200, blank=True)
    owner_b = models.CharField(max_length=200, blank=True)
    resources = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    progress = models.TextField(blank=True)
    evidence = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="plan_item_due")]
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """Something done together. What is public becomes a claim, and keeps the tie active."""

    KINDS = [
        ("visit", pgettext_lazy("activity", "visit of a delegation")),
        ("exchange", pgettext_lazy("activity", "exchange")),
        ("event", pgettext_lazy("activity", "event")),
        ("meeting", pgettext_lazy("activity", "meeting")),
        ("project", pgettext_lazy("activity", "joint project")),
        ("aid", pgettext_lazy("activity", "help")),
    ]

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="activities")
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    plan_item = models.ForeignKey(
        PlanItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )
    kind = models.CharField(max_length=10, choices=KINDS)
    when = models.CharField(max_length=40)  # EDTF
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    theme = models.CharField(max_length=30, blank=True)
    participants = models.PositiveIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-when", "-id"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """How one side looks back on a year of the tie."""

    RATINGS = [
        (4, pgettext_lazy("review of a tie", "flourishing")),
        (3, pgettext_lazy("review of a tie", "going well")),
        (2, pgettext_lazy("review of a tie", "needs care")),
        (1, pgettext_lazy("review of a tie", "asleep")),
    ]

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="reviews")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rating = models.PositiveSmallIntegerField(choices=RATINGS)
    achieved = models.TextField(blank=True)
    hindered = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)  # with the other side
    version = models.PositiveIntegerField(default=1)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tie", "place", "year"], name="review_once")]
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.place}: {self.year}"
