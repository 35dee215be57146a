"""How good a matching is, and the simplest other way to compare it with: the best pair first."""

from collections.abc import Sequence

import numpy as np

from jumelage.partners.domain.matching.candidates import Candidates
from jumelage.partners.domain.matching.checking import blocking_pairs
from jumelage.partners.domain.matching.outcome import Figures
from jumelage.partners.domain.matching.pool import WHOLE


def greedy(candidates: Candidates) -> list[tuple[int, int]]:
    """Return the pairs got by taking the best pair that is left, again and again.

    Best is the pair whose less well served side is served best, then whose sides together are.
    """
    instance = candidates.instance
    x = np.repeat(np.arange(len(instance), dtype=np.int32), np.diff(instance.start))
    once = x < instance.partner
    x, y, own = x[once], instance.partner[once], candidates.served[once]
    theirs = candidates.served[instance.start[y] + instance.twin[once]]
    key = (WHOLE - np.minimum(own, theirs)).astype(np.int64) << 22 | (2 * WHOLE - own - theirs)
    order = np.argsort(key, kind="stable")
    free: list[int] = instance.capacity.tolist()
    left = sum(free)
    pairs = []
    first, second = x[order].data, y[order].data
    for a, b in zip(first, second, strict=True):
        if free[a] and free[b]:
            pairs.append((a, b))
            free[a] -= 1
            free[b] -= 1
            left -= 2
            if left < 2:
                break
    return pairs


def figures_of(
    candidates: Candidates,
    pairs: Sequence[tuple[int, int]],
    could: int,
    blocking: int | None = None,
) -> Figures:
    """Return how good a matching is; ``could`` is how many wishes could have been matched."""
    if blocking is None:
        blocking = len(blocking_pairs(candidates.instance, pairs))
    if not pairs:
        return Figures(blocking=blocking)
    ranks, served = [], []
    for a, b in pairs:
        at = candidates.position(a, b), candidates.position(b, a)
        ranks.append((at[0] + 1, at[1] + 1))
        served.append((candidates.served_at(a, at[0]), candidates.served_at(b, at[1])))
    means = np.array(served).mean(axis=0) / WHOLE
    matched = len({x for pair in pairs for x in pair})
    return Figures(
        pairs=len(pairs),
        matched=matched,
        share=round(matched / max(1, could), 4),
        rank=round(float(np.mean(ranks)), 2),
        served_a=round(float(means[0]), 4),
        served_b=round(float(means[1]), 4),
        lesser=round(float(np.array(served).min(axis=1).mean()) / WHOLE, 4),
        blocking=blocking,
    )
