"""One meeting put into another slot by hand: who can sit there, and which rules that would break."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product

from jumelage.forum.domain.timetable.checking import figures
from jumelage.forum.domain.timetable.problem import (
    Forum,
    Interpreter,
    Meeting,
    Person,
    Place,
    Timetable,
)

#: So many ways to seat a meeting are looked at; there are rarely more than a hundred.
MOST_WAYS = 20_000


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a move would break, and what it is about (references)."""

    code: str
    about: tuple[str, ...] = ()


@dataclass(slots=True)
class _Slot:
    """Who and what is taken in a slot, each by which meeting."""

    people: dict[str, str] = field(default_factory=dict)
    interpreters: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)


def moved(
    forum: Forum, timetable: Timetable, ref: str, slot: str, table: str | None
) -> Place | list[Broken]:
    """Return where a meeting sits if it is put into a slot, or every rule against it.

    Who sat there before stays, if possible; else somebody else of the same delegation. ``table`` ``None`` is any that
    is free. The other meetings stay as they are.
    """
    meeting = next(one for one in forum.meetings if one.ref == ref)
    others = Timetable({name: place for name, place in timetable.places.items() if name != ref})
    taken = _taken(forum, others, slot)
    problems = [*_rules(forum, others, meeting, slot), *_missing(forum, meeting, slot, taken)]
    at = _table(forum, meeting, taken, table, timetable.places.get(ref))
    if isinstance(at, Broken):
        problems.append(at)
    seated = None if problems else _seated(forum, meeting, slot, taken, timetable.places.get(ref))
    if not problems and seated is None:
        problems.append(Broken("language", meeting.parties))
    if seated is None or not isinstance(at, str):
        return problems
    place = replace(seated, table=at)
    return _unfair(forum, timetable, Timetable(others.places | {ref: place})) or place


def seated(
    forum: Forum, others: Timetable, meeting: Meeting, slot: str, now: Place | None
) -> Place | None:
    """Return who sits in a meeting in a slot and who interprets, beside the other meetings; nothing if nobody can.

    As many as possible of those of ``now`` sit there. The table is left open.
    """
    taken = _taken(forum, others, slot)
    if any(True for _broken in _missing(forum, meeting, slot, taken)):
        return None
    return _seated(forum, meeting, slot, taken, now)


def _taken(forum: Forum, others: Timetable, slot: str) -> _Slot:
    found = _Slot()
    alone = {d.ref: d.people[0].ref for d in forum.delegations if len(d.people) == 1}
    parties = {meeting.ref: meeting.parties for meeting in forum.meetings}
    for ref, place in others.places.items():
        if place.slot != slot:
            continue
        sitting = {*place.people, *(alone[p] for p in parties.get(ref, ()) if p in alone)}
        found.people.update(dict.fromkeys(sitting, ref))
        if place.interpreter is not None:
            found.interpreters[place.interpreter] = ref
        if place.table is not None:
            found.tables[place.table] = ref
    return found


def _rules(forum: Forum, others: Timetable, meeting: Meeting, slot: str) -> Iterator[Broken]:
    if meeting.fixed is not None and meeting.fixed != slot:
        yield Broken("fixed", (meeting.ref, meeting.fixed))
    if meeting.slots is not None and slot not in meeting.slots:
        yield Broken("allowed", (meeting.ref, slot))
    yield from _order(forum, others, meeting, slot)
    day = {one.ref: one.day for one in forum.slots}
    for party in meeting.parties:
        item = forum.delegation[party]
        if slot in item.absent:
            yield Broken("absent", (party, slot))
        on_that_day = sum(
            party in one.parties and day.get(others.places[one.ref].slot) == day[slot]
            for one in forum.meetings
            if one.ref in others.places
        )
        if item.daily_limit is not None and on_that_day >= item.daily_limit:
            yield Broken("limit", (party, str(item.daily_limit)))


def _order(forum: Forum, others: Timetable, meeting: Meeting, slot: str) -> Iterator[Broken]:
    position = forum.position
    for before in meeting.after:
        place = others.places.get(before)
        if place is not None and position[place.slot] >= position[slot]:
            yield Broken("after", (meeting.ref, before))
    for one in forum.meetings:
        place = others.places.get(one.ref)
        if meeting.ref in one.after and place and position[place.slot] <= position[slot]:
            yield Broken("after", (one.ref, meeting.ref))


def _missing(forum: Forum, meeting: Meeting, slot: str, taken: _Slot) -> Iterator[Broken]:
    """Yield why somebody cannot be there: those who have to be, or everybody of a delegation."""
    for people, all_of_them in _sides(forum, meeting):
        why = [_why_not(forum, person, slot, taken) for person in people]
        if all_of_them or len(people) == 1:
            yield from (broken for broken in why if broken is not None)
        elif all(why):
            delegation = next(d.ref for d in forum.delegations if people[0] in d.people)
            yield Broken("nobody_free", (delegation, slot))


def _sides(forum: Forum, meeting: Meeting) -> list[tuple[Sequence[Person], bool]]:
    """Return for each party those who have to be there (true), or of whom one has to (false)."""
    found: list[tuple[Sequence[Person], bool]] = []
    for party in meeting.parties:
        people = forum.delegation[party].people
        named = [person for person in people if person.ref in meeting.people]
        found.append((named, True) if named else (people, False))
    return found


def _why_not(forum: Forum, person: Person, slot: str, taken: _Slot) -> Broken | None:
    if slot in person.absent:
        return Broken("absent", (person.ref, slot))
    if slot in forum.speaking.get(person.ref, frozenset()):
        return Broken("speaks", (person.ref, slot))
    if person.ref in taken.people:
        return Broken("busy", (person.ref, taken.people[person.ref]))
    return None


def _table(
    forum: Forum, meeting: Meeting, taken: _Slot, wanted: str | None, now: Place | None
) -> str | Broken:
    careful = any(forum.delegation[party].accessible for party in meeting.parties)
    fitting = {table.ref for table in forum.tables if table.accessible or not careful}
    if wanted is not None:
        if wanted in taken.tables:
            return Broken("table_taken", (wanted, taken.tables[wanted]))
        if wanted not in fitting:
            gone = all(table.ref != wanted for table in forum.tables)
            return Broken("table_gone" if gone else "table_steps", (wanted,))
        return wanted
    if now is not None and now.table in fitting - taken.tables.keys():
        return str(now.table)
    free = [table for table in forum.tables if table.ref in fitting - taken.tables.keys()]
    if not free:
        return Broken("no_accessible_table" if careful else "no_table")
    return min(free, key=lambda table: table.accessible and not careful).ref


def _seated(
    forum: Forum, meeting: Meeting, slot: str, taken: _Slot, now: Place | None
) -> Place | None:
    """Return who sits there and who interprets, as few others as possible; nothing if no language is shared."""
    sat = set(now.people) if now else set()
    ways = [
        [people]
        if all_of_them
        else [
            [person]
            for person in sorted(people, key=lambda one: one.ref not in sat)
            if _why_not(forum, person, slot, taken) is None
        ]
        for people, all_of_them in _sides(forum, meeting)
    ]
    helpers = [one for one in forum.interpreters if slot not in one.absent]
    free = [one for one in helpers if one.ref not in taken.interpreters]
    free.sort(key=lambda one: now is None or one.ref != now.interpreter)
    found: list[tuple[int, bool, int, list[Person], Interpreter | None]] = []
    for way in islice(product(*ways), MOST_WAYS):
        people = [person for side in way for person in side]
        helped, helper = _understand(people, free)
        if helped:
            others = sum(person.ref not in sat for person in people)
            found.append((others, helper is not None, len(found), people, helper))
    if not found:
        return None
    _others, _helped, _n, people, helper = min(found, key=lambda one: one[:3])
    return Place(slot, tuple(person.ref for person in people), helper.ref if helper else None)


def _understand(
    people: Sequence[Person], free: Sequence[Interpreter]
) -> tuple[bool, Interpreter | None]:
    spoken = [person.languages for person in people if person.languages]
    if not spoken or frozenset.intersection(*spoken):
        return True, None
    for helper in free:
        if all(languages & helper.languages for languages in spoken):
            return True, helper
    return False, None


def _unfair(forum: Forum, before: Timetable, after: Timetable) -> list[Broken]:
    if forum.fairness is None:
        return []
    was, would = (_spread(figures(forum, one).idle) for one in (before, after))
    return [Broken("fairness", (str(forum.fairness),))] if would > max(was, forum.fairness) else []


def _spread(idle: Mapping[str, int]) -> int:
    return max(idle.values(), default=0) - min(idle.values(), default=0)
