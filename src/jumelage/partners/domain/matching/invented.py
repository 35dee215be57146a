"""Invented wishes, plausible enough to try a round on and to measure it. Nobody published any of them."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from jumelage.core.domain.themes import THEMES
from jumelage.partners.domain.matching.wishes import Wish
from jumelage.partners.domain.terms import GOODS, KINDS, MUNICIPALITY

#: How often towns of a country seek a partner here; those of others as often as ``_ELSEWHERE``.
_ACTIVE = {
    "DE": 20, "FR": 18, "PL": 12, "IT": 10, "GB": 8, "CZ": 5, "HU": 5, "ES": 5, "UA": 6, "US": 6, "RU": 5,
    "JP": 4, "CN": 4, "RO": 4, "NL": 3, "AT": 3, "SE": 3, "FI": 3, "SK": 3, "LT": 2, "TR": 3, "PT": 2,
    "BE": 3, "DK": 2, "NO": 2, "HR": 2, "RS": 2, "BG": 2, "GR": 2, "BR": 2, "MX": 2, "KR": 2, "IL": 1,
}  # fmt: skip
_ELSEWHERE = 0.1
#: Kinds of holders and how many of a hundred wishes are theirs.
_HOLDERS = {
    MUNICIPALITY: 70, "school": 10, "museum": 4, "library": 3, "sport": 5, "youth": 4, "culture": 4,
}  # fmt: skip
_LEARNED = {"en": 70, "de": 15, "fr": 15, "ru": 10, "es": 8}  # of a hundred, besides the own


@dataclass(frozen=True, slots=True)
class Town:
    """A place that a wish can be invented for."""

    ref: str
    name: str
    country: str
    lat: float | None
    lng: float | None
    population: int


def invent(
    towns: Sequence[Town], number: int, *, seed: int, languages: Mapping[str, Sequence[str]]
) -> list[Wish]:
    """Return invented wishes; the same towns and seed give the same.

    Args:
        towns: where they may come from; several institutions of one town may have a wish each.
        number: how many.
        seed: what chance begins with.
        languages: those spoken in a country, the main one first.
    """
    rng = Random(f"wishes {seed}")  # noqa: S311 - inventing, no secret
    by_country: dict[str, list[Town]] = {}
    for town in towns:
        by_country.setdefault(town.country, []).append(town)
    codes = sorted(by_country)
    if not codes:
        raise ValueError("there is no town that a wish could be invented for")
    weights = [_ACTIVE.get(code, _ELSEWHERE) for code in codes]
    digits = max(4, len(str(number)))
    return [
        _wish(
            rng,
            f"invented-{n:0{digits}}",
            rng.choice(by_country[rng.choices(codes, weights)[0]]),
            codes,
            languages,
        )
        for n in range(1, number + 1)
    ]


def _wish(
    rng: Random, ref: str, town: Town, codes: Sequence[str], languages: Mapping[str, Sequence[str]]
) -> Wish:
    kind = _one(rng, _HOLDERS)
    countries = _countries(rng, town.country, codes)
    size = _size(rng, town.population)
    km = _km(rng) if town.lat is not None else (None, None)
    return Wish(
        ref=ref,
        name=f"{town.name} (invented{'' if kind == MUNICIPALITY else f', {kind}'})",
        country=town.country,
        kind=kind,
        place=town.ref,
        lat=town.lat,
        lng=town.lng,
        population=town.population or None,
        languages=_languages(rng, languages.get(town.country, ())),
        interpreter=rng.random() < 0.15,
        themes=_some(rng, THEMES, 1, 5),
        seeks_kinds=_some(rng, KINDS, 1, 3),
        offers=_some(rng, GOODS, 0, 5),
        needs=_some(rng, GOODS, 0, 3),
        countries=countries,
        # A tie is mostly sought abroad; who wants a partner at home names the own country.
        not_countries=frozenset() if town.country in countries else frozenset({town.country}),
        size_from=size[0],
        size_to=size[1],
        km_from=km[0],
        km_to=km[1],
        any_kind=rng.random() < 0.1,
        capacity=rng.choices((1, 2, 3, 5), (80, 12, 6, 2))[0],
    )


def _one(rng: Random, weights: Mapping[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _some(rng: Random, codes: Collection[str], least: int, most: int) -> frozenset[str]:
    """Return some codes; those at the head of the list are chosen more often than those at its end."""
    ordered = list(codes)
    weights = [1 / math.sqrt(n) for n in range(1, len(ordered) + 1)]
    return frozenset(rng.choices(ordered, weights, k=rng.randint(least, most)))


def _languages(rng: Random, spoken: Sequence[str]) -> frozenset[str]:
    learned = {code for code, share in _LEARNED.items() if rng.random() * 100 < share}
    return frozenset(learned.union(spoken[:1]))


def _countries(rng: Random, own: str, codes: Sequence[str]) -> frozenset[str]:
    """Return the countries wanted: any for a half, else some, mostly such as have many ties."""
    if rng.random() < 0.5:
        return frozenset()
    known = [code for code in codes if code in _ACTIVE]
    wanted = set(rng.choices(known or codes, k=rng.randint(1, 6)))
    return frozenset(wanted if rng.random() < 0.02 else wanted - {own})


def _size(rng: Random, population: int) -> tuple[int | None, int | None]:
    if not population or rng.random() < 0.3:
        return None, None
    factor = rng.choice((2, 3, 5, 10))
    return _rounded(population / factor), _rounded(population * factor)


def _km(rng: Random) -> tuple[float | None, float | None]:
    chance = rng.random()
    if chance < 0.15:
        return None, float(rng.choice((500, 800, 1000, 1500, 2500)))
    return (float(rng.choice((100, 200, 500))), None) if chance < 0.2 else (None, None)


def _rounded(number: float) -> int:
    """Return a number to two digits, as people write it."""
    digits = max(0, len(str(int(number))) - 2)
    return max(1, int(round(number, -digits)))
