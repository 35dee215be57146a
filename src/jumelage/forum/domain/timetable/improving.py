"""Timetables without proof, in seconds: a draft, what it can be worth at most, and fewer and fewer idle groups."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jumelage.forum.domain.timetable.board import MUST, Board, Way
from jumelage.forum.domain.timetable.bounding import least_lost
from jumelage.forum.domain.timetable.drafting import Drafter
from jumelage.forum.domain.timetable.problem import Forum, Timetable
from jumelage.forum.domain.timetable.smoothing import Smoother

#: Seconds between two timetables told, at least.
PAUSE = 0.5
#: Tries for each meeting without anything better after which a draft is good enough.
PATIENCE = 3
#: Rounds of the first cooling; each further one takes three times as many, up to the most.
ROUNDS, MOST_ROUNDS, GROWTH = 80, 2_000, 3

#: The names of the ranks of a forum.
STANDARD = ("not held", "idle groups")
#: Places for meetings (meetings times slots) up to which a forum of musts is solved as soon without a draft, and beyond
#: which no search with proof comes to an end in minutes.
SMALL, LARGE = 8_000, 24_000
#: The part of the time that is for looking for something better before the proof.
SHARE = 0.3
#: Turns after which a large forum that has no timetable yet is left to the proof.
ENOUGH = 2
#: Turns of a forum of musts with orders before the proof.
BEGUN = 2

Say = Callable[[str, object], object]


@dataclass(slots=True)
class Improver:
    """Looks for better and better timetables until there is nothing better, or time is up."""

    forum: Forum
    seed: int
    say: Say
    until: float | None = None
    spent: Mapping[tuple[str, str], int] = field(default_factory=dict)
    best: tuple[int, int] | None = None
    floor: int = 0
    _kept: tuple[list[int], list[Way | None]] | None = None
    _told: float = 0.0
    _said: tuple[int, int] | None = None
    _board: Board = field(init=False)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing placed."""
        self._board = Board(self.forum, self.spent)
        self._chance = random.Random(self.seed)  # noqa: S311 - decides between equals, nothing secret

    def run(self, turns: int | None = None) -> None:
        """Draft and smooth, again and again or so many times; ``best`` and ``timetable`` are what came of it."""
        self.draft(once=True)
        self.floor = least_lost(self._board)
        self.say("bound", (0, self.floor))
        turn, rounds = 0, ROUNDS
        while self._on() and self.best != (self.floor, 0) and (turns is None or turn < turns):
            self.draft()
            self.smooth(rounds)
            turn, rounds = turn + 1, min(MOST_ROUNDS, GROWTH * rounds)

    def draft(self, *, once: bool = False) -> None:
        """Put in as much as possible; or see only once whether each meeting finds a place."""
        drafter = Drafter(self._board, self._chance)
        least, since, tries = drafter.lost, 0, len(self._board.weights)
        while drafter.waiting and drafter.lost > self.floor and self._on():
            drafter.step()
            if drafter.steps < tries:
                continue
            since += 1
            if drafter.lost < least:
                least, since = drafter.lost, 0
                self._take(least)
            if once or since > tries * PATIENCE:
                break
        self._take(drafter.lost)
        self._restore()

    def smooth(self, rounds: int) -> None:
        """Cool down once; the fewest idle groups on the way are kept."""
        lost = self._board.lost()
        smoother = Smoother(self._board, self._chance)

        def on() -> bool:
            self._take(lost)
            return self._on()

        smoother.run(rounds, on)
        self._take(lost)
        self._restore()

    def _take(self, lost: int) -> None:
        """Keep what stands on the board if it is better than all before, and tell it from time to time."""
        board = self._board
        if lost >= MUST or (self.best is not None and lost > self.best[0]):
            return
        idle = [board.groups(d) for d in range(len(board.mask))]
        fairness = self.forum.fairness
        if idle and fairness is not None and max(idle) - min(idle) > fairness:
            return
        if self.best is not None and (lost, sum(idle)) >= self.best:
            return
        self.best = (lost, sum(idle))
        self._kept = (list(board.at), list(board.way))
        if time.monotonic() > self._told + PAUSE or self.best == (self.floor, 0):
            self.tell()

    def tell(self) -> None:
        """Tell the best seen."""
        if self.best is not None and self.best != self._said:
            self._told, self._said = time.monotonic(), self.best
            self.say("found", (list(self.best), self._board.timetable()))

    def _restore(self) -> None:
        """Put the best seen back on the board."""
        if self._kept is None:
            return
        self._board.clear()
        for number, (t, way) in enumerate(zip(*self._kept, strict=True)):
            if way is not None and t >= 0:
                self._board.put(number, t, way)
        self.tell()

    def timetable(self) -> Timetable:
        """Return the best seen, without tables."""
        self._restore()
        return self._board.timetable()

    def _on(self) -> bool:
        return self.until is None or time.monotonic() < self.until


def _begun(improver: Improver) -> Timetable | None:
    improver.run(turns=BEGUN)
    return improver.timetable() if improver.best is not None else None


def improve(
    forum: Forum, *, seed: int, number: int, seconds: float | None, say: Say
) -> Timetable | None:
    """Return a good timetable, if there is one soon; every second worker looks for better ones all the time."""
    alone = all(len(item.people) == 1 for item in forum.delegations)
    size = len(forum.meetings) * len(forum.slots)
    say("ranks", STANDARD)
    if alone and size <= SMALL and all(meeting.must for meeting in forum.meetings):
        #: What comes before what makes it hard to meet all wishes at once: one of two searches goes there step by step.
        if not (number % 2 and any(meeting.after for meeting in forum.meetings)):
            return None
        return _begun(Improver(forum, seed, say))
    improver = Improver(forum, seed, say)
    if seconds is not None and not number % 2:
        improver.until = time.monotonic() + seconds * (1 if size > LARGE else SHARE)
    improver.run(turns=ENOUGH if size > LARGE else 1)
    if improver.best is not None and (number % 2 or (size > LARGE and seconds is not None)):
        improver.run()
    return improver.timetable() if improver.best is not None else None
