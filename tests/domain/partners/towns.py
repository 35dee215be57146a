"""A small world to find partners in. Two countries, two divisions each, towns in a row; numbers invented."""

import numpy as np

from jumelage.partners.domain.facts import Facts, Register
from jumelage.partners.domain.landscape import landscape_of
from jumelage.partners.domain.places import Places, places_of
from jumelage.places.domain.kinds import Kind

COUNTRIES = {"DE": (50.0, 8.0), "FR": (47.0, 2.0), "PL": (52.0, 19.0), "IT": (44.0, 11.0)}


def town(number: int, country: str, **known: object) -> Facts:
    """Return a town; every tenth is large, and neighbours are some 10 km apart."""
    lat, lng = COUNTRIES[country]
    plain = Facts(
        f"geonames:{country}{number}",
        f"{country} town {number}",
        country,
        "01" if number % 40 < 20 else "02",
        Kind.CITY,
        lat + 0.09 * (number % 20),
        lng + 0.12 * (number // 20),
        (200_000 if number % 10 == 0 else 3_000 + 400 * (number % 10)),
        (),
        20 if number % 10 == 0 else 3,
    )
    return plain._replace(**known)  # type: ignore[arg-type]


def towns(each: int = 40) -> list[Facts]:
    """Return the towns of all countries."""
    return [town(number, country) for country in COUNTRIES for number in range(each)]


def places(facts: list[Facts]) -> Places:
    """Return places whose landscape is themselves."""
    return places_of(facts, landscape_of(facts))


def register(ties: int = 400, seed: int = 5, each: int = 40) -> Register:
    """Return a register in which towns choose those of their own number's neighbourhood abroad."""
    facts, rng = towns(each), np.random.default_rng(seed)
    edges = set()
    while len(edges) < ties:
        first, second = (int(n) for n in rng.integers(0, len(facts), 2))
        near = abs(first % each - second % each) <= 3
        if first // each != second // each and (near or rng.random() < 0.05):
            edges.add((min(first, second), max(first, second)))
    return Register(facts, np.array(sorted(edges), dtype=np.int64))
