"""A network: pairs of identifiers, and a file with the name of each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jumelage.imports.adapters.tables import decode, digest_of, read_bytes
from jumelage.imports.domain.identifiers import SCHEMES, is_identifier
from jumelage.imports.domain.statements import (
    Acting,
    Progress,
    Remark,
    SourcePlace,
    Statement,
    UnreadableSourceError,
    silent,
)
from jumelage.places.domain.matcher import Query

#: How often progress is told, in lines.
_STEP = 1_000
_COMMENTS = ("#", "%")
#: How identifiers of Wikidata are written where they are addresses.
_ADDRESS = re.compile(r"^<?(?:https?://www\.wikidata\.org/(?:entity|wiki)/|wd:)(Q\d+)>?$")
#: So many lines tell which scheme the identifiers are of.
_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    fields: tuple[str, ...]


class EdgeList:
    """Reads a network. Each line states a tie, from the side of the first identifier.

    ``scheme`` says whose identifiers they are, where that does not show: a number may be anybody's.
    """

    name = "edges"

    def __init__(self, edges: Path, names: Path, *, scheme: str = "") -> None:
        if scheme and scheme not in SCHEMES:
            raise UnreadableSourceError(
                f"there is no scheme “{scheme}”; those known are {', '.join(SCHEMES)}"
            )
        self.path = edges
        self.names_path = names
        self._scheme = scheme

    def digest(self) -> str:
        """Return what stands for both files (SHA-256).

        Raises:
            UnreadableSourceError: one cannot be read.
        """
        return digest_of(self.path, self.names_path)

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield remarks on the names, then a statement or a remark for each pair, in the order of the files.

        Raises:
            UnreadableSourceError: a file cannot be read, or it does not show whose identifiers these are.
        """
        edges = list(_lines(self.path, most=3))
        scheme = self._scheme or _guess(self.path, edges)
        names: dict[str, str] = {}
        yield from self._names(scheme, names)
        progress("read", 0, len(edges))
        seen: dict[tuple[str, ...], int] = {}
        for number, line in enumerate(edges, start=1):
            if not (number == 1 and _is_header(line, scheme)):
                yield self._pair(line, scheme, names, seen)
            if number % _STEP == 0:
                progress("read", number, len(edges))
        progress("read", len(edges), len(edges))

    def _names(self, scheme: str, names: dict[str, str]) -> Iterator[Remark]:
        """Fill in the names; of two for one identifier the first is kept."""
        for number, line in enumerate(_lines(self.names_path, most=2)):
            value = _plain(line.fields[0])
            name = " ".join(line.fields[1].split()) if len(line.fields) > 1 else ""
            if number == 0 and _is_header(line, scheme):
                continue
            where = f"{self.names_path.name}, line {line.number}"
            row = {"id": line.fields[0], "name": name}
            if not is_identifier(scheme, value):
                yield Remark(line.number, "identifier", f"{where}: {_no(value, scheme)}", row, "id")
            elif not name:
                yield Remark(line.number, "name", f"{where}: {value} has no name", row, "name")
            elif names.setdefault(value, name) != name:
                message = f"{where}: {value} was “{names[value]}” before, which is kept"
                yield Remark(line.number, "name", message, row, "name")

    def _pair(
        self,
        line: _Line,
        scheme: str,
        names: Mapping[str, str],
        seen: dict[tuple[str, ...], int],
    ) -> Statement | Remark:
        values = tuple(_plain(field) for field in line.fields[:2])
        row = dict(zip(("id1", "id2"), line.fields[:2], strict=False))
        if len(values) < 2:
            return Remark(line.number, "columns", "two identifiers are expected in a line", row)
        for column, value in zip(("id1", "id2"), values, strict=True):
            if not is_identifier(scheme, value):
                return Remark(line.number, "identifier", _no(value, scheme), row, column)
        if values[0] == values[1]:
            return Remark(line.number, "same_place", f"{values[0]} is paired with itself", row)
        for column, value in zip(("id1", "id2"), values, strict=True):
            if value not in names:
                message = f"{value} has no name in {self.names_path.name}"
                return Remark(line.number, "name", message, row, column)
        if values in seen:
            message = f"the same pair as in line {seen[values]}"
            return Remark(line.number, "duplicate", message, row)
        seen[values] = line.number
        first, second = (
            SourcePlace(Query(names[v], "", identifiers=((scheme, v),))) for v in values
        )
        row |= {"name1": names[values[0]], "name2": names[values[1]]}
        locator = f"line {line.number}: {values[0]} {values[1]}"
        return Statement(
            line.number, first, second, locator=locator, stated_by=Acting.FIRST, row=row
        )


def _no(value: str, scheme: str) -> str:
    return f"“{value[:60]}” is no identifier of {scheme}"


def _lines(path: Path, *, most: int) -> Iterator[_Line]:
    """Yield the lines with their fields, at most so many: by tab, semicolon, comma, or else by spaces."""
    text, _ = decode(read_bytes(path))
    delimiter: str | None = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith(_COMMENTS):
            continue
        if delimiter == "":
            delimiter = next((sign for sign in "\t;," if sign in line), None)
        fields = line.split(delimiter, most - 1)
        yield _Line(number, tuple(field.strip().strip('"') for field in fields))


def _plain(value: str) -> str:
    address = _ADDRESS.match(value)
    return address[1] if address else value


def _is_header(line: _Line, scheme: str) -> bool:
    """Whether the first line names the columns: no digit in its first field, where every identifier has one."""
    return not is_identifier(scheme, _plain(line.fields[0])) and not any(
        letter.isdigit() for letter in line.fields[0]
    )


def _guess(path: Path, edges: list[_Line]) -> str:
    sample = [_plain(line.fields[0]) for line in edges[:_SAMPLE]]
    if any(is_identifier("wikidata", value) for value in sample):
        return "wikidata"
    if any(value.isdigit() for value in sample):
        raise UnreadableSourceError(
            f"{path.name} has plain numbers, which do not say whose they are; "
            "give --scheme geonames if they are GeoNames'"
        )
    raise UnreadableSourceError(
        f"{path.name} has no identifiers known (Q64 …) in its first column; give --scheme"
    )
