"""What people chose for their own workspace: calendar addresses, and the monthly e-mail."""

from django.db import models

from jumelage.memberships.models import Membership


class CalendarFeed(models.Model):
    """The private calendar address of a member for a place.

    The secret in the address is not kept: it is made from this row with the key of the installation (see
    ``portfolio.feed``). ``nonce`` changes when the address is renewed.
    """

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    nonce = models.CharField(max_length=32)
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.membership}: calendar"


class DigestChoice(models.Model):
    """Whether a member wants the monthly e-mail. Without a row: yes."""

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="digest_choice"
    )
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.membership}: {self.wanted}"


class DigestDone(models.Model):
    """The monthly e-mail of a member is done for a month: written with the message, so that none goes twice."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="digests_done"
    )
    month = models.CharField(max_length=7)  # that it reports: 2026-10
    was_sent = models.BooleanField()  # not, if there was nothing to say
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "month"], name="digest_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.month}"
