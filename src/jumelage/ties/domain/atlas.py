"""The atlas file: all places and ties in one compact, columnar, varint-coded file (docs/atlas-file.md).

Places are sorted by country and along a Hilbert curve, ties by their places, so that neighbouring numbers are close
and their differences small. Columns stand one after the other: like compresses best beside like.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jumelage.core.domain.geo import hilbert_index
from jumelage.places.domain.kinds import Kind
from jumelage.ties.domain.terms import Form, Legal

MAGIC = b"JATL"
VERSION = 1
#: Coordinates are kept in units of this many degrees (1.1 km at the equator: finer than a town).
UNIT = 0.01

_KIND_INDEX = {kind.value: index for index, kind in enumerate(Kind)}
_LEGAL_INDEX = {legal.value: index for index, legal in enumerate(Legal)}
_FORM_INDEX = {form.value: index for index, form in enumerate(Form)}


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the atlas."""

    id: int
    country: str
    kind: str
    lat: float
    lng: float
    name: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie on the atlas. ``since`` is the year it began, ``changed`` that of its suspension or end; 0: not known."""

    a: int
    b: int
    form: str
    legal_a: str
    legal_b: str
    disputed: bool
    since: int
    changed: int


@dataclass(frozen=True, slots=True)
class AtlasFile:
    """The file's bytes, and what the places' and ties' positions in it stand for."""

    data: bytes
    place_ids: Sequence[int]


def encode(points: Iterable[Point], arcs: Iterable[Arc], header: Mapping[str, Any]) -> AtlasFile:
    """Return the atlas file of these places and ties. Ties of places that are not given are left out."""
    ordered = sorted(points, key=lambda p: (p.country, hilbert_index(p.lat, p.lng), p.id))
    position = {point.id: index for index, point in enumerate(ordered)}
    rows = sorted(_rows(arcs, position))
    countries = sorted({point.country for point in ordered})
    full_header = {
        **header, "places": len(ordered), "ties": len(rows), "countries": countries,
    }  # fmt: skip
    out = bytearray(MAGIC)
    _varint(out, VERSION)
    _text(out, json.dumps(full_header, ensure_ascii=False, separators=(",", ":")))
    _place_columns(out, ordered, countries)
    _tie_columns(out, rows, len(ordered))
    return AtlasFile(bytes(out), [point.id for point in ordered])


_Row = tuple[int, int, int, int, int, int]


def _rows(arcs: Iterable[Arc], position: Mapping[int, int]) -> Iterator[_Row]:
    for arc in arcs:
        a, b = position.get(arc.a), position.get(arc.b)
        if a is None or b is None:
            continue
        legal_a, legal_b = _LEGAL_INDEX[arc.legal_a], _LEGAL_INDEX[arc.legal_b]
        if a > b:
            a, b, legal_a, legal_b = b, a, legal_b, legal_a
        status = legal_a + 8 * legal_b + 64 * arc.disputed
        yield a, b, _FORM_INDEX[arc.form], status, arc.since, arc.changed


def _place_columns(out: bytearray, points: Sequence[Point], countries: Sequence[str]) -> None:
    per_country = dict.fromkeys(countries, 0)
    for point in points:
        per_country[point.country] += 1
    for number in per_country.values():
        _varint(out, number)
    _deltas(out, (round(point.lat / UNIT) for point in points))
    _deltas(out, (round(point.lng / UNIT) for point in points))
    for point in points:
        _varint(out, _KIND_INDEX[point.kind])
    _text(out, "\n".join(point.name.replace("\n", " ") for point in points))


def _tie_columns(out: bytearray, rows: Sequence[_Row], places: int) -> None:
    degrees = [0] * places
    for row in rows:
        degrees[row[0]] += 1
    for degree in degrees:
        _varint(out, degree)
    previous_a = previous_b = -1
    for a, b, *_ in rows:
        _varint(out, b - previous_b if a == previous_a else b - a)
        previous_a, previous_b = a, b
    for column in (2, 3):
        for row in rows:
            _varint(out, row[column])
    for column in (4, 5):
        _deltas(out, (row[column] for row in rows))


def _varint(out: bytearray, number: int) -> None:
    """Append an unsigned LEB128 number."""
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _deltas(out: bytearray, numbers: Iterable[int]) -> None:
    """Append numbers as zigzag-coded differences."""
    previous = 0
    for number in numbers:
        delta = number - previous
        _varint(out, delta * 2 if delta >= 0 else -delta * 2 - 1)
        previous = number


def _text(out: bytearray, text: str) -> None:
    data = text.encode()
    _varint(out, len(data))
    out.extend(data)
