"""What the columns of a register mean: a small description in TOML, checked before anything is read.

Every key is listed in docs/importing-registers.md. A key that is not known is refused: a slip of the pen in an optional
key would otherwise go unnoticed.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jumelage.core.domain.dates import EARLIEST_YEAR
from jumelage.imports.domain.identifiers import SCHEMES
from jumelage.imports.domain.keys import NOWHERE, Cell, Keys
from jumelage.places.domain.countries import is_country
from jumelage.places.domain.kinds import Kind, kind_of
from jumelage.sources.domain.authority import parse_authority
from jumelage.ties.domain.terms import ClaimKind, Form

#: What stands for “not known” in most registers.
UNKNOWN = ("", "-", "–", "—", "0", "?", "n/a", "N/A")
SIDES = ("both", "first", "second")
_CLAIM_KINDS = tuple(kind.value for kind in ClaimKind)


class MappingError(ValueError):
    """The description cannot be used; the message names every key that is wrong, one a line."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where a row says what one of its two places is."""

    name: Cell
    country: Cell
    lat: Cell = NOWHERE
    lng: Cell = NOWHERE
    division: Cell = NOWHERE
    within: Cell = NOWHERE
    kind: Cell = NOWHERE
    population: Cell = NOWHERE
    code: Cell = NOWHERE
    scheme: str = ""  # of the code: an identifier of the registry; empty: kept in the locator
    language: str = ""  # of the names (BCP 47), if the register names all places in one

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the side is read from."""
        place = (self.name, self.country, self.division, self.within, self.kind, self.population)
        cells = (*place, self.lat, self.lng, self.code)
        return tuple(cell.column for cell in cells if cell.column)


@dataclass(frozen=True, slots=True)
class When:
    """Where a row says when, and what can be meant."""

    column: str
    unknown: tuple[str, ...] = UNKNOWN
    earliest: int = EARLIEST_YEAR  # years, both included
    latest: int = 0  # 0: as far ahead as a date may lie at all
    formats: tuple[str, ...] = ()  # as for strptime; none: EDTF


@dataclass(frozen=True, slots=True)
class FormOf:
    """Where a row says what the sides call their tie, and what its words mean."""

    cell: Cell = NOWHERE
    values: Mapping[str, str] = field(default_factory=dict)  # their word, trimmed and folded: ours


@dataclass(frozen=True, slots=True)
class SourceDefaults:
    """What to say of the source, unless the command says otherwise."""

    title: str = ""
    url: str = ""
    authority: str = ""
    publisher: str = ""
    licence: str = ""
    language: str = ""
    published: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileForm:
    """How the file is written. Empty: found out."""

    delimiter: str = ""
    encoding: str = ""
    columns: tuple[str, ...] = ()
    skip: int = 0  # lines before the names of the columns


_NO_FORM = FormOf()
_ANY_FILE = FileForm()
_NO_DEFAULTS = SourceDefaults()


@dataclass(frozen=True, slots=True)
class RegisterMap:
    """A description of a register, checked."""

    first: Side
    second: Side
    file: FileForm = _ANY_FILE
    year: When | None = None
    date: When | None = None
    form: FormOf = _NO_FORM
    dated: str = "signed"
    undated: str = "attested"
    side: str = "both"
    note: Cell = NOWHERE
    quote: Cell = NOWHERE
    locator: tuple[str, ...] = ()
    source: SourceDefaults = _NO_DEFAULTS
    language: str = ""
    countries: Mapping[str, str] = field(default_factory=dict)  # their name, folded: code

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, in the order of the description."""
        cells = (self.form.cell.column, self.note.column, self.quote.column)
        whens = tuple(when.column for when in (self.date, self.year) if when)
        named = (*self.first.columns, *self.second.columns, *whens, *cells, *self.locator)
        return tuple(dict.fromkeys(name for name in named if name))


def parse_map(text: str) -> RegisterMap:
    """Return the description that a text in TOML gives.

    Raises:
        MappingError: it is no TOML, or a key is missing, unknown, or has a value that cannot be meant.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"this is no TOML: {error}") from error
    except RecursionError as error:
        raise MappingError(
            "this is no TOML that anybody would write: it is nested too deep"
        ) from error
    top = Keys(data, "")
    built = _build(top)
    top.done()
    if top.problems:
        raise MappingError("\n".join(top.problems))
    return built


def _build(top: Keys) -> RegisterMap:
    return RegisterMap(
        language=top.text("language"),
        file=_file(top.table("file")),
        first=_side(top.table("first")),
        second=_side(top.table("second")),
        year=_when(top, "year"),
        date=_when(top, "date"),
        form=_form(top.table("form")),
        source=_source(top.table("source")),
        countries=top.pairs("countries", _country),
        **_claim(top.table("claim")),
    )


def _file(keys: Keys) -> FileForm:
    form = FileForm(
        delimiter=keys.text("delimiter", _delimiter),
        encoding=keys.text("encoding", _encoding),
        columns=keys.texts("columns"),
        skip=keys.number("skip", 0, 0, 1000),
    )
    keys.done()
    return form


def _side(keys: Keys) -> Side:
    code, scheme = _code(keys)
    side = Side(
        name=keys.cell("name"),
        country=keys.cell("country", _country),
        lat=keys.cell("lat"),
        lng=keys.cell("lng"),
        division=keys.cell("division"),
        within=keys.cell("within"),
        kind=keys.cell("kind", _kind),
        population=keys.cell("population"),
        code=code,
        scheme=scheme,
        language=keys.text("language"),
    )
    for key in ("name", "country"):
        if not getattr(side, key):
            keys.wrong(key, "must be given: the column that says it" + _OR_VALUE.get(key, ""))
    if bool(side.lat) is not bool(side.lng):
        keys.wrong("lat", "lat and lng go together")
    if side.name.value:
        keys.wrong("name", "a column is expected: not every row is about the same place")
    keys.done()
    return side


_OR_VALUE = {"country": ', or { value = "CZ" } if it is the same in every row'}


def _code(keys: Keys) -> tuple[Cell, str]:
    """Return where a code stands, and the scheme of identifiers that it belongs to, if to one."""
    cell = keys.cell("code")
    return cell, keys.text("scheme", _scheme if cell else _scheme_of_nothing)


def _when(top: Keys, key: str) -> When | None:
    if not top.has(key):
        top.take(key)  # so that it is listed among the keys there are
        return None
    keys = top.table(key)
    latest_possible = 2200
    when = When(
        column=keys.text("column"),
        unknown=keys.texts("unknown", UNKNOWN),
        earliest=keys.number("earliest", EARLIEST_YEAR, EARLIEST_YEAR, latest_possible),
        latest=keys.number("latest", 0, EARLIEST_YEAR, latest_possible),
        formats=_formats(keys) if key == "date" else (),
    )
    if not when.column:
        keys.wrong("column", "must be given: the column that says when")
    if when.latest and when.latest < when.earliest:
        keys.wrong("latest", f"is before earliest, {when.earliest}")
    keys.done()
    return when


def _formats(keys: Keys) -> tuple[str, ...]:
    formats = keys.texts("formats")
    for text in formats:
        if "%Y" not in text and "%y" not in text:
            keys.wrong("formats", f"“{text}” has no year (%Y); an example: %d.%m.%Y")
    return formats


def _form(keys: Keys) -> FormOf:
    cell = Cell(keys.text("column"), keys.text("value", _our_form))
    values = keys.pairs("values", _our_form)
    if cell.column and cell.value:
        keys.wrong("value", "either column or value is expected")
    if values and not cell.column:
        keys.wrong("values", "needs column: where the words stand")
    keys.done()
    return FormOf(cell, values)


def _claim(keys: Keys) -> dict[str, Any]:
    claim = {
        "dated": keys.text("dated", _claim_kind) or "signed",
        "undated": keys.text("undated", _claim_kind) or "attested",
        "side": keys.text("side", _one_of(SIDES)) or "both",
        "note": keys.cell("note"),
        "quote": keys.cell("quote"),
        "locator": keys.texts("locator"),
    }
    keys.done()
    return claim


def _source(keys: Keys) -> SourceDefaults:
    names = ("title", "url", "publisher", "licence", "language", "published", "note")
    source = SourceDefaults(
        authority=keys.text("authority", parse_authority),
        **{name: keys.text(name) for name in names},
    )
    keys.done()
    return source


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value not in allowed:
            raise ValueError(f"“{value}” is none of {', '.join(allowed)}")

    return check


_claim_kind = _one_of(_CLAIM_KINDS)
_our_form = _one_of(tuple(form.value for form in Form if form.value))
#: The schemes of identifiers that the registry keeps.
_scheme = _one_of(SCHEMES)


def _scheme_of_nothing(_value: str) -> None:
    raise ValueError("needs code: the column where the identifiers stand")


def _country(value: str) -> None:
    if not is_country(value):
        raise ValueError(f"“{value}” is no code of a country (ISO 3166-1: CZ, DE …)")


def _kind(value: str) -> None:
    if value not in tuple(Kind) and kind_of(value) is None:
        raise ValueError(
            f"“{value}” is none of {', '.join(Kind)}, and no label that the registry has"
        )


def _delimiter(value: str) -> None:
    if len(value) != 1 or value in '"\r\n':
        raise ValueError('one sign is expected: ",", ";", "\\t" or "|"')


def _encoding(value: str) -> None:
    try:
        "".encode(value)
    except LookupError:
        raise ValueError(
            f"there is no encoding “{value}”; usual ones: utf-8, cp1250, cp1251, utf-16"
        ) from None
