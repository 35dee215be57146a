"""Talks of two towns at the large forum: wished, answered, put into a timetable, and published."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jumelage.demonstration.forum_towns import TWINS
from jumelage.demonstration.large_forum import Gathering, Guest
from jumelage.forum.actions import timetable_drawing as drawing
from jumelage.forum.actions import timetables
from jumelage.forum.actions.meeting_answers import accept_meeting, decline_meeting
from jumelage.forum.actions.meeting_attendance import AttendanceData, link_speaker, set_attendance
from jumelage.forum.actions.meeting_common import OwnData
from jumelage.forum.actions.meeting_interpreters import InterpreterData, add_interpreter
from jumelage.forum.actions.meeting_rules import RulesData, add_slots, let_wish, set_rules
from jumelage.forum.actions.meeting_tables import add_tables
from jumelage.forum.actions.meeting_wishes import WishData, wish
from jumelage.forum.domain.meetings import Answer, Block
from jumelage.forum.models import Meeting, MeetingSlot, Speaker, Timetable

#: Day, from, until: half an hour for each talk, and five minutes to change tables.
TIMES = ((0, "14:30", "18:30"), (1, "09:00", "12:00"))
MINUTES, PAUSE = 30, 5
INTERPRETERS = (
    "Вера Переводова", "Олег Двуязычный", "Nina Fairweather", "Peter Sokol", "Алла Речева",
    "Denis Marlow", "Jane Petrova",
)  # fmt: skip
#: Who comes for the second day only, who for the first, and who needs a table without steps.
LATE, EARLY, NEEDS_ACCESS = "dubravinsk", "otterhaven", "yasnoborsk"
#: Seconds to search for the timetable at most; what is found until then is published.
SECONDS = 20
SUBJECTS = {
    "administration": "How residents are heard between elections",
    "business": "Fairs of small firms in both towns",
    "culture": "Musicians who come for a month",
    "education": "A year of joint lessons of two schools",
    "environment": "Clean water: what each of us does",
    "health": "Nurses who learn from each other",
    "heritage": "An exhibition that travels",
    "smart_city": "Street lights, buses and what residents notice",
    "sport": "Young teams as guests",
    "tourism": "Routes for guests of the other town",
    "transport": "Buses in winter",
    "youth": "A summer camp by turns",
}


def hold_meetings(gathering: Gathering, day: date, told: Callable[[str], None]) -> Timetable:
    """Let the delegations wish to meet and answer each other; draw the timetable, and publish it."""
    slots = _prepare(gathering, day)
    told("wishes")
    _wish(gathering)
    _needs(gathering, slots)
    _answer(gathering)
    told("timetable")
    keeper, edition = gathering.keeper, gathering.edition
    row = drawing.start(actor=keeper, edition=edition, seconds=SECONDS, note="Demonstration")
    drawing.work.call(row.pk)  # what the worker finds in its queue later is done already
    row.refresh_from_db()
    return timetables.publish(actor=keeper, timetable=row, version=row.version)


def _prepare(gathering: Gathering, day: date) -> list[MeetingSlot]:
    keeper, edition = gathering.keeper, gathering.edition
    rules = set_rules(
        actor=keeper,
        edition=edition,
        version=0,
        data=RulesData(
            wishes_until=edition.first_day - timedelta(days=3), most_wishes=8, daily_limit=6, is_public=True
        ),
    )  # fmt: skip
    zone = ZoneInfo(edition.time_zone)
    blocks = [
        Block(
            datetime.combine(edition.first_day + timedelta(days=number), time.fromisoformat(begins), zone),
            datetime.combine(edition.first_day + timedelta(days=number), time.fromisoformat(ends), zone),
            MINUTES,
            PAUSE,
        )
        for number, begins, ends in TIMES
    ]  # fmt: skip
    slots = add_slots(actor=keeper, edition=edition, blocks=blocks)
    hall, blue = list(edition.rooms.all())[:2]
    add_tables(
        actor=keeper, edition=edition, labels=[str(n) for n in range(1, 11)], room=hall, is_accessible=True
    )  # fmt: skip
    add_tables(actor=keeper, edition=edition, labels=["B1", "B2", "B3", "B4"], room=blue)
    for name in INTERPRETERS:
        data = InterpreterData(name, ("en", "ru"), day)
        add_interpreter(actor=keeper, edition=edition, data=data)
    for speaker in Speaker.objects.filter(edition=edition):
        head = gathering.guests[speaker.place.slug].delegation.members.get(is_head=True)  # type: ignore[union-attr]  # each has one
        link_speaker(actor=keeper, speaker=speaker, member=head)
    let_wish(actor=keeper, edition=edition, version=rules.version, is_open=True)
    return slots


def _wish(gathering: Gathering) -> None:
    """Let each town wish its twin, and towns of the other country that share a theme with it."""
    for guest in gathering.guests.values():
        for other, priority in _wanted(guest, gathering):
            shared = [theme for theme in guest.themes if theme in other.themes]
            theme = (shared or list(guest.themes))[0]
            meeting = Meeting.objects.filter(
                parties__delegation=guest.delegation, parties__answer=Answer.WISHED
            ).filter(parties__delegation=other.delegation)
            data = WishData((other.delegation,), SUBJECTS[theme], theme, OwnData(priority))
            if not meeting.exists():
                wish(actor=guest.officer, delegation=guest.delegation, data=data)


def _wanted(guest: Guest, gathering: Gathering) -> Iterator[tuple[Guest, int]]:
    """Yield whom a town wishes to meet, with how much it matters to it."""
    twins = {a: b for a, b, _year in TWINS} | {b: a for a, b, _year in TWINS}
    slug = guest.place.slug
    twin = gathering.guests.get(twins.get(slug, ""))
    if twin is not None:
        yield twin, 3
    others = sorted(
        (one for one in gathering.guests.values() if one.place.country != guest.place.country and one is not twin),
        key=lambda one: (
            -len(set(one.themes) & set(guest.themes)),
            (one.delegation.pk * 31 + guest.delegation.pk * 17) % 101,
        ),
    )  # fmt: skip
    number = 3 + guest.delegation.pk % 2
    for place, other in enumerate(others[:number]):
        yield other, 2 if place == 0 else 1


def _answer(gathering: Gathering) -> None:
    """Let those who were asked answer: most agree, some decline, some have not answered yet."""
    by_delegation = {guest.delegation.pk: guest for guest in gathering.guests.values()}
    asked = Meeting.objects.filter(edition=gathering.edition, parties__answer=Answer.ASKED)
    for meeting in asked.distinct():
        party = meeting.parties.get(answer=Answer.ASKED)
        guest = by_delegation[party.delegation_id]
        both = {guest.place.slug, *(one.delegation.place.slug for one in meeting.parties.all())}
        answer = 2 if both >= {LATE, EARLY} else meeting.pk % 11
        if answer == 0:
            decline_meeting(
                actor=guest.officer, delegation=guest.delegation, meeting=meeting, version=meeting.version,
                message="Not this time: we are few people.",
            )  # fmt: skip
        elif answer != 1:
            accept_meeting(
                actor=guest.officer, delegation=guest.delegation, meeting=meeting, version=meeting.version,
                data=OwnData(1 + meeting.pk % 2),
            )  # fmt: skip


def _needs(gathering: Gathering, slots: list[MeetingSlot]) -> None:
    """One delegation comes for the second day, one leaves after the first: those two cannot meet, and wish to."""
    late, early, slow = (gathering.guests[slug] for slug in (LATE, EARLY, NEEDS_ACCESS))
    first = slots[0].begins.date()
    data = WishData((early.delegation,), SUBJECTS["youth"], "youth", OwnData(2))
    wish(actor=late.officer, delegation=late.delegation, data=data)
    one_day = tuple(slot for slot in slots if slot.begins.date() == first)
    other_day = tuple(slot for slot in slots if slot not in one_day)
    for guest, needs in (
        (late, AttendanceData(absent=one_day)),
        (early, AttendanceData(absent=other_day)),
        (slow, AttendanceData(needs_access=True)),
    ):
        set_attendance(actor=guest.officer, delegation=guest.delegation, version=0, data=needs)
