"""Inside an instance: the atlas file as it is, and filled up to the size of the goal.

A list places a part of its pairs only. To judge the file at a given size, places of the gazetteer that have no ties
yet are added, and ties between places: each added place gets one, and partners are drawn by the ties they have, so
that much-connected places stay so.
"""

import gzip
import random
from collections.abc import Iterator
from typing import Any

import brotli

from jumelage.core.clock import today
from jumelage.places.domain.gazetteer import cities
from jumelage.places.models import Place
from jumelage.ties.domain.atlas import Arc, Point, encode
from jumelage.ties.domain.terms import Form, Legal
from jumelage.ties.models import Tie

COORDINATES = {"lat__isnull": False, "lng__isnull": False}


def measure(options: dict[str, Any]) -> list[dict[str, Any]]:
    """Return sizes of the registry's file, and of one with ``places`` and ``ties``."""
    points, arcs = _points(), _arcs()
    found = [_sizes("the imported list", points, arcs)]
    dice = random.Random(options["seed"])
    points += _more_points(points, options["places"] - len(points), dice)
    arcs += _more_arcs(points, arcs, options["ties"] - len(arcs), dice)
    found.append(_sizes("filled up with invented ties", points, arcs))
    return found


def _sizes(name: str, points: list[Point], arcs: list[Arc]) -> dict[str, Any]:
    header = {"revision": "1-1", "lang": "en", "today": today().isoformat(), "truncated": 0}
    data = encode(points, arcs, header).data
    return {
        "name": name, "places": len(points), "ties": len(arcs), "plain": len(data),
        "gzip": len(gzip.compress(data, 9, mtime=0)),
        "brotli": len(brotli.compress(data, quality=11, lgwin=22)),
    }  # fmt: skip


def _points() -> list[Point]:
    rows = Place.objects.filter(tie_count__gt=0, **COORDINATES)
    return [Point(*row) for row in rows.values_list("pk", "country", "kind", "lat", "lng", "name")]


def _arcs() -> list[Arc]:
    rows = Tie.objects.filter(place_a__lat__isnull=False, place_b__lat__isnull=False).values_list(
        "place_a_id", "place_b_id", "form", "legal_a", "legal_b", "disputed", "since_year",
        "changed_on",
    )  # fmt: skip
    return [
        Arc(*row[:6], row[6] or 0, row[7].year if row[7] else 0)  # type: ignore[arg-type]
        for row in rows
    ]


def _more_points(points: list[Point], number: int, dice: random.Random) -> list[Point]:
    """Return places of the gazetteer that are not there yet, the larger ones more likely."""
    if number <= 0:
        return []
    there = {(point.country, point.name) for point in points}
    free = [c for c in cities() if (c.country, c.name) not in there and c.lat is not None]
    free.sort(key=lambda city: -(city.population or 0))
    chosen = dice.sample(free[: 3 * number], number)
    return [
        Point(-1 - index, c.country, "city", c.lat or 0.0, c.lng or 0.0, c.name)
        for index, c in enumerate(chosen)
    ]


def _more_arcs(
    points: list[Point], arcs: list[Arc], number: int, dice: random.Random
) -> Iterator[Arc]:
    """Yield ties that are not there yet: first one for each added place, then between any."""
    there = {(min(arc.a, arc.b), max(arc.a, arc.b)) for arc in arcs}
    country = {point.id: point.country for point in points}
    ends = [end for arc in arcs for end in (arc.a, arc.b) if end in country]
    lonely = [point.id for point in points if point.id < 0]
    while number > 0:
        a = lonely.pop() if lonely else dice.choice(ends)
        b = dice.choice(ends)
        while country[a] == country[b] or (min(a, b), max(a, b)) in there:
            b = dice.choice(ends)
        there.add((min(a, b), max(a, b)))
        ends += (a, b)
        number -= 1
        yield Arc(a, b, Form.UNKNOWN, Legal.IN_FORCE, Legal.IN_FORCE, False, 0, 0)
