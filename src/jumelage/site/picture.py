"""The atlas as a still SVG: for printing, for cards, and where WebGL is missing."""

import json
from functools import cache
from math import acos, atan2, cos, degrees, radians, sin, sqrt
from pathlib import Path

from jumelage.site.cache import by_revision
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie

WIDTH, HEIGHT = 360, 180
#: A picture of more arcs than these would be a grey smear and a heavy file: then those of the largest places.
MOST = 3000
#: Fewer arcs than these are drawn strongly: none hides another.
FEW = 300
DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


@cache
def land_path() -> str:
    """Return the outline of the land in the equirectangular projection, as the front end's build wrote it."""
    path = DIST / "land-path.json"
    if not path.exists():
        return ""
    land = json.loads(path.read_text())
    return str(land["land"])


def project(lat: float, lng: float) -> tuple[float, float]:
    """Return the point of the picture for degrees: equirectangular, y downward."""
    return (lng, -lat)


def great_circle(
    lat_a: float, lng_a: float, lat_b: float, lng_b: float
) -> list[list[tuple[float, float]]]:
    """Return the great circle between two points as lines of the picture, cut at its edge."""
    a, b = _vector(lat_a, lng_a), _vector(lat_b, lng_b)
    angle = acos(max(-1.0, min(1.0, sum(x * y for x, y in zip(a, b, strict=True)))))
    steps = max(2, int(degrees(angle) / 6) + 1)
    lines: list[list[tuple[float, float]]] = [[]]
    for index in range(steps + 1):
        lat, lng = _between(a, b, angle, index / steps)
        point = project(lat, lng)
        if lines[-1] and abs(point[0] - lines[-1][-1][0]) > WIDTH / 2:
            lines.append([])
        lines[-1].append(point)
    return [line for line in lines if len(line) > 1]


def _vector(lat: float, lng: float) -> tuple[float, float, float]:
    phi, lam = radians(lat), radians(lng)
    return (cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi))


def _between(
    a: tuple[float, float, float], b: tuple[float, float, float], angle: float, part: float
) -> tuple[float, float]:
    if angle < 1e-9:
        x, y, z = a
    else:
        weight_a, weight_b = sin((1 - part) * angle) / sin(angle), sin(part * angle) / sin(angle)
        x, y, z = (weight_a * i + weight_b * j for i, j in zip(a, b, strict=True))
    return degrees(atan2(z, sqrt(x * x + y * y))), degrees(atan2(y, x))


def atlas_picture() -> str:
    """Return the picture of all ties (the most connected places' if they are too many)."""
    return by_revision("atlas-picture", _draw)


def _draw() -> str:
    ties = Tie.objects.filter(place_a__lat__isnull=False, place_b__lat__isnull=False)
    if Tie.objects.order_by().values("pk")[MOST:].exists():
        ties = ties.order_by("-place_a__tie_count", "-place_b__tie_count")
    rows = list(
        ties.values_list("legal", "place_a__lat", "place_a__lng", "place_b__lat", "place_b__lng")[
            :MOST
        ]
    )
    paths: dict[str, list[str]] = {legal.value: [] for legal in Legal}
    for legal, *ends in rows:
        for line in great_circle(*(end or 0.0 for end in ends)):
            paths[legal].append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line))
    arcs = "".join(
        f'<path class="{legal}" d="{"".join(lines)}"/>' for legal, lines in paths.items() if lines
    )
    few = len(rows) < FEW
    return _SVG.format(
        width=WIDTH,
        land=land_path(),
        arcs=arcs,
        stroke=".4" if few else ".28",
        opacity=".7" if few else ".3",
    )


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -85 {width} 145" role="img">'
    "<style>svg{{background:#dfe8e8}}.land{{fill:#f5efdf;stroke:#a89d83;stroke-width:.15}}"
    ".arcs path{{fill:none;stroke:#1a68a6;stroke-width:{stroke};stroke-opacity:{opacity}}}"
    ".arcs .suspended{{stroke:#a85a00;stroke-dasharray:1.6 1;stroke-opacity:.9}}"
    ".arcs .ended{{stroke:#757062;stroke-dasharray:.4 1;stroke-opacity:.9}}"
    ".arcs .proposed{{stroke:#16746a;stroke-width:.14}}"
    "@media (prefers-color-scheme:dark){{svg{{background:#0a1322}}"
    ".land{{fill:#1c2a40;stroke:#4a6184}}.arcs path{{stroke:#6fbcf2}}"
    ".arcs .suspended{{stroke:#ffb24d}}.arcs .ended{{stroke:#98a2b3}}"
    ".arcs .proposed{{stroke:#5fd0bd}}}}</style>"
    '<path class="land" d="{land}"/><g class="arcs">{arcs}</g></svg>'
)
