"""Bilateral talks at an edition: times and tables for them, interpreters, who wishes to meet whom, what came of it."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy

from jumelage.agreements.models import Activity
from jumelage.forum.domain.meetings import Answer, Outcome
from jumelage.forum.models.agenda import Room
from jumelage.forum.models.delegations import Delegation, Member
from jumelage.forum.models.editions import Edition


class MeetingRules(models.Model):
    """How an edition's meetings are wished and shown. Without a row, the edition has no meetings."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="meeting_rules")
    wishes_open = models.BooleanField(default=False)
    wishes_until = models.DateField(null=True, blank=True)  # the last day for wishes and answers
    most_wishes = models.PositiveSmallIntegerField(default=12)  # of one delegation
    daily_limit = models.PositiveSmallIntegerField(null=True, blank=True)  # of one delegation
    fairness = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # see timetable.problem.Forum
    is_public = models.BooleanField(default=False)  # whether everybody reads who meets whom
    reminded_at = models.DateTimeField(null=True, blank=True)  # those who have wished nothing yet
    board_key = models.CharField(
        max_length=64, blank=True
    )  # of the address of the board in the hall
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.edition}: meetings"


class MeetingSlot(models.Model):
    """A time in which one meeting fits; breaks are times without one."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="meeting_slots")
    begins = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="slot_time_order"),
            models.UniqueConstraint(fields=["edition", "begins"], name="slot_once"),
        ]
        ordering = ["begins", "id"]

    def __str__(self) -> str:
        return f"{self.begins:%Y-%m-%d %H:%M}"


class MeetingTable(models.Model):
    """A table at which one meeting at a time sits."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="meeting_tables")
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_tables"
    )
    label = models.CharField(max_length=40)  # what stands on it: 7, B2
    is_accessible = models.BooleanField(default=False)  # without steps
    is_usable = models.BooleanField(default=True)  # not so: lost, on the day
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "label"], name="table_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class MeetingInterpreter(models.Model):
    """Somebody who helps one meeting at a time. Erasing leaves the row, nameless."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="meeting_interpreters"
    )
    name = models.CharField(max_length=200)
    languages = models.JSONField(default=list)  # ISO 639-1, two or more
    consent_on = models.DateField(null=True, blank=True)  # to be named to delegations
    absent = models.ManyToManyField(MeetingSlot, blank=True, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | Q(consent_on__isnull=False),
                name="interpreter_by_consent",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name, or a word in its place where it was erased."""
        return gettext("erased") if self.erased_at else self.name


class Attendance(models.Model):
    """What a delegation needs for its meetings: when it is away, how many a day, a table without steps."""

    delegation = models.OneToOneField(
        Delegation, on_delete=models.CASCADE, related_name="attendance"
    )
    absent = models.ManyToManyField(MeetingSlot, blank=True, related_name="+")
    daily_limit = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: the edition's
    needs_access = models.BooleanField(default=False)
    feed_key = models.CharField(max_length=64, blank=True)  # of the address of its calendar
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.delegation}: meetings"


class MemberAbsence(models.Model):
    """A slot in which somebody of a delegation cannot meet. Why is nobody’s concern, and not kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "slot"], name="absence_once")]
        ordering = ["slot", "id"]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.slot_id}"


class MeetingQuerySet(QuerySet["Meeting"]):
    """Meetings, with which are still wanted."""

    def wanted(self) -> "MeetingQuerySet":
        """Keep those that nobody declined or took back."""
        return self.filter(ended_at__isnull=True)


class Meeting(models.Model):
    """A talk between two or more delegations of an edition, from the first wish to what came of it."""

    OUTCOMES = [
        (Outcome.OPEN, pgettext_lazy("outcome of a meeting", "not yet said")),
        (Outcome.HELD, pgettext_lazy("outcome of a meeting", "held")),
        (Outcome.MISSED, pgettext_lazy("outcome of a meeting", "not held")),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="meetings")
    #: The delegations it is between, as numbers in order ("12-34"): two that wish each other share one meeting.
    parties_key = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=30, blank=True)  # code of core.domain.themes
    is_added = models.BooleanField(default=False)  # by the organisers
    off_reason = models.TextField(blank=True)  # why the organisers took it off; then it is ended
    is_must = models.BooleanField(default=False)  # say the organisers: it is held, or no timetable
    fixed_slot = models.ForeignKey(  # say the organisers
        MeetingSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=6, choices=OUTCOMES, default=Outcome.OPEN)
    result = models.TextField(blank=True)  # what the parties agreed on; they and organisers read it
    said_by = models.ForeignKey(  # which party said what came of it
        Delegation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    activities = models.ManyToManyField(  # of the ties between its places, while it counts as held
        Activity, blank=True, related_name="meetings"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # declined, or taken back
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "parties_key"],
                condition=~Q(parties_key=""),
                name="meeting_once",
            )
        ]
        indexes = [models.Index(fields=["edition", "ended_at"], name="meeting_by_edition")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.edition}: meeting {self.pk}"


class MeetingParty(models.Model):
    """A delegation in a meeting: whether it wished it, was asked, agreed, or not."""

    ANSWERS = [
        (Answer.WISHED, pgettext_lazy("party of a meeting", "wishes it")),
        (Answer.ASKED, pgettext_lazy("party of a meeting", "has not answered")),
        (Answer.ACCEPTED, pgettext_lazy("party of a meeting", "agreed")),
        (Answer.DECLINED, pgettext_lazy("party of a meeting", "declined")),
        (Answer.WITHDRAWN, pgettext_lazy("party of a meeting", "took it back")),
    ]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parties")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="meetings")
    answer = models.CharField(max_length=9, choices=ANSWERS, default=Answer.ASKED)
    priority = models.PositiveSmallIntegerField(default=1)  # 1 if it fits, 2 important, 3 above all
    message = models.TextField(blank=True)  # to the other side
    people = models.ManyToManyField(Member, blank=True, related_name="+")  # who has to be there
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "delegation"], name="meeting_party_once"),
            models.CheckConstraint(condition=Q(priority__range=(1, 3)), name="meeting_priority"),
        ]
        ordering = ["id"]
        verbose_name_plural = "meeting parties"

    def __str__(self) -> str:
        return f"{self.meeting}: {self.delegation}"


class MeetingNews(models.Model):
    """What the office of a delegation has still to be told of a meeting; gone when the e-mail is sent."""

    ASKED, ANSWERED, CHANGED, OFF = "asked", "answered", "changed", "off"
    KINDS = [
        (ASKED, pgettext_lazy("news of a meeting", "asked for")),
        (ANSWERED, pgettext_lazy("news of a meeting", "answered")),
        (CHANGED, pgettext_lazy("news of a meeting", "changed by the organisers")),
        (OFF, pgettext_lazy("news of a meeting", "off")),
    ]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="news")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="meeting_news"
    )
    kind = models.CharField(max_length=8, choices=KINDS)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "delegation"], name="meeting_news_once")
        ]
        ordering = ["id"]
        verbose_name_plural = "news of meetings"

    def __str__(self) -> str:
        return f"{self.delegation}: {self.kind}"
