"""Where places lie among others: surroundings, and their order of size in country and division.

Built once from a whole gazetteer, for what a place is among its neighbours does not depend on which
places are candidates.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.facts import Facts

Floats = NDArray[np.float64]

#: What lies so near (km) is the surroundings of a place.
AROUND_KM = 18.0
#: How many places are larger, where country or division is not known: usual numbers.
USUAL_ORDER = {False: 147.0, True: 54.0}
#: Inhabitants of a place of which they are not known, for its order of size.
USUAL = 1_500


def on_sphere(lat: Floats, lng: Floats) -> Floats:
    """Return unit vectors of points in degrees."""
    phi, lam = np.radians(lat), np.radians(lng)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def chord(km: float) -> float:
    """Return the distance through the unit sphere of two points so far apart on the Earth."""
    return float(2.0 * np.sin(min(km / EARTH_RADIUS_KM, np.pi) / 2.0))


def landscape_of(settlements: Iterable[Facts]) -> "Landscape":
    """Return the landscape of settlements; those without coordinates only count for the order of size."""
    sizes: dict[str, list[int]] = defaultdict(list)
    points: list[tuple[float, float, int]] = []
    for place in settlements:
        sizes[place.country].append(place.population)
        sizes[f"{place.country}.{place.division}"].append(place.population)
        if place.lat is not None and place.lng is not None:
            points.append((place.lat, place.lng, place.population))
    table = np.array(points, dtype=np.float64).reshape(-1, 3)
    ends = np.cumsum([len(found) for found in sizes.values()], dtype=np.int64)
    ordered = [number for found in sizes.values() for number in sorted(found)]
    return Landscape(
        np.array([*sizes], dtype=str),
        ends,
        np.array(ordered, dtype=np.int64),
        on_sphere(table[:, 0], table[:, 1]),
        table[:, 2],
    )


class Landscape:
    """All settlements of a gazetteer that are placed."""

    def __init__(
        self,
        areas: NDArray[np.str_],
        ends: NDArray[np.int64],
        sizes: NDArray[np.int64],
        points: Floats,
        people: Floats,
    ) -> None:
        """Take in the places.

        Args:
            areas: countries (``DE``) and divisions (``DE.02``).
            ends: where the numbers of each area end in ``sizes``.
            sizes: the inhabitants of the places of each area, ascending.
            points: where the places are, as unit vectors.
            people: the inhabitants of each of these.
        """
        self.areas, self.ends, self.sizes = areas, ends, sizes
        self.points, self.people = points, people
        self._sizes = dict(zip(areas.tolist(), np.split(sizes, ends[:-1]), strict=True))
        self._tree = cKDTree(points) if len(points) else None

    def order(self, places: Sequence[Facts], *, within_division: bool) -> Floats:
        """Return how many places of the country (or division) are larger than each place."""
        found = np.full(len(places), USUAL_ORDER[within_division])
        for number, place in enumerate(places):
            area = f"{place.country}.{place.division}" if within_division else place.country
            sizes = self._sizes.get(area)
            if sizes is not None:
                people = place.population or USUAL
                found[number] = len(sizes) - np.searchsorted(sizes, people, "right")
        return found

    def around(self, points: Floats) -> tuple[Floats, Floats]:
        """Return how many people live around each point, and how many in the largest place there."""
        if self._tree is None:
            return np.zeros(len(points)), np.zeros(len(points))
        total, most = np.zeros(len(points)), np.zeros(len(points))
        for start in range(0, len(points), 4096):
            near = self._tree.query_ball_point(
                points[start : start + 4096], chord(AROUND_KM), return_sorted=False
            )
            counts = np.array([len(found) for found in near])
            people = self.people[np.fromiter((i for found in near for i in found), dtype=np.intp)]
            owner = np.repeat(np.arange(start, start + len(near)), counts)
            np.add.at(total, owner, people)
            np.maximum.at(most, owner, people)
        return total, most
