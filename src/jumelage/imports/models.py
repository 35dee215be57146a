"""What people decided about the names of sources, and what still waits for a decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.places.models import Place
from jumelage.sources.models import ImportBatch, Source


class Decision(models.Model):
    """Which place a name means, as a person decided: applied by every later import.

    It holds for one ``source`` or, without one, for all; with ``partner_key``, only where the source names that
    partner beside it. Without a place it says: no place of the register is meant, leave the row out.
    """

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions"
    )
    country = models.CharField(max_length=4)
    key = models.CharField(max_length=200)  # core.domain.text.search_key of the name
    name = models.CharField(max_length=300)
    partner_key = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gazetteer_ref = models.CharField(
        max_length=80, blank=True
    )  # where the place is not on record yet
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "country", "key", "partner_key"], name="decision_once"
            ),
            models.UniqueConstraint(
                fields=["country", "key", "partner_key"],
                condition=Q(source__isnull=True),
                name="decision_for_all_once",
            ),
        ]
        indexes = [models.Index(fields=["country", "key"], name="decision_key")]
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"


class ReviewItem(models.Model):
    """A name of a source that could not be matched, or a pair of places that may be one: a question to a person."""

    NAME, DUPLICATE = "name", "duplicate"
    KINDS = [(NAME, _("which place is meant")), (DUPLICATE, _("one place, recorded twice?"))]
    OPEN, DECIDED, DISMISSED = "open", "decided", "dismissed"
    STATES = [(OPEN, _("open")), (DECIDED, _("decided")), (DISMISSED, _("left out"))]

    kind = models.CharField(max_length=10, choices=KINDS, default=NAME)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="review_items")
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.SET_NULL, related_name="review_items"
    )
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=4, blank=True)
    key = models.CharField(max_length=200)
    partner = models.CharField(max_length=300, blank=True)
    partner_key = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=20)  # ambiguous, none, duplicate …
    message = models.TextField()
    rows = models.PositiveIntegerField(default=1)  # so many rows of the source wait for this answer
    candidates = models.JSONField(default=list)  # [{ref, name, country, division, lat, lng, …}]
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )

    class Meta:
        indexes = [
            models.Index(fields=["source", "state", "-rows"], name="review_queue"),
            models.Index(
                fields=["state", "-rows", "id"], name="review_open", condition=Q(state="open")
            ),
        ]
        ordering = ["-rows", "id"]
        permissions = [("review", "Can decide about names, and merge places")]

    def __str__(self) -> str:
        return f"{self.name}: {self.code}"


class PlaceMerge(models.Model):
    """Two records of one place made one, with all that is needed to part them again."""

    kept = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="merges")
    gone_key = models.CharField(max_length=130)  # the address of the other
    snapshot = models.JSONField()
    reason = models.TextField(blank=True)
    merged_by = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gone_key"], name="merge_gone")]
        ordering = ["-merged_at", "-id"]

    def __str__(self) -> str:
        return f"{self.gone_key} → {self.kept}"
