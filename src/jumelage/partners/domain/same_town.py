"""Which places are the same town: a register, GeoNames' cities and its divisions may each have it once."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.columns import Columns
from jumelage.partners.domain.landscape import on_sphere

Numbers = NDArray[np.intp]

#: So near (km) lie two entries of one town; farther apart those of a large one, where the middle is a matter of taste.
NEAR_KM, NEAR_LARGE_KM, LARGE = 10.0, 30.0, 100_000


def same_towns(columns: Columns) -> Numbers:
    """Return the number of a town for each place, the same for places that are the same one.

    Two places of one country are the same town if the own name of one is among the names of the other and they lie near
    each other; their own names must be the same if one of them is a division, or it is not known where it lies.
    """
    first, second = _namesakes(columns)
    own, lost = columns.own_name, np.isnan(columns.lat)
    unplaced = lost[first] | lost[second]
    large = np.maximum(columns.population[first], columns.population[second]) >= LARGE
    near = _km(columns, first, second) <= np.where(large, NEAR_LARGE_KM, NEAR_KM)
    loose = columns.settlement[first] & columns.settlement[second] & ~unplaced
    same = (near | unplaced) & (loose | (own[first] == own[second]))
    number = len(columns)
    links = sparse.coo_matrix(
        (np.ones(int(same.sum()), dtype=bool), (first[same], second[same])), shape=(number, number)
    )
    _, towns = connected_components(links, directed=False)
    found: Numbers = towns.astype(np.intp)
    return found


def _namesakes(columns: Columns) -> tuple[Numbers, Numbers]:
    """Return pairs of places of one country, the own name of the first being among the names of the second."""
    _, country = np.unique(columns.country, return_inverse=True)
    salt = country.reshape(-1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    owner = np.repeat(np.arange(len(columns)), columns.names)
    named = columns.hashes ^ salt[owner]
    order = np.argsort(named, kind="stable")
    named, owner = named[order], owner[order]
    asked = columns.own_name ^ salt
    start, end = np.searchsorted(named, asked), np.searchsorted(named, asked, "right")
    counts = end - start
    first = np.repeat(np.arange(len(columns)), counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    second = owner[np.repeat(start, counts) + within]
    other = first != second
    return first[other], second[other]


def _km(columns: Columns, first: Numbers, second: Numbers) -> NDArray[np.float64]:
    points = on_sphere(np.nan_to_num(columns.lat), np.nan_to_num(columns.lng))
    straight = np.linalg.norm(points[first] - points[second], axis=1)
    found: NDArray[np.float64] = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(straight / 2.0, 1.0))
    return found
