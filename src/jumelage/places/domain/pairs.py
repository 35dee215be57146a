"""Reading a file of pairs of twinned places: ``city1,country1,city2,country2``, columns in any
order.

Three steps, each pure: :func:`parse_pairs` makes rows of the bytes of a file, :func:`read_pairs`
understands rows, :func:`match_pairs` finds their places. What cannot be used becomes a
:class:`PairProblem`; no row stops the others.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jumelage.core.domain.text import search_key
from jumelage.places.domain.countries import CountryMatch, parse_country
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.matcher import Match, Matcher, Outcome, Query

COLUMNS = ("city1", "country1", "city2", "country2")
_DELIMITERS = (",", ";", "\t")
#: Stands for bytes that are no UTF-8.
_UNDECODABLE = "\ufffd"

#: A row as :mod:`csv` gives it; under None what is more than the header has columns for.
Row = Mapping[str, str] | Mapping[str | None, str | list[str] | None]


class UnreadableFileError(ValueError):
    """The file as a whole is no file of pairs; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """A row that names two places of two countries known."""

    line: int
    first: Query
    second: Query
    locator: str  # what the other columns say, and the line


@dataclass(frozen=True, slots=True)
class PairProblem:
    """Why a row was left out: for the review file.

    Codes: ``columns``, ``encoding``, ``empty``, ``country``, ``same_place``, ``duplicate``,
    ``unreadable``, and from matching ``none`` and ``ambiguous``.
    """

    line: int
    code: str
    message: str
    row: Mapping[str, str] = field(default_factory=dict)
    candidates: str = ""
    column: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """A row both of whose places were found: their GeoNames numbers, and their entries."""

    row: PairRow
    first: int
    second: int
    entries: tuple[Entry, Entry]
    reasons: tuple[str, str] = ("", "")


def parse_pairs(data: bytes) -> Iterator[PairRow | PairProblem]:
    """Understand the bytes of a file: UTF-8 with or without a mark, or UTF-16 with one; comma,
    semicolon or tab.

    Raises:
        UnreadableFileError: a column is missing.
    """
    text = _decode(data)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = reader.fieldnames or ()
    except csv.Error as error:
        raise UnreadableFileError(f"the first line cannot be read: {error}") from error
    problems: list[PairProblem] = []
    yield from read_pairs(_numbered(reader, problems), header)
    yield from problems


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def _numbered(
    reader: "csv.DictReader[str]", problems: list[PairProblem]
) -> Iterator[tuple[int, Row]]:
    """Yield the rows with their lines; a row that csv cannot read becomes a problem."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"the row cannot be read: {error}"
            problems.append(PairProblem(reader.line_num, "unreadable", message))
            continue
        yield reader.line_num, row


def read_pairs(
    rows: Iterable[Row | tuple[int, Row]], header: Iterable[str] | None = None
) -> Iterator[PairRow | PairProblem]:
    """Understand the rows of a file of pairs, each with its line number (or counted from 2).

    A row that cannot be used becomes a problem with its reason; no row stops the others. A pair
    that was in the file before, in either order, is left out too. Without ``header`` the first
    row's keys are the columns.

    Raises:
        UnreadableFileError: a column is missing.
    """
    columns = None if header is None else _columns(header)
    seen: dict[frozenset[tuple[str, ...]], int] = {}
    for number, item in enumerate(rows, start=2):
        line, raw = item if isinstance(item, tuple) else (number, item)
        if columns is None:
            columns = _columns(name for name in raw if name is not None)
        result = _understand(line, raw, columns)
        if isinstance(result, PairRow):
            ends = frozenset(
                (query.country, search_key(query.name), query.division, query.within)
                for query in (result.first, result.second)
            )
            if ends in seen:
                message = f"the same pair as in line {seen[ends]}"
                result = PairProblem(line, "duplicate", message, _values(raw, columns))
            else:
                seen[ends] = line
        yield result


def _columns(header: Iterable[str]) -> dict[str, str]:
    columns = {name.strip().lower(): name for name in header if name}
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise UnreadableFileError(
            f"the file has no column {', '.join(missing)}; its first line must name the columns "
            f"{', '.join(COLUMNS)} (it names: {', '.join(columns) or 'nothing'})"
        )
    return columns


def _plain(raw: Row) -> dict[str | None, object]:
    return {key: value for key, value in raw.items()}  # noqa: C416 - dict() would keep its narrower type


def _values(raw: Row, columns: Mapping[str, str]) -> dict[str, str]:
    values = _plain(raw)
    return {name: str(values.get(original) or "").strip() for name, original in columns.items()}


def _understand(line: int, raw: Row, columns: Mapping[str, str]) -> PairRow | PairProblem:
    row = _values(raw, columns)
    if problem := _malformed(line, raw, row):
        return problem
    countries = {column: parse_country(row[column]) for column in ("country1", "country2")}
    for column, country in countries.items():
        if not country.found:
            message = f"{column}: {country.reason}"
            return PairProblem(
                line, "country", message, row, column=column, suggestion=country.suggestion
            )
    first = _query(row["city1"], countries["country1"])
    second = _query(row["city2"], countries["country2"])
    if _same(first, second):
        return PairProblem(line, "same_place", f"“{first.name}” is paired with itself", row)
    others = [f"{name}: {value}" for name, value in row.items() if name not in COLUMNS and value]
    return PairRow(line, first, second, "; ".join([f"line {line}", *others]))


def _malformed(line: int, raw: Row, row: Mapping[str, str]) -> PairProblem | None:
    values = _plain(raw)
    if values.get(None):
        message = "the row has more fields than the header; is a name unquoted?"
        return PairProblem(line, "columns", message, row)
    for column in COLUMNS:
        if _UNDECODABLE in row[column]:
            message = f"{column}: “{row[column]}” is not UTF-8; save the file as UTF-8"
            return PairProblem(line, "encoding", message, row, column=column)
    for column in COLUMNS:
        if not search_key(row[column]):
            short = any(value is None for value in values.values())
            what = "the row has fewer fields than the header" if short else f"{column} is empty"
            return PairProblem(line, "columns" if short else "empty", what, row, column=column)
    return None


def _query(name: str, country: CountryMatch) -> Query:
    within = "" if country.part else country.within
    return Query(name, country.code, country.part, within)


def _same(first: Query, second: Query) -> bool:
    """Whether both are one place by name; “Perth, Scotland” and “Perth, Australia” are not."""
    return (first.country, search_key(first.name), first.division, first.within) == (
        second.country,
        search_key(second.name),
        second.division,
        second.within,
    )


def match_pairs(
    rows: Iterable[PairRow | PairProblem], matcher: Matcher
) -> Iterator[MatchedPair | PairProblem]:
    """Find the places of each row; problems pass through."""
    for row in rows:
        yield row if isinstance(row, PairProblem) else match_pair(row, matcher)


def match_pair(row: PairRow, matcher: Matcher) -> MatchedPair | PairProblem:
    """Find both places of a row, or say which could not be found and why."""
    matches = [matcher.match(query) for query in (row.first, row.second)]
    for column, match in zip(("city1", "city2"), matches, strict=True):
        if match.outcome is not Outcome.FOUND:
            return _unmatched(row, column, match)
    first, second = (match.candidates[0] for match in matches)
    if first.ref == second.ref:
        message = f"both names mean the same place, {first.name}"
        return PairProblem(row.line, "same_place", message, _named(row))
    reasons = (matches[0].reason, matches[1].reason)
    return MatchedPair(row, first.geonames, second.geonames, (first, second), reasons)


def _unmatched(row: PairRow, column: str, match: Match) -> PairProblem:
    candidates = "; ".join(
        f"{entry.ref} {entry.name} ({entry.division or entry.admin1}, {entry.population})"
        for entry in match.candidates[:8]
    )
    message = f"{column}: {match.reason}"
    return PairProblem(
        row.line, match.outcome.value, message, _named(row), candidates, column=column
    )


def _named(row: PairRow) -> dict[str, str]:
    return {
        "city1": row.first.name,
        "country1": row.first.country,
        "city2": row.second.name,
        "country2": row.second.country,
    }
