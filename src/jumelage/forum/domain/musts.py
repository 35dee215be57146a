"""Why a meeting that has to be held cannot be, by plain rules: said when it is set, before any timetable is drawn.

What passes here may still be impossible together with the rest: that the search for a timetable finds out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from jumelage.forum.domain.timetable.problem import Forum, Meeting, Person
from jumelage.forum.domain.timetable.sitting import candidates


class Why(StrEnum):
    """What is in the way of a meeting that has to be held."""

    NO_SLOTS = "no_slots"
    NO_TABLES = "no_tables"
    NO_ACCESS = "no_access"
    NEVER_TOGETHER = "never_together"
    AWAY_THEN = "away_then"
    LANGUAGE = "language"
    MORE_THAN_SLOTS = "more_than_slots"
    MORE_THAN_TABLES = "more_than_tables"
    MORE_AT_ONCE = "more_at_once"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason: of which delegations it speaks (references), and a number where the reason has one."""

    why: Why
    delegations: tuple[str, ...] = ()
    number: int = 0


def obstacles(forum: Forum, ref: str) -> list[Obstacle]:
    """Return every plain reason for which a meeting cannot be held, together with the others that have to be.

    A meeting that is not in the forum has none.
    """
    meeting = next((one for one in forum.meetings if one.ref == ref), None)
    if meeting is None:
        return []
    if not forum.slots:
        return [Obstacle(Why.NO_SLOTS)]
    return [
        *_tables(forum, meeting),
        *_times(forum, meeting),
        *_language(forum, meeting),
        *_others(forum, meeting),
    ]


def _tables(forum: Forum, meeting: Meeting) -> Iterator[Obstacle]:
    if not forum.tables:
        yield Obstacle(Why.NO_TABLES)
        return
    need = tuple(ref for ref in meeting.parties if forum.delegation[ref].accessible)
    if need and not any(table.accessible for table in forum.tables):
        yield Obstacle(Why.NO_ACCESS, need)


def slots_of(forum: Forum, meeting: Meeting, party: str) -> frozenset[str]:
    """Return the slots in which a party can sit in a meeting: somebody of it, or all whom it names, are there."""
    delegation = forum.delegation[party]
    named = [one for one in delegation.people if one.ref in meeting.people]
    free = [_free(forum, one) for one in named or delegation.people]
    if not free:
        return frozenset()
    at_once = frozenset.intersection(*free) if named else frozenset().union(*free)
    return at_once - delegation.absent


def _free(forum: Forum, person: Person) -> frozenset[str]:
    speaks = forum.speaking.get(person.ref, frozenset())
    return frozenset(forum.position) - person.absent - speaks


def _times(forum: Forum, meeting: Meeting) -> Iterator[Obstacle]:
    free = {party: slots_of(forum, meeting, party) for party in meeting.parties}
    if meeting.fixed is not None:
        away = tuple(party for party, slots in free.items() if meeting.fixed not in slots)
        if away:
            yield Obstacle(Why.AWAY_THEN, away)
    elif not frozenset.intersection(*free.values()):
        never = tuple(party for party, slots in free.items() if not slots)
        yield Obstacle(Why.NEVER_TOGETHER, never or meeting.parties)


#: More ways to choose who sits there are not tried: then one is taken to understand another.
MOST_WAYS = 5_000


def _language(forum: Forum, meeting: Meeting) -> Iterator[Obstacle]:
    groups = candidates(forum, meeting)
    named = [
        [group] if group and group[0].ref in meeting.people else [[one] for one in group]
        for group in groups
    ]
    spoken = [
        {frozenset(one.languages for one in people if one.languages) for people in group}
        for group in named
    ]
    ways = 1
    for choices in spoken:
        ways *= max(1, len(choices))
    if ways > MOST_WAYS:
        return
    for way in product(*spoken):
        languages = [one for people in way for one in people]
        if not languages or frozenset.intersection(*languages):
            return
        if any(all(helper.languages & one for one in languages) for helper in forum.interpreters):
            return
    yield Obstacle(Why.LANGUAGE, meeting.parties)


def capacity(forum: Forum, ref: str) -> int:
    """Return how many meetings a delegation can have at most: by when it is there, its people, and its limit a day."""
    delegation = forum.delegation[ref]
    a_day: Counter[str] = Counter()
    for slot in forum.slots:
        if slot.ref not in delegation.absent:
            a_day[slot.day] += sum(slot.ref in _free(forum, one) for one in delegation.people)
    limit = delegation.daily_limit
    return sum(number if limit is None else min(limit, number) for number in a_day.values())


def _others(forum: Forum, meeting: Meeting) -> Iterator[Obstacle]:
    musts = [one for one in forum.meetings if one.must]
    counts = Counter(party for one in musts for party in one.parties)
    for party in meeting.parties:
        most = capacity(forum, party)
        if counts[party] > most:
            yield Obstacle(Why.MORE_THAN_SLOTS, (party,), most)
    tables = len(forum.tables)
    if tables and len(musts) > len(forum.slots) * tables:
        yield Obstacle(Why.MORE_THAN_TABLES, (), len(forum.slots) * tables)
    then = [one for one in musts if meeting.fixed is not None and one.fixed == meeting.fixed]
    if tables and len(then) > tables:
        yield Obstacle(Why.MORE_AT_ONCE, (), tables)
    twice = {party for one in then if one.ref != meeting.ref for party in one.parties}
    alone = tuple(p for p in meeting.parties if p in twice and len(forum.delegation[p].people) == 1)
    if alone:
        yield Obstacle(Why.AT_ONCE, alone)
