"""What no timetable can hold, by linear programming: slots alike are taken together, meetings may be held in part."""

import math

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from jumelage.forum.domain.timetable.board import Board, Way
from jumelage.forum.domain.timetable.interpreting import Pool

#: Kinds of slots told apart in any case, and columns up to which more are (more again where slots matter); the others
#: are counted together, which weakens the bound and never breaks it.
KINDS, COLUMNS, HOME_COLUMNS = 6, 12_000, 40_000


#: Seconds that whole meetings instead of parts may take.
WHOLE = 4.0
#: What the arithmetic of floating point may be wrong by.
SLACK = 1e-4


class Programme:
    """Columns (a meeting held by some people in some slots) in rows that hold so much at most.

    ``worths``: for each rank of what is wished, what each meeting is worth; ``home``: the slot of each meeting (or -1:
    any) in which alone it is worth something of the last rank.
    """

    def __init__(
        self, board: Board, worths: list[list[int]], home: list[int] | None = None
    ) -> None:
        self._board = board
        self._worths = worths
        self._totals = [sum(each) for each in worths]
        self._columns: list[list[float]] = [[] for _ in worths]
        self._upper: list[float] = []
        self._room: list[float] = []
        self._rows: dict[tuple[object, ...], int] = {}
        self._where: tuple[list[int], list[int]] = ([], [])
        self._values: list[float] = []
        self._pools: dict[tuple[Pool, int | tuple[int]], list[int]] = {}
        kinds = _kinds(board, HOME_COLUMNS if home else COLUMNS)
        self._fill(kinds, home or [-1] * len(board.weights))

    def lost(self, rank: int, *, whole: bool = False) -> int:
        """Return how much of a rank cannot be had at least; ``whole`` takes longer and finds more."""
        most = self._most(np.array(self._columns[rank]), whole=whole)
        return max(0, math.ceil(self._totals[rank] - most - SLACK))

    def hold(self, rank: int, lost: int) -> None:
        """Ask from now on that no more than this of a rank is lost."""
        for column, worth in enumerate(self._columns[rank]):
            if worth:
                self._enter(column, lost - self._totals[rank], "rank", rank, value=-worth)

    def _column(self, worths: list[int], upper: float = 1.0) -> int:
        for column, worth in zip(self._columns, worths, strict=True):
            column.append(worth)
        self._upper.append(upper)
        return len(self._upper) - 1

    def _enter(self, column: int, room: float, *key: object, value: float = 1.0) -> None:
        """Let a column take room in the row of this key, which holds so much."""
        if key not in self._rows:
            self._rows[key] = len(self._room)
            self._room.append(room)
        self._where[0].append(self._rows[key])
        self._where[1].append(column)
        self._values.append(value)

    def _most(self, worth: "np.ndarray[tuple[int], np.dtype[np.float64]]", *, whole: bool) -> float:
        """Return what the columns are worth together at most.

        Worked out from the prices of the rows, so that errors of the programme that found these cannot make it too low:
        whatever the prices, no choice is worth more than the room at its price and what each column is worth above it.
        """
        if not len(worth):
            return 0.0
        matrix = csr_matrix((self._values, self._where), shape=(len(self._room), len(worth)))
        room, upper = np.array(self._room), np.array(self._upper)
        if whole:
            rows = LinearConstraint(matrix, ub=room)
            limit = {"time_limit": WHOLE}
            exact = milp(-worth, constraints=rows, integrality=np.ones(len(worth)), options=limit)
            if exact.mip_dual_bound is not None and np.isfinite(exact.mip_dual_bound):
                return float(-exact.mip_dual_bound)
        found = linprog(-worth, A_ub=matrix, b_ub=room, bounds=(0, None), method="highs")
        prices = np.zeros(len(room)) if found.status else np.maximum(0, -found.ineqlin.marginals)
        above = np.maximum(worth - matrix.T @ prices, 0)
        return float(prices @ room + above @ upper)

    def _fill(self, kinds: list[list[int]], home: list[int]) -> None:
        board = self._board
        last = len(self._worths) - 1
        of = {t: kind for kind, slots in enumerate(kinds) for t in slots}
        for number, at in enumerate(home):
            worths = [each[number] for each in self._worths]
            away = worths if at < 0 else [*worths[:last], 0]
            for way in [Way((), None)] if board.more_ways[number] else board.ways[number]:
                for kind, slots in enumerate(kinds):
                    if any(board.can_be(number, t, way) for t in slots):
                        self._meeting(number, way, self._column(away), kind, slots)
                if at >= 0 and board.can_be(number, at, way):
                    column = self._column(worths)
                    self._meeting(number, way, column, of[at], kinds[of[at]])
                    self._rooms(number, way, column, (at,), [at])
        for (pool, group), slots in list(self._pools.items()):
            self._helpers(pool, group, slots)

    def _meeting(self, number: int, way: Way, column: int, kind: int, slots: list[int]) -> None:
        """Enter a meeting with these people in one of these slots."""
        board = self._board
        self._enter(column, 1.0, "meeting", number)
        if board.forum.meetings[number].must:
            self._enter(column, -1.0, "must", number, value=-1.0)
        day = board.day[slots[0]]
        for d in board.parties[number]:
            if board.limit[d][slots[0]] < len(board.of[d]):
                self._enter(column, max(0, board.limit[d][slots[0]]), "day", d, day)
        self._rooms(number, way, column, kind, slots)

    def _rooms(
        self, number: int, way: Way, column: int, kind: int | tuple[int], slots: list[int]
    ) -> None:
        board = self._board
        for person in way.people:
            there = sum(board.there[person][t] for t in slots)
            self._enter(column, there, "person", person, kind)
        self._enter(column, len(slots) * board.most_tables, "tables", kind)
        if board.easy[number]:
            self._enter(column, len(slots) * board.most_easy, "easy", kind)
        if way.pool is not None:
            self._pools[way.pool, kind] = slots
            self._enter(column, 0.0, "pool", way.pool, kind)

    def _helpers(self, pool: Pool, kind: int | tuple[int], slots: list[int]) -> None:
        """Let each of a pool of interpreters help in as many of these slots as it is there."""
        for helper in sorted(pool):
            there = sum(helper in self._board.pool(pool, t) for t in slots)
            column = self._column([0] * len(self._worths), there)
            self._enter(column, 0.0, "pool", pool, kind, value=-1.0)
            self._enter(column, there, "helper", helper, kind)


def least_lost(board: Board) -> int:
    """Return a weight of wishes that no timetable can hold: all of them weigh at least so much."""
    return Programme(board, [board.wishes]).lost(0)


def _kinds(board: Board, columns: int) -> list[list[int]]:
    """Return the slots in groups: of one day, with as nearly as possible the same people there."""
    there = np.array(board.there, dtype=bool).reshape(len(board.there), board.slots)
    kinds = [[t] for t in range(board.slots)]
    far = (there[:, :, None] != there[:, None, :]).sum(axis=0)

    def apart(pair: tuple[int, int]) -> int:
        return int(max(far[t, u] for t in kinds[pair[0]] for u in kinds[pair[1]]))

    few = columns // max(1, sum(len(ways) for ways in board.ways))
    while True:
        pairs = [
            (a, b)
            for b in range(len(kinds))
            for a in range(b)
            if board.day[kinds[a][0]] == board.day[kinds[b][0]]
        ]
        near = min(pairs, key=apart, default=None)
        if near is None or len(kinds) <= few or (len(kinds) <= KINDS and apart(near)):
            return kinds
        kinds[near[0]] += kinds.pop(near[1])
