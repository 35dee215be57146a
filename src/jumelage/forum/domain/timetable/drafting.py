"""A good timetable at once, without proof: meetings put in one by one, others giving way to heavier ones."""

import random
from dataclasses import dataclass, field

from jumelage.forum.domain.timetable.board import Board, Way
from jumelage.forum.domain.timetable.interpreting import path


@dataclass(slots=True)
class _Step:
    """A place for a meeting, who has to give way, and what that costs."""

    slot: int
    way: Way
    out: list[int]
    weight: float
    order: tuple[float, ...]


@dataclass(slots=True)
class Drafter:
    """Puts meetings in and out until as much weight as possible is held.

    Each meeting that finds no place grows heavier, until others give way to it (breakout local search: Morris 1993; for
    ejections: Nagata and Bräysy 2009). ``home``: slots that meetings rather stay in, if that is what matters.
    """

    board: Board
    chance: random.Random
    home: list[int] | None = None
    heavy: list[float] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    lost: int = 0
    steps: int = 0

    def __post_init__(self) -> None:
        """Begin with what is not placed yet, the heaviest last."""
        board = self.board
        self.heavy = [float(weight) for weight in board.weights]
        self.waiting = [n for n, t in enumerate(board.at) if t < 0 and board.allowed[n]]
        self.waiting.sort(key=lambda n: (board.weights[n], -len(board.allowed[n]), n))
        self.lost = board.lost()

    def step(self) -> None:
        """Try to put one waiting meeting in."""
        self.steps += 1
        number = self.waiting.pop()
        best = self._best(number)
        if best is None:
            return
        if best.out and best.weight >= self.heavy[number]:
            self.heavy[number] += self.board.weights[number]
            self.waiting.insert(self.chance.randrange(len(self.waiting) + 1), number)
            return
        for other in best.out:
            self.board.take(other)
            self.lost += self.board.weights[other]
            self.waiting.append(other)
        self.board.put(number, best.slot, best.way)
        self.lost -= self.board.weights[number]

    def _best(self, number: int) -> _Step | None:
        found: _Step | None = None
        for t in self.board.allowed[number]:
            for way in self.board.ways[number]:
                step = self._look(number, t, way)
                if step is None:
                    continue
                if found is None or step.order < found.order:
                    found = step
                if not step.out and self.home is None:
                    break
        return found

    def _look(self, number: int, t: int, way: Way) -> _Step | None:
        """Return what it takes to hold a meeting there; nothing if nothing helps."""
        board = self.board
        if not board.can_sit(way.people, t):
            return None
        out = {board.who[person][t] for person in way.people} - {-1}
        if not board.in_order(number, t):
            out |= {m for m in board.before[number] if board.at[m] >= t}
            out |= {m for m in board.after[number] if 0 <= board.at[m] <= t}
        if way.pool is not None and not self._interpreted(t, board.pool(way.pool, t), out):
            return None
        if not self._seated(number, t, out):
            return None
        weight = sum(self.heavy[m] for m in out)
        strain = self._strain(number, t, way, out)
        order: tuple[float, ...] = (weight, strain)
        if self.home is not None:
            order = (bool(out) and weight >= self.heavy[number], strain, weight)
        return _Step(t, way, list(out), weight, (*order, self.chance.random()))

    def _strain(self, number: int, t: int, way: Way, out: set[int]) -> int:
        """Return what speaks against a place that costs no more than another: changes, or idle groups."""
        board = self.board
        if self.home is not None:
            return (self.home[number] not in (-1, t)) + sum(
                board.at[m] == self.home[m] for m in out
            )
        idle = int(way.pool is not None)
        if not out:
            for d in board.parties[number]:
                idle += board.groups(d, board.mask[d] | 1 << t) - board.groups(d)
        return idle

    def _lightest(self, some: "list[int] | set[int]") -> int:
        return min(some, key=lambda m: (self.heavy[m], m))

    def _interpreted(self, t: int, pool: frozenset[str], out: set[int]) -> bool:
        board = self.board
        if not pool:
            return False
        taken = {h: m for m, h in board.helper[t].items() if m not in out}
        end, came = path(taken, board.helped[t], pool)
        if end is None:
            out.add(self._lightest({taken[helper] for helper in came}))
        return True

    def _seated(self, number: int, t: int, out: set[int]) -> bool:
        """Let others give way for a table, and for the limits of the day."""
        board = self.board
        going = [m for m in out if board.at[m] == t]
        if board.tables[t] - len(going) >= board.most_tables:
            some = board.here[t] - out
            if not some:
                return False
            out.add(self._lightest(some))
        if board.easy[number]:
            easy = {m for m in board.here[t] if board.easy[m]}
            if len(easy - out) >= board.most_easy:
                if not easy - out:
                    return False
                out.add(self._lightest(easy - out))
        day = board.day[t]
        for d in board.parties[number]:
            if board.daily[d][day] < board.limit[d][t]:
                continue
            some = {m for m in board.of[d] if board.at[m] >= 0 and board.day[board.at[m]] == day}
            if len(some - out) >= board.limit[d][t]:
                if board.limit[d][t] < 1:
                    return False
                out.add(self._lightest(some - out))
        return True
