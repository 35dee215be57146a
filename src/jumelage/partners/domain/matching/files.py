"""Files of wishes: CSV and JSON, read with every problem named at once, and written.

The columns are in docs/wishes-matching.md. In CSV several values of a cell are separated by ``;``;
in JSON, a list of objects with the same names, they may be lists.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import PurePath
from typing import Any

from jumelage.core.domain.text import csv_cell
from jumelage.partners.domain.matching.wishes import Wish
from jumelage.places.domain.countries import parse_country

#: Columns, in the order in which they are written: those of a wish, and a remark that nothing reads.
COLUMNS = (*(f.name for f in fields(Wish)), "note")
REQUIRED = ("ref", "country")
#: What columns may be called besides.
ALIASES = {"kinds": "seeks_kinds", "distance_from": "km_from", "distance_to": "km_to"}
_SETS = {f.name for f in fields(Wish) if f.type == frozenset[str]}
_DELIMITERS = (",", ";", "\t")
_SHOWN = 40
_YES, _NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n", ""}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file: at which line (0: with the whole), in which column, and what."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class UnreadableWishesError(ValueError):
    """A file of wishes cannot be understood: each fault, and the file's name."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.name, self.faults = name, tuple(faults)
        shown = "\n".join(f"{name}, {fault}" for fault in self.faults[:_SHOWN])
        more = len(self.faults) - _SHOWN
        super().__init__(shown + (f"\n… and {more} more" if more > 0 else ""))


def read_wishes(data: bytes, name: str) -> list[Wish]:
    """Return the wishes of a file; its name says what kind it is (``.json``, or else CSV).

    Raises:
        UnreadableWishesError: with all faults at once.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(data[: error.start].count(b"\n") + 1, "", "is not UTF-8; save it as UTF-8")
        raise UnreadableWishesError(name, [fault]) from error
    rows, faults = _json(text) if PurePath(name).suffix.lower() == ".json" else _csv(text)
    wishes: list[Wish] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        wish = _Row(line, row, faults).wish()
        ref = str(row.get("ref") or "").strip()
        if ref in lines:
            faults.append(Fault(line, "ref", f"“{ref}” is the ref of line {lines[ref]} already"))
        if ref:
            lines.setdefault(ref, line)
        if wish:
            wishes.append(wish)
    if not faults and not wishes:
        faults.append(Fault(0, "", "has no wishes in it"))
    if faults:
        raise UnreadableWishesError(name, sorted(faults, key=lambda fault: fault.line))
    return wishes


def _csv(text: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    head = text.partition("\n")[0]
    # Semicolons part values within a cell, and cells only where the head has no comma and no tab.
    delimiter = next((d for d in (",", "\t", ";") if d in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [ALIASES.get(key, key) for key in (c.strip().lower() for c in next(reader, []))]
        faults = list(_of_head(names))
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                many = f"has {len(cells)} cells, but there are {len(names)} columns"
                faults.append(Fault(reader.line_num, "", many))
            rows.append((reader.line_num, dict(zip(names, cells, strict=False))))
    except csv.Error as error:
        return [], [Fault(reader.line_num, "", f"cannot be read as CSV: {error}")]
    return ([] if any(not fault.line for fault in faults) else rows), faults


def _of_head(names: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the names of the columns."""
    for name in names:
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            yield Fault(0, name, f"there is no column of this name; there are: {known}")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(0, name, "is there twice")
    for name in REQUIRED:
        if name not in names:
            yield Fault(0, name, "is missing")


def _json(text: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """Return objects with their number in the list, which stands for a line, and what is wrong."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [Fault(error.lineno, "", f"is no JSON: {error.msg}")]
    if isinstance(found, dict):
        found = found.get("wishes")
    if not isinstance(found, list):
        return [], [
            Fault(0, "", "must be a list of objects, or an object with such a list, “wishes”")
        ]
    rows: list[tuple[int, dict[str, Any]]] = []
    faults = []
    for number, given in enumerate(found, start=1):
        if not isinstance(given, dict):
            faults.append(Fault(number, "", "is no object"))
            continue
        row: dict[str, Any] = {str(ALIASES.get(key, key)): value for key, value in given.items()}
        faults += [
            Fault(number, key, "there is no field of this name")
            for key in row
            if key not in COLUMNS
        ]
        rows.append((number, row))
    return rows, faults


class _Row:
    """A row being read; what is wrong is added to the faults."""

    def __init__(self, line: int, row: dict[str, Any], faults: list[Fault]) -> None:
        self.line, self.row, self.faults = line, row, faults

    def wish(self) -> Wish | None:
        """Return the wish, or nothing if it has faults."""
        before = len(self.faults)
        values: dict[str, Any] = {name: self._codes(name) for name in _SETS}
        for name in ("countries", "not_countries"):
            values[name] = frozenset(self._country(name, text) for text in values[name])
        values |= {name: self._text(name) for name in ("ref", "name", "place", "form")}
        values["kind"] = self._text("kind") or "municipality"
        values["country"] = self._country("country", self._text("country"))
        for name in ("any_kind", "interpreter"):
            values[name] = self._yes(name)
        for name, least in (("population", 0), ("size_from", 0), ("size_to", 0), ("capacity", 1)):
            values[name] = self._number(name, int, least)
        for name, least, most in (("lat", -90, 90), ("lng", -180, 180)):
            values[name] = self._number(name, float, least, most)
        for name in ("km_from", "km_to"):
            values[name] = self._number(name, float, 0)
        values["until"] = self._day("until")
        self._together(values)
        if len(self.faults) > before:
            return None
        return Wish(**values | {"capacity": values["capacity"] or 1})

    def _together(self, values: dict[str, Any]) -> None:
        """Look at values that belong together."""
        if not values["ref"]:
            self._fault("ref", "is empty; every wish needs a ref of its own")
        for lower, upper in (("size_from", "size_to"), ("km_from", "km_to")):
            first, last = values[lower], values[upper]
            if first is not None and last is not None and first > last:
                self._fault(lower, f"the range is upside down: from {first:g} to {last:g}")
        if (values["lat"] is None) != (values["lng"] is None):
            self._fault("lat" if values["lat"] is None else "lng", "is missing beside the other")
        both = sorted(values["countries"] & values["not_countries"] - {""})
        if both:
            self._fault("not_countries", f"is wanted and excluded: {', '.join(both)}")

    def _fault(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.line, column, message))

    def _text(self, name: str) -> str:
        value = self.row.get(name)
        if isinstance(value, list | dict):
            self._fault(name, "must be one value")
            return ""
        return "" if value is None else str(value).strip()

    def _codes(self, name: str) -> frozenset[str]:
        value = self.row.get(name)
        parts: Iterable[Any] = value if isinstance(value, list) else self._text(name).split(";")
        if any(isinstance(part, list | dict) for part in parts):
            self._fault(name, "must be a list of single values")
            return frozenset()
        return frozenset(code for code in (str(part).strip() for part in parts) if code)

    def _country(self, name: str, text: str) -> str:
        if not text:
            if name == "country":
                self._fault(name, "is empty")
            return ""
        match = parse_country(text)
        if not match.found:
            self._fault(name, f"“{text}”: {match.reason}")
        return match.code

    def _yes(self, name: str) -> bool:
        text = self._text(name).lower()
        if text not in _YES | _NO:
            self._fault(name, f"“{text}” is neither yes nor no")
        return text in _YES

    def _number(
        self, name: str, kind: Callable[[str], Any], least: float, most: float = 1e12
    ) -> Any:
        text = self._text(name)
        if not text:
            return None
        try:
            number = kind(text)
        except ValueError:
            what = "a whole number" if kind is int else "a number"
            self._fault(
                name, f"“{text}” is not {what}, written like {'12000' if kind is int else '48.5'}"
            )
            return None
        if not least <= number <= most:
            bounds = f"at least {least:g}" if most == 1e12 else f"from {least:g} to {most:g}"
            self._fault(name, f"{text} is out of range; it is {bounds}")
            return None
        return number

    def _day(self, name: str) -> date | None:
        text = self._text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._fault(name, f"“{text}” is no day; write it like 2027-03-31")
            return None


def to_csv(wishes: Iterable[Wish], note: str = "") -> str:
    """Return wishes as CSV, which ``read_wishes`` reads again; the note stands beside each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for wish in wishes:
        writer.writerow([*(_cell(getattr(wish, name)) for name in COLUMNS[:-1]), note])
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:g}" if value == round(value, 3) else repr(value)
    return str(csv_cell(value)) if isinstance(value, str) else str(value)
