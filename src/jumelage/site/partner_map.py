"""A map of a place and those suggested to it: numbered, with lines to them; worked out here, drawn by a template.

The place asking lies in the middle of the longitudes, so that no line runs round the back of the world.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.site.picture import great_circle, land_path

WIDTH, HEIGHT = 720.0, 400.0
#: At least so many degrees of latitude are shown, so that coasts can be recognised; and so much is left at the edges.
LEAST, MARGIN = 14.0, 1.3
#: The radius of a numbered dot, and how near two may come.
RADIUS, APART = 9.0, 20.0
#: How often dots that overlap are moved apart.
ROUNDS = 60
#: Nobody lives farther south or north.
_SOUTH, _NORTH = -58.0, 78.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A suggestion: its number, where the number stands, and where it really lies."""

    number: int
    x: float
    y: float
    true_x: float
    true_y: float

    @property
    def is_moved(self) -> bool:
        """Whether the number had to make room for others."""
        return abs(self.x - self.true_x) + abs(self.y - self.true_y) > 2.0


@dataclass(frozen=True, slots=True)
class PartnerMap:
    """What the template draws. ``transforms`` put the outline of the land (degrees, y downward) onto the picture."""

    here: tuple[float, float]
    spots: Sequence[Spot]
    lines: Sequence[str]
    transforms: Sequence[str]
    land: str
    width: float = WIDTH
    height: float = HEIGHT
    radius: float = RADIUS


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees of longitude from the place asking, and of latitude, to points of the picture."""

    scale: float
    left: float  # the longitude at the left edge, counted from the place asking
    top: float  # the latitude at the upper edge

    def point(self, lng: float, lat: float) -> tuple[float, float]:
        return round((lng - self.left) * self.scale, 1), round((self.top - lat) * self.scale, 1)


def partner_map(
    here: tuple[float | None, float | None],
    others: Sequence[tuple[int, float | None, float | None]],
) -> PartnerMap | None:
    """Return the map of a place (latitude, longitude) and numbered others; none if too little is known to draw it."""
    lat, lng = here
    if lat is None or lng is None:
        return None
    placed = [
        (number, other_lat, _turned(other_lng - lng))
        for number, other_lat, other_lng in others
        if other_lat is not None and other_lng is not None
    ]
    if not placed:
        return None
    lines = [
        line
        for _number, other_lat, turned in placed
        for line in great_circle(lat, 0.0, other_lat, turned)
    ]
    frame = _framed([(0.0, lat), *((turned, at) for _number, at, turned in placed)], lines)
    true = [frame.point(turned, at) for _number, at, turned in placed]
    shown = _apart([frame.point(0.0, lat), *true])[1:]
    return PartnerMap(
        here=frame.point(0.0, lat),
        spots=[
            Spot(number, *at, *truly)
            for (number, _lat, _lng), at, truly in zip(placed, shown, true, strict=True)
        ],
        lines=[
            "M" + "L".join("{} {}".format(*frame.point(x, -y)) for x, y in line) for line in lines
        ],
        transforms=_transforms(frame, lng),
        land=land_path(),
    )


def _turned(lng: float) -> float:
    """Return a difference of longitudes between -180 and 180."""
    return (lng + 180.0) % 360.0 - 180.0


def _framed(
    points: Sequence[tuple[float, float]], lines: Sequence[Sequence[tuple[float, float]]]
) -> _Frame:
    """Choose the part of the world that holds all points, and the lines as far as people live."""
    along = [(x, min(max(-y, _SOUTH), _NORTH)) for line in lines for x, y in line]
    lngs, lats = zip(*points, *along, strict=True)
    high = max(LEAST, (max(lats) - min(lats)) * MARGIN)
    wide = (max(lngs) - min(lngs)) * MARGIN
    high = max(high, wide * HEIGHT / WIDTH)
    scale = HEIGHT / high
    middle_lng, middle_lat = (max(lngs) + min(lngs)) / 2, (max(lats) + min(lats)) / 2
    return _Frame(scale, middle_lng - WIDTH / scale / 2, middle_lat + high / 2)


def _transforms(frame: _Frame, lng: float) -> list[str]:
    """Return how the outline of the land is put onto the picture: once, and once more on a side that shows its end."""
    scale, width = frame.scale, WIDTH / frame.scale
    found = []
    for turn in (-360.0, 0.0, 360.0):
        left = turn - lng - frame.left  # of the middle of the outline
        if left + 180.0 > 0.0 and left - 180.0 < width:
            found.append(
                f"translate({left * scale:.1f} {frame.top * scale:.1f}) scale({scale:.4f})"
            )
    return found


def _apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points moved as little as needed so that their dots do not hide one another. The first one stays."""
    moved = [list(point) for point in points]
    for _round in range(ROUNDS):
        if not _pushed(moved):
            break
    return [(round(x, 1), round(y, 1)) for x, y in moved]


def _pushed(points: list[list[float]]) -> bool:
    """Push every two points that overlap a little apart, within the picture; return whether any did."""
    any_pushed = False
    for second in range(1, len(points)):
        for first in range(second):
            dx, dy = points[second][0] - points[first][0], points[second][1] - points[first][1]
            length = (dx * dx + dy * dy) ** 0.5
            if length >= APART:
                continue
            any_pushed = True
            if length < 0.5:  # the same point: by number, so that every drawing is the same
                dx, dy, length = 1.0, float(second % 3 - 1), 1.4
            step = (APART - length) / length / (1.0 if first == 0 else 2.0)
            _move(points[second], dx * step, dy * step)
            if first:
                _move(points[first], -dx * step, -dy * step)
    return any_pushed


def _move(point: list[float], dx: float, dy: float) -> None:
    edge = RADIUS + 2.0
    point[0] = min(max(point[0] + dx, edge), WIDTH - edge)
    point[1] = min(max(point[1] + dy, edge), HEIGHT - edge)
