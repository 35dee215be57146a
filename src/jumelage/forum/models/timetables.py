"""Timetables of an edition's meetings: worked out in the background, compared, published, repaired."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from jumelage.forum.models.delegations import Member
from jumelage.forum.models.editions import Edition
from jumelage.forum.models.meetings import Meeting, MeetingInterpreter, MeetingSlot, MeetingTable


class Timetable(models.Model):
    """One way to place an edition's meetings, as drawn or as repaired, with what is proved of it."""

    WAITING, RUNNING, DONE = "waiting", "running", "done"
    IMPOSSIBLE, STOPPED, FAILED = "impossible", "stopped", "failed"
    STATES = [
        (WAITING, pgettext_lazy("timetable", "waits its turn")),
        (RUNNING, pgettext_lazy("timetable", "is being worked out")),
        (DONE, pgettext_lazy("timetable", "worked out")),
        (IMPOSSIBLE, pgettext_lazy("timetable", "there is none")),
        (STOPPED, pgettext_lazy("timetable", "stopped")),
        (FAILED, pgettext_lazy("timetable", "failed")),
    ]
    UNDER_WAY = (WAITING, RUNNING)

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="timetables")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    base = models.ForeignKey(  # of which it is the repair
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repairs"
    )
    #: For a repair: the meetings of slots before this one were held.
    repaired_from = models.ForeignKey(
        MeetingSlot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seconds = models.PositiveIntegerField(default=60)  # to search at most
    seed = models.PositiveIntegerField(default=0)
    with_unanswered = models.BooleanField(default=False)  # whether wishes without an answer count
    note = models.CharField(max_length=200, blank=True)  # of the organisers, to tell drafts apart
    forum = models.JSONField(
        default=dict, blank=True
    )  # what was solved: timetable.files.forum_data
    ranks = models.JSONField(
        default=list, blank=True
    )  # name, best, bound, proved; live while it runs
    took = models.FloatField(null=True, blank=True)  # seconds
    first_after = models.FloatField(null=True, blank=True)  # seconds until the first timetable
    is_proved = models.BooleanField(default=False)
    table_moves = models.PositiveIntegerField(null=True, blank=True)
    idle_groups = models.PositiveIntegerField(null=True, blank=True)
    not_held = models.JSONField(
        default=list, blank=True
    )  # meeting, rules, meetings; or why there is none
    changes = models.JSONField(
        default=dict, blank=True
    )  # of a repair: moved, dropped, added, details
    author = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # from whoever works it out
    ended_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_published = models.BooleanField(default=False)  # the one that counts
    told_at = models.DateTimeField(null=True, blank=True)  # the delegations, that it counts
    by_hand = models.PositiveIntegerField(default=0)  # so many meetings were moved by organisers
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="timetable_number"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(is_published=True), name="timetable_one_published"
            ),
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.edition}: timetable {self.number}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is being worked out."""
        return self.state in self.UNDER_WAY

    @property
    def is_ending(self) -> bool:
        """Whether it was stopped, and what was found so far is being put down."""
        return self.state == self.STOPPED and self.took is None

    @property
    def has_places(self) -> bool:
        """Whether it says where meetings sit: then it can be compared, changed and published."""
        return self.state in {self.DONE, self.STOPPED} and self.first_after is not None

    @property
    def is_draft(self) -> bool:
        """Whether it has places and never counted."""
        return self.has_places and self.published_at is None


class Placed(models.Model):
    """A meeting in a timetable: its slot and table, who sits there, who interprets."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="placed")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="placed")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.PROTECT, related_name="placed")
    table = models.ForeignKey(MeetingTable, on_delete=models.PROTECT, related_name="placed")
    interpreter = models.ForeignKey(
        MeetingInterpreter, null=True, blank=True, on_delete=models.PROTECT, related_name="placed"
    )
    people = models.ManyToManyField(Member, blank=True, related_name="placed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "meeting"], name="placed_once"),
            models.UniqueConstraint(
                fields=["timetable", "slot", "table"], name="table_once_a_slot"
            ),
            models.UniqueConstraint(
                fields=["timetable", "slot", "interpreter"],
                condition=Q(interpreter__isnull=False),
                name="interpreter_once_a_slot",
            ),
        ]
        ordering = ["slot", "table", "id"]
        verbose_name_plural = "placed meetings"

    def __str__(self) -> str:
        return f"{self.timetable}: {self.meeting}"
