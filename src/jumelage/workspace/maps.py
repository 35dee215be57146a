"""A small map of a few places, numbered: geometry worked out here, drawn by a template, styled by classes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path

WIDTH, HEIGHT = 640, 400
#: At least so many degrees of latitude are shown: around one place, so that a coast or border can be recognised;
#: around several, so that they stand apart.
AROUND_ONE, AROUND_SEVERAL = 3.0, 1.2
DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
#: Where a number may stand beside its dot, in the order of preference.
_BESIDE = ((13.0, 5.0), (-13.0, 5.0), (0.0, -11.0), (0.0, 22.0))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: its number, its dot, and where the number stands."""

    number: int
    x: float
    y: float
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class SmallMap:
    """What the template draws. ``transform`` puts the outlines (degrees, y downward) onto the picture."""

    spots: Sequence[Spot]
    transform: str
    land: str
    borders: str
    width: int = WIDTH
    height: int = HEIGHT


@cache
def _outlines() -> tuple[str, str]:
    """Return the outlines of land and borders, as the front end's build wrote them."""
    path = DIST / "land-path.json"
    if not path.exists():
        return "", ""
    outlines = json.loads(path.read_text())
    return str(outlines["land"]), str(outlines["borders"])


def map_of(points: Sequence[tuple[int, float | None, float | None]]) -> SmallMap | None:
    """Return the map of numbered points (number, latitude, longitude in degrees); none if none is known."""
    known = [
        (number, lat, lng) for number, lat, lng in points if lat is not None and lng is not None
    ]
    if not known:
        return None
    lats, lngs = [lat for _, lat, _ in known], [lng for *_, lng in known]
    middle_lat, middle_lng = (min(lats) + max(lats)) / 2, (min(lngs) + max(lngs)) / 2
    narrow = max(0.2, cos(radians(middle_lat)))  # a degree of longitude is shorter in the north
    wide, high = (max(lngs) - min(lngs)) * narrow, max(lats) - min(lats)
    least = AROUND_SEVERAL if wide or high else AROUND_ONE
    degrees_high = max(least, 1.35 * high, 1.35 * wide * HEIGHT / WIDTH)
    scale_y = HEIGHT / degrees_high
    scale_x = scale_y * narrow
    left, top = WIDTH / 2 - middle_lng * scale_x, HEIGHT / 2 + middle_lat * scale_y
    dots = [(n, left + lng * scale_x, top - lat * scale_y) for n, lat, lng in known]
    transform = f"translate({left:.1f} {top:.1f}) scale({scale_x:.3f} {scale_y:.3f})"
    return SmallMap(_spots(dots), transform, *_outlines())


def _spots(dots: Sequence[tuple[int, float, float]]) -> list[Spot]:
    """Let each number stand beside its dot where no other one stands yet."""
    spots: list[Spot] = []
    for number, x, y in dots:
        places = [(x + dx, y + dy) for dx, dy in _BESIDE]
        free = next((place for place in places if _is_free(place, spots)), places[0])
        spots.append(Spot(number, round(x, 1), round(y, 1), round(free[0], 1), round(free[1], 1)))
    return spots


def _is_free(place: tuple[float, float], spots: Sequence[Spot]) -> bool:
    return all(
        abs(spot.text_x - place[0]) > 16 or abs(spot.text_y - place[1]) > 16 for spot in spots
    )
