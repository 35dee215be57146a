"""A round: many wishes are brought together at once, stable, within their places, and explained."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date

import numpy as np

from jumelage.partners.domain.matching.candidates import Candidates, candidates_of
from jumelage.partners.domain.matching.checking import blocking_pairs
from jumelage.partners.domain.matching.figures import figures_of, greedy
from jumelage.partners.domain.matching.outcome import (
    BELOW,
    CLOSED,
    GAVE_UP,
    NOBODY_FITS,
    OUTSIDE,
    PREFERRED,
    Left,
    Missed,
    OddParty,
    Outcome,
    Pair,
)
from jumelage.partners.domain.matching.pool import WHOLE, Pool
from jumelage.partners.domain.matching.stable import Solution, solve
from jumelage.partners.domain.matching.wishes import Wish

Between = tuple[Collection[str], Collection[str]]
#: Told a step (``pairs``, ``matching``, ``explaining``), how far it is, and of how much (0: not known).
Progress = Callable[[str, int, int], None]


class CancelledError(Exception):
    """What a progress callback raises to end a round; any other exception does so as well."""


def run(
    wishes: Sequence[Wish],
    *,
    seed: int,
    between: Between | None = None,
    minimum: float = 0.0,
    favour: str = "",
    on: date | None = None,
    missed: int = 5,
    progress: Progress = lambda _step, _done, _of: None,
) -> Outcome:
    """Bring wishes together. The same wishes and seed give the same outcome, in whatever order they come.

    Args:
        wishes: all that take part; refs must differ.
        seed: decides between candidates that are equal in everything.
        between: countries of the one group and of the other; pairs are then only between them.
        minimum: how well both of a pair must be served, 0 to 1.
        favour: ``a`` or ``b``: each of that group gets the best that any stable matching gives it.
        on: the day on which wishes must be open.
        missed: how many better-liked candidates to name for each wish, at most.
        progress: is told how far the work is; what it raises ends it.

    Raises:
        ValueError: a ref comes twice, a country is in both groups, a group is favoured where there
            are none, or the minimum is no share.
    """
    _check(wishes, between, minimum, favour)
    groups = _groups(between)
    inside = [w for w in in_order(wishes, seed) if not groups or w.country in groups]
    pool = Pool(inside, on=on)
    sides = np.array([groups[w.country] for w in inside], dtype=np.int8) if groups else None
    candidates = candidates_of(
        pool, minimum=minimum, sides=sides, tell=lambda done, of: progress("pairs", done, of)
    )
    solution = solve(
        candidates.instance,
        side=None if sides is None else sides.tolist(),
        favour={"a": 0, "b": 1}.get(favour),
        tell=lambda done, of: progress("matching", done, of),
    )
    progress("explaining", 0, 3)
    rank = {wish.ref: n for n, wish in enumerate(wishes)}
    writer = _Writer(pool, candidates, solution, rank, groups)
    could = int(pool.open.sum())
    blocking = blocking_pairs(candidates.instance, solution.pairs)
    progress("explaining", 1, 3)
    beside = figures_of(candidates, greedy(candidates), could)
    progress("explaining", 2, 3)
    outcome = Outcome(
        seed=seed,
        minimum=minimum,
        between=(tuple(sorted(between[0])), tuple(sorted(between[1]))) if between else None,
        favour=favour,
        on=on.isoformat() if on else "",
        pairs=writer.pairs(),
        left=writer.left([w for w in wishes if groups and w.country not in groups]),
        missed=writer.missed(missed),
        parties=writer.parties(),
        blocking=tuple(writer.turned(a, b) for a, b in blocking),
        figures=figures_of(candidates, writer.oriented(), could, len(blocking)),
        greedy=beside,
        candidates=len(candidates.instance.partner) // 2,
    )
    progress("explaining", 3, 3)
    return outcome


def in_order(wishes: Sequence[Wish], seed: int) -> list[Wish]:
    """Return wishes in the order in which equals are preferred: by chance, which the seed decides."""

    def chance(wish: Wish) -> tuple[bytes, str]:
        return hashlib.sha256(f"{seed}:{wish.ref}".encode()).digest(), wish.ref

    return sorted(wishes, key=chance)


def _check(wishes: Sequence[Wish], between: Between | None, minimum: float, favour: str) -> None:
    twice = [ref for ref, number in Counter(w.ref for w in wishes).items() if number > 1]
    if twice:
        raise ValueError(f"refs must differ; these come twice: {', '.join(sorted(twice)[:5])}")
    short = [w.ref for w in wishes if w.capacity < 1]
    if short:
        raise ValueError(f"a wish has at least one place; not so: {', '.join(short[:5])}")
    if between and set(between[0]) & set(between[1]):
        raise ValueError("a country can be in one group only")
    if favour not in {"", "a", "b"} or (favour and not between):
        raise ValueError("a group (a or b) can be favoured only in a round between two groups")
    if not 0.0 <= minimum <= 1.0:
        raise ValueError("the minimum is a share, from 0 to 1")


def _groups(between: Between | None) -> dict[str, int]:
    if between is None:
        return {}
    return {country: n for n, countries in enumerate(between) for country in countries}


class _Writer:
    """Puts a solution, which is of numbers, into words: refs, reasons, and what was missed."""

    def __init__(
        self,
        pool: Pool,
        candidates: Candidates,
        solution: Solution,
        rank: dict[str, int],
        groups: dict[str, int],
    ) -> None:
        countries = [groups.get(wish.country, 0) for wish in pool.wishes]
        self.sides = np.array(countries, dtype=np.int8) if groups else None
        self.pool, self.candidates, self.solution = pool, candidates, solution
        self.rank, self.groups = rank, groups
        self.named = {party.without for party in solution.parties}
        self.partners: list[set[int]] = [set() for _ in pool.wishes]
        for a, b in solution.pairs:
            self.partners[a].add(b)
            self.partners[b].add(a)

    def ref(self, n: int) -> str:
        """Return the ref of a wish."""
        return self.pool.wishes[n].ref

    def oriented(self) -> list[tuple[int, int]]:
        """Return the pairs, each with the one of the first group, or that came first, in front; in order."""
        pairs = [self._turned(a, b) for a, b in self.solution.pairs]
        return sorted(pairs, key=lambda pair: [self.rank[self.ref(n)] for n in pair])

    def _turned(self, a: int, b: int) -> tuple[int, int]:
        keys = [
            (self.groups.get(self.pool.wishes[n].country, 0), self.rank[self.ref(n)])
            for n in (a, b)
        ]
        return (a, b) if keys[0] < keys[1] else (b, a)

    def turned(self, a: int, b: int) -> tuple[str, str]:
        """Return the refs of two, the one of the first group, or that came first, in front."""
        first, second = self._turned(a, b)
        return self.ref(first), self.ref(second)

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs with how well both are served, and their ranks."""
        found = []
        for a, b in self.oriented():
            at_a, at_b = self.candidates.position(a, b), self.candidates.position(b, a)
            served_a = self.candidates.served_at(a, at_a) / WHOLE
            served_b = self.candidates.served_at(b, at_b) / WHOLE
            found.append(Pair(self.ref(a), self.ref(b), served_a, served_b, at_a + 1, at_b + 1))
        return tuple(found)

    def left(self, outside: Sequence[Wish]) -> tuple[Left, ...]:
        """Return those without any partner, and why."""
        alone = [n for n, partners in enumerate(self.partners) if not partners]
        found = [Left(wish.ref, OUTSIDE) for wish in outside]
        lonely = []
        for n in alone:
            length = int(self.candidates.instance.start[n + 1] - self.candidates.instance.start[n])
            if not self.pool.open[n]:
                found.append(Left(self.ref(n), CLOSED))
            elif n in self.named:
                found.append(Left(self.ref(n), GAVE_UP, {"candidates": length}))
            elif length:
                found.append(Left(self.ref(n), PREFERRED, {"candidates": length}))
            elif self.candidates.below[n]:
                found.append(Left(self.ref(n), BELOW, {"met": int(self.candidates.below[n])}))
            else:
                lonely.append(n)
        for begin in range(0, len(lonely), 256):
            rows = np.array(lonely[begin : begin + 256], dtype=np.int32)
            for n, counts in zip(rows.tolist(), self.pool.against(rows, self.sides), strict=True):
                found.append(Left(self.ref(n), NOBODY_FITS, counts))
        return tuple(sorted(found, key=lambda left: self.rank[left.ref]))

    def missed(self, number: int) -> dict[str, tuple[Missed, ...]]:
        """Return for each wish the best of those it would rather have had, or have had besides."""
        found = {}
        for n in sorted(range(len(self.partners)), key=lambda n: self.rank[self.ref(n)]):
            own = self._missed(n, number)
            if own:
                found[self.ref(n)] = own
        return found

    def _missed(self, x: int, number: int) -> tuple[Missed, ...]:
        instance = self.candidates.instance
        found: list[Missed] = []
        begin, end = int(instance.start[x]), int(instance.start[x + 1])
        left = len(self.partners[x])
        is_full = left >= instance.capacity[x]
        for entry in range(begin, end):
            if len(found) == number or (is_full and left == 0):
                break
            y = int(instance.partner[entry])
            if y in self.partners[x]:
                left -= 1
                continue
            twin = int(instance.twin[entry])
            code = PREFERRED if self._is_content(y, twin) else GAVE_UP
            served = int(self.candidates.served[entry]) / WHOLE
            other = self.candidates.served_at(y, twin) / WHOLE
            found.append(Missed(self.ref(y), entry - begin + 1, served, other, code))
        return tuple(found)

    def _is_content(self, y: int, position: int) -> bool:
        """Return whether all places of a wish are taken by partners that it likes better than a position."""
        if len(self.partners[y]) < self.candidates.instance.capacity[y]:
            return False
        return all(self.candidates.position(y, z) < position for z in self.partners[y])

    def parties(self) -> tuple[OddParty, ...]:
        """Return the odd parties."""
        return tuple(
            OddParty(tuple(self.ref(n) for n in party.members), self.ref(party.without))
            for party in self.solution.parties
        )
