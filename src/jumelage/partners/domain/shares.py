"""How much each group of features adds to a score: exact Shapley values, against a typical candidate.

A group's value is the mean of what the score changes by when the group's features turn from those of a
typical candidate into those of this one, over all orders in which the groups can turn. The values add up
to the score less that of the typical candidate, for any model, and for a linear one they are its terms.

Source: Shapley, Contributions to the Theory of Games II, 1953; for groups of features as in Lundberg and
Lee, NIPS 2017, with one background row.
"""

from collections.abc import Callable, Sequence
from math import factorial

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.features import Feature, Group

Values = NDArray[np.float32]
Score = Callable[[Values], Values]


def shares(
    score: Score, row: Values, typical: Values, features: Sequence[Feature]
) -> dict[Group, float]:
    """Return what each group adds to the score of a row of features.

    Args:
        score: gives the scores of rows of features.
        row: the features of the candidate.
        typical: those of a typical candidate for the same town.
        features: what the columns are.
    """
    groups = sorted({feature.group for feature in features})
    of = np.array([groups.index(feature.group) for feature in features])
    count = len(groups)
    subsets = np.arange(1 << count)
    turned = (subsets[:, None] >> np.arange(count)) & 1 == 1
    rows = np.where(turned[:, of], row, typical).astype(np.float32)
    scores = score(rows).astype(np.float64)
    sizes = turned.sum(axis=1)
    weights = np.array(
        [factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)]
    )
    found = {}
    for number, group in enumerate(groups):
        without = subsets[~turned[:, number]]
        steps = scores[without | 1 << number] - scores[without]
        found[group] = float(np.dot(weights[sizes[without]], steps))
    return found


def typical_row(rows: Values) -> Values:
    """Return the features of a typical candidate among those that got the closer look."""
    found: Values = np.median(rows, axis=0).astype(np.float32)
    return found
