"""An invented registry of any size: places, and who is tied to whom. The same seed gives the same registry.

Places are the gazetteer's in a random order; where more are wanted, the same names come again with a word behind
them, nearby. A few places have very many ties and most have few, as in real lists; ties within a country are rare.
"""

import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumelage.core.domain.text import search_key, slugify
from jumelage.places.domain.gazetteer import Entry, cities

#: What is put behind a name when the gazetteer has been used up.
SUFFIXES = ("", "East", "West", "North", "South", "Upper", "Lower", "Old", "New", "Port", "Vale")
#: The share of ties within one country that is kept: real lists have few.
DOMESTIC = 0.1
#: How steeply the number of ties falls from the most connected place to the least.
STEEPNESS = 0.7
#: The more, the fewer ties the most connected places have.
FLATTENING = 0.003
#: Kinds other than city, by share.
KINDS = (("region", 0.02), ("county", 0.02), ("district", 0.015), ("state", 0.005))
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class InventedPlace:
    """A place of the invented registry; ``names`` are (language, kind, name, key)."""

    country: str
    slug: str
    kind: str
    name: str
    lat: float
    lng: float
    population: int
    timezone: str
    names: tuple[tuple[str, str, str, str], ...]


def gazetteer(seed: int) -> list[Entry]:
    """Return the gazetteer's cities in a random order."""
    found = [city for city in cities() if search_key(city.name)]
    random.Random(seed).shuffle(found)
    return found


def invent_places(
    entries: Sequence[Entry], number: int, seed: int, taken: set[tuple[str, str]]
) -> Iterator[InventedPlace]:
    """Yield places with addresses that are free. ``taken`` grows by them."""
    dice = random.Random(seed + 1)
    for index in range(number):
        again, position = divmod(index, len(entries))
        entry = entries[position]
        name = _again(entry.name, again)
        slug = slugify(name)
        if (entry.country, slug) in taken:
            slug = f"{slug}-{index}"
        taken.add((entry.country, slug))
        jitter = 0.2 if again else 0.0
        yield InventedPlace(
            country=entry.country,
            slug=slug,
            kind=_kind(dice.random()),
            name=name,
            lat=max(-89.0, min(89.0, (entry.lat or 0.0) + dice.uniform(-jitter, jitter))),
            lng=max(-179.9, min(179.9, (entry.lng or 0.0) + dice.uniform(-jitter, jitter))),
            population=entry.population,
            timezone=entry.timezone,
            names=tuple(_names(entry, name, again)),
        )


def _again(name: str, again: int) -> str:
    if not again:
        return name
    word = SUFFIXES[again % len(SUFFIXES)]
    return f"{name} {word} {again // len(SUFFIXES) or ''}".strip()


def _kind(number: float) -> str:
    for kind, share in KINDS:
        if number < share:
            return kind
        number -= share
    return "city"


def _names(entry: Entry, name: str, again: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield the English name, the first Cyrillic one as the Russian name, and others to be found by."""
    yield "en", "official", name, search_key(name)
    seen = {search_key(name)}
    cyrillic = next((other for other in entry.names if "Ѐ" <= other[:1] <= "ӿ"), "")
    if cyrillic:
        yield "ru", "official", _again(cyrillic, again), search_key(_again(cyrillic, again))
    for other in entry.names[: 2 if again else MOST_NAMES]:
        key = search_key(_again(other, again))[:200]
        if key and key not in seen and len(other) <= 180:
            seen.add(key)
            yield "", "alternative", _again(other, again), key


def invent_ties(countries: Sequence[str], number: int, seed: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of different positions in ``countries``, each pair once, in a random order.

    The position of a place does not tell how many ties it has: places of all degrees lie mixed, as in a real table.
    """
    dice = random.Random(seed + 2)
    count = len(countries)
    order = array("l", range(count))
    dice.shuffle(order)
    low = FLATTENING * count
    exponent = 1 / (1 - STEEPNESS)
    bottom, top = low ** (1 - STEEPNESS), (low + count) ** (1 - STEEPNESS)
    draw = dice.random
    seen: set[int] = set()
    while len(seen) < number:
        first = order[min(count - 1, int((bottom + draw() * (top - bottom)) ** exponent - low))]
        second = order[min(count - 1, int((bottom + draw() * (top - bottom)) ** exponent - low))]
        if first == second or (countries[first] == countries[second] and draw() > DOMESTIC):
            continue
        a, b = (first, second) if first < second else (second, first)
        pair = a * count + b
        if pair not in seen:
            seen.add(pair)
            yield a, b
