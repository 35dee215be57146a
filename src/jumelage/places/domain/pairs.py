"""Reading a file of pairs of twinned places: ``city1,country1,city2,country2``, columns in any order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jumelage.core.domain.text import search_key
from jumelage.places.domain.countries import parse_country
from jumelage.places.domain.matcher import Matcher, Outcome, Query

COLUMNS = ("city1", "country1", "city2", "country2")


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
    """Why a row was left out: for the review file."""

    line: int
    code: str
    message: str
    row: Mapping[str, str] = field(default_factory=dict)
    candidates: str = ""


def read_pairs(
    rows: Iterable[tuple[int, Mapping[str | None, str | list[str] | None]]],
    header: Iterable[str],
) -> Iterator[PairRow | PairProblem]:
    """Understand the rows of a file of pairs, each with its line number.

    A row that cannot be used becomes a problem with its reason; no row stops the others. A pair that was in the file
    before, in either order, is left out too.

    Raises:
        UnreadableFileError: a column is missing.
    """
    columns = {name.strip().lower(): name for name in header if name}
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise UnreadableFileError(
            f"the file has no column {', '.join(missing)}; its first line must name the columns "
            f"{', '.join(COLUMNS)} (it names: {', '.join(columns) or 'nothing'})"
        )
    seen: dict[frozenset[tuple[str, str]], int] = {}
    for line, raw in rows:
        row = {name: str(raw.get(original) or "").strip() for name, original in columns.items()}
        result = _understand(line, row, extra=raw.get(None))
        if isinstance(result, PairRow):
            ends = frozenset(
                (query.country, search_key(query.name)) for query in (result.first, result.second)
            )
            if ends in seen:
                yield PairProblem(
                    line, "duplicate", f"the same pair as in line {seen[ends]}", row
                )
                continue
            seen[ends] = line
        yield result


def _understand(line: int, row: Mapping[str, str], extra: object) -> PairRow | PairProblem:
    if extra:
        return PairProblem(
            line, "columns", "the row has more fields than the header; is a name unquoted?", row
        )
    for column in COLUMNS:
        if not search_key(row[column]):
            return PairProblem(line, "empty", f"{column} is empty", row)
    countries = [parse_country(row[column]) for column in ("country1", "country2")]
    for column, country in zip(("country1", "country2"), countries, strict=True):
        if not country.found:
            return PairProblem(line, "country", f"{column}: {country.reason}", row)
    first, second = (
        Query(row[city], country.code, country.part)
        for city, country in zip(("city1", "city2"), countries, strict=True)
    )
    if (first.country, search_key(first.name)) == (second.country, search_key(second.name)):
        return PairProblem(line, "same_place", f"“{first.name}” is paired with itself", row)
    others = [f"{name}: {value}" for name, value in row.items() if name not in COLUMNS and value]
    return PairRow(line, first, second, "; ".join([f"line {line}", *others]))


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """A row both of whose places were found, with their GeoNames numbers."""

    row: PairRow
    first: int
    second: int


def match_pair(row: PairRow, matcher: Matcher) -> MatchedPair | PairProblem:
    """Find both places of a row, or say which could not be found and why."""
    raw = {
        "city1": row.first.name,
        "country1": row.first.country,
        "city2": row.second.name,
        "country2": row.second.country,
    }
    matches = [matcher.match(query) for query in (row.first, row.second)]
    for column, match in zip(("city1", "city2"), matches, strict=True):
        if match.outcome is not Outcome.FOUND:
            candidates = "; ".join(
                f"geonames:{entry.geonames} {entry.name} ({entry.admin1}, {entry.population})"
                for entry in match.candidates[:8]
            )
            return PairProblem(
                row.line, match.outcome.value, f"{column}: {match.reason}", raw, candidates
            )
    first, second = (match.candidates[0].geonames for match in matches)
    if first == second:
        return PairProblem(row.line, "same_place", "both names mean the same place", raw)
    return MatchedPair(row, first, second)
