"""Shortlists: the possible partners that an office considers, with notes, to be shared with its council."""

from datetime import date

from django.db import models
from django.db.models import QuerySet

from jumelage.core.audit import Actor
from jumelage.places.models import Place


class ShortlistQuerySet(QuerySet["Shortlist"]):
    """Shortlists, with who may look at which."""

    def of_actor(self, actor: Actor) -> "ShortlistQuerySet":
        """Keep those of places for which the actor acts."""
        return self if actor.is_operator else self.filter(place__in=actor.places)


class Shortlist(models.Model):
    """A list of possible partners of a place.

    The secret in the address that shows it to others is not kept: it is made from this row with the key of the
    installation (:mod:`jumelage.partners.shortlists.secrets`). ``nonce`` changes when the address is renewed, and is
    empty while there is none.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="shortlists")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    nonce = models.CharField(max_length=32, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)  # when the present address was made
    shared_until = models.DateField(null=True, blank=True)  # the last day that it is shown
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title

    def is_shared(self, on: date) -> bool:
        """Whether an address shows it to others on a day."""
        return bool(self.nonce) and self.shared_until is not None and on <= self.shared_until


class ShortlistItem(models.Model):
    """A possible partner: a place of the register, or one of the gazetteer that is not in it yet.

    What the gazetteer knew when it was put on the list is kept here; of a place of the register the register is asked.
    """

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="items")
    ref = models.CharField(max_length=60)  # "place:12" or "geonames:2950159"
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)  # as it was called when it was put on the list
    country = models.CharField(max_length=4)
    kind = models.CharField(max_length=10, choices=Place.KINDS, default="city")
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    population = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    reasons = models.JSONField(default=list, blank=True)  # partners.shortlists.reasons.Kept
    reasons_on = models.DateField(null=True, blank=True)  # when they were worked out
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
