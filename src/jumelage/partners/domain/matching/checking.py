"""Is a matching what it says it is? Shares no code with what makes one."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.matching.instance import Instance


def blocking_pairs(instance: Instance, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those not brought together who would both rather be, the smaller number first.

    Two would, if each has a free place, or likes the other better than one of its partners.

    Raises:
        ValueError: the pairs are no matching of this instance: somebody has more partners than
            places, has one twice, or one that does not stand on their list.
    """
    worst, taken = _taken(instance, pairs)
    length = np.diff(instance.start)
    x = np.repeat(np.arange(len(instance), dtype=np.int32), length)
    position = np.arange(len(instance.partner)) - np.repeat(instance.start[:-1], length)
    would = (x < instance.partner) & ~taken
    would &= position < worst[x]
    would &= instance.twin < worst[instance.partner]
    return list(zip(x[would].tolist(), instance.partner[would].tolist(), strict=True))


def _taken(
    instance: Instance, pairs: Iterable[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return at which position the partner stands who would be left first, and which entries are pairs.

    Who has a free place would leave nobody: then the position is that after the last.
    """
    had: list[list[int]] = [[] for _ in range(len(instance))]
    taken = np.zeros(len(instance.partner), dtype=bool)
    for a, b in pairs:
        for own, other in ((a, b), (b, a)):
            begin, end = instance.start[own], instance.start[own + 1]
            at = np.nonzero(instance.partner[begin:end] == other)[0]
            if not len(at):
                raise ValueError(f"{other} does not stand on the list of {own}")
            if taken[begin + at[0]]:
                raise ValueError(f"{own} and {other} are paired twice")
            taken[begin + at[0]] = True
            had[own].append(int(at[0]))
    worst = np.diff(instance.start)
    for own, positions in enumerate(had):
        if len(positions) > instance.capacity[own]:
            raise ValueError(f"{own} has more partners than places")
        if len(positions) == instance.capacity[own]:
            worst[own] = max(positions)
    return worst, taken
