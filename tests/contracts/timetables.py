"""Timetables of a world: one meeting between the own place and its partner, in a draft and in what is published."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from jumelage.core.clock import now
from jumelage.forum.actions.timetable_addresses import show_board, show_timetable
from jumelage.forum.domain.timetable.problem import Place
from jumelage.forum.domain.timetable.problem import Timetable as Found
from jumelage.forum.models import (
    Attendance,
    Delegation,
    Meeting,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    Timetable,
)
from jumelage.forum.timetables.problem_of import keep_places, kept_form, problem_of
from jumelage.forum.timetables.secrets import board_secret_of, secret_of

if TYPE_CHECKING:
    from tests.contracts.world import World


class Timetables:
    """What a world has of timetables."""

    def __init__(self, world: "World") -> None:
        self.world = world

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting, with two times and a table for it."""
        world, edition = self.world, self.world.edition
        MeetingRules.objects.update_or_create(edition=edition, defaults={"is_public": True})
        begins = now() + timedelta(days=1)
        for hour in (0, 1):
            at = begins + timedelta(hours=hour)
            MeetingSlot.objects.create(edition=edition, begins=at, ends=at + timedelta(minutes=30))
        MeetingTable.objects.create(edition=edition, label="1")
        partner = Delegation.objects.create(
            edition=edition, place=world.partner, quota=1, state="accepted", invited_at=now()
        )
        meeting = Meeting.objects.create(edition=edition, created_at=now())
        for delegation, answer in ((world.delegation, "wished"), (partner, "accepted")):
            MeetingParty.objects.create(meeting=meeting, delegation=delegation, answer=answer)
        return meeting

    @cached_property
    def draft(self) -> Timetable:
        """A draft."""
        return self._make(1)

    @cached_property
    def published(self) -> Timetable:
        """What counts."""
        return self._make(2, is_published=True, published_at=now(), told_at=now())

    def _make(self, number: int, **more: object) -> Timetable:
        meeting = self.meeting
        edition = self.world.edition
        row = Timetable.objects.create(
            edition=edition,
            number=number,
            state=Timetable.DONE,
            created_at=now(),
            took=1.0,
            first_after=1.0,
            forum=kept_form(problem_of(edition)),
            **more,
        )
        slot = MeetingSlot.objects.filter(edition=edition).order_by("begins")[0]
        table = MeetingTable.objects.get(edition=edition)
        place = Place(f"slot:{slot.pk}", (), None, f"table:{table.pk}")
        keep_places(row, Found({f"meeting:{meeting.pk}": place}))
        return row

    @cached_property
    def other_slot(self) -> MeetingSlot:
        """The time in which nothing sits."""
        assert self.meeting
        return MeetingSlot.objects.filter(edition=self.world.edition).order_by("begins")[1]

    @cached_property
    def attendance(self) -> Attendance:
        """The own delegation, with a secret address."""
        assert self.published
        keeper = self.world.actor("keeper")
        return show_timetable(actor=keeper, delegation=self.world.delegation, shown=True)

    def address(self) -> dict[str, object]:
        """Return what stands in the secret address of the own delegation."""
        return {**self._edition(), "secret": secret_of(self.attendance)}

    def board(self) -> dict[str, object]:
        """Return what stands in the secret address of the board."""
        assert self.published
        rules = show_board(actor=self.world.actor("keeper"), edition=self.world.edition, shown=True)
        return {**self._edition(), "secret": board_secret_of(rules)}

    def _edition(self) -> dict[str, object]:
        return {"series": self.world.series.slug, "edition": self.world.edition.slug}
