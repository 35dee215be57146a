"""What the known ties tell: who is tied with whom, around whom, and from which country and division.

Everything here follows from the ties given and from what places are like. Give it the ties that
remain when others are hidden, and nothing of what is hidden is in it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.clusters import clusters
from jumelage.partners.domain.holdout import Edges, adjacency
from jumelage.partners.domain.landscape import chord
from jumelage.partners.domain.places import Places

Floats = NDArray[np.float64]
Matrix = Any  # scipy's matrices carry no types

#: Nearness fades to a third at these distances (km): a town's own surroundings, and its region.
FADES = (12.0, 50.0)
#: At most so many tied places count as near, and none farther than this (km).
NEAREST, FARTHEST_KM = 40, 250.0
#: Among places of like size nearness fades to a third at so many km, and likeness at half a power of ten.
ALIKE_KM, ALIKE_SIZE = 80.0, 0.5
#: What the habits of a place tell besides size and distance: how its partners are.
HABITS = ("order", "coast", "suburban", "fame")
#: Size classes: half a power of ten each, from 1,000 inhabitants.
SIZE_CLASSES = 9


class Network:
    """The ties, and the tables that follow from them. Rows and columns are numbers of places."""

    def __init__(self, places: Places, edges: Edges) -> None:
        """Compute the tables."""
        self.places, self.edges = places, edges
        self.columns: dict[str, NDArray[np.float32]] = {}  # kept by :mod:`features`
        self.ties = adjacency(edges, len(places))
        self.degree = np.diff(self.ties.indptr).astype(np.float64)
        self._weigh()
        self._look_around()
        self._by_country()
        self._mixes()
        self._by_division()
        self._by_area()
        self._by_size()
        self._offsets()
        self._habits()
        self._clusters()

    def _scaled(self, weights: Floats) -> Matrix:
        """Return the ties, each weighing as the place that it leads to."""
        return (self.ties @ sparse.diags(weights.astype(np.float32))).tocsr()

    def _weigh(self) -> None:
        """Ties by how telling they are: a partner of many says less of each."""
        many = np.maximum(self.degree, 1.0)
        self.by_log = self._scaled(1.0 / np.log(many + 1.0))
        self.by_root = self._scaled(1.0 / np.sqrt(many))
        self.by_number = self._scaled(1.0 / many)
        root = sparse.diags((1.0 / np.sqrt(many)).astype(np.float32))
        self.balanced = (root @ self.by_root).tocsr()
        common = (self.ties @ self.ties).multiply(self.ties)
        triangles = np.asarray(common.sum(axis=1)).ravel() / 2.0
        #: How much a place's partners are each other's partners, drawn towards little.
        self.closure = (triangles + 0.1) / (self.degree * (self.degree - 1.0) / 2.0 + 2.0)
        self.by_closure = self._scaled(self.closure)

    def _look_around(self) -> None:
        """Tied places around each place, and what they are tied with."""
        rows, columns, km = self._near()
        number = len(self.places)
        self.near: list[Matrix] = []
        for fade in FADES:
            weights = np.exp(-km / fade).astype(np.float32)
            self.near.append(sparse.csr_matrix((weights, (rows, columns)), shape=(number, number)))
        size = self.places.size
        apart = np.abs(size[rows] - size[columns]) / ALIKE_SIZE
        alike = np.exp(-km / ALIKE_KM - apart).astype(np.float32)
        #: Tied places around each place, those of like size counting most.
        self.alike = sparse.csr_matrix((alike, (rows, columns)), shape=(number, number))
        self.alike_of, self.ties_alike = (self.alike.T.tocsr(), (self.alike @ self.ties).tocsr())
        self.near_of = [near.T.tocsr() for near in self.near]
        self.ties_near = [(near @ self.ties).tocsr() for near in self.near]
        self.density = [np.asarray(near @ self.degree).ravel() for near in self.near]
        tied = (self.degree > 0).astype(np.float32)
        self.tied_near = [np.asarray(near @ tied).ravel() for near in self.near]
        self.near_share = [
            (sparse.diags((1.0 / (1.0 + _sums(near))).astype(np.float32)) @ near).tocsr()
            for near in self.near
        ]
        self.ties_near_share = [(near @ self.by_root).tocsr() for near in self.near]

    def _near(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
        """Return (place, tied place near it, km) for the nearest tied places of each place."""
        tied = np.flatnonzero((self.degree > 0) & self.places.placed)
        placed = np.flatnonzero(self.places.placed)
        if not len(tied):
            return tied, tied, np.zeros(0)
        tree = cKDTree(self.places.points[tied])
        found = [
            tree.query(
                self.places.points[placed[at : at + 20_000]],
                k=range(1, NEAREST + 2),
                distance_upper_bound=chord(FARTHEST_KM),
            )
            for at in range(0, len(placed), 20_000)
        ]
        chords = np.concatenate([distance for distance, _ in found])
        which = np.concatenate([index for _, index in found])
        known = np.isfinite(chords)
        rows = np.repeat(placed, NEAREST + 1).reshape(-1, NEAREST + 1)[known]
        columns, straight = tied[which[known]], chords[known]
        km = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, straight / 2.0))
        other = rows != columns
        return rows[other], columns[other], km[other]

    def _by_country(self) -> None:
        """Ties between countries, and each place's partners by country."""
        number = len(self.places.country_codes)
        self.in_country = _indicator(self.places.country, number)
        self.partners_in = (self.ties @ self.in_country).tocsr()
        self.partners_of = self.partners_in.T.tocsr()
        between = np.asarray((self.in_country.T @ self.partners_in).todense(), dtype=np.float64)
        total = between.sum(axis=1)
        self.between, self.country_ties = between, total
        expected = np.outer(total, total) / max(total.sum(), 1.0)
        self.affinity = np.log((between + 0.5) / (expected + 0.5))
        #: The share of one country's ties that lead to the other, drawn towards little.
        self.share = (between + 0.05) / (total[:, None] + 5.0)
        self.log_share = np.log(self.share)
        places = np.bincount(self.places.country, minlength=number)
        self.country_rate = np.log((total + 1.0) / (places + 5.0))
        self.near_partners_in = [(near @ self.partners_in).tocsr() for near in self.near]
        self.near_partners_of = [found.T.tocsr() for found in self.near_partners_in]

    def _mixes(self) -> None:
        """Which countries go together with those that a place has partners in."""
        number = len(self.places.country_codes)
        has = self.partners_in.copy()
        has.data[:] = 1.0
        several = np.bincount(self.partners_in.indices, self.partners_in.data > 1, minlength=number)
        together = np.asarray((has.T @ has).todense(), dtype=np.float64)
        alone = np.diag(together).copy()
        np.fill_diagonal(together, several)
        chance = np.outer(alone, alone) / max(1, int((self.degree > 0).sum()))
        lift = np.log((together + 1.0) / (chance + 1.0))
        self.country_taste = (has @ lift) / np.maximum(_sums(has), 1.0)[:, None]
        self.country_taste = self.country_taste.astype(np.float32)
        weights = np.log(
            len(self.places) / np.maximum(np.bincount(has.indices, minlength=number), 1)
        )
        profile = self.partners_in.copy()
        profile.data = np.sqrt(profile.data) * weights[profile.indices].astype(np.float32)
        norms = np.sqrt(np.asarray(profile.multiply(profile).sum(axis=1)).ravel())
        scale = sparse.diags((1.0 / np.maximum(norms, 1e-9)).astype(np.float32))
        #: The mix of countries that a place has partners in.
        self.profile = (scale @ profile).tocsr()
        self.profile_by_country = self.profile.T.tocsr()

    def _by_division(self) -> None:
        """Ties between first-level divisions of countries."""
        places = self.places
        number = len(places.division_country)
        inside = _indicator(places.division, number)
        self.partners_in_division = (self.ties @ inside).tocsr()
        self.partners_of_division = self.partners_in_division.T.tocsr()
        self.divisions = (inside.T @ self.partners_in_division).tocsr()
        self.division_ties = _sums(self.divisions)
        by_country = _indicator(places.division_country, len(places.country_codes))
        self.division_to_country = np.asarray(
            (self.divisions @ by_country).todense(), dtype=np.float64
        )
        count = np.bincount(places.division, minlength=number)
        self.division_rate = np.log((self.division_ties + 1.0) / (count + 5.0))

    def _by_area(self) -> None:
        """Ties between areas: of each with those around it, and how many ties are around it."""
        areas = self.places.areas
        inside = _indicator(areas.of_place, len(areas.country))
        ties = (inside.T @ self.ties @ inside).tocsr()
        self.area_ties_near = (areas.near @ ties).tocsr()
        self.area_mass = areas.near @ _sums(ties)

    def _offsets(self) -> None:
        """By how much the partners in one country are larger than those of another, drawn towards not at all."""
        places, number = self.places, len(self.places.country_codes)
        first, second = self._ends()
        pair = places.country[first] * number + places.country[second]
        counts = np.bincount(pair, minlength=number * number) + 5.0
        self.offset: dict[str, Floats] = {}
        for name in ("size", "order"):
            column = getattr(places, name)
            sums = np.bincount(pair, column[second] - column[first], minlength=number * number)
            self.offset[name] = (sums / counts).reshape(number, number)

    def _by_size(self) -> None:
        """With which countries the places of one country and size are tied."""
        places = self.places
        self.size_class = np.clip(np.round((places.size - 3.0) * 2.0), 0, SIZE_CLASSES - 1).astype(
            np.intp
        )
        number = len(places.country_codes)
        counts = np.zeros((number, SIZE_CLASSES, number))
        first, second = self._ends()
        np.add.at(
            counts, (places.country[first], self.size_class[first], places.country[second]), 1.0
        )
        wide = np.pad(counts, ((0, 0), (1, 1), (0, 0)))
        counts = counts + 0.5 * (wide[:, :-2] + wide[:, 2:])
        usual = self.share[:, None, :]
        shares = (counts + 10.0 * usual) / (counts.sum(axis=2, keepdims=True) + 10.0)
        #: How much likelier than for the whole country, as a logarithm.
        self.size_taste = np.log(shares / usual).astype(np.float32)

    def _habits(self) -> None:
        """How large, and how far away, the partners of each place are."""
        places = self.places
        self.partner_size = (self.ties @ places.size + 2.0 * places.size) / (self.degree + 2.0)
        first, second = self._ends()
        cosine = np.einsum("ij,ij->i", places.points[first], places.points[second])
        far = np.log(EARTH_RADIUS_KM * np.arccos(np.clip(cosine, -1.0, 1.0)) + 3.0)
        usual = float(far.mean()) if len(far) else 7.0
        number = len(places.country_codes)
        sums = np.bincount(places.country[first], far, minlength=number)
        counts = np.bincount(places.country[first], minlength=number)
        by_country = (sums + 5.0 * usual) / (counts + 5.0)
        mine = np.bincount(first, far, minlength=len(places))
        self.partner_distance = (mine + 2.0 * by_country[places.country]) / (self.degree + 2.0)

        self.partner_is = {
            name: (self.ties @ getattr(places, name) + 2.0 * getattr(places, name))
            / (self.degree + 2.0)
            for name in HABITS
        }

    def _clusters(self) -> None:
        """Where places stand in the whole of the ties, by themselves and with those around them."""
        found, self.cluster_signs = clusters(self.balanced)
        self.cluster = found * np.sqrt(np.maximum(self.degree, 1.0)).astype(np.float32)[:, None]
        around = self.cluster + self.near_share[1] @ self.cluster
        norms = np.linalg.norm(around, axis=1, keepdims=True)
        self.cluster_around = (around / np.maximum(norms, 1e-3)).astype(np.float32)

    def _ends(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return both ends of each tie, in both directions."""
        first = np.repeat(np.arange(len(self.places)), np.diff(self.ties.indptr))
        return first, self.ties.indices.astype(np.intp)

    def partners(self, place: int) -> Sequence[int]:
        """Return the known partners of a place."""
        start, end = self.ties.indptr[place : place + 2]
        return [int(partner) for partner in self.ties.indices[start:end]]


def _sums(matrix: Matrix) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _indicator(numbers: NDArray[np.intp], columns: int) -> Matrix:
    ones = np.ones(len(numbers), dtype=np.float32)
    return sparse.csr_matrix(
        (ones, (np.arange(len(numbers)), numbers)), shape=(len(numbers), columns)
    )
