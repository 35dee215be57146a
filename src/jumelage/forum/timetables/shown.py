"""A timetable as people read it: the meetings of one delegation by day, the board in the hall, a table’s sign."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from jumelage.core.clock import now
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.forum.domain.agenda import by_day, day_of
from jumelage.forum.domain.differences import Change, Kind, Seat, differences
from jumelage.forum.models import (
    Delegation,
    Edition,
    MeetingSlot,
    MeetingTable,
    Member,
    Placed,
    Timetable,
)
from jumelage.forum.timetables.reading import Names, seats_of, sitting_of, told_before
from jumelage.forum.timetables.words import joined, say_slot, say_table
from jumelage.forum.wording import clock
from jumelage.partners.wishes.wording import language_name
from jumelage.places.domain.countries import country_name


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of a delegation, all in words. ``changed`` is empty where nothing is different since it was told."""

    number: int
    slot: MeetingSlot
    begins: str
    ends: str
    table: MeetingTable
    room: str
    others: Sequence[tuple[str, str]]  # place, country
    subject: str
    theme: str
    people: Sequence[Member]
    interpreter: str
    languages: str
    changed: str = ""
    phase: str = ""  # over, now, next


@dataclass(frozen=True, slots=True)
class Off:
    """A meeting that was told of and is off."""

    when: str
    others: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The meetings of a delegation by day, and what is off since the timetable before."""

    days: Sequence[tuple[date, Sequence[Row]]]
    off: Sequence[Off] = ()
    changed: int = 0
    people: Sequence[Member] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """All meetings in the order of time."""
        return [row for _day, rows in self.days for row in rows]


def shown_to(
    timetable: Timetable | None, delegation: Delegation, person: int | None = None
) -> Shown:
    """Return the meetings of a delegation, or of one of its people, for the reader: eleven queries at most."""
    people = list(delegation.members.coming())
    if timetable is None:
        return Shown([], people=people)
    rows = sitting_of(timetable, reader_language(), delegation=delegation)
    own = {one.pk for one in people}
    if person is not None:
        wanted = {person} & own  # of others nothing is told
        rows = [row for row in rows if wanted & {one.pk for one in row.people.all()}]
    changes, was = _changes(timetable, {row.meeting_id for row in rows})
    zone = delegation.edition.time_zone
    phases = _phases([row.slot for row in rows])
    said = [
        _row(row, delegation, zone, own, changes.get(row.meeting_id), was, phases) for row in rows
    ]
    days = [
        (day.day, list(day.sessions)) for day in by_day(said, zone, lambda row: row.slot.begins)
    ]
    changed = sum(bool(row.changed) for row in said)
    return Shown(days, _off(timetable, delegation, was) if person is None else (), changed, people)


def _changes(
    timetable: Timetable, meetings: set[int]
) -> tuple[Mapping[int, Change], Mapping[int, Placed]]:
    """Return what is different since delegations were told before, and where these meetings were then."""
    before = told_before(timetable)
    if before is None:
        return {}, {}
    was = Placed.objects.filter(timetable=before).select_related("slot", "table__room")
    old = {one.meeting_id: one for one in was}
    found = differences(seats_of(before), seats_of(timetable))
    return {one.meeting: one for one in found if one.meeting in meetings}, old


def _row(
    placed: Placed,
    delegation: Delegation,
    zone: str,
    own: set[int],
    change: Change | None,
    was: Mapping[int, Placed],
    phases: Mapping[int, str],
) -> Row:
    language = reader_language()
    parties = placed.meeting.parties.all()
    places = [one.delegation.place for one in parties if one.delegation_id != delegation.pk]
    people = list(placed.people.all())
    meeting, table = placed.meeting, placed.table
    return Row(
        number=placed.meeting_id,
        slot=placed.slot,
        begins=clock(placed.slot.begins, zone),
        ends=clock(placed.slot.ends, zone),
        table=table,
        room=str(table.room.name) if table.room else "",
        others=[(place.local_name, country_name(place.country, language)) for place in places],
        subject=meeting.subject,
        theme=theme_name(meeting.theme) if meeting.theme else "",
        people=[person for person in people if person.pk in own],
        interpreter=placed.interpreter.shown_name if placed.interpreter else "",
        languages=_languages(placed, people),
        changed=_said(change, was.get(placed.meeting_id), zone),
        phase=phases.get(placed.slot_id, ""),
    )


def _languages(placed: Placed, people: Sequence[Member]) -> str:
    """Return in which languages a meeting can be held; nothing where nobody says what they speak."""
    if placed.interpreter is not None:
        codes = list(placed.interpreter.languages)
    else:
        spoken = [set(one.languages) for one in people if one.languages]
        codes = sorted(set.intersection(*spoken)) if spoken else []
    return joined([language_name(code) for code in codes if code in LANGUAGES])


def _said(change: Change | None, was: Placed | None, zone: str) -> str:
    if change is None:
        return ""
    if change.kind is Kind.NEW or was is None:
        return _("new")
    where = {"slot": say_slot(was.slot, zone), "table": say_table(was.table)}
    return {
        Kind.MOVED: _("moved; it was %(slot)s, %(table)s"),
        Kind.TABLE: _("another table; it was %(table)s"),
        Kind.DETAILS: _("other people, or another interpreter"),
    }[change.kind] % where


def _off(timetable: Timetable, delegation: Delegation, was: Mapping[int, Placed]) -> Sequence[Off]:
    """Return the meetings of a delegation that were told of before and are not in the timetable any more."""
    if not was:
        return ()
    before = next(iter(was.values())).timetable_id
    gone = (
        Placed.objects.filter(timetable=before, meeting__parties__delegation=delegation)
        .exclude(meeting__in=Placed.objects.filter(timetable=timetable).values("meeting"))
        .select_related("slot")
        .prefetch_related("meeting__parties__delegation__place__names")
        .order_by("slot__begins")
    )
    zone = delegation.edition.time_zone
    return [Off(say_slot(one.slot, zone), _others(one, delegation)) for one in gone]


def _others(placed: Placed, delegation: Delegation) -> str:
    places = [
        one.delegation.place
        for one in placed.meeting.parties.all()
        if one.delegation_id != delegation.pk
    ]
    return joined([place.local_name for place in places])


def _phases(slots: Iterable[MeetingSlot]) -> Mapping[int, str]:
    """Return of each slot whether it is over, goes on now, or comes next."""
    moment = now()
    ordered = sorted(set(slots), key=lambda slot: slot.begins)
    found = {slot.pk: _phase(slot, moment) for slot in ordered}
    coming = next((slot for slot in ordered if slot.begins > moment), None)
    if coming is not None and any(phase for phase in found.values()):
        found[coming.pk] = "next"
    return found


def _phase(slot: MeetingSlot, moment: datetime) -> str:
    if slot.ends <= moment:
        return "over"
    return "now" if slot.begins <= moment else ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One meeting on the board: table, room and towns; nobody’s name."""

    table: str
    room: str
    places: Sequence[str]


@dataclass(frozen=True, slots=True)
class BoardSlot:
    """What sits when."""

    slot: MeetingSlot
    phase: str
    begins: str
    ends: str
    day: date
    lines: Sequence[BoardLine]


def board_of(edition: Edition, timetable: Timetable | None) -> list[BoardSlot]:
    """Return all meetings of a timetable by slot, in the order of tables, without names of people: five queries."""
    if timetable is None:
        return []
    rows = sitting_of(timetable, reader_language(), people=False)
    phases = _phases([row.slot for row in rows])
    zone = edition.time_zone
    found: dict[int, tuple[MeetingSlot, list[BoardLine]]] = {}
    for row in sorted(rows, key=lambda one: (one.slot.begins, table_order(one.table))):
        places = [one.delegation.place.local_name for one in row.meeting.parties.all()]
        room = str(row.table.room.name) if row.table.room else ""
        line = BoardLine(row.table.label, room, places)
        found.setdefault(row.slot_id, (row.slot, []))[1].append(line)
    return [
        BoardSlot(
            slot,
            phases.get(slot.pk, ""),
            clock(slot.begins, zone),
            clock(slot.ends, zone),
            day_of(slot.begins, zone),
            lines,
        )
        for slot, lines in found.values()
    ]


def table_order(table: MeetingTable) -> tuple[int, str, int]:
    """Return by what tables are sorted: 2 before 10."""
    label = table.label
    digits = "".join(letter for letter in label if letter.isdigit())
    return (int(digits) if label.isdigit() else 10**6, label, table.pk)


def now_and_next(slots: Sequence[BoardSlot]) -> list[BoardSlot]:
    """Return what goes on now and what comes next; before the first the first, after the last nothing."""
    shown = [slot for slot in slots if slot.phase in {"now", "next"}]
    if not shown:
        moment = now()
        shown = [slot for slot in slots if slot.slot.begins > moment][:1]
    return shown


def seat_words(seat: Seat | None, names: Names) -> str:
    """Return where a meeting sits: “12 May, 09:30, table 7”; empty where it is not held."""
    if seat is None or seat.slot not in names.slots:
        return ""
    return (
        f"{say_slot(names.slots[seat.slot], names.zone)}, {say_table(names.tables.get(seat.table))}"
    )
