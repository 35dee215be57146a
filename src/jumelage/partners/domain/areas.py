"""Areas: squares of a country about as large as a district, and which of them lie near each other.

Divisions are of any size (England is one, and so is a canton); areas are alike everywhere, and what is
known of one counts in those around it, less with the distance.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.landscape import chord

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

#: The side of a square, in degrees of latitude.
SIDE = 0.75
#: The width (km) of the bell by which nearness counts, and after how many widths it no longer does.
WIDTH_KM, WIDTHS = 100.0, 2.5


@dataclass(frozen=True, slots=True)
class Areas:
    """The area of each place; of each area its country, whether it stands for places that are not placed, and
    how near the others of its country are (a matrix; the areas that are not known are near to none)."""

    of_place: Numbers
    country: Numbers
    unknown: NDArray[np.bool_]
    near: Any


def areas_of(
    lat: Floats,
    lng: Floats,
    points: NDArray[np.float32],
    placed: NDArray[np.bool_],
    country: Numbers,
) -> Areas:
    """Return the areas of places, given by degrees and as unit vectors."""
    north = np.floor(lat / SIDE)
    narrower = np.maximum(np.cos(np.radians((north + 0.5) * SIDE)), 0.05)
    east = np.floor(lng * narrower / SIDE)
    # Rows and columns of squares start well above 0; the square 0 is nowhere.
    square = np.where(placed, (north + 500) * 2_000 + east + 1_000, 0).astype(np.int64)
    codes, of_place = np.unique(country * 4_000_000 + square, return_inverse=True)
    numbers = of_place.reshape(-1).astype(np.intp)
    owner, unknown = (codes // 4_000_000).astype(np.intp), codes % 4_000_000 == 0
    near = _near(_middles(points, numbers, len(codes)), owner, unknown)
    return Areas(numbers, owner, unknown, near)


def _middles(points: NDArray[np.float32], numbers: Numbers, count: int) -> Floats:
    sums = np.stack([np.bincount(numbers, axis, minlength=count) for axis in points.T], axis=1)
    found: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1), 1e-9)[:, None]
    return found


def _near(middles: Floats, country: Numbers, unknown: NDArray[np.bool_]) -> Any:
    """Return how near areas of one country are to each other, from 1 for itself to 0."""
    known = np.flatnonzero(~unknown)
    tree = cKDTree(middles[known])
    pairs = tree.query_pairs(chord(WIDTHS * WIDTH_KM), output_type="ndarray")
    one, other = known[pairs[:, 0]], known[pairs[:, 1]]
    same = country[one] == country[other]
    one, other = one[same], other[same]
    km = np.linalg.norm(middles[one] - middles[other], axis=1) * EARTH_RADIUS_KM
    weights = np.exp(-0.5 * np.square(km / WIDTH_KM))
    rows = np.concatenate([known, one, other])
    columns = np.concatenate([known, other, one])
    values = np.concatenate([np.ones(len(known)), weights, weights]).astype(np.float32)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(middles), len(middles)))
