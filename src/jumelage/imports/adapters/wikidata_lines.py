"""Lines of a dump that were found, parsed in a process of their own while the next ones are looked for.

Decompressing and searching keep one core busy; a thread would not do for the parsing, because it would hold Python's
lock when the decompressor wants it back, some thousand times a second.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType

from jumelage.imports.adapters import wikidata_worker
from jumelage.imports.adapters.wikidata_streams import Place
from jumelage.imports.adapters.wikidata_worker import Line, parse
from jumelage.imports.domain.wikidata import Packed

#: So many lines are parsed without a process: a small file is read before one would have started.
_ALONE = 100
#: Lines of so many bytes are worth a job, and go into the pipe at once: nobody has to wait for the other.
ENOUGH, _PIPE = 1 << 19, 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """Some lines, and how far a reading is once what they say is written down.

    ``scanned`` are bytes of plain text, ``restart`` is where reading can begin anew.
    """

    lines: Sequence[Line]
    scanned: int
    restart: Place


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of a job: the items to keep, and why lines could not be read."""

    job: Job
    items: Sequence[Packed]
    problems: Sequence[str]


class Parser:
    """Parses jobs, one behind: handing one over returns those that are done by then."""

    def __init__(self, languages: Sequence[str], workers: int) -> None:
        self._languages = tuple(languages)
        self._alone = workers < 2
        self._seen = 0
        self._waiting: Job | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._to: Connection | None = None
        self._from: Connection | None = None

    def __enter__(self) -> "Parser":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    @property
    def is_free(self) -> bool:
        """Whether a job could begin at once."""
        return self._waiting is None or self._from is None or self._from.poll()

    def hand_over(self, job: Job) -> list[Parsed]:
        """Begin a job, and return what is done, in order."""
        self._seen += len(job.lines)
        if self._alone or self._seen <= _ALONE:
            return [self._parsed(job)]
        done = self.rest()
        if self._alone:  # by now
            return [*done, self._parsed(job)]
        try:
            if self._to is None:
                self._begin()
            if self._to is not None:
                self._to.send(job.lines)
        except OSError:
            self._give_up()
            return [*done, self._parsed(job)]
        self._waiting = job
        return done

    def rest(self) -> list[Parsed]:
        """Return what was begun, once it is done."""
        job, self._waiting = self._waiting, None
        if job is None:
            return []
        try:
            if self._from is not None:
                items, problems = self._from.recv()
                return [Parsed(job, items, problems)]
        except (EOFError, OSError):
            self._give_up()
        return [self._parsed(job)]

    def _give_up(self) -> None:
        """Parse here what was handed over, and all to come: the process is gone, for want of memory perhaps."""
        self._alone = True
        self._end()

    def _parsed(self, job: Job) -> Parsed:
        return Parsed(job, *parse(job.lines, self._languages))

    def _begin(self) -> None:
        # A program of its own, and no fork of this one: it has nothing of this one open, so it ends when this one does.
        command = [sys.executable, "-m", wikidata_worker.__name__, *self._languages]
        self._process = subprocess.Popen(  # noqa: S603 - itself
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_PIPE
        )
        assert self._process.stdin is not None  # noqa: S101 - as asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._to = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self._from = Connection(os.dup(self._process.stdout.fileno()), writable=False)
        self._process.stdin.close()
        self._process.stdout.close()

    def _end(self) -> None:
        for pipe in (self._to, self._from):
            if pipe is not None:
                pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._to = self._from = self._process = None
