"""Shortlists: the possible partners that an office considers, with notes, to be shared with its council."""

from django.db import models
from django.db.models import Q, QuerySet

from jumelage.core.audit import Actor
from jumelage.places.models import Place


class ShortlistQuerySet(QuerySet["Shortlist"]):
    """Shortlists, with who may look at which."""

    def of_actor(self, actor: Actor) -> "ShortlistQuerySet":
        """Keep those of places for which the actor acts."""
        return self if actor.is_operator else self.filter(place__in=actor.places)

    def shared(self, token: str) -> "ShortlistQuerySet":
        """Keep the one that a secret address shows, if it is shared."""
        return self.filter(token=token) if token else self.none()


class Shortlist(models.Model):
    """A list of possible partners of a place."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="shortlists")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    token = models.CharField(max_length=64, blank=True)  # of the address that shows it; empty: none
    shared_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="shortlist_token_once"
            )
        ]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title


class ShortlistItem(models.Model):
    """A possible partner: a place of the register, or one of the gazetteer that is not in it yet."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="items")
    ref = models.CharField(max_length=60)  # "place:12" or "geonames:2950159"
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)  # as it was called when it was put on the list
    country = models.CharField(max_length=4)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "ref"], name="shortlist_item_once")
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
