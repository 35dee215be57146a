"""Hiding ties, to see whether they can be found again.

Whatever learns or counts must see the ties that remain, and nothing else: see
:class:`Holdout`. What is hidden to be judged by is never hidden by the learner's own rule.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Edges = NDArray[np.int64]

#: So many common partners make a club, whose members are all twinned with each other.
CLUB = 10
#: The share of ties, or of places with all their ties, that is hidden.
HIDDEN = 0.1


@dataclass(frozen=True, slots=True)
class Holdout:
    """Ties that remain, ties hidden, and the places (by number) that lost all of theirs if cold."""

    remaining: Edges
    hidden: Edges
    cold: frozenset[int] = frozenset()

    def partners(self) -> "dict[int, set[int]]":
        """Return the partners that remain known, by place."""
        return neighbours(self.remaining)

    def answers(self) -> "dict[int, set[int]]":
        """Return the hidden partners to be found, by place.

        Only cold places are asked, if there are any, and of their partners only those that kept a tie
        count: what lost all of its ties is known to be an answer to somebody.
        """
        hidden = neighbours(self.hidden)
        if not self.cold:
            return hidden
        warm = set(np.unique(self.remaining).tolist())
        found = {place: hidden.get(place, set()) & warm for place in self.cold}
        return {place: partners for place, partners in found.items() if partners}


def hide_ties(edges: Edges, rng: np.random.Generator, share: float = HIDDEN) -> Holdout:
    """Hide a share of the ties, drawn at random."""
    order = rng.permutation(len(edges))
    number = max(1, round(len(edges) * share)) if len(edges) else 0
    return Holdout(edges[np.sort(order[number:])], edges[np.sort(order[:number])])


def hide_places(
    edges: Edges, places: int, rng: np.random.Generator, share: float = HIDDEN
) -> Holdout:
    """Hide all ties of a share of the places, drawn at random from the first ``places``."""
    number = max(1, round(places * share)) if places else 0
    cold = rng.choice(places, number, replace=False)
    touched = np.isin(edges, cold).any(axis=1) if len(edges) else np.zeros(0, dtype=bool)
    return Holdout(edges[~touched], edges[touched], frozenset(cold.tolist()))


def neighbours(edges: Edges) -> dict[int, set[int]]:
    """Return the partners of each place that has any."""
    found: dict[int, set[int]] = defaultdict(set)
    for first, second in edges.tolist():
        found[first].add(second)
        found[second].add(first)
    return dict(found)


def adjacency(edges: Edges, places: int) -> Any:
    """Return the ties as a symmetric matrix of ones."""
    both = np.concatenate([edges, edges[:, ::-1]]) if len(edges) else np.zeros((0, 2), np.int64)
    ones = np.ones(len(both), dtype=np.float32)
    found = sparse.csr_matrix((ones, (both[:, 0], both[:, 1])), shape=(places, places))
    found.data[:] = 1.0  # a pair given twice is one tie
    return found


def clubs(edges: Edges, places: int) -> set[tuple[int, int]]:
    """Return the ties (in both directions) between places with :data:`CLUB` common partners."""
    ties = adjacency(edges, places)
    common = (ties @ ties).multiply(ties).tocoo()
    many = common.data >= CLUB
    return set(zip(common.row[many].tolist(), common.col[many].tolist(), strict=True))
