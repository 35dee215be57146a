"""What comes back to a wish: messages from those who read it, and other wishes that fit it, wanted or not."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from jumelage.core.audit import Actor
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Institution
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


class WishMatchesTold(models.Model):
    """Up to which moment the owner of a wish was told of new wishes that fit it."""

    wish = models.OneToOneField(Wish, on_delete=models.CASCADE, related_name="matches_told")
    up_to = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.wish_id} up to {self.up_to:%Y-%m-%d}"


class WishMailChoice(models.Model):
    """Whether somebody wants e-mail about new wishes that fit the own ones. Without a row: yes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wish_mail_choice"
    )
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.wanted}"


class WishMessageQuerySet(QuerySet["WishMessage"]):
    """Messages, with who may read which."""

    def arrived(self) -> "WishMessageQuerySet":
        """Keep those that count: of officers, and of visitors whose address is confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> "WishMessageQuerySet":
        """Keep those that nobody answered or set aside."""
        return self.arrived().filter(read_at__isnull=True, answered_at__isnull=True)

    def for_owner(self, actor: Actor) -> "WishMessageQuerySet":
        """Keep those to wishes of places and institutions for which the actor is an officer. Nobody else reads them."""
        places, institutions = _as_officer(actor)
        own = Q(wish__place__in=places) | Q(wish__institution__in=institutions)
        return self.arrived().filter(own)

    def written_by(self, actor: Actor) -> "WishMessageQuerySet":
        """Keep those that officers wrote for places, or for wishes of institutions, for which the actor is one too."""
        places, institutions = _as_officer(actor)
        for_place = Q(sender_place__in=places)
        for_institution = Q(sender_institution__in=institutions)
        return self.filter(for_place | for_institution)

    def of_wishes_closed_before(self, day: date) -> "WishMessageQuerySet":
        """Keep those to wishes that were closed before a day."""
        return self.filter(wish__closed_at__date__lt=day)


def _as_officer(actor: Actor) -> tuple[list[int], list[int]]:
    """Return for which places and which institutions somebody is an officer at least."""
    both = (actor.places, actor.institutions)
    places, institutions = (
        [pk for pk, role in roles.items() if is_at_least(role, Role.OFFICER)] for roles in both
    )
    return places, institutions


class WishMessage(models.Model):
    """What somebody wrote to the owner of a wish. Personal: kept for a time, seen by the owner’s people only."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="messages")
    sender_place = models.ForeignKey(  # an officer wrote for it; else a visitor did
        Place, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sender_institution = models.ForeignKey(  # … or for an institution of that place
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
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
    )  # of the link with which a visitor confirms the address, and takes the message back
    confirmed_at = models.DateTimeField(null=True, blank=True)  # a visitor's address proved true
    read_at = models.DateTimeField(null=True, blank=True)  # set aside without an answer
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    objects = WishMessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["wish", "-created_at"], name="wish_messages")]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"message {self.pk} to {self.wish_id}"
