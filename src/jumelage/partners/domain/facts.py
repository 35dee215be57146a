"""What the finder knows of a place, and the places and ties of a list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from jumelage.partners.domain.holdout import Edges
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.lists import NameList, most
from jumelage.places.domain.matcher import Match, Query


class Facts(NamedTuple):
    """A place. Coordinates in degrees (WGS 84); what is not known is None, 0 or empty."""

    ref: str
    name: str
    country: str  # ISO 3166
    division: str = ""  # GeoNames' code of the first-level division it lies in
    kind: Kind | None = Kind.CITY
    lat: float | None = None
    lng: float | None = None
    population: int = 0
    names: tuple[str, ...] = ()  # others that it has, in any language and script
    #: In how many languages and scripts GeoNames names it: how widely it is known. 0: not known.
    fame: int = 0

    @property
    def is_settlement(self) -> bool:
        """Whether it is a town, a municipality or a village, and no division."""
        return self.kind in {Kind.CITY, None}


def facts_of(entry: Entry) -> Facts:
    """Return what the gazetteer knows of a place that matters here."""
    settlement = entry.level not in {1, 2}
    return Facts(
        entry.ref,
        entry.name,
        entry.country,
        entry.admin1,
        Kind.CITY if settlement else entry.kind,
        entry.lat if entry.lng is not None else None,
        entry.lng if entry.lat is not None else None,
        entry.population or entry.people,
        entry.names,
        len(entry.names) if entry.level == 0 else 0,
    )


@dataclass(frozen=True, slots=True)
class Register:
    """Places and the ties between them, by their numbers; each tie once, the smaller number first."""

    places: list[Facts]
    edges: Edges


def register_of(names: NameList, matches: Sequence[Match]) -> Register:
    """Return the places and ties of a list of pairs whose names were looked up.

    Names that mean the same place are one place. A name that was found at one of its mentions means
    that place at all; one that was never found is a place of its own, known by country and name.
    Rows with a country that is not understood are left out.
    """
    answers: dict[tuple[str, ...], list[Match]] = defaultdict(list)
    for name, match in zip(names.names, matches, strict=True):
        if name.query:
            answers[_key(name.query)].append(match)
    usual = {key: most(found).entry for key, found in answers.items()}
    numbers: dict[str, int] = {}
    places: list[Facts] = []
    edges = set()

    def number(index: int) -> int | None:
        query = names.names[index].query
        if query is None:
            return None
        entry = matches[index].entry or usual[_key(query)]
        facts = facts_of(entry) if entry else _unfound(query)
        if facts.ref not in numbers:
            numbers[facts.ref] = len(places)
            places.append(facts)
        return numbers[facts.ref]

    for index, partner in enumerate(names.partners):
        if partner is None or partner < index:
            continue
        first, second = number(index), number(partner)
        if first is not None and second is not None and first != second:
            edges.add((min(first, second), max(first, second)))
    return Register(places, np.array(sorted(edges), dtype=np.int64).reshape(-1, 2))


def _key(query: Query) -> tuple[str, ...]:
    return query.country, fast_key(query.name), query.division, query.within


def _unfound(query: Query) -> Facts:
    return Facts(f"name:{'/'.join(_key(query))}", query.name, query.country, kind=None)


def decoys(
    register: Register, pool: Iterable[Facts], number: int, rng: np.random.Generator
) -> list[Facts]:
    """Draw places without any tie, so that nothing but what a place is like can tell them.

    ``number`` are drawn from the settlements of ``pool``, and divisions in the proportion that they
    have in the register. As many of them as in the register lack coordinates, or inhabitants.
    """
    taken = {place.ref for place in register.places}
    free = [place for place in pool if place.ref not in taken]
    towns = [place for place in free if place.is_settlement]
    settled = [place for place in register.places if place.is_settlement]
    drawn = [towns[i] for i in rng.choice(len(towns), min(number, len(towns)), replace=False)]
    if settled:
        models = rng.integers(0, len(settled), len(drawn))
        drawn = [_as_known(place, settled[i]) for place, i in zip(drawn, models, strict=True)]
    kinds = Counter(place.kind for place in register.places if not place.is_settlement)
    for kind, count in sorted(kinds.items(), key=lambda item: str(item[0])):
        alike = [place for place in free if place.kind is kind]
        wanted = min(len(alike), round(count * len(drawn) / max(1, len(settled))))
        drawn += [alike[i] for i in rng.choice(len(alike), wanted, replace=False)] if wanted else []
    return drawn


def _as_known(place: Facts, model: Facts) -> Facts:
    """Return a place of which no more is known than of another."""
    if model.kind is None:
        return place._replace(
            kind=None, lat=None, lng=None, division="", population=0, names=(), fame=0
        )
    if model.lat is None:
        place = place._replace(lat=None, lng=None)
    if not model.population:
        place = place._replace(population=0)
    return place if model.fame else place._replace(names=(), fame=0)
