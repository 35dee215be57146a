"""Timetables proved best: meetings held first, then idle groups; in processes that can be stopped."""

import ctypes
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from jumelage.forum.domain.timetable.encoding import Encoding, encode
from jumelage.forum.domain.timetable.formula import LOT, NEAR, Optimiser
from jumelage.forum.domain.timetable.idle import groups
from jumelage.forum.domain.timetable.improving import STANDARD, improve
from jumelage.forum.domain.timetable.problem import Forum, Timetable, require_whole
from jumelage.forum.domain.timetable.tables import with_tables


@dataclass(slots=True)
class Rank:
    """One thing to keep small: the best found, and what is proved to be unavoidable."""

    name: str
    best: int | None = None
    bound: int = 0

    @property
    def proved(self) -> bool:
        """Whether nothing better exists, given the ranks before."""
        return self.best is not None and self.best <= self.bound


@dataclass(slots=True)
class Result:
    """A timetable with its proof. ``possible`` is ``None`` if neither a timetable nor its impossibility was found."""

    ranks: list[Rank]
    timetable: Timetable | None = None
    possible: bool | None = None
    seconds: float = 0.0
    first: float | None = None
    stopped: bool = False
    events: list[tuple[float, list[int | None], list[int]]] = field(default_factory=list)

    @property
    def proved(self) -> bool:
        """Whether this is the best timetable there is, or there is none."""
        if self.timetable is None:
            return self.possible is False
        return all(rank.proved for rank in self.ranks)


#: Is told the state of the search, at least every ``BEAT`` seconds, and may end it at once with its processes: by
#: returning ``False`` (what was found so far is the answer, ``stopped``), or by an exception (it reaches the caller).
Progress = Callable[[Result], bool | None]
#: Seconds in which a caller hears from a search at least once, so that it can end it.
BEAT = 0.25


@dataclass(frozen=True, slots=True)
class Wishes:
    """One rank of what is wished: literals with their weights, and what a timetable loses of it."""

    name: str
    weights: dict[int, int]
    lost: Callable[[Timetable], int]


#: Builds the clauses and the ranks of wishes. Must be a function of a module: processes import it.
Build = Callable[..., tuple[Encoding, list[Wishes]]]
#: Looks for a good timetable before the proof, says what it finds and which ranks there are, and returns the best.
Draft = Callable[..., Timetable | None]


def standard(forum: Forum, **how: Any) -> tuple[Encoding, list[Wishes]]:
    """Return the clauses of a forum and what is wished: meetings held, then no idle groups."""
    made = encode(forum, **how)
    optional = {n: m for n, m in enumerate(forum.meetings) if not m.must}
    weights = {made.held[number]: meeting.weight for number, meeting in optional.items()}

    def lost(timetable: Timetable) -> int:
        return sum(m.weight for m in optional.values() if m.ref not in timetable.places)

    def idle(timetable: Timetable) -> int:
        return groups(forum, timetable)

    return made, [Wishes(STANDARD[0], weights, lost), Wishes(STANDARD[1], made.idle, idle)]


def solve(
    forum: Forum,
    *,
    seconds: float | None = None,
    workers: int = 1,
    seed: int = 0,
    progress: Progress | None = None,
    build: Build = standard,
    draft: Draft = improve,
    more: tuple[Any, ...] = (),
) -> Result:
    """Return the best timetable found within a time limit, and how much better one could be at most.

    Without a limit, with one worker and without ``progress`` it is worked out in this process; otherwise in processes
    of their own that are ended at the limit, or as soon as ``progress`` returns ``False`` or raises. Raises
    ``UnusableForumError`` if the forum contradicts itself, ``SearchError`` if all of these processes broke off, and
    whatever ``progress`` raises.
    """
    require_whole(forum)
    state = _State(progress or (lambda _: None))
    if seconds is None and workers == 1 and progress is None:
        with suppress(_ProvedError):
            _work(Task(forum, build, draft, more, seed), state.hear_alone)
    else:
        tasks = [Task(forum, build, draft, more, seed + n, n, seconds) for n in range(workers)]
        _race(tasks, state)
    result = state.result
    result.seconds = time.perf_counter() - state.since
    if result.timetable is not None:
        result.timetable = with_tables(forum, result.timetable)
    return result


class SearchError(RuntimeError):
    """No process of a search came to its end: a fault of this program or of the machine, not of the forum."""


class _ProvedError(Exception):
    """All that was asked is known: no need to go on."""


class _State:
    """What the workers have said so far."""

    def __init__(self, progress: Progress) -> None:
        self.since = time.perf_counter()
        self.result = Result([])
        self._progress = progress

    def hear(self, kind: str, value: Any) -> bool:
        """Take in one message. Returns whether the work is done."""
        result = self.result
        if kind == "ranks" and not result.ranks:
            result.ranks = [Rank(name) for name in value]
        elif kind == "impossible":
            result.possible = False
        elif kind == "bound":
            rank, bound = value
            result.ranks[rank].bound = max(result.ranks[rank].bound, bound)
        elif kind == "found":
            self._take(*value)
        return self.beat() or kind in ("impossible", "done") or bool(result.ranks and result.proved)

    def hear_alone(self, kind: str, value: Any) -> None:
        """Take in one message from this process."""
        if self.hear(kind, value) and self.result.proved:
            raise _ProvedError

    def beat(self) -> bool:
        """Tell how things stand. Returns whether the caller wants to hear no more."""
        self.result.seconds = time.perf_counter() - self.since
        self.result.stopped = self._progress(self.result) is False
        return self.result.stopped

    def _take(self, costs: list[int], timetable: Timetable) -> None:
        result = self.result
        result.possible = True
        if result.first is None:
            result.first = time.perf_counter() - self.since
        best = [rank.best for rank in result.ranks]
        if best[0] is None or costs < best:  # type: ignore[operator]
            for rank, cost in zip(result.ranks, costs, strict=True):
                rank.best = cost
            result.timetable = timetable


@dataclass(frozen=True, slots=True)
class Task:
    """What one worker does."""

    forum: Forum
    build: Build
    draft: Draft
    more: tuple[Any, ...]
    seed: int
    number: int = 0
    seconds: float | None = None


def _work(task: Task, say: Callable[[str, Any], Any]) -> None:
    """Work it out, saying what is found on the way."""
    draft = task.draft(
        task.forum, *task.more, seed=task.seed, number=task.number, seconds=task.seconds, say=say
    )
    made, ranks = task.build(
        task.forum, *task.more, seed=task.seed, tables_by_meeting=task.number % 2 == 1
    )
    say("ranks", [rank.name for rank in ranks])
    optimiser = Optimiser(made.formula, made.lacking)

    def found(model: list[int]) -> None:
        timetable = made.read(model)
        say("found", ([rank.lost(timetable) for rank in ranks], timetable))

    try:
        model = draft and optimiser.possible(made.literals(draft))
        if not model:
            model = optimiser.possible()
        if model is None:
            say("impossible", None)
            return
        found(model)
        if draft is None and any(rank.weights for rank in ranks[:-1]):
            #: Where all are musts, as in the published instances, the way to it costs more than it brings.
            optimiser.nearly([rank.weights for rank in ranks[:-1]], found)
        for number, rank in enumerate(ranks):

            def bounded(bound: int, number: int = number) -> None:
                say("bound", (number, bound))

            lot = LOT if draft is None else NEAR
            bounded(optimiser.best(rank.weights, found, bounded, lot))
        say("done", None)
    finally:
        optimiser.close()


def _race(tasks: list[Task], state: _State) -> None:
    """Let several processes work at once; the first to finish decides."""
    context = multiprocessing.get_context("spawn")
    seconds = tasks[0].seconds
    until = None if seconds is None else state.since + seconds
    running: dict[Connection, Any] = {}
    broken = 0
    try:
        for task in tasks:
            here, there = context.Pipe(duplex=False)
            worker = context.Process(target=_worker, args=(there, task), daemon=True)
            worker.start()
            there.close()
            running[here] = worker
        while running:
            left = BEAT if until is None else min(BEAT, until - time.perf_counter())
            if left <= 0 or state.beat():
                return
            ready = wait(list(running), left)
            for connection in [item for item in running if item in ready]:
                try:
                    if state.hear(*connection.recv()):
                        return
                except EOFError:
                    broken += _has_failed(running.pop(connection))
        if broken == len(tasks):
            raise SearchError("every process of the search broke off; what they printed says why")
    finally:
        for worker in running.values():
            worker.terminate()
            worker.join()


def _has_failed(worker: Any) -> bool:
    """Whether a process ended by an error of its own; one that was ended at its limit did not."""
    worker.join()
    return bool(worker.exitcode > 0)


def _worker(connection: Connection, task: Task) -> None:
    _end_by_itself(task.seconds)

    def say(kind: str, value: Any) -> None:
        connection.send((kind, value))

    with suppress(BrokenPipeError):
        _work(task, say)
    connection.close()


def _end_by_itself(seconds: float | None) -> None:
    """End with whoever started this process, even if that was killed; elsewhere limit the processor's time."""
    if sys.platform == "linux":
        die_with_parent = 1
        ctypes.CDLL(None).prctl(die_with_parent, signal.SIGKILL)
    if sys.platform != "win32" and seconds is not None:
        import resource  # noqa: PLC0415 - not everywhere

        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 5, most))
