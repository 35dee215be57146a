"""The full dump of Wikidata, streamed: ``latest-all.json`` as .gz, .bz2, .zst or plain, from a file or standard input.

One pass. Nearly all of the dump says nothing of twin towns, so it is not parsed, only searched for the identifiers of
two properties; what remains is one item in a hundred. Kept are the items with twin towns, the countries, and, until
the end, every populated place, because one that is named as a twin town need not name any itself and may stand before
the one that names it (docs/importing-wikidata.md).
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

import stringzilla

from jumelage.core.clock import today
from jumelage.imports.adapters.wikidata_lines import ENOUGH, Job, Parsed, Parser
from jumelage.imports.adapters.wikidata_staging import Staging
from jumelage.imports.adapters.wikidata_streams import (
    BrokenArchiveError,
    Counting,
    Piece,
    Place,
    format_of,
    pieces,
)
from jumelage.imports.adapters.wikidata_worker import Line
from jumelage.imports.domain.statements import (
    Progress,
    Remark,
    Statement,
    UnreadableSourceError,
    silent,
)
from jumelage.imports.domain.wikidata import (
    POPULATION,
    TWINNED,
)
from jumelage.imports.domain.wikidata_ties import TieReader

#: What is searched for. Countries, whose codes are wanted too, have a population.
_NEEDLES = [f'"{prop}"'.encode() for prop in (TWINNED, POPULATION)]
#: So much of the file tells it from others, in bytes.
_HEAD = 1 << 16
#: What was read is written down each time so many bytes of plain text are done.
_STRETCH = 1 << 26
#: … and the lines found are parsed here, or waited for, once they have so many.
_MOST_FOUND = 1 << 24
#: A line may be so long, in bytes; the longest entity of Wikidata has some 4 MB.
_LONGEST = 1 << 28
#: So many lines may be unreadable before the file is taken for something else.
_UNREADABLE = 1_000
_HINT = "expected is a JSON dump of Wikidata, one entity a line, such as latest-all.json.gz"


class WikidataDump:
    """Reads a dump; ``path`` of none is standard input.

    What was read is kept in the folder ``staging``: a reading that was killed is taken up where it was, one that was
    done is not done again. ``on`` (today, unless said) tells an end that is to come from one that came. ``workers`` is
    how many cores may be used; all, unless said.
    """

    name = "wikidata"

    def __init__(
        self,
        path: Path | None,
        *,
        languages: Sequence[str],
        staging: Path,
        workers: int | None = None,
        on: date | None = None,
        stream: BinaryIO | None = None,
    ) -> None:
        self.path = path
        self.languages = tuple(languages)
        self._folder = staging
        self._on = on or today()
        self._stream = stream
        self._workers = workers or os.cpu_count() or 1
        self._settings: dict[str, object] = {}  # of what was read already

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield what the dump says of twin towns, in the order of the items' numbers.

        A file that is damaged or ends too early yields what was read before, and a remark that says where.

        Raises:
            UnreadableSourceError: it cannot be opened, or is no dump of Wikidata.
        """
        staging = self._staged(progress)
        try:
            for code, message in staging.remarks():
                yield Remark(0, code, message)
            yield from read_staged(staging, self.languages, self._on, progress)
        finally:
            staging.close()

    def digest(self) -> str:
        """Return what stands for what the dump says of twin towns, however it is compressed or ordered.

        Raises:
            UnreadableSourceError: as for reading, which is done first unless it is done already.
        """
        staging = self._staged(silent)
        try:
            return staging.digest()
        finally:
            staging.close()

    def forget(self) -> None:
        """Remove what was kept."""
        for path in self._folder.glob("wikidata-dump.sqlite*"):
            path.unlink()

    def _staged(self, progress: Progress) -> Staging:
        if self._settings:
            return self._kept()
        with contextlib.ExitStack() as stack:
            raw, size = self._open(stack)
            head = _head(raw)
            digest = hashlib.sha256(head).hexdigest()
            self._settings = {"head": digest, "languages": self.languages}
            staging = self._kept()
            if staging.get("done") and staging.get("size") != str(size):
                staging.clear()
            try:
                if not staging.get("done"):
                    staging.put("size", str(size))
                    reading = _Reading(staging, self.languages, progress, size)
                    reading.run(raw, head, None if self._stream else self.path, self._workers)
            except BaseException:
                self._settings = {}
                staging.close()
                raise
        return staging

    def _kept(self) -> Staging:
        return Staging(self._folder / "wikidata-dump.sqlite", self._settings)

    def _open(self, stack: contextlib.ExitStack) -> tuple[BinaryIO, int]:
        """Return the file, which the stack will close, and its size in bytes; 0 where it is not known."""
        if self._stream is not None:
            return self._stream, 0
        if self.path is None:
            return sys.stdin.buffer, 0
        try:
            file = stack.enter_context(self.path.open("rb", buffering=0))
            return cast("BinaryIO", file), self.path.stat().st_size
        except OSError as error:
            raise UnreadableSourceError(f"{self.path} cannot be read: {error.strerror}") from error


def read_staged(
    staging: Staging, languages: Sequence[str], on: date, progress: Progress
) -> Iterator[Statement | Remark]:
    """Yield what the items kept say of twin towns."""
    of, reader = staging.count(), TieReader(staging.find, languages, staging.countries(), on)
    for done, item in enumerate(staging.holders()):
        if done % 100 == 0:
            progress("statements", done, of)
        yield from reader.read([item])
    progress("statements", of, of)


def _head(raw: BinaryIO) -> bytes:
    """Return the first bytes, as many as there are up to a number."""
    head = b""
    while len(head) < _HEAD and (more := raw.read(_HEAD - len(head))):
        head += more
    if not head.strip():
        raise UnreadableSourceError(f"the file is empty; {_HINT}")
    return head


class _Reading:
    """One reading of a dump, from where the last one ended."""

    def __init__(
        self, staging: Staging, languages: Sequence[str], progress: Progress, size: int
    ) -> None:
        self.staging, self.languages, self.progress, self.size = staging, languages, progress, size
        self.scanned = int(staging.get("scanned") or 0)  # bytes of plain text that are searched
        self.restart = Place(
            int(staging.get("restart_packed") or 0), int(staging.get("restart_plain") or 0)
        )
        self.unreadable = int(staging.get("unreadable") or 0)
        self.lines: list[Line] = []  # found, not yet handed over, and their bytes
        self.found = 0
        self.handed = self.scanned
        self.last = b""  # the last bytes of plain text that are no blanks

    def run(self, raw: BinaryIO, head: bytes, path: Path | None, workers: int) -> None:
        """Read to the end, or to where the file is broken."""
        kind = format_of(head)
        if kind == "json":
            _check_begin(head)
        self.staging.forget_remarks("truncated")
        stream = pieces(_at(raw, head, self.restart.packed), kind, self.restart, path, workers)
        with Parser(self.languages, workers) as parser:
            problem = self._read(stream, parser)
            self._hand_over(parser)
            self._write(parser.rest())
        if problem:
            text = f"{problem}; what stands before was read. Mend the file and import it again to go on from there"
            self.staging.remark("truncated", text)
            return
        with self.staging.transaction():
            self.staging.drop_unnamed()
            self.staging.put("done", "1")

    def _read(self, stream: Iterator[Piece], parser: Parser) -> str:
        """Search to the end; return what is wrong with the file, if something is."""
        try:
            rest = self._stream(stream, parser)
        except BrokenArchiveError as error:
            return str(error)
        if self.staging.get("bracket") and (rest.strip() or self.last)[-1:] != b"]":
            return f"the dump has no end: “]” is missing after byte {self.scanned} of its text"
        self._scan(rest, 0, len(rest))
        return ""

    def _stream(self, stream: Iterator[Piece], parser: Parser) -> bytes:
        """Search piece by piece, each up to its last line end; return what stands behind the last of all."""
        rest, plain = b"", self.restart.plain
        for piece in stream:
            data, before = piece.data, plain
            plain += len(data)
            if before == 0:
                _check_begin(data)
                self.staging.put("bracket", "1" if data.lstrip()[:1] == b"[" else "")
            if plain <= self.scanned:
                continue
            # Only the first piece of a reading that is taken up has something that is done already.
            begin = max(0, self.scanned - before) if not rest else 0
            rest = self._scan_piece(rest, data, begin)
            if piece.restart.plain <= self.scanned:
                self.restart = piece.restart
            is_due = self.scanned - self.handed >= _STRETCH or self.found >= ENOUGH
            if (is_due and parser.is_free) or self.found >= _MOST_FOUND:
                self._hand_over(parser)
                self.progress("dump", piece.packed, self.size)
        self.progress("dump", self.size, self.size)
        return rest

    def _scan_piece(self, rest: bytes, data: bytes, begin: int) -> bytes:
        """Search the lines that end in a piece, of which the first began before it; return what is left of it.

        The piece is searched where it is: copying it would cost more than searching it.
        """
        end = data.rfind(b"\n") + 1
        if end <= begin:
            return self._longer(rest, data[begin:])
        if rest:
            first = data.find(b"\n") + 1
            line = rest + data[:first]
            self._scan(line, 0, len(line))
            begin = first
        self._scan(data, begin, end)
        return data[end:]

    def _longer(self, rest: bytes, data: bytes) -> bytes:
        if len(rest) > _LONGEST:
            raise UnreadableSourceError(
                f"no end of a line in {_LONGEST} bytes from byte {self.scanned} on; {_HINT}"
            )
        return rest + data

    def _scan(self, text: bytes, begin: int, end: int) -> None:
        """Keep the lines of a part of a text that may say something."""
        for first, last in _lines_with(text, begin, end):
            # No line is but an entity, and what stands around it in the list of them.
            line = text[first:last].strip(b"[], \t\r\n")
            self.lines.append((self.scanned + first - begin, line))
            self.found += len(line)
        self.scanned += end - begin
        self.last = text[max(begin, end - 64) : end].rstrip() or self.last

    def _hand_over(self, parser: Parser) -> None:
        """Have the lines found parsed, and write down what was parsed meanwhile."""
        self._write(parser.hand_over(Job(self.lines, self.scanned, self.restart)))
        self.lines, self.found, self.handed = [], 0, self.scanned

    def _write(self, parsed: Sequence[Parsed]) -> None:
        for one in parsed:
            self.unreadable += len(one.problems)
            if self.unreadable > _UNREADABLE:
                text = f"more than {_UNREADABLE} lines are no JSON; {_HINT}"
                raise UnreadableSourceError(text)
            with self.staging.transaction():
                self.staging.add(one.items)
                for message in one.problems:
                    self.staging.remark("unreadable", message)
                for key, number in (
                    ("scanned", one.job.scanned),
                    ("restart_packed", one.job.restart.packed),
                    ("restart_plain", one.job.restart.plain),
                    ("unreadable", self.unreadable),
                ):
                    self.staging.put(key, str(number))


def _lines_with(text: bytes, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the first and last byte of the lines in which one of the properties stands, in order."""
    lines: dict[int, int] = {}
    for needle in _NEEDLES:
        found = stringzilla.find(text, needle, begin, end)
        while found >= 0:
            first = text.rfind(b"\n", begin, found) + 1 or begin
            last = text.find(b"\n", found, end) + 1 or end
            lines[first] = last
            found = stringzilla.find(text, needle, last, end)
    return sorted(lines.items())


def _check_begin(data: bytes) -> None:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"[", b"{"}:
        raise UnreadableSourceError(f"it begins with “{data[:20]!r}”; {_HINT}")


def _at(raw: BinaryIO, head: bytes, position: int) -> Counting:
    """Return the file from a position on, of which the head has been read."""
    if position <= len(head):
        return Counting(raw, head[position:], position)
    try:
        raw.seek(position)
    except (OSError, ValueError):
        skip = position - len(head)
        while skip > 0 and (data := raw.read(min(skip, 1 << 20))):
            skip -= len(data)
    return Counting(raw, b"", position)
