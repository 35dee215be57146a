"""What a row of a register says, by its description."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.core.domain.text import search_key
from jumelage.imports.domain.identifiers import is_identifier
from jumelage.imports.domain.keys import fold
from jumelage.imports.domain.mapping import RegisterMap, Side, When
from jumelage.imports.domain.statements import (
    Acting,
    Remark,
    SourceClaim,
    SourceName,
    SourcePlace,
    Statement,
)
from jumelage.places.domain.countries import CountryMatch, is_country, parse_country
from jumelage.places.domain.kinds import Kind, kind_of
from jumelage.places.domain.matcher import Query

#: Notes what is odd about a row: code, column, message.
Odd = Callable[[str, str, str], None]

_SIDES = {"both": Acting.BOTH, "first": Acting.FIRST, "second": Acting.SECOND}
_YEAR = re.compile(r"-?\d+(?:\.0+)?")
#: The marks of a number in thousands.
_THOUSANDS = re.compile(r"[\s.,'’\u00a0]")
#: parse_date itself refuses what lies too far ahead.
_FAR = 9999
_MOST_LAT, _MOST_LNG = 90.0, 180.0


@lru_cache(maxsize=32)
def _territories(language: str) -> Mapping[str, str]:
    """Return the names of countries in a language of CLDR, folded, with their codes."""
    try:
        names = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError, TypeError):
        return {}
    return {fold(name): code for code, name in names.items() if is_country(code)}


def country_in(text: str, language: str, known: Mapping[str, str]) -> CountryMatch:
    """Recognise a country: by a table of one's own, then as the language calls it, then in any language."""
    code = known.get(fold(text)) or _territories(language).get(fold(text))
    return CountryMatch(text, code) if code else parse_country(text)


class RowReader:
    """Understands the rows of one register, one after the other; remembers those that it has seen."""

    def __init__(self, form: RegisterMap) -> None:
        self._map = form
        self._seen: dict[tuple[SourcePlace, SourcePlace, tuple[SourceClaim, ...]], int] = {}

    def understand(self, line: int, row: Mapping[str, str]) -> Iterator[Statement | Remark]:
        """Yield the remarks on a row, then its statement, if it can be used."""
        remarks: list[Remark] = []

        def odd(code: str, column: str, message: str) -> None:
            remarks.append(Remark(line, code, f"{column}: {message}", row, column, used=True))

        places = []
        for side in (self._map.first, self._map.second):
            place = _Place(side, self._map, odd).read(line, row)
            if isinstance(place, Remark):
                yield place
                return
            places.append(place)
        claim = self._claim(row, odd)
        yield from self._stated(line, row, places[0], places[1], claim, remarks)

    def _stated(
        self,
        line: int,
        row: Mapping[str, str],
        first: SourcePlace,
        second: SourcePlace,
        claim: SourceClaim,
        remarks: list[Remark],
    ) -> Iterator[Statement | Remark]:
        if (_bare(first), first.query.identifiers) == (_bare(second), second.query.identifiers):
            message = f"“{first.query.name}” is paired with itself"
            yield Remark(line, "same_place", message, row)
            return
        told = (first, second, (claim,))
        if told in self._seen:
            yield Remark(line, "duplicate", f"the same as line {self._seen[told]}", row)
            return
        self._seen[told] = line
        yield from remarks
        yield Statement(line, first, second, (claim,), self._locator(line, row), row=row)

    def _claim(self, row: Mapping[str, str], odd: Odd) -> SourceClaim:
        when, note = "", self._map.note.of(row)
        for column in (self._map.date, self._map.year):
            if column is None or when:
                continue
            given = row.get(column.column, "")
            if given in column.unknown:
                continue
            when, problem = _understood(given, column, is_year=column is self._map.year)
            if problem:
                what = "year" if column is self._map.year else "date"
                note = "; ".join(part for part in (note, f"{what} as given: {given}") if part)
                odd("date", column.column, f"{problem}; taken as not known")
        return SourceClaim(
            kind=self._map.dated if when else self._map.undated,
            when=when,
            side=_SIDES[self._map.side],
            form=self._form(row, odd),
            quote=self._map.quote.of(row),
            note=note,
        )

    def _form(self, row: Mapping[str, str], odd: Odd) -> str:
        form = self._map.form
        word = form.cell.of(row)
        if not form.cell.column or not word:
            return word
        if found := form.values.get(fold(word)):
            return found
        odd("form", form.cell.column, f"“{word}” is not in [form.values]; the form is left open")
        return ""

    def _locator(self, line: int, row: Mapping[str, str]) -> str:
        columns = [
            side.code.column for side in (self._map.first, self._map.second) if not side.scheme
        ]
        columns += self._map.locator
        told = [f"{name}: {row[name]}" for name in dict.fromkeys(columns) if name and row.get(name)]
        return "; ".join([f"line {line}", *told])


def _bare(place: SourcePlace) -> tuple[str, str, str, str]:
    query = place.query
    return query.country, search_key(query.name), query.division, query.within


class _Place:
    """Reads one side of a row."""

    def __init__(self, side: Side, form: RegisterMap, odd: Odd) -> None:
        self._side = side
        self._map = form
        self._odd = odd

    def read(self, line: int, row: Mapping[str, str]) -> SourcePlace | Remark:
        """Return the place, or why the row cannot be used."""
        side = self._side
        name = side.name.of(row)
        if not search_key(name):
            column = side.name.column
            return Remark(line, "empty", f"{column} is empty", row, column)
        text = side.country.of(row)
        country = country_in(text, self._map.language, self._map.countries)
        if not country.found:
            column = side.country.column
            message = f"{column}: {country.reason}; name it in [countries] of the map"
            code = "country" if country.reason_code == "unknown" else "empty"
            return Remark(line, code, message, row, column, country.suggestion)
        lat, lng = self._coordinates(row)
        kind, label = self._kind(row)
        query = Query(
            name=name,
            country=country.code,
            division=side.division.of(row) or country.part,
            within=side.within.of(row) or ("" if country.part else country.within),
            kind=kind,
            lat=lat,
            lng=lng,
            identifiers=self._identifiers(row),
        )
        names = (SourceName(name, side.language),) if side.language else ()
        return SourcePlace(query, names, label, self._population(row))

    def _coordinates(self, row: Mapping[str, str]) -> tuple[float | None, float | None]:
        texts = [self._side.lat.of(row), self._side.lng.of(row)]
        if not any(texts):
            return None, None
        try:
            lat, lng = (float(text.replace(",", ".")) for text in texts)
        except ValueError:
            lat, lng = _MOST_LAT + 1, 0.0
        # The point where both are zero lies in the Gulf of Guinea: nobody's town, many a table's blank.
        if abs(lat) <= _MOST_LAT and abs(lng) <= _MOST_LNG and (lat or lng):
            return lat, lng
        if texts != ["0", "0"]:
            given = ", ".join(texts)
            self._odd("coordinates", self._side.lat.column, f"“{given}” are no degrees; left out")
        return None, None

    def _kind(self, row: Mapping[str, str]) -> tuple[Kind | None, str]:
        text = self._side.kind.of(row)
        if not text:
            return None, ""
        if text in tuple(Kind):
            return Kind(text), ""
        if kind := kind_of(text):
            return kind, text
        self._odd("kind", self._side.kind.column, f"“{text}” is no kind of place known; left out")
        return None, ""

    def _identifiers(self, row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        scheme, value = self._side.scheme, self._side.code.of(row)
        if not scheme or not value:
            return ()
        if is_identifier(scheme, value):
            return ((scheme, value),)
        column = self._side.code.column
        self._odd("identifier", column, f"“{value}” is no identifier of {scheme}; left out")
        return ()

    def _population(self, row: Mapping[str, str]) -> int | None:
        text = _THOUSANDS.sub("", self._side.population.of(row))
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text) or None
        self._odd("population", self._side.population.column, f"“{text}” is no number; left out")
        return None


def _understood(given: str, column: When, *, is_year: bool) -> tuple[str, str]:
    """Return the date as EDTF, or why it cannot be meant."""
    if is_year and not _YEAR.fullmatch(given):
        return "", f"“{given}” is no year"
    text = given.split(".", 1)[0] if is_year else _by_format(given, column.formats)
    if not text:
        return "", f"“{given}” is not written as {' or '.join(column.formats)}"
    if is_year and len(text.lstrip("-")) > 4:
        return "", f"the year {given} cannot be meant"
    text = text.zfill(4) if is_year else text
    try:
        year = parse_date(text).year
    except InvalidDateError:
        return "", f"the {'year' if is_year else 'date'} {given} cannot be meant"
    latest = column.latest or _FAR
    if year is not None and not column.earliest <= year <= latest:
        return (
            "",
            f"the year {year} cannot be meant: one from {column.earliest} to {latest} is expected",
        )
    return text, ""


def _by_format(given: str, formats: tuple[str, ...]) -> str:
    """Return a date as EDTF, as precise as the first format that fits; without formats it is EDTF already."""
    if not formats:
        return given
    for text in formats:
        try:
            # Only the calendar day matters; a time zone would be made up.
            day = datetime.strptime(given, text)  # noqa: DTZ007
        except ValueError:
            continue
        if "%d" in text or "%j" in text:
            return f"{day:%Y-%m-%d}".zfill(10)
        return (
            f"{day:%Y-%m}".zfill(7)
            if "%m" in text or "%b" in text.lower()
            else f"{day:%Y}".zfill(4)
        )
    return ""
