"""Walks along ties: what a place reaches by them, by whom its partners are tied with, and so on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.asking import Asking, Sparse, sparse_of
from jumelage.partners.domain.network import Network


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk along the matrices of these names, those of the network or of its places.

    Where a name means one matrix for each fading, ``fade`` says which.
    """

    steps: tuple[str, ...]
    fade: int = 0

    def __call__(self, asking: Asking) -> Sparse:
        """Walk from one place."""
        first, *others = self._matrices(asking.network)
        row = asking.row(first)
        for matrix in others:
            row = row @ matrix
        return sparse_of(row)

    def of_many(self, network: Network, places: NDArray[np.intp]) -> list[Sparse]:
        """Walk from several places, in much less time than from one after the other."""
        first, *others = self._matrices(network)
        rows = first[places]
        for matrix in others:
            rows = rows @ matrix
        ends = zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
        numbers = rows.indices.astype(np.intp, copy=False)
        return [Sparse(numbers[start:end], rows.data[start:end]) for start, end in ends]

    def _matrices(self, network: Network) -> list[Any]:
        found = []
        for name in self.steps:
            owner = network if hasattr(network, name) else network.places
            matrix = getattr(owner, name)
            found.append(matrix[self.fade] if isinstance(matrix, list) else matrix)
        return found
