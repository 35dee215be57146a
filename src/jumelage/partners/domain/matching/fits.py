"""How well two wishes fit: how well each is served by the other, and the best of many for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jumelage.partners.domain.matching.pool import WEIGHTS, WHOLE, Pool
from jumelage.partners.domain.matching.wishes import Wish


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a wish asks for: how well the other gives it (0 to 1), its weight, and what was found.

    ``wanted`` and ``found`` are the codes asked for, and those of them that the other has; both are
    empty for size and distance, whose figures stand in the wishes.
    """

    code: str  # a key of WEIGHTS
    value: float
    weight: float
    wanted: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """How well one wish is served by another: the weighted mean of the parts it asks for, 0 to 1."""

    total: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two wishes that can meet serve each other."""

    a: Served  # how well a is served by b
    b: Served

    @property
    def key(self) -> tuple[float, float]:
        """By what pairs are ranked, the larger the better: the lesser of both, then their mean.

        The lesser first, because a tie that serves one side only does not last (the egalitarian, or
        Rawlsian, rule); the Nash product would let a very happy side make up for an unhappy one.
        """
        return min(self.a.total, self.b.total), (self.a.total + self.b.total) / 2


@dataclass(frozen=True, slots=True)
class Mutual:
    """A wish that fits, and how: ``fit.a`` says how well the one that asked is served."""

    wish: Wish
    fit: Fit


def fit(a: Wish, b: Wish, *, on: date | None = None) -> Fit | None:
    """Return how well two wishes serve each other; None if they cannot meet (``obstacles`` says why)."""
    pool = Pool([a, b], on=on)
    if not pool.allowed(np.array([0], dtype=np.int32))[0, 1]:
        return None
    return fit_of(pool, 0, 1)


def best_for(
    wish: Wish,
    others: Sequence[Wish],
    number: int = 20,
    *,
    on: date | None = None,
    minimum: float = 0.0,
) -> list[Mutual]:
    """Return the wishes that fit a wish from both sides, the best first (``Fit.key``; then by ref).

    Args:
        wish: the one that asks; among the others it is passed over.
        others: where to look.
        number: how many are wanted, at most.
        on: the day on which both must be open.
        minimum: how well each side must be served at least, 0 to 1.
    """
    pool = Pool([wish, *others], on=on)
    at = np.nonzero(pool.allowed(np.array([0], dtype=np.int32))[0])[0]
    own = np.zeros(len(at), dtype=np.int64)
    mine, theirs = pool.served(own, at).tolist(), pool.served(at, own).tolist()
    found = [
        (-min(a, b), -(a + b), pool.wishes[n].ref, n)
        for n, a, b in zip(at.tolist(), mine, theirs, strict=True)
        if min(a, b) >= round(minimum * WHOLE)
    ]
    return [Mutual(pool.wishes[n], fit_of(pool, 0, n)) for *_, n in sorted(found)[: max(0, number)]]


def fit_of(pool: Pool, a: int, b: int) -> Fit:
    """Return how well two wishes of a pool, by number, serve each other."""
    return Fit(_served(pool, a, b), _served(pool, b, a))


def _served(pool: Pool, own: int, other: int) -> Served:
    i, j = np.array([own]), np.array([other])
    parts = tuple(
        Part(code, round(float(value[0]), 6), WEIGHTS[code], *_codes(pool, own, other, code))
        for code, (value, asks) in pool.parts(i, j).items()
        if asks[0]
    )
    return Served(int(pool.served(i, j)[0]) / WHOLE, parts)


def _codes(pool: Pool, own: int, other: int, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    a, b = pool.wishes[own], pool.wishes[other]
    both = {
        "themes": (a.themes, b.themes),
        "needs": (a.needs, b.offers),
        "kinds": (a.seeks_kinds, b.seeks_kinds),
        "language": (a.languages, b.languages),
    }
    wanted, given = both.get(code, (frozenset(), frozenset()))
    return tuple(sorted(wanted)), tuple(sorted(wanted & given))
