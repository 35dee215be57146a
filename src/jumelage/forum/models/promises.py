"""Where a commitment comes from: an edition, and there a meeting or a decision."""

from django.db import models
from django.db.models import Q

from jumelage.commitments.models import Commitment
from jumelage.forum.models.editions import Decision, Edition
from jumelage.forum.models.meetings import Meeting


class CommitmentOrigin(models.Model):
    """At which edition something was promised: in a meeting, or by a decision."""

    commitment = models.OneToOneField(
        Commitment, on_delete=models.CASCADE, related_name="forum_origin"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="promises")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(decision__isnull=True),
                name="promise_one_origin",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.commitment_id}"
