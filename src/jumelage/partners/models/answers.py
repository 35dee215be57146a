"""What comes back to a wish: messages from those who read it, and other wishes that its owner does not want."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jumelage.partners.models.wishes import Wish
from jumelage.places.models import Place


class WishDecline(models.Model):
    """A wish's owner does not want a certain other wish; it is not suggested again."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="declines")
    other = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="declined_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "other"], name="wish_decline_once"),
            models.CheckConstraint(condition=~Q(wish=F("other")), name="wish_declines_another"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} declines {self.other_id}"


class WishMessage(models.Model):
    """What somebody wrote to the owner of a wish. Personal: kept for a time, seen by the owner’s people only."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="messages")
    sender_place = models.ForeignKey(  # an officer wrote for it; else a visitor did
        Place, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sender_wish = models.ForeignKey(
        Wish, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=150)
    organisation = models.CharField(max_length=200, blank=True)  # as a visitor calls it
    email = models.EmailField()
    text = models.TextField()
    language = models.CharField(max_length=12)
    secret_hash = models.CharField(
        max_length=64, blank=True
    )  # of the link that confirms a visitor's address
    confirmed_at = models.DateTimeField(null=True, blank=True)  # a visitor's address proved true
    read_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["wish", "-created_at"], name="wish_messages")]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"message {self.pk} to {self.wish_id}"
