"""Stable matching in one pool, with several places each: the stable fixtures problem.

R. W. Irving and S. Scott, "The stable fixtures problem: a many-to-many extension of stable
roommates", Discrete Applied Mathematics 155 (2007), on R. W. Irving, J. Algorithms 6 (1985). Where
no stable matching exists, the rotation that shows it is an odd party (J. J. M. Tan, J. Algorithms
12, 1991): it is kept as a cycle of half pairs, the rest goes on, and a stable half-matching always
comes out (T. Fleiner). Each odd party is then broken by one place. docs/wishes-matching.md says
what is guaranteed, and why.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop, heapreplace
from itertools import pairwise

import numpy as np

from jumelage.partners.domain.matching.instance import Instance

#: Told how far the work is: done, of how many (0: not known). What it raises ends the work.
Tell = Callable[[int, int], None]
_OFTEN = 1 << 14  # so many steps between two tellings


@dataclass(frozen=True, slots=True)
class Party:
    """Those of whom each likes the next better than the one before, in a circle of odd length."""

    members: tuple[int, ...]
    without: int  # the one that gives up a place


@dataclass(frozen=True, slots=True)
class Solution:
    """A matching: pairs, the smaller number first. It is stable if there is no odd party.

    If there are some, no stable matching exists, and each pair that blocks this one has in it the
    one of a party that gave up a place.
    """

    pairs: tuple[tuple[int, int], ...]
    parties: tuple[Party, ...] = ()

    @property
    def is_stable(self) -> bool:
        """Whether no two would rather be together than as they are."""
        return not self.parties


def solve(
    instance: Instance,
    *,
    side: Sequence[int] | None = None,
    favour: int | None = None,
    tell: Tell = lambda _done, _of: None,
) -> Solution:
    """Return a stable matching, or the nearest to one where none exists.

    Args:
        instance: who would have whom. Lists are strict.
        side: the side of each, 0 or 1, if only those of different sides stand on each other's
            lists. Then a stable matching always exists (Gale and Shapley; Roth 1984).
        favour: the side that gets, each of it, the best that any stable matching gives it. If
            not given, each time that side yields that yielded less until then.
        tell: is told how far the work is, and may raise to end it.
    """
    if favour is not None and side is None:
        raise ValueError("a side can be favoured only where there are two")
    table = _Table(instance, tell)
    bidders = range(len(instance))
    if side is not None and favour is not None:
        table.bid_all([x for x in bidders if side[x] == favour])
        return Solution(tuple(sorted(table.held())))
    table.bid_all(list(bidders))
    cycles = _Rotations(table, side).eliminate()
    return _whole(instance, table, cycles)


class _Table:
    """The lists while they get shorter.

    Everybody bids for the best of their list, and holds the best bids they get. ``cut`` is the
    position of the worst bid held by somebody whose places are all taken: whoever stands below is
    struck off, and so is their own entry on the other list. Nothing else ever strikes off anybody,
    so that two numbers say whether an entry is still there.
    """

    def __init__(self, instance: Instance, tell: Tell) -> None:
        self.tell = tell
        self.steps = 0
        self.n = len(instance)
        self.start: list[int] = instance.start.tolist()
        self.partner = instance.partner.data
        self.twin = instance.twin.data
        self.capacity: list[int] = instance.capacity.tolist()
        self.cut: list[int] = np.diff(instance.start).tolist()
        self.bid_until = [-1] * self.n  # position of the last bid made
        self.ahead = [0] * self.n  # position from which to look for the next
        self.holds: list[list[int]] = [[] for _ in range(self.n)]  # heaps of positions, negative

    def step(self, of: int = 0) -> None:
        """Count a step, and tell from time to time."""
        self.steps += 1
        if self.steps % _OFTEN == 0:
            self.tell(self.steps, of)

    def next(self, x: int) -> int:
        """Return the position of the best on a list that was not bid for yet and is still there; -1: none."""
        begin, partner, twin, cut = self.start[x], self.partner, self.twin, self.cut
        end = min(cut[x], self.start[x + 1] - begin - 1)
        at = self.ahead[x]
        while at <= end and twin[begin + at] > cut[partner[begin + at]]:
            at += 1
        self.ahead[x] = at
        return at if at <= end else -1

    def bid(self, x: int, at: int) -> tuple[int, int]:
        """Let somebody bid at a position of the list; return who was bid for, and where ``x`` stands there."""
        self.bid_until[x] = at
        self.ahead[x] = at + 1
        entry = self.start[x] + at
        return self.partner[entry], self.twin[entry]

    def who(self, y: int, at: int) -> int:
        """Return who stands at a position of a list."""
        return self.partner[self.start[y] + at]

    def bid_all(self, bidders: list[int]) -> None:
        """First phase: all bid until their places are taken or nobody is left on their list."""
        waiting = [x for x in reversed(bidders) for _ in range(self.capacity[x])]
        while waiting:
            x = waiting.pop()
            self.step()
            at = self.next(x)
            if at < 0:
                continue
            y, position = self.bid(x, at)
            holds = self.holds[y]
            if len(holds) < self.capacity[y]:
                heappush(holds, -position)
            else:
                waiting.append(self.who(y, -heappushpop(holds, -position)))
            if len(holds) == self.capacity[y]:
                self.cut[y] = -holds[0]

    def held(self) -> set[tuple[int, int]]:
        """Return who holds whose bid, the smaller number first."""
        return {
            (min(x, y), max(x, y))
            for y, holds in enumerate(self.holds)
            for x in (self.who(y, -at) for at in holds)
        }


class _Rotations:
    """Second phase: rotations are found and eliminated until every list is decided."""

    def __init__(self, table: _Table, side: Sequence[int] | None) -> None:
        self.table = table
        self.side = side
        count = 1 if side is None else 2
        self.path: list[list[int]] = [[] for _ in range(count)]
        self.index: list[dict[int, int]] = [{} for _ in range(count)]
        self.yielded = [0] * count  # positions given up by each side so far
        self.frozen = [False] * table.n
        self.starts = [
            iter([x for x in range(table.n) if side is None or side[x] == which])
            for which in range(count)
        ]

    def eliminate(self) -> list[list[int]]:
        """Eliminate all rotations; return the members of those that are odd parties."""
        parties = []
        open_sides = list(range(len(self.path)))
        while open_sides:
            which = min(open_sides, key=lambda s: self.yielded[s])
            rotation = self._find(which)
            if not rotation:
                open_sides.remove(which)
            elif self._is_odd(rotation):
                parties.append(rotation)
                for x in rotation:
                    self.frozen[x] = True
            else:
                self._rotate(rotation, which)
        return parties

    def _successor(self, x: int) -> int:
        """Return who would be dropped by the next that somebody would bid for; -1: the list is decided."""
        table = self.table
        at = -1 if self.frozen[x] else table.next(x)
        if at < 0:
            return -1
        y = table.who(x, at)
        return table.who(y, -table.holds[y][0])

    def _find(self, which: int) -> list[int]:
        """Walk from one to the next until somebody comes again; return that circle."""
        path, index = self.path[which], self.index[which]
        while True:
            while path and self._successor(path[-1]) < 0:
                del index[path.pop()]
            if not path:
                first = next((x for x in self.starts[which] if self._successor(x) >= 0), -1)
                if first < 0:
                    return []
                index[first] = 0
                path.append(first)
            x = self._successor(path[-1])
            self.table.step()
            if x not in index:
                index[x] = len(path)
                path.append(x)
                continue
            circle = path[index[x] :]
            self._back(which, index[x])
            # What was eliminated since may have moved a step of the path: only a true circle counts.
            if all(self._successor(a) == b for a, b in pairwise([*circle, x])):
                return circle

    def _back(self, which: int, length: int) -> None:
        """Shorten the path; its first stays to begin with."""
        path, index = self.path[which], self.index[which]
        for x in path[length:]:
            del index[x]
        if length == 0:
            self.starts[which] = _first(path[0], self.starts[which])
        del path[length:]

    def _is_odd(self, rotation: list[int]) -> bool:
        """Return whether to eliminate it would leave somebody with less than they are due."""
        table, members = self.table, set(rotation)
        for x in rotation:
            at = table.next(x)
            y = table.who(x, at)
            if y in members:
                rest = [-held for held in table.holds[y][1:3]]
                worst = max([*rest, table.twin[table.start[x] + at]])
                if worst < table.next(y):
                    return True
        return False

    def _rotate(self, rotation: list[int], which: int) -> None:
        """Let all of a circle bid for their next, who drop the one after them."""
        table = self.table
        bids = [(x, table.next(x)) for x in rotation]
        for x, at in bids:
            self.yielded[which] += at - table.bid_until[x]
            y, position = table.bid(x, at)
            heapreplace(table.holds[y], -position)
            table.cut[y] = -table.holds[y][0]


def _first(x: int, rest: Iterator[int]) -> Iterator[int]:
    yield x
    yield from rest


def _whole(instance: Instance, table: _Table, cycles: list[list[int]]) -> Solution:
    """Return the matching of a table that is decided: odd parties are broken, places left are filled."""
    party_of = {x: n for n, cycle in enumerate(cycles) for x in cycle}
    bids = {(table.who(y, -at), y) for y, holds in enumerate(table.holds) for at in holds}
    pairs = {(x, y) for x, y in bids if x < y and (y, x) in bids}
    beside: dict[int, list[int]] = {x: [] for x in party_of}
    for x, y in sorted(bids):
        if (y, x) not in bids:
            beside[x].append(y)
            beside[y].append(x)
    parties = []
    for cycle in cycles:
        without = min(cycle, key=lambda x: (-table.capacity[x], x))
        members = _in_order(without, beside)
        rest = members[1:]
        pairs |= {(min(a, b), max(a, b)) for a, b in zip(rest[::2], rest[1::2], strict=True)}
        parties.append(Party(tuple(members), without))
    _fill(instance, pairs, [party.without for party in parties])
    return Solution(tuple(sorted(pairs)), tuple(sorted(parties, key=lambda p: p.members)))


def _in_order(first: int, beside: dict[int, list[int]]) -> list[int]:
    """Return a circle in its order from somebody on, towards the neighbour with the smaller number."""
    members, before, at = [first], first, min(beside[first])
    while at != first:
        members.append(at)
        one, other = beside[at]
        before, at = at, (other if one == before else one)
    return members


def _fill(instance: Instance, pairs: set[tuple[int, int]], with_place: list[int]) -> None:
    """Bring those that gave up a place together with whoever else has one free; that troubles nobody."""
    if not with_place:
        return
    free: list[int] = instance.capacity.tolist()
    for pair in pairs:
        for x in pair:
            free[x] -= 1
    for x in sorted(with_place):
        for y in instance.list_of(x):
            pair = (min(x, y), max(x, y))
            if free[x] > 0 and free[y] > 0 and pair not in pairs:
                pairs.add(pair)
                free[x] -= 1
                free[y] -= 1
