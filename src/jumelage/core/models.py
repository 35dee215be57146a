"""What every app needs in the database: the trail of changes, and the registry's revision."""

from django.conf import settings
from django.db import models

from jumelage.core.work_models import (  # noqa: F401 - Django looks for models in this module
    PeriodicJob,
    SharedEntry,
    WorkerBeat,
)


class AuditEntry(models.Model):
    """Who did what, for whom, when and why. Entries are only ever added."""

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor = models.CharField(max_length=200)
    acting_for = models.CharField(
        max_length=300, blank=True
    )  # the place, institution or association
    action = models.CharField(max_length=100)
    target = models.CharField(max_length=200, db_index=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.target}"


class AuditConcern(models.Model):
    """A place that an entry of the trail concerns: its members may read the entry.

    The place's id stands here without a reference: the trail outlives places, and this app knows none.
    """

    entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="concerns")
    place_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place_id", "entry"], name="audit_concern_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: place {self.place_id}"


class RegistryState(models.Model):
    """The one row that says how often the registry was written: caches and addresses are named by it."""

    revision = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"revision {self.revision}"
