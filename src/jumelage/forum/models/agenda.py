"""The agenda of an edition: rooms, who speaks, and sessions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from jumelage.core.language import reader_language
from jumelage.forum.domain.texts import Said, in_language
from jumelage.forum.models.delegations import Member
from jumelage.forum.models.editions import Edition
from jumelage.places.models import Place


class Room(models.Model):
    """A room of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rooms")
    names = models.JSONField(default=dict)
    seats = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Said:
        """What it is called, for the reader."""
        return in_language(self.names, reader_language())


class Speaker(models.Model):
    """Somebody who speaks in sessions of an edition, and agreed to stand in its public agenda."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    member = (
        models.ForeignKey(  # who it is among the delegates: then no meeting is put into the session
            Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="speaks_as"
        )
    )
    consent_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """Something on the agenda: from when to when, where, in which languages, and who speaks."""

    KINDS = [
        ("plenary", pgettext_lazy("kind of session", "plenary session")),
        ("panel", pgettext_lazy("kind of session", "panel discussion")),
        ("talk", pgettext_lazy("kind of session", "talk")),
        ("workshop", pgettext_lazy("kind of session", "workshop")),
        ("meetings", pgettext_lazy("kind of session", "bilateral meetings")),
        ("visit", pgettext_lazy("kind of session", "visit")),
        ("ceremony", pgettext_lazy("kind of session", "ceremony")),
        ("break", pgettext_lazy("kind of session", "break")),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=10, choices=KINDS, default="talk")
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    theme = models.CharField(max_length=30, blank=True)  # code of core.domain.themes
    languages = models.JSONField(default=list, blank=True)  # spoken (ISO 639-1)
    interpreted = models.JSONField(default=list, blank=True)  # into these
    speakers = models.ManyToManyField(Speaker, blank=True, related_name="sessions")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="session_time_order")
        ]
        indexes = [models.Index(fields=["edition", "begins"], name="session_in_order")]
        ordering = ["begins", "id"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Said:
        """What it is called, for the reader."""
        return in_language(self.titles, reader_language())

    @property
    def text(self) -> Said:
        """What it is about, for the reader."""
        return in_language(self.texts, reader_language())
