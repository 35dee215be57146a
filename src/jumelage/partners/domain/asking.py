"""One place that asks for partners: what is worked out for it once, for all candidates."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.network import Matrix, Network

Values = NDArray[np.float32]
#: Which candidates: their numbers, or all.
At = NDArray[np.intp] | slice


class Sparse(NamedTuple):
    """Values of a few candidates; all others have 0."""

    numbers: NDArray[np.intp]
    values: Values


class Asking:
    """A place and the network that it asks in."""

    def __init__(self, network: Network, place: int) -> None:
        """Remember both; everything else is worked out when it is needed."""
        self.network, self.places, self.place = network, network.places, place
        self.country = int(self.places.country[place])
        self.division = int(self.places.division[place])
        self.reached: dict[str, Sparse] = {}  # kept by :mod:`features`
        self.regional: dict[str, Values] = {}  # kept by :mod:`features`

    def row(self, matrix: Matrix, number: int | None = None) -> Matrix:
        """Return a row of a matrix (that of the asking place), without copying the others."""
        at = self.place if number is None else number
        start, end = matrix.indptr[at : at + 2]
        return sparse.csr_matrix(
            (matrix.data[start:end], matrix.indices[start:end], np.array([0, end - start])),
            shape=(1, matrix.shape[1]),
        )

    def few(self, matrix: Matrix, number: int | None = None) -> Sparse:
        """Return a row of a matrix (that of the asking place) as numbers and values."""
        at = self.place if number is None else number
        start, end = matrix.indptr[at : at + 2]
        return Sparse(matrix.indices[start:end].astype(np.intp), matrix.data[start:end])

    def whole(self, matrix: Matrix, number: int | None = None) -> Values:
        """Return a row of a matrix (that of the asking place), zeros included."""
        found = np.zeros(matrix.shape[1], dtype=np.float32)
        numbers, values = self.few(matrix, number)
        found[numbers] = values
        return found

    @cached_property
    def area(self) -> int:
        """The number of the area that it lies in."""
        return int(self.places.areas.of_place[self.place])

    @cached_property
    def degree(self) -> float:
        """How many partners are known."""
        return float(self.network.degree[self.place])

    @cached_property
    def partners_by_country(self) -> Values:
        """How many partners in each country."""
        return self.whole(self.network.partners_in)

    @cached_property
    def division_row(self) -> Values:
        """How many ties the division has with each other one."""
        return self.whole(self.network.divisions, self.division)

    @cached_property
    def area_row(self) -> Values:
        """How many ties the surroundings of its area have with those of each other area."""
        row = self.row(self.network.area_ties_near, self.area) @ self.places.areas.near
        found = np.zeros(row.shape[1], dtype=np.float32)
        found[row.indices] = row.data
        return found

    def along(self, rows: Values, at: At) -> Values:
        """Return what the directions of the whole of the ties tell of the pairs (:mod:`clusters`)."""
        found: Values = rows[at] @ (self.network.cluster_signs * rows[self.place])
        return found

    def distance(self, at: At) -> Values:
        """Return the logarithm of the distances (km, with 3 more); of the unplaced, 100 km at least."""
        places = self.places
        km = km_between(places.axes[:, at], places.points[self.place])
        lost = ~places.placed[at] if places.placed[self.place] else slice(None)
        km[lost] = np.maximum(km[lost], 100.0)
        found: Values = np.log(km + np.float32(3.0))
        return found


def km_between(axes: Values, point: Values) -> Values:
    """Return the distances (km) on the Earth of unit vectors, given by their three axes, from one.

    By the chord, which is exact for neighbours where the cosine of single precision is not.
    """
    square = np.square(axes[0] - point[0])
    square += np.square(axes[1] - point[1])
    square += np.square(axes[2] - point[2])
    half = np.sqrt(square) * np.float32(0.5)
    found: Values = np.float32(2.0 * EARTH_RADIUS_KM) * np.arcsin(np.minimum(half, 1.0))
    return found


def sparse_of(row: Matrix) -> Sparse:
    """Return a row as numbers and values."""
    return Sparse(row.indices.astype(np.intp, copy=False), row.data)
