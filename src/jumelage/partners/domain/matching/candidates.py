"""The lists of preference of a whole round: whom each wish can meet, the best for it first."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jumelage.partners.domain.matching.instance import Instance, Numbers
from jumelage.partners.domain.matching.pool import WHOLE, Mask, Pool

#: So many rows are compared with all wishes at once: a block's tables take some 50 MB at 10,000 wishes.
BLOCK = 256
_PLACES = 22  # bits for the number of a wish in a key of preference


@dataclass(frozen=True, slots=True)
class Candidates:
    """An instance of numbers, and how well each is served by whom stands on its list, in millionths.

    The list of a wish is in the order of how well it is served; among equals, of how well the
    other is (which is the order of the pair's key); then of the other's number.
    """

    instance: Instance
    served: Numbers
    below: NDArray[np.int64]  # how many others each could meet, but not both as well as asked for

    def position(self, x: int, y: int) -> int:
        """Return at which position ``y`` stands on the list of ``x``, from 0; -1 if it does not."""
        begin, end = self.instance.start[x], self.instance.start[x + 1]
        at = np.nonzero(self.instance.partner[begin:end] == y)[0]
        return int(at[0]) if len(at) else -1

    def served_at(self, x: int, position: int) -> int:
        """Return how well a wish is served by whom stands at a position of its list, in millionths."""
        return int(self.served[self.instance.start[x] + position])


def candidates_of(
    pool: Pool,
    *,
    minimum: float = 0.0,
    sides: NDArray[np.int8] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Candidates:
    """Return whom each wish of a pool can meet, where both are served at least so well.

    Args:
        pool: the wishes; at equal satisfaction the smaller number is liked better.
        minimum: how well both must be served, 0 to 1.
        sides: the side of each, if only wishes of different sides are to meet.
        tell: is told how many wishes are done, of how many.
    """
    if len(pool) >= 1 << _PLACES:
        raise ValueError(f"at most {(1 << _PLACES) - 1:,} wishes can take part in a round")
    start, partner, served = _meetings(pool, sides, tell)
    theirs = _turned(start, partner, served)
    enough = np.minimum(served, theirs) >= round(minimum * WHOLE)
    row = np.repeat(np.arange(len(pool), dtype=np.int32), np.diff(start))
    below = np.bincount(row[~enough], minlength=len(pool))
    start = _starts(np.bincount(row[enough], minlength=len(pool)))
    del row
    partner, served, theirs = partner[enough], served[enough], theirs[enough]
    position = _sort(start, partner, served, theirs)
    twin = _turned(start, partner, position)
    order = position + np.repeat(start[:-1], np.diff(start))
    placed = [np.empty_like(column) for column in (partner, twin, served)]
    for column, into in zip((partner, twin, served), placed, strict=True):
        into[order] = column
    capacity = np.array([wish.capacity for wish in pool.wishes], dtype=np.int32)
    return Candidates(Instance(start, placed[0], placed[1], capacity), placed[2], below)


def _meetings(
    pool: Pool, sides: NDArray[np.int8] | None, tell: Callable[[int, int], None]
) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Return the lists in order of number: where each starts, whom it names, how well the wish is served."""
    partners, served, lengths = [], [], []
    for begin in range(0, len(pool), BLOCK):
        tell(begin, len(pool))
        rows = np.arange(begin, min(begin + BLOCK, len(pool)), dtype=np.int32)
        mask: Mask = pool.allowed(rows)
        if sides is not None:
            mask &= sides[rows][:, None] != sides
        at, other = np.nonzero(mask)
        lengths.append(mask.sum(axis=1))
        partners.append(other.astype(np.int32))
        served.append(pool.served(rows[at], other))
    tell(len(pool), len(pool))
    none = np.zeros(0, dtype=np.int32)
    start = _starts(np.concatenate([*lengths, none]))
    return start, np.concatenate([*partners, none]), np.concatenate([*served, none])


def _starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    start = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=start[1:])
    return start


def _turned(start: NDArray[np.int64], partner: Numbers, values: Numbers) -> Numbers:
    """Return for each entry (x, y) the value of (y, x). Lists are in order of number."""
    n = len(start) - 1
    # A sparse matrix is turned in one pass; it would drop no entry for being 0 here.
    turned = csr_array((values, partner, start), shape=(n, n)).T.tocsr()
    found: Numbers = turned.data
    return found


def _sort(start: NDArray[np.int64], partner: Numbers, own: Numbers, theirs: Numbers) -> Numbers:
    """Return the position of each entry on its list when it is in the order of preference."""
    position = np.empty(len(partner), dtype=np.int32)
    for begin, end in zip(start[:-1].tolist(), start[1:].tolist(), strict=True):
        key = (WHOLE - own[begin:end]).astype(np.int64) << 20 | (WHOLE - theirs[begin:end])
        order = np.argsort(key << _PLACES | partner[begin:end])
        position[begin:end][order] = np.arange(end - begin, dtype=np.int32)
    return position
