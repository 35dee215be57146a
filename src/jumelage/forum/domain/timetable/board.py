"""A timetable that is being changed step by step: who is where, and what stands in the way of one meeting more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from jumelage.forum.domain.timetable.idle import stretches
from jumelage.forum.domain.timetable.interpreting import (
    Pool,
    free,
    helping,
    matched,
    path,
    rematched,
)
from jumelage.forum.domain.timetable.problem import Forum, Meeting, Place, Timetable
from jumelage.forum.domain.timetable.sitting import choices

#: Ways to people a meeting that are looked at; with many parties of many people there would be too many.
WAYS = 200
#: What a must weighs against any wish.
MUST = 10**6


@dataclass(frozen=True, slots=True)
class Way:
    """People who can meet, by number, and the interpreters of whom one helps (``None``: they need none)."""

    people: tuple[int, ...]
    pool: Pool | None


class Board:
    """Meetings by number in slots by number. Whatever is placed keeps every rule but fairness."""

    def __init__(self, forum: Forum, spent: Mapping[tuple[str, str], int] | None = None) -> None:
        self.forum = forum
        self.slots = len(forum.slots)
        self.wishes = [0 if m.must else m.weight for m in forum.meetings]
        self.weights = [MUST if m.must else m.weight for m in forum.meetings]
        self.firsts = sum(
            1 << t
            for t, slot in enumerate(forum.slots)
            if not t or forum.slots[t - 1].day != slot.day
        )
        names = [slot.day for slot in forum.slots]
        self.days = [
            sum(1 << t for t, day in enumerate(names) if day == name)
            for name in dict.fromkeys(names)
        ]
        self.day = [[s.day for s in forum.slots].index(slot.day) for slot in forum.slots]
        self._name_people(forum)
        refs = {item.ref: number for number, item in enumerate(forum.delegations)}
        self.parties = [tuple(refs[party] for party in m.parties) for m in forum.meetings]
        self.easy = [
            any(forum.delegations[d].accessible for d in parties) for parties in self.parties
        ]
        self.ways = [self._ways(meeting) for meeting in forum.meetings]
        self.more_ways = [self._has_more_ways(meeting) for meeting in forum.meetings]
        self.allowed = [self._allowed(m) for m in forum.meetings]
        self.open = [set(slots) for slots in self.allowed]
        numbers = {meeting.ref: number for number, meeting in enumerate(forum.meetings)}
        self.before: list[list[int]] = [[numbers[r] for r in m.after] for m in forum.meetings]
        self.after: list[list[int]] = [[] for _ in forum.meetings]
        for number, earlier in enumerate(self.before):
            for other in earlier:
                self.after[other].append(number)
        self.of: list[list[int]] = [[] for _ in forum.delegations]
        for number, parties in enumerate(self.parties):
            for d in parties:
                self.of[d].append(number)
        self._limits(forum, spent or {})
        self.clear()

    def clear(self) -> None:
        """Take everything off."""
        self.at = [-1] * len(self.weights)
        self.way: list[Way | None] = [None] * len(self.weights)
        self.who = [[-1] * self.slots for _ in self._people]
        self.here: list[set[int]] = [set() for _ in range(self.slots)]
        self.tables = [0] * self.slots
        self.easy_tables = [0] * self.slots
        self.helped: list[dict[int, Pool]] = [{} for _ in range(self.slots)]
        self.helper: list[dict[int, str]] = [{} for _ in range(self.slots)]
        self.count = [[0] * self.slots for _ in self.forum.delegations]
        self.mask = [0] * len(self.forum.delegations)
        self.daily = [[0] * self.slots for _ in self.forum.delegations]

    def _name_people(self, forum: Forum) -> None:
        self._people = [person for item in forum.delegations for person in item.people]
        self._number = {person.ref: number for number, person in enumerate(self._people)}
        self.there = [
            [
                slot.ref not in item.absent
                and slot.ref not in person.absent
                and slot.ref not in forum.speaking.get(person.ref, frozenset())
                for slot in forum.slots
            ]
            for item in forum.delegations
            for person in item.people
        ]

    def _limits(self, forum: Forum, spent: Mapping[tuple[str, str], int]) -> None:
        self.most_tables = len(forum.tables)
        self.most_easy = sum(table.accessible for table in forum.tables)
        self.limit = [
            [
                len(forum.meetings)
                if item.daily_limit is None
                else item.daily_limit - spent.get((item.ref, slot.day), 0)
                for slot in forum.slots
            ]
            for item in forum.delegations
        ]
        self._pools: dict[tuple[Pool, int], Pool] = {}

    def _ways(self, meeting: Meeting) -> list[Way]:
        groups = choices(self.forum, meeting)
        found = []
        for choice in islice(product(*groups), WAYS):
            people = [person for group in choice for person in group]
            pool = helping(self.forum, people)
            if pool is None or pool:
                found.append(Way(tuple(self._number[p.ref] for p in people), pool))
        return sorted(found, key=lambda way: (way.pool is not None, -len(way.pool or ())))

    def _has_more_ways(self, meeting: Meeting) -> bool:
        return prod(len(group) for group in choices(self.forum, meeting)) > WAYS

    def _allowed(self, meeting: Meeting) -> list[int]:
        return [
            t
            for t, slot in enumerate(self.forum.slots)
            if (meeting.slots is None or slot.ref in meeting.slots)
            and meeting.fixed in (None, slot.ref)
            and all(slot.ref not in self.forum.delegation[p].absent for p in meeting.parties)
        ]

    def pool(self, wanted: Pool, t: int) -> Pool:
        """Return who of a pool of interpreters is there in a slot."""
        if (wanted, t) not in self._pools:
            self._pools[wanted, t] = free(self.forum, wanted, self.forum.slots[t].ref)
        return self._pools[wanted, t]

    def can_sit(self, people: Iterable[int], t: int) -> bool:
        """Tell whether all of these are at the forum in a slot, busy or not."""
        return all(self.there[person][t] for person in people)

    def lost(self) -> int:
        """Return the weight of what is not placed."""
        return sum(w for w, t in zip(self.weights, self.at, strict=True) if t < 0)

    def groups(self, d: int, mask: int | None = None) -> int:
        """Return the idle groups of a delegation, or those it would have if busy in the slots of a mask."""
        mask = self.mask[d] if mask is None else mask
        return stretches(mask, self.firsts) - sum(1 for day in self.days if mask & day)

    def can_be(self, number: int, t: int, way: Way) -> bool:
        """Tell whether a meeting could be in a slot if there were no others."""
        return (
            t in self.open[number]
            and self.can_sit(way.people, t)
            and (way.pool is None or bool(self.pool(way.pool, t)))
        )

    def in_order(self, number: int, t: int) -> bool:
        """Tell whether a meeting in this slot comes after what it must come after, and before what waits for it."""
        at = self.at
        return all(at[m] < t for m in self.before[number]) and all(
            at[m] < 0 or at[m] > t for m in self.after[number]
        )

    def has_room(self, number: int, t: int) -> bool:
        """Tell whether there is a table, and a meeting left on the day for every party."""
        if self.tables[t] >= self.most_tables:
            return False
        if self.easy[number] and self.easy_tables[t] >= self.most_easy:
            return False
        day = self.day[t]
        return all(self.daily[d][day] < self.limit[d][t] for d in self.parties[number])

    def put(self, number: int, t: int, way: Way) -> None:
        """Place a meeting. Who it needs must be free; an interpreter may take over another meeting."""
        self.at[number], self.way[number] = t, way
        for person in way.people:
            self.who[person][t] = number
        if way.pool is not None:
            self.helped[t][number] = self.pool(way.pool, t)
            rematched(self.helper[t], self.helped[t], number)
        self.here[t].add(number)
        self._counted(number, t, 1)

    def take(self, number: int) -> None:
        """Take a meeting off."""
        t, way = self.at[number], self.way[number]
        self.at[number] = -1
        if way is not None:
            for person in way.people:
                self.who[person][t] = -1
        if self.helped[t].pop(number, None) is not None:
            self.helper[t].pop(number, None)
        self.way[number] = None
        self.here[t].discard(number)
        self._counted(number, t, -1)

    def way_for(self, number: int, t: int, first: tuple[str, ...] = ()) -> Way | None:
        """Return people and interpreters free for a meeting in a slot with room for it, rather these people."""
        if (
            t not in self.open[number]
            or not self.has_room(number, t)
            or not self.in_order(number, t)
        ):
            return None
        wished = {self._number[ref] for ref in first if ref in self._number}
        for way in sorted(self.ways[number], key=lambda way: not wished.issuperset(way.people)):
            busy = any(self.who[person][t] >= 0 for person in way.people)
            if not busy and self.can_be(number, t, way) and self.can_help(way, t):
                return way
        return None

    def can_help(self, way: Way, t: int) -> bool:
        """Tell whether an interpreter is left for these people, if they need one."""
        taken = {helper: number for number, helper in self.helper[t].items()}
        if way.pool is None:
            return True
        return path(taken, self.helped[t], self.pool(way.pool, t))[0] is not None

    def _counted(self, number: int, t: int, change: int) -> None:
        self.tables[t] += change
        self.easy_tables[t] += change * self.easy[number]
        for d in self.parties[number]:
            self.daily[d][self.day[t]] += change
            self.count[d][t] += change
            if self.count[d][t]:
                self.mask[d] |= 1 << t
            else:
                self.mask[d] &= ~(1 << t)

    def timetable(self) -> Timetable:
        """Return what is placed, without tables."""
        found = Timetable()
        for t, slot in enumerate(self.forum.slots):
            helpers = matched(self.helped[t])[0]
            for number in sorted(self.here[t]):
                way = self.way[number]
                if way is not None:
                    people = tuple(self._people[p].ref for p in way.people)
                    ref = self.forum.meetings[number].ref
                    found.places[ref] = Place(slot.ref, people, helpers.get(number))
        return found
