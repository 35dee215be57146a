"""A list of pairs: ``city1,country1,city2,country2``, columns in any order."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from jumelage.imports.adapters.tables import decode, digest_of, guess_delimiter, read_bytes
from jumelage.imports.domain.statements import (
    Progress,
    Remark,
    SourcePlace,
    Statement,
    UnreadableSourceError,
    silent,
)
from jumelage.places.domain.pairs import (
    PairProblem,
    PairRow,
    Row,
    UnreadableFileError,
    read_pairs,
)

#: How often progress is told, in rows.
_STEP = 1_000


class PairsFile:
    """Reads a file of pairs; every row is a statement that attests a tie, or a remark."""

    name = "pairs"

    def __init__(self, path: Path) -> None:
        self.path = path

    def digest(self) -> str:
        """Return the SHA-256 of the file.

        Raises:
            UnreadableSourceError: it cannot be read.
        """
        return digest_of(self.path)

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield a statement or a remark for each row, in the order of the file.

        Raises:
            UnreadableSourceError: the file cannot be read, or a column is missing.
        """
        data = read_bytes(self.path)
        # What is no UTF-8 is reported row by row, so that it is seen in the list itself.
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text, _ = decode(data, "utf-16" if marked else "utf-8")
        lines = text.count("\n") + 1
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=guess_delimiter(text))
        rows = _Rows(reader)
        try:
            header = reader.fieldnames or ()
        except csv.Error as error:
            raise UnreadableSourceError(f"the first line cannot be read: {error}") from error
        progress("read", 0, lines)
        try:
            for number, item in enumerate(read_pairs(rows.numbered(), header), start=1):
                yield from rows.unreadable()
                yield _remark(item) if isinstance(item, PairProblem) else _statement(item, rows.now)
                if number % _STEP == 0:
                    progress("read", min(item.line, lines), lines)
        except UnreadableFileError as error:
            raise UnreadableSourceError(str(error)) from error
        yield from rows.unreadable()
        progress("read", lines, lines)


class _Rows:
    """The rows of a file as they are read: the one read last, and those that could not be."""

    def __init__(self, reader: "csv.DictReader[str]") -> None:
        self._reader = reader
        self._unreadable: list[Remark] = []
        self.now: dict[str, str] = {}

    def numbered(self) -> Iterator[tuple[int, Row]]:
        while True:
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                # The line that failed is not counted yet.
                message = f"the row cannot be read: {error}"
                self._unreadable.append(Remark(self._reader.line_num + 1, "unreadable", message))
                continue
            # csv gives None as a key or a value where a row is longer or shorter than the header.
            raw = cast("dict[str | None, str | list[str] | None]", row)
            self.now = {
                name.strip().lower(): str(value or "").strip()
                for name, value in raw.items()
                if name is not None
            }
            yield self._reader.line_num, raw

    def unreadable(self) -> Iterator[Remark]:
        found, self._unreadable = self._unreadable, []
        yield from found


def _statement(row: PairRow, raw: dict[str, str]) -> Statement:
    first, second = SourcePlace(row.first), SourcePlace(row.second)
    return Statement(row.line, first, second, locator=row.locator, row=dict(raw))


def _remark(problem: PairProblem) -> Remark:
    return Remark(
        line=problem.line,
        code=problem.code,
        message=problem.message,
        row=problem.row,
        column=problem.column,
        suggestion=problem.suggestion,
        candidates=problem.candidates,
    )
