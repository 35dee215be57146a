"""What no timetable can hold, by linear programming: slots alike are taken together, meetings may be held in part."""

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from jumelage.forum.domain.timetable.board import Board, Way
from jumelage.forum.domain.timetable.interpreting import Pool

#: Kinds of slots told apart at most; further ones are counted together, which weakens the bound and never breaks it.
KINDS = 6


#: What the arithmetic of floating point may be wrong by.
SLACK = 1e-4


@dataclass(slots=True)
class _Programme:
    """Columns, each worth something and used so much at most, in rows that hold so much at most."""

    worth: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    room: list[float] = field(default_factory=list)
    rows: dict[tuple[object, ...], int] = field(default_factory=dict)
    where: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    values: list[float] = field(default_factory=list)
    pools: dict[tuple[Pool, int], None] = field(default_factory=dict)

    def column(self, worth: float, upper: float = 1.0) -> int:
        """Add a column."""
        self.worth.append(worth)
        self.upper.append(upper)
        return len(self.worth) - 1

    def enter(self, column: int, room: float, *key: object, value: float = 1.0) -> None:
        """Let a column take room in the row of this key, which holds so much."""
        if key not in self.rows:
            self.rows[key] = len(self.room)
            self.room.append(room)
        self.where[0].append(self.rows[key])
        self.where[1].append(column)
        self.values.append(value)

    def most(self) -> float:
        """Return what the columns are worth together at most.

        Worked out from the prices of the rows, so that errors of the programme that found these cannot make it too low:
        whatever the prices, no choice is worth more than the room at its price and what each column is worth above it.
        """
        if not self.worth:
            return 0.0
        matrix = csr_matrix((self.values, self.where), shape=(len(self.room), len(self.worth)))
        worth, room, upper = np.array(self.worth), np.array(self.room), np.array(self.upper)
        found = linprog(-worth, A_ub=matrix, b_ub=room, bounds=(0, None), method="highs")
        prices = np.zeros(len(room)) if found.status else np.maximum(0, -found.ineqlin.marginals)
        above = np.maximum(worth - matrix.T @ prices, 0)
        return float(prices @ room + above @ upper)


def least_lost(board: Board) -> int:
    """Return a weight of wishes that no timetable can hold: all of them weigh at least so much."""
    made = _Programme()
    kinds = _kinds(board)
    for number in range(len(board.weights)):
        for kind, slots in enumerate(kinds):
            for way in board.ways[number]:
                if any(board.can_be(number, t, way) for t in slots):
                    _meeting(board, made, number, way, kind, slots)
    for pool, kind in list(made.pools):
        _helpers(board, made, pool, kind, kinds[kind])
    wishes = sum(board.wishes)
    return max(0, math.ceil(wishes - made.most() - SLACK))


def _kinds(board: Board) -> list[list[int]]:
    """Return the slots in groups: of one day, with as nearly as possible the same people there."""
    there = np.array(board.there, dtype=bool).reshape(len(board.there), board.slots)
    kinds = [[t] for t in range(board.slots)]
    far = (there[:, :, None] != there[:, None, :]).sum(axis=0)

    def apart(pair: tuple[int, int]) -> int:
        return int(max(far[t, u] for t in kinds[pair[0]] for u in kinds[pair[1]]))

    while True:
        pairs = [
            (a, b)
            for b in range(len(kinds))
            for a in range(b)
            if board.day[kinds[a][0]] == board.day[kinds[b][0]]
        ]
        near = min(pairs, key=apart, default=None)
        if near is None or (len(kinds) <= KINDS and apart(near)):
            return kinds
        kinds[near[0]] += kinds.pop(near[1])


def _meeting(
    board: Board, made: _Programme, number: int, way: Way, kind: int, slots: list[int]
) -> None:
    """Enter a meeting with these people in one of these slots."""
    column = made.column(board.wishes[number])
    made.enter(column, 1.0, "meeting", number)
    if board.forum.meetings[number].must:
        made.enter(column, -1.0, "must", number, value=-1.0)
    for person in way.people:
        made.enter(column, sum(board.there[person][t] for t in slots), "person", person, kind)
    made.enter(column, len(slots) * board.most_tables, "tables", kind)
    if board.easy[number]:
        made.enter(column, len(slots) * board.most_easy, "easy", kind)
    day = board.day[slots[0]]
    for d in board.parties[number]:
        if board.limit[d][slots[0]] < len(board.of[d]):
            made.enter(column, max(0, board.limit[d][slots[0]]), "day", d, day)
    if way.pool is not None:
        made.pools[way.pool, kind] = None
        made.enter(column, 0.0, "pool", way.pool, kind)


def _helpers(board: Board, made: _Programme, pool: Pool, kind: int, slots: list[int]) -> None:
    """Let each of a pool of interpreters help in as many of these slots as it is there."""
    for helper in sorted(pool):
        there = sum(helper in board.pool(pool, t) for t in slots)
        column = made.column(0.0, there)
        made.enter(column, 0.0, "pool", pool, kind, value=-1.0)
        made.enter(column, there, "helper", helper, kind)
