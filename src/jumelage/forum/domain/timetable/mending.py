"""A published timetable mended without proof: what still can stay, stays; others find a place near it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jumelage.forum.domain.timetable.board import MUST, Board, Way
from jumelage.forum.domain.timetable.bounding import Programme
from jumelage.forum.domain.timetable.drafting import Drafter
from jumelage.forum.domain.timetable.problem import Forum, Timetable
from jumelage.forum.domain.timetable.smoothing import Smoother

#: Tries for each meeting after which it is left at what was found.
TRIES = 20
#: Searches, each from the published timetable, by other chances.
TURNS = 6

#: Meetings up to which whole meetings are bounded, not parts of them.
FEW = 200
#: The names of the ranks of a repair.
RANKS = ("published not held", "new not held", "changed")

Say = Callable[[str, object], object]


@dataclass(slots=True)
class Mender:
    """Looks for a timetable that holds as much as possible, first of what was published, with few changes."""

    forum: Forum
    published: Timetable
    spent: Mapping[tuple[str, str], int]
    seed: int
    say: Say
    best: tuple[int, ...] | None = None
    bounds: list[int] = field(default_factory=lambda: [0, 0, 0])
    _kept: tuple[list[int], list[Way | None]] | None = None
    _board: Board = field(init=False)
    _worths: list[list[int]] = field(init=False)
    _home: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Weigh what was published above all that is new."""
        board = self._board = Board(self.forum, self.spent)
        old = [meeting.ref in self.published.places for meeting in self.forum.meetings]
        position = self.forum.position
        places = self.published.places
        self._home = [
            position.get(places[m.ref].slot, -1) if m.ref in places else -1
            for m in self.forum.meetings
        ]
        self._worths = [
            [wish if was else 0 for wish, was in zip(board.wishes, old, strict=True)],
            [0 if was else wish for wish, was in zip(board.wishes, old, strict=True)],
            [int(home >= 0) for home in self._home],
        ]
        scale = 1 + sum(self._worths[1])
        board.weights = [
            MUST * scale if m.must else scale * first + second
            for m, first, second in zip(self.forum.meetings, *self._worths[:2], strict=True)
        ]

    def run(self) -> None:
        """Mend, and work out what cannot be had; tell both."""
        for turn in range(TURNS):
            self._mend(random.Random(self.seed + turn))  # noqa: S311 - decides between equals
            if turn == 0:
                self._bound()
            if self.best is not None and list(self.best) == self.bounds:
                return
        if len(self.forum.meetings) < FEW:
            self._bound(whole=True)

    def timetable(self) -> Timetable:
        """Return the best seen, without tables."""
        self._restore()
        return self._board.timetable()

    def _mend(self, chance: random.Random) -> None:
        board = self._board
        board.clear()
        for number, meeting in enumerate(self.forum.meetings):
            if self._home[number] >= 0:
                people = self.published.places[meeting.ref].people
                way = board.way_for(number, self._home[number], people)
                if way is not None:
                    board.put(number, self._home[number], way)
        drafter = Drafter(board, chance, self._home)
        most, least = drafter.steps + TRIES * max(20, len(drafter.waiting)), drafter.lost
        self._take()
        while drafter.waiting and drafter.steps < most:
            drafter.step()
            if drafter.lost <= least:
                least = drafter.lost
                self._take()
        self._restore()
        Smoother(board, chance).home(self._home)
        self._take()

    def _costs(self) -> tuple[int, ...]:
        """Return what is lost of each rank."""
        board = self._board
        missing = [t < 0 for t in board.at]
        first, second = (
            sum(worth for worth, lost in zip(worths, missing, strict=True) if lost)
            for worths in self._worths[:2]
        )
        left = sum(home not in (-1, t) for home, t in zip(self._home, board.at, strict=True))
        return first, second, left + self._nowhere()

    def _nowhere(self) -> int:
        """Return how many meetings were published in a slot there no longer is."""
        places = self.published.places
        return sum(
            m.ref in places and home < 0
            for m, home in zip(self.forum.meetings, self._home, strict=True)
        )

    def _take(self) -> None:
        board = self._board
        musts = all(t >= 0 for t, m in zip(board.at, self.forum.meetings, strict=True) if m.must)
        costs = self._costs()
        idle = [board.groups(d) for d in range(len(board.mask))]
        fairness = self.forum.fairness
        if idle and fairness is not None and max(idle) - min(idle) > fairness:
            return
        if musts and (self.best is None or costs < self.best):
            self.best, self._kept = costs, (list(board.at), list(board.way))

    def _restore(self) -> None:
        if self._kept is None:
            return
        self._board.clear()
        for number, (t, way) in enumerate(zip(*self._kept, strict=True)):
            if way is not None and t >= 0:
                self._board.put(number, t, way)
        self.say("found", (list(self._costs()), self._board.timetable()))

    def _bound(self, *, whole: bool = False) -> None:
        """Tell of each rank how much is lost in any case, if of those before no more is lost than in the best seen."""
        if self.best is None:
            return
        made = Programme(self._board, self._worths, self._home)
        for rank, lost in enumerate(self.best):
            bound = self.bounds[rank]
            if bound < lost:
                bound = max(bound, made.lost(rank, whole=whole))
                bound += self._nowhere() if rank == len(self.best) - 1 else 0
            self.bounds[rank] = bound
            self.say("bound", (rank, bound))
            made.hold(rank, lost)


def mend(
    forum: Forum,
    published: Timetable,
    spent: Mapping[tuple[str, str], int],
    *,
    seed: int,
    say: Say,
    **_: object,
) -> Timetable | None:
    """Return a mended timetable, if there is one soon."""
    say("ranks", RANKS)
    mender = Mender(forum, published, spent, seed, say)
    mender.run()
    return mender.timetable() if mender.best is not None else None
