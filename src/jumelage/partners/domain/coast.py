"""How far the sea is: points along the coasts of Natural Earth's land (1:50 million, public domain).

The file is made by ``tools/coastline.py``. Lakes and rivers are no sea; small islands are missing.
"""

import lzma
from functools import cache
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.landscape import Floats, on_sphere

FILE = Path(__file__).with_name("data") / "coast.xz"


@cache
def _coast() -> cKDTree:
    steps = np.frombuffer(lzma.decompress(FILE.read_bytes()), dtype="<i2").reshape(2, -1)
    lng, lat = np.cumsum(steps, axis=1, dtype=np.int16) / 100.0  # what wraps around, wraps back
    return cKDTree(on_sphere(lat, lng))


def km_to_sea(points: Floats) -> Floats:
    """Return how far (km) the nearest coast is from each of the points, unit vectors."""
    straight, _ = _coast().query(points)
    found: Floats = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(straight / 2.0, 1.0))
    return found
