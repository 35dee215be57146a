"""What a timetable is made from: the records of an edition as the engine wants them.

Everything gets a reference by its number (:mod:`refs`); no name goes in, so none is kept with a timetable.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jumelage.forum.domain import refs
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.meetings import AGAINST, FOR, is_agreed, is_ended
from jumelage.forum.domain.refs import ref
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Session,
    Slot,
    Table,
)


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A time for one meeting."""

    pk: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who comes. Whoever arrives or leaves on a day is there on that day."""

    pk: int
    languages: Collection[str] = ()
    arrives_on: date | None = None
    leaves_on: date | None = None
    absent: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation that comes."""

    pk: int
    members: Sequence[MemberRow] = ()
    absent: Collection[int] = ()
    daily_limit: int | None = None
    needs_access: bool = False


@dataclass(frozen=True, slots=True)
class InterpreterRow:
    """Somebody who interprets."""

    pk: int
    languages: Collection[str]
    absent: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session of the agenda in which delegates speak (their numbers as members)."""

    pk: int
    begins: datetime
    ends: datetime
    speakers: Collection[int]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A delegation in a meeting: what it answered, how much it wants it, who of it has to be there."""

    delegation: int
    answer: str
    priority: int = 1
    people: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting that somebody wished."""

    pk: int
    parties: Sequence[PartyRow]
    must: bool = False
    fixed: int | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """All that an edition's timetable is made from."""

    time_zone: str
    slots: Sequence[SlotRow] = ()
    tables: Mapping[int, bool] = field(default_factory=dict)  # usable ones: whether without steps
    delegations: Sequence[DelegationRow] = ()
    interpreters: Sequence[InterpreterRow] = ()
    sessions: Sequence[SessionRow] = ()
    meetings: Sequence[MeetingRow] = ()
    daily_limit: int | None = None
    fairness: int | None = None


def forum_of(records: Records, *, with_unanswered: bool = False) -> Forum:
    """Return what the engine is given: the meetings that all their parties want, or that nobody has declined.

    A meeting counts for as much as it does to the party that wants it most. Delegations that do not come are out of
    their meetings; one of which nobody is named yet is one person whose languages are not stated.
    """
    slots = sorted(records.slots, key=lambda slot: (slot.begins, slot.pk))
    days = {slot.pk: day_of(slot.begins, records.time_zone) for slot in slots}
    coming = {row.pk: row for row in records.delegations}
    people = {member.pk for row in records.delegations for member in row.members}
    wanted = (_meeting(row, coming, with_unanswered) for row in records.meetings)
    return Forum(
        slots=tuple(Slot(ref(refs.SLOT, slot.pk), days[slot.pk].isoformat()) for slot in slots),
        tables=tuple(Table(ref(refs.TABLE, pk), usable) for pk, usable in records.tables.items()),
        delegations=tuple(_delegation(row, records.daily_limit, days) for row in coming.values()),
        meetings=tuple(meeting for meeting in wanted if meeting is not None),
        interpreters=tuple(
            Interpreter(
                ref(refs.INTERPRETER, row.pk), frozenset(row.languages), _slots(row.absent, days)
            )
            for row in records.interpreters
        ),
        sessions=tuple(_sessions(records.sessions, slots, people)),
        fairness=records.fairness,
    )


def _slots(numbers: Collection[int], days: Mapping[int, date]) -> frozenset[str]:
    return frozenset(ref(refs.SLOT, pk) for pk in numbers if pk in days)


def _delegation(row: DelegationRow, limit: int | None, days: Mapping[int, date]) -> Delegation:
    reference = ref(refs.DELEGATION, row.pk)
    people = tuple(
        Person(
            ref(refs.MEMBER, member.pk),
            frozenset(member.languages),
            _slots(member.absent, days) | _not_there_yet_or_any_more(member, days),
        )
        for member in row.members
    )
    return Delegation(
        reference,
        reference,
        people or (Person(refs.nobody_named(row.pk)),),
        _slots(row.absent, days),
        limit if row.daily_limit is None else row.daily_limit,
        row.needs_access,
    )


def _not_there_yet_or_any_more(member: MemberRow, days: Mapping[int, date]) -> frozenset[str]:
    return frozenset(
        ref(refs.SLOT, pk)
        for pk, day in days.items()
        if (member.arrives_on is not None and day < member.arrives_on)
        or (member.leaves_on is not None and day > member.leaves_on)
    )


def _sessions(
    rows: Sequence[SessionRow], slots: Sequence[SlotRow], people: Collection[int]
) -> list[Session]:
    found = []
    for row in rows:
        during = [slot.pk for slot in slots if slot.begins < row.ends and row.begins < slot.ends]
        speakers = [ref(refs.MEMBER, pk) for pk in sorted(row.speakers) if pk in people]
        if during and speakers:
            slots_in = frozenset(ref(refs.SLOT, pk) for pk in during)
            found.append(Session(ref(refs.SESSION, row.pk), slots_in, tuple(speakers)))
    return found


def _meeting(
    row: MeetingRow,
    coming: Mapping[int, DelegationRow],
    with_unanswered: bool,  # noqa: FBT001 - private
) -> Meeting | None:
    here = [party for party in row.parties if party.delegation in coming]
    answers = [party.answer for party in here]
    if not (is_agreed(answers) or (with_unanswered and not is_ended(answers))):
        return None
    parties = [party for party in here if party.answer not in AGAINST]
    wanting = [party for party in parties if party.answer in FOR]
    return Meeting(
        ref(refs.MEETING, row.pk),
        tuple(ref(refs.DELEGATION, party.delegation) for party in parties),
        people=tuple(
            ref(refs.MEMBER, pk) for party in parties for pk in sorted(_named(party, coming))
        ),
        must=row.must,
        priority=max((party.priority for party in wanting), default=1),
        wished_by=tuple(ref(refs.DELEGATION, party.delegation) for party in wanting),
        fixed=None if row.fixed is None else ref(refs.SLOT, row.fixed),
    )


def _named(party: PartyRow, coming: Mapping[int, DelegationRow]) -> set[int]:
    """Return who has to be there, of those who still come."""
    return set(party.people) & {member.pk for member in coming[party.delegation].members}
