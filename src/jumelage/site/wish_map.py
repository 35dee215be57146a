"""The map of a page of wishes: land, and the numbers of the list where their places lie. Drawn on the server."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.partners.wishes.words import WishShown
from jumelage.site.picture import land_path

#: The picture is a little wider than high, and shows so many degrees of longitude at least.
SHAPE, NARROWEST = 4 / 3, 30.0
#: Degrees of latitude between which the land lies, nearly all of it.
NORTH, SOUTH = 84.0, -58.0
#: The picture’s own width: sizes of dots and letters stand in the template in this measure.
WIDTH, HEIGHT = 480, 360


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map, and the numbers of its wishes in the list."""

    label: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class WishMap:
    """What the template draws. ``transform`` puts the land (degrees, y downward) onto the picture."""

    dots: Sequence[Dot]
    transform: str
    land: str
    width: int = WIDTH
    height: int = HEIGHT


def wish_map(wishes: Sequence[WishShown], first: int = 1) -> WishMap | None:
    """Return the map of some wishes, numbered from ``first``; none if it is not known where any lies."""
    numbers: dict[int, list[int]] = defaultdict(list)
    places = {}
    for number, shown in enumerate(wishes, first):
        if shown.place.lat is not None and shown.place.lng is not None:
            numbers[shown.place.pk].append(number)
            places[shown.place.pk] = shown.place
    if not places:
        return None
    points = {pk: (float(place.lng or 0), float(place.lat or 0)) for pk, place in places.items()}
    scale, left, top = _frame(list(points.values()))
    dots = [
        Dot(
            label=", ".join(map(str, numbers[pk])),
            name=places[pk].local_name,
            x=round(left + lng * scale, 1),
            y=round(top - lat * scale, 1),
        )
        for pk, (lng, lat) in points.items()
    ]
    return WishMap(dots, f"translate({left:.2f} {top:.2f}) scale({scale:.4f})", land_path())


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the scale (picture per degree), and where 0° lies, so that all points are well within the picture."""
    lngs, lats = [lng for lng, _ in points], [lat for _, lat in points]
    wide, high = max(lngs) - min(lngs), max(lats) - min(lats)
    degrees = min(360.0, max(NARROWEST, 1.25 * wide, 1.4 * high * SHAPE))
    scale = WIDTH / degrees
    half_wide, half_high = degrees / 2, degrees / SHAPE / 2
    middle = _within((min(lngs) + max(lngs)) / 2, -180 + half_wide, 180 - half_wide)
    centre = _within((min(lats) + max(lats)) / 2, SOUTH + half_high, NORTH - half_high)
    return scale, WIDTH / 2 - middle * scale, HEIGHT / 2 + centre * scale


def _within(value: float, lower: float, upper: float) -> float:
    return min(max(value, lower), upper) if lower <= upper else (lower + upper) / 2
