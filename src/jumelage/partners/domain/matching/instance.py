"""Who would have whom, in which order, and how many: what a matching is made from and judged by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Instance:
    """Lists of preference, the best first, one after the other, and places.

    Whoever stands on somebody's list has them on theirs. The list of ``x`` is
    ``partner[start[x]:start[x + 1]]``; ``twin`` says, entry by entry, at which position ``x``
    stands on the list of that partner.
    """

    start: NDArray[np.int64]
    partner: Numbers
    twin: Numbers
    capacity: Numbers

    def __len__(self) -> int:
        """How many take part."""
        return len(self.capacity)

    def list_of(self, x: int) -> list[int]:
        """Return whom somebody would have, the best first."""
        found: list[int] = self.partner[self.start[x] : self.start[x + 1]].tolist()
        return found


def instance_of(lists: Sequence[Sequence[int]], capacity: Sequence[int]) -> Instance:
    """Return an instance given as lists; whoever does not stand on both lists is taken off.

    Raises:
        ValueError: somebody stands on their own list, or twice on a list, or has no place at all.
    """
    if any(x in own or len(set(own)) < len(own) for x, own in enumerate(lists)):
        raise ValueError("nobody may stand on their own list, or twice on another")
    if len(capacity) != len(lists) or min(capacity, default=1) < 1:
        raise ValueError("everybody needs a list, and at least one place")
    sets = [set(own) for own in lists]
    mutual = [[y for y in own if x in sets[y]] for x, own in enumerate(lists)]
    at = [{y: n for n, y in enumerate(own)} for own in mutual]
    start = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(own) for own in mutual], out=start[1:])
    return Instance(
        start,
        np.array([y for own in mutual for y in own], dtype=np.int32),
        np.array([at[y][x] for x, own in enumerate(mutual) for y in own], dtype=np.int32),
        np.array(capacity, dtype=np.int32),
    )
