"""Files of names to find: rows with a name, a country and what hints there are, or rows of pairs.

Pure: the bytes of a file become mentions, answers become rows, answers and known coordinates become
figures. Columns are recognised by any of their usual names.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import csv_cell
from jumelage.places.domain.countries import parse_country
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.kinds import Kind, kind_of
from jumelage.places.domain.matcher import Match, Outcome, Query, Reason
from jumelage.places.domain.reconcile import Mention

#: An answer so near (km) to the known coordinates is right.
RIGHT_KM = 25.0
#: What columns may be called.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "city", "place", "town", "municipality", "city_name", "place_name", "label"),
    "country": ("country", "country_code", "countrycode", "country_name", "iso2", "cc"),
    "division": ("division", "state", "region", "province", "admin1", "state_code"),
    "within": ("within", "in", "county", "district", "parent"),
    "kind": ("kind", "type"),
    "lat": ("lat", "latitude"),
    "lng": ("lng", "lon", "long", "longitude"),
    "geonames": ("geonames", "geonameid", "geonames_id", "geoname_id"),
    "wikidata": ("wikidata", "wikidata_id", "qid"),
    "iso3166-2": ("iso3166_2", "iso3166-2", "iso_3166_2"),
    "fips": ("fips", "fips_code"),
    "partner": ("partner", "partner_name", "partner_city", "twin"),
    "partner_country": ("partner_country", "twin_country", "country_of_partner"),
}
_IDENTIFIERS = ("geonames", "wikidata", "iso3166-2", "fips")
_DELIMITERS = (",", ";", "\t", "|")
OUT_COLUMNS = (
    "line", "name", "country", "outcome", "ref", "matched_name", "matched_kind", "lat", "lng",
    "score", "reasons", "candidates",
)  # fmt: skip
_SHOWN = 8


class UnreadableListError(ValueError):
    """The file as a whole cannot be understood; the message says what is missing and what to do."""


class Name(NamedTuple):
    """A name of the file: where it stands, and what was understood of it."""

    line: int
    name: str
    country: str
    query: Query | None  # nothing where the country is not understood
    problem: str = ""
    beside: bool = False  # only named beside another, as its partner: no answer is asked


@dataclass(slots=True)
class NameList:
    """The names of a file in its order: what to answer, and what stands beside."""

    names: list[Name] = field(default_factory=list)
    partners: list[int | None] = field(default_factory=list)
    pairs: bool = False

    def mentions(self) -> tuple[list[Mention], dict[int, int]]:
        """Return the names that can be looked up, and where each name of the file is among them."""
        places = {n: i for i, n in enumerate(k for k, name in enumerate(self.names) if name.query)}
        found = [
            Mention(name.query, None if partner is None else places.get(partner))
            for name, partner in zip(self.names, self.partners, strict=True)
            if name.query
        ]
        return found, places


def read_list(data: bytes, title: str) -> NameList:
    """Understand the bytes of a file: UTF-8, or UTF-16 with its mark; comma, semicolon, tab or bar.

    Raises:
        UnreadableListError: it is empty, or has no column of names or of countries.
    """
    text = _decode(data, title)
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))
    header = [cell.strip().lower() for cell in next(reader, [])]
    if not any(header):
        raise UnreadableListError(f"{title} is empty; its first line must name the columns")
    sides = _sides(header, title)
    found = NameList(pairs="name" in _columns(header, "2"))
    for row in _rows(reader, title):
        first = len(found.names)
        shown = sides if found.pairs or _cell(row, sides[-1], "name") else sides[:1]
        for number, side in enumerate(shown):
            name = _name(reader.line_num, row, side)
            found.names.append(name._replace(beside=number > 0 and not found.pairs))
        both = len(shown) == 2
        found.partners += [first + 1, first] if both else [None]
    return found


def _decode(data: bytes, title: str) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableListError(
            f"{title}, line {line}: these bytes are no UTF-8; save the file as UTF-8"
        ) from error


def _rows(reader: "Iterator[list[str]]", title: str) -> Iterator[list[str]]:
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        raise UnreadableListError(
            f"{title}, line {line}: the row cannot be read: {error}"
        ) from error


Side = Mapping[str, int]


def _sides(header: Sequence[str], title: str) -> list[Side]:
    """Return where the columns are: of the one place of a row, or of both places of a pair."""
    pair: list[Side] = [_columns(header, str(number)) for number in (1, 2)]
    if all("name" in side and "country" in side for side in pair):
        return pair
    single = _columns(header, "")
    missing = [column for column in ("name", "country") if column not in single]
    if missing:
        wanted = " and ".join(
            f"{column} ({', '.join(COLUMNS[column][:3])} …)" for column in missing
        )
        raise UnreadableListError(
            f"{title} has no column of {wanted}; its first line names: {', '.join(header)}. "
            "Name the columns there, or give pairs as city1,country1,city2,country2"
        )
    partner = {"name": single["partner"]} if "partner" in single else {}
    if partner and "partner_country" in single:
        partner["country"] = single["partner_country"]
        return [single, partner]
    return [single]


def _columns(header: Sequence[str], number: str) -> dict[str, int]:
    found = {}
    for column, usual in COLUMNS.items():
        names = [
            f"{name}{mark}{number}" for name in usual for mark in (("", "_") if number else ("",))
        ]
        place = next((header.index(name) for name in names if name in header), None)
        if place is not None:
            found[column] = place
    return found


def _cell(row: Sequence[str], side: Side, column: str) -> str:
    place = side.get(column)
    return row[place].strip() if place is not None and place < len(row) else ""


def _name(line: int, row: Sequence[str], side: Side) -> Name:
    name, country = _cell(row, side, "name"), _cell(row, side, "country")
    short = name
    known = parse_country(country)
    if not known.found and not country:  # “Varna, Bulgaria”, the country left empty
        short, _, last = name.rpartition(",")
        known = parse_country(last)
    if not fast_key(name):
        return Name(line, name, country, None, "the name is empty; name the place")
    if not known.found or not short:
        reason = parse_country(country).reason
        return Name(line, name, country, None, f"{reason}; write its name or its ISO code")
    lat, lng = _number(_cell(row, side, "lat"), 90), _number(_cell(row, side, "lng"), 180)
    known_as = tuple((s, _cell(row, side, s)) for s in _IDENTIFIERS if _cell(row, side, s))
    query = Query(
        short.strip(),
        known.code,
        known.part or _cell(row, side, "division"),
        known.within or _cell(row, side, "within"),
        _kind(_cell(row, side, "kind")),
        lat if lng is not None else None,
        lng if lat is not None else None,
        known_as,
    )
    return Name(line, name, country, query)


def _kind(text: str) -> Kind | None:
    if text.lower() in set(Kind):
        return Kind(text.lower())
    return kind_of(text) if text else None


def _number(text: str, most: int) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) <= most else None


def without_coordinates(names: NameList) -> NameList:
    """Return the list with no coordinates as hints: they would be the answers to be measured by."""
    plain = [
        name._replace(
            query=Query(q.name, q.country, q.division, q.within, q.kind, identifiers=q.identifiers)
        )
        if (q := name.query)
        else name
        for name in names.names
    ]
    return NameList(plain, names.partners, names.pairs)


def unanswered(name: Name) -> Match:
    """Return the answer for a name whose country is not understood."""
    reason = Reason("country", name.problem)
    return Match(Outcome.NONE, reason.text, (), (reason,))


def by_majority(names: NameList, answers: Sequence[Match]) -> dict[tuple[str, str], Match]:
    """Return one answer for each (name, country): what most of its mentions mean."""
    found: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for name, match in zip(names.names, answers, strict=True):
        found[name.name, name.country].append(match)
    return {key: most(matches) for key, matches in found.items()}


def most(matches: Sequence[Match]) -> Match:
    """Return the answer that most of several are; of as many, the first."""
    if len(matches) == 1:
        return matches[0]
    refs = [match.number for match in matches]
    return matches[refs.index(Counter(refs).most_common(1)[0][0])]


def out_row(name: Name, match: Match) -> list[object]:
    """Return the row that says the answer, its cells safe for spreadsheets."""
    entry = match.entry
    shown = [
        f"{e.ref} {e.name} ({e.division or e.admin1 or e.country}, {e.label or e.kind})"
        for e in ([] if entry else match.candidates[:_SHOWN])
    ]
    row: list[object] = [
        name.line, name.name, name.country, match.outcome.value, entry.ref if entry else "",
        entry.name if entry else "", entry.kind.value if entry else "",
        entry.lat if entry else "", entry.lng if entry else "",
        round(match.score, 3), match.reason, "; ".join(shown),
    ]  # fmt: skip
    return [csv_cell("" if cell is None else cell) for cell in row]


class Gold(NamedTuple):
    """Known coordinates of a name."""

    name: str
    country: str
    lat: float
    lng: float


def read_gold(data: bytes, title: str) -> list[Gold]:
    """Understand the bytes of a file of answers: name, country, latitude, longitude.

    Raises:
        UnreadableListError: a column is missing, or a coordinate is no number.
    """
    text = _decode(data, title)
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))
    side = _columns([cell.strip().lower() for cell in next(reader, [])], "")
    missing = [column for column in ("name", "country", "lat", "lng") if column not in side]
    if missing:
        raise UnreadableListError(
            f"{title} has no column {', '.join(missing)}; answers need city,country,lat,lng"
        )
    found = []
    for row in _rows(reader, title):
        lat, lng = _number(_cell(row, side, "lat"), 90), _number(_cell(row, side, "lng"), 180)
        if lat is None or lng is None:
            raise UnreadableListError(
                f"{title}, line {reader.line_num}: “{_cell(row, side, 'lat')}, "
                f"{_cell(row, side, 'lng')}” are no coordinates; write degrees, like 43.11, 131.87"
            )
        found.append(Gold(_cell(row, side, "name"), _cell(row, side, "country"), lat, lng))
    return found


@dataclass(slots=True)
class Figures:
    """How good answers are, by known coordinates."""

    names: int = 0
    answered: int = 0
    right: int = 0
    us_answered: int = 0
    us_right: int = 0
    absent: int = 0  # gold names that the file does not have

    @property
    def coverage(self) -> float:
        """Answered, of all."""
        return self.answered / self.names if self.names else 0.0

    @property
    def precision(self) -> float:
        """Right, of those answered."""
        return self.right / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        """Right, of all."""
        return self.right / self.names if self.names else 0.0

    @property
    def us_precision(self) -> float:
        """Right, of those of the United States that were answered."""
        return self.us_right / self.us_answered if self.us_answered else 0.0


def figures(gold: Sequence[Gold], answers: Mapping[tuple[str, str], Match]) -> Figures:
    """Measure answers, by name and country, by known coordinates."""
    found = Figures()
    for known in gold:
        match = answers.get((known.name, known.country))
        if match is None:
            found.absent += 1
            continue
        found.names += 1
        entry = match.entry
        if entry is None:
            continue
        placed = entry.lat is not None and entry.lng is not None
        off = distance_km(entry.lat or 0.0, entry.lng or 0.0, known.lat, known.lng)
        right = placed and off <= RIGHT_KM
        found.answered += 1
        found.right += right
        if parse_country(known.country).code == "US":
            found.us_answered += 1
            found.us_right += right
    return found
