"""Idle groups: stretches of slots without a meeting between a delegation's first and last of a day."""

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from jumelage.forum.domain.timetable.counts import Counts
from jumelage.forum.domain.timetable.problem import Delegation, Forum, Timetable

if TYPE_CHECKING:
    from jumelage.forum.domain.timetable.encoding import Encoding

#: Literals, the offset, and clauses.
Groups = tuple[list[int], int, list[list[int]]]


def add(made: "Encoding") -> None:
    """Wish away every idle group, and keep the numbers of two delegations as near as fairness asks.

    ``made.idle`` gets, for the n-th idle group of each delegation, the literal that there is none.
    """
    fairness = made.forum.fairness
    if made.explaining and fairness is None:
        return
    #: A delegation that cannot have an idle group makes fairness a limit for all others.
    limit = any(len(made.of[item.ref]) < 2 for item in made.forum.delegations)
    for item in made.forum.delegations:
        _busy(made, item)
    found = {item.ref: _groups(made, item) for item in made.forum.delegations}
    lifted = made.rule("fairness")
    for literals, offset, loose in found.values():
        most = len(literals) - offset
        if most < 1:
            continue
        cap = most if fairness is None or not limit else min(most, fairness + 1)
        more = made.formula.counted(literals, cap + offset - 1)
        for number in range(cap):
            literal = -more[number + offset]
            if number == fairness and limit:
                made.demand([literal], lifted)
            else:
                made.idle[literal] = 1
        for clause in loose:
            made.formula.add(*clause, more[offset])
    if fairness is not None and not limit:
        _between(made, found, fairness)


def groups(forum: Forum, timetable: Timetable) -> int:
    """Return how many idle groups a timetable has, over all delegations."""
    used: dict[tuple[str, str], set[int]] = defaultdict(set)
    for meeting in forum.meetings:
        if meeting.ref in timetable.places:
            t = forum.position[timetable.places[meeting.ref].slot]
            for party in meeting.parties:
                used[party, forum.slots[t].day].add(t)
    return sum(b > a + 1 for slots in used.values() for a, b in pairwise(sorted(slots)))


def stretches(mask: int, firsts: int) -> int:
    """Return in how many stretches the slots of a mask lie, with a new one where a day begins (the mask ``firsts``)."""
    return (mask & ~(mask << 1 & ~firsts)).bit_count()


def _busy(made: "Encoding", item: Delegation) -> None:
    made.busy[item.ref] = {
        t: made.formula.any_of(literals)
        for t in range(len(made.forum.slots))
        if (literals := [made.at[n][t] for n in made.of[item.ref] if t in made.at[n]])
    }


def _groups(made: "Encoding", item: Delegation) -> Groups:
    """Return literals whose number, less an offset, is that of the idle groups; and clauses that hold without any."""
    meetings = made.of[item.ref]
    one_day = len({slot.day for slot in made.forum.slots}) == 1
    alone = len(item.people) == 1 and all(made.forum.meetings[n].must for n in meetings)
    if one_day and alone and not made.explaining:
        return _stretches(made, item)
    return _gaps(made, item) if len(meetings) > 1 else ([], 0, [])


def _stretches(made: "Encoding", item: Delegation) -> Groups:
    """All meetings are held, one at a time, in one day: exactly so many slots are used, in one stretch or more."""
    busy, number = made.busy[item.ref], len(made.of[item.ref])
    counts = Counts(made.formula, busy, number)
    if number < 2 or number > len(busy):
        return [], 0, []
    starts = []
    for t, literal in busy.items():
        if t - 1 not in busy:
            starts.append(literal)
            continue
        start = made.formula.new()
        made.formula.add(-literal, busy[t - 1], start)
        made.formula.add(-start, literal)
        made.formula.add(-start, -busy[t - 1])
        starts.append(start)
    loose = []
    for t in range(len(made.forum.slots)):
        used = [busy[t]] if t in busy else []
        inside = counts.clause(used, [(t, number)], [(t - 1, 1)])
        closed = counts.clause([], [(t + number - 1, number)], [(t, 1)])
        loose += [clause for clause in (inside, closed) if clause is not None]
    return starts, 1, loose


def _gaps(made: "Encoding", item: Delegation) -> Groups:
    """Return a literal for each slot in which an idle group begins."""
    busy, slots = made.busy[item.ref], made.forum.slots
    later: dict[int, int] = {}
    for t in sorted(busy, reverse=True):
        after = [later[u] for u in sorted(later) if u > t and slots[u].day == slots[t].day][:1]
        later[t] = made.formula.any_of([busy[t], *after])
    gaps = []
    for t in busy:
        rest = [u for u in later if u > t + 1 and slots[u].day == slots[t].day]
        if not rest:
            continue
        gap, again = made.formula.new(), later[min(rest)]
        now = [busy[t + 1]] if t + 1 in busy else []
        made.formula.add(-busy[t], *now, -again, gap)
        for literal in (busy[t], again, *(-y for y in now)):
            made.formula.add(-gap, literal)
        gaps.append(gap)
    return gaps, 0, []


def _between(made: "Encoding", found: dict[str, Groups], fairness: int) -> None:
    """No delegation is sure to have no idle group: all numbers lie in some window of the allowed width."""
    most = max((len(literals) - offset for literals, offset, _ in found.values()), default=0)
    windows = [made.formula.new() for _ in range(max(1, most + 1))]
    lifted = made.rule("fairness")
    made.demand(windows, lifted)
    for base, window in enumerate(windows):
        for literals, offset, _ in found.values():
            made.formula.at_least(literals, base + offset if base else 0, -window)
            made.formula.at_most(literals, base + fairness + offset, -window)
