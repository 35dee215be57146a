"""Offices and people of an authority, and what passes between authorities. Separate from accounts."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Claim, Tie

OWN, PARTNERS, PUBLIC = "own", "partners", "public"
VISIBILITIES = [
    (OWN, pgettext_lazy("visibility of a contact", "own office")),
    (PARTNERS, pgettext_lazy("visibility of a contact", "partner places")),
    (PUBLIC, pgettext_lazy("visibility of a contact", "everybody")),
]


M = TypeVar("M", bound=models.Model)


class ContactQuerySet(QuerySet[M]):
    """Offices or people, with who may see which."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what is public, of an own place, or meant for partners of an own place (whose tie has not ended)."""
        if actor.is_operator:
            return self
        own = list(actor.places)
        alive = Tie.objects.exclude(legal__in=["none", "ended"])
        partners = alive.filter(place_a__in=own).values("place_b")
        partners_too = alive.filter(place_b__in=own).values("place_a")
        return self.filter(
            Q(visibility=PUBLIC)
            | Q(place__in=own)
            | (Q(visibility=PARTNERS) & (Q(place__in=partners) | Q(place__in=partners_too)))
        )


class OfficeQuerySet(ContactQuerySet["Office"]):
    """Offices."""

    def open(self) -> Self:
        """Keep those that were not closed."""
        return self.filter(closed_at__isnull=True)


class PersonQuerySet(ContactQuerySet["Person"]):
    """People."""

    def in_office(self, day: date) -> Self:
        """Keep those who hold their function on a day."""
        known = self.filter(erased_at__isnull=True)
        return known.filter(Q(until__isnull=True) | Q(until__gte=day))


class Office(models.Model):
    """An office of a place's authority that has to do with partners."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    time_zone = models.CharField(max_length=60, blank=True)  # IANA
    languages = models.JSONField(default=list, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=OWN)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who holds, or held, a function. Erasing leaves the row, nameless."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="people")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)  # own office only
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=OWN)
    consent_on = models.DateField(null=True, blank=True)  # to be shown beyond the own office
    consent_how = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="predecessors"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(  # nobody is shown beyond the own office without consent
                condition=Q(visibility="own") | Q(consent_on__isnull=False),
                name="person_shown_by_consent",
            )
        ]
        ordering = ["name", "id"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name, or a word in its place where it was erased."""
        return gettext("erased") if self.erased_at else self.name


class TieContact(models.Model):
    """Who sees to a tie, on the side of one place."""

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="contact_people")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tie", "place", "person"], name="tie_contact_once")
        ]

    def __str__(self) -> str:
        return f"{self.tie}: {self.person}"


class LogEntry(models.Model):
    """A letter, a call, a visit: what passed between an office and a partner. Read by the own office only."""

    KINDS = [
        ("letter", pgettext_lazy("contact", "letter")),
        ("email", pgettext_lazy("contact", "e-mail")),
        ("call", pgettext_lazy("contact", "call")),
        ("meeting", pgettext_lazy("contact", "meeting")),
        ("visit", pgettext_lazy("contact", "visit")),
        ("other", pgettext_lazy("contact", "other contact")),
    ]
    DIRECTIONS = [
        ("out", pgettext_lazy("direction of a contact", "from us")),
        ("in", pgettext_lazy("direction of a contact", "from them")),
        ("", pgettext_lazy("direction of a contact", "both ways")),
    ]

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="log")
    other = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    tie = models.ForeignKey(
        Tie, null=True, blank=True, on_delete=models.PROTECT, related_name="log"
    )
    kind = models.CharField(max_length=10, choices=KINDS)
    direction = models.CharField(max_length=3, choices=DIRECTIONS, blank=True)
    on = models.DateField()
    summary = models.TextField()
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="log"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claim = models.ForeignKey(  # the activity that it was recorded as
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.CharField(max_length=200)
    user = models.ForeignKey(  # whose account that is, as long as there is one
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["place", "-on", "-id"], name="log_of_place"),
            models.Index(fields=["tie", "place", "-on"], name="log_of_tie"),
        ]
        ordering = ["-on", "-id"]
        verbose_name_plural = "log entries"

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class AddressList(models.Model):
    """An address list that was read and waits to be taken over: shown first, then applied or thrown away.

    When it is applied its rows go: what was taken over is in the contacts, the rest is nobody’s business.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="address_lists")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)  # heads of a table; none of vCards
    mapping = models.JSONField(default=list)  # what each column holds
    rows = models.JSONField(default=list)  # cells of a table, or entries read from vCards
    decisions = models.JSONField(
        default=dict
    )  # by the number of the entry; the others as suggested
    counts = models.JSONField(default=dict)  # what came of it
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ErasureRequest(models.Model):
    """Somebody asks what is kept about them, or wants it erased. When it is answered, who asked is forgotten."""

    SEE, ERASE = "see", "erase"
    KINDS = [
        (SEE, pgettext_lazy("request about personal data", "to see the data")),
        (ERASE, pgettext_lazy("request about personal data", "to have the data erased")),
    ]
    OPEN, DONE, DECLINED = "open", "done", "declined"
    STATES = [
        (OPEN, pgettext_lazy("request about personal data", "waits for an answer")),
        (DONE, pgettext_lazy("request about personal data", "done")),
        (DECLINED, pgettext_lazy("request about personal data", "declined")),
    ]

    place = models.ForeignKey(  # none: nobody knows yet whose office it is for
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="data_requests"
    )
    place_said = models.CharField(max_length=200, blank=True)  # in the asker’s words
    kind = models.CharField(max_length=10, choices=KINDS)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, default="en")
    message = models.TextField(blank=True)
    secret_sha256 = models.CharField(max_length=64, blank=True)  # of the address that confirms it
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    reason = models.TextField(blank=True)  # why it was declined
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["place", "confirmed_at"],
                name="data_request_open",
                condition=Q(state="open"),
            )
        ]
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}"
