"""Compile the coastline that the partner finder measures distances to the sea from.

    python tools/coastline.py frontend/node_modules/world-atlas/land-50m.json

*world-atlas* (npm; the atlas uses it as well) holds Natural Earth's land, 1:50 million, public domain.
Written is ``coast.xz`` in ``partners/domain/data``: points some kilometres apart along all coasts but
Antarctica's, in hundredths of a degree, each as its difference to the one before.
"""

import json
import lzma
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

OUT = Path(__file__).parents[1] / "src/jumelage/partners/domain/data/coast.xz"
#: Points are so near to each other (degrees of latitude; 8 km), for a town on a straight coast.
APART = 0.072
#: Nobody lives south of this.
SOUTHERNMOST = -60.0
#: Where the map is cut, land ends without a coast.
EDGE = 179.99

Floats = NDArray[np.float64]


def points_of(topology: "dict[str, object]") -> Floats:
    """Return points along the arcs of a TopoJSON, as longitude and latitude."""
    transform: dict[str, list[float]] = topology["transform"]  # type: ignore[assignment]
    scale, origin = np.array(transform["scale"]), np.array(transform["translate"])
    arcs: list[list[list[int]]] = topology["arcs"]  # type: ignore[assignment]
    lines = [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in arcs]
    return np.concatenate([_along(line) for line in lines])


def _along(line: Floats) -> Floats:
    """Return the points of a line, and more between those that are far apart."""
    at_edge = np.abs(line[:, 0]) > EDGE
    found: list[Floats] = []
    for start, end, cut in zip(line[:-1], line[1:], at_edge[:-1] & at_edge[1:], strict=True):
        if cut or start[1] < SOUTHERNMOST:
            continue
        shrunk = np.array([np.cos(np.radians(start[1])), 1.0])
        parts = 1 + int(np.hypot(*((end - start) * shrunk)) // APART)
        found.extend(start + (end - start) * part / parts for part in range(parts))
    return np.array(found).reshape(-1, 2)


def main(path: Path) -> None:
    """Write the file."""
    points = points_of(json.loads(path.read_text(encoding="utf-8")))
    steps = np.diff(np.round(points * 100).astype(np.int64), axis=0, prepend=0).astype("<i2")
    OUT.write_bytes(lzma.compress(steps.T.tobytes(), preset=9))
    print(f"{len(points):,} points, {OUT.stat().st_size:,} bytes: {OUT}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
