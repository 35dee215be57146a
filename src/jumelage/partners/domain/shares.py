"""How much each group of features adds to a score: exact Shapley values, against a typical candidate.

A group's value is the mean of what the score changes by when the group's features turn from those of a
typical candidate into those of this one, over all orders in which the groups can turn. The values add up
to the score less that of the typical candidate, for any model, and for a linear one they are its terms.

Source: Shapley, Contributions to the Theory of Games II, 1953; for groups of features as in Lundberg and
Lee, NIPS 2017, with one background row.
"""

from collections.abc import Callable, Sequence
from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.features import Group

Values = NDArray[np.float32]
Floats = NDArray[np.float64]


def shares(score: Callable[[Values], Values], groups: Sequence[Group]) -> dict[Group, float]:
    """Return what each group adds to the score of a candidate.

    Args:
        score: gives the scores of rows of ones and zeros: which groups, a column each, are those of the
            candidate and not those of a typical one.
        groups: the groups.
    """
    scores = score(subsets(len(groups))).astype(np.float64)
    parts = _weights(len(groups)) @ scores
    return {group: float(part) for group, part in zip(groups, parts, strict=True)}


@cache
def subsets(count: int) -> Values:
    """Return a row for each set of so many groups, with a one for each group that is in it."""
    found: Values = (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(np.float32)
    return found


@cache
def _weights(count: int) -> Floats:
    """Return by how much the score of each set (a column) counts for each group (a row)."""
    each = [factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)]
    inside = subsets(count).T > 0
    sizes = inside.sum(axis=0)
    with_it = np.array([0.0, *each])[sizes]
    without = np.array([*each, 0.0])[sizes]
    found: Floats = np.where(inside, with_it, -without)
    return found


def typical_row(rows: Values) -> Values:
    """Return the features of a typical candidate among those that got the closer look: the median of each.

    Of many, some two thousand evenly spaced ones are looked at: all would take a third of a query's time.
    """
    found: Values = np.median(rows[:: max(1, len(rows) // 2_000)], axis=0).astype(np.float32)
    return found
