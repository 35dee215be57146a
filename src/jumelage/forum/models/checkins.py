"""Who has come: a member of a delegation, checked in at the door."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from jumelage.forum.models.delegations import Member


class CheckInQuerySet(QuerySet["CheckIn"]):
    """Check-ins."""

    def standing(self) -> "CheckInQuerySet":
        """Keep those that were not undone."""
        return self.filter(undone_at__isnull=True)


class CheckIn(models.Model):
    """Somebody came, and when. One that was a mistake is undone, and stays on record."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(undone_at__isnull=True), name="check_in_once"
            ),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"check-in {self.pk}"
