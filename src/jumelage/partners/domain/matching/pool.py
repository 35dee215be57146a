"""Many wishes as columns of numbers: who can meet whom, and how well each would be served, block by block.

What :func:`~jumelage.partners.domain.matching.wishes.obstacles` says of two wishes, this says of
millions of pairs, without an object for any of them; a test holds the two together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.matching.wishes import Wish

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Values = NDArray[np.float64]
#: How well a wish is served is kept in millionths, so that equal means equal on every machine.
WHOLE = 1_000_000

#: What counts, and how much. What a wish does not ask for does not count for it.
WEIGHTS: dict[str, float] = {
    "themes": 3.0,
    "needs": 3.0,
    "kinds": 2.0,
    "language": 1.0,
    "size": 1.0,
    "distance": 1.0,
}
#: What a part is worth if the partner's value is not known.
UNKNOWN = 0.5
#: What a value at the edge of the wanted range is worth; in its middle it is worth 1.
EDGE = 0.5


class Pool:
    """Wishes by number. All columns are as long as there are wishes."""

    def __init__(self, wishes: Sequence[Wish], *, on: date | None = None) -> None:
        """Read the wishes; ``on`` is the day on which they must be open."""
        self.wishes = wishes
        self.open = self._column(lambda w: w.is_open(on), np.bool_)
        self.any_kind = self._column(lambda w: w.any_kind, np.bool_)
        self.interpreter = self._column(lambda w: w.interpreter, np.bool_)
        self.kind, _ = _numbered([w.kind for w in wishes])
        self.form, forms = _numbered([w.form for w in wishes])
        self.no_form = forms.get("", -1)
        self.place, places = _numbered([w.place for w in wishes])
        self.no_place = places.get("", -1)
        self._sets()
        self._countries()
        self._measures()
        self.barred = self._barred()

    def __len__(self) -> int:
        """How many wishes."""
        return len(self.wishes)

    def _column(self, value: Callable[[Wish], Any], kind: Any) -> NDArray[Any]:
        return np.array([value(wish) for wish in self.wishes], dtype=kind)

    def _sets(self) -> None:
        wishes = self.wishes
        self.themes = _bits([w.themes for w in wishes])
        self.kinds = _bits([w.seeks_kinds for w in wishes])
        self.languages = _bits([w.languages for w in wishes])
        goods = _bits([*(w.offers for w in wishes), *(w.needs for w in wishes)])
        self.offers, self.needs = goods[: len(wishes)], goods[len(wishes) :]
        self.theme_count, self.kind_count = _count(self.themes), _count(self.kinds)
        self.need_count = _count(self.needs)
        self.speaks = _count(self.languages) > 0
        self.has_topics = (self.theme_count + self.kind_count) > 0

    def _countries(self) -> None:
        self.country, codes = _numbered([w.country for w in self.wishes])
        self.accepts = np.ones((len(self), len(codes)), dtype=bool)
        for n, wish in enumerate(self.wishes):
            if wish.countries:
                self.accepts[n] = [not code or code in wish.countries for code in codes]
            for code in wish.not_countries & codes.keys():
                self.accepts[n, codes[code]] = False

    def _measures(self) -> None:
        self.population = self._column(lambda w: _or(w.population, np.nan), np.float64)
        self.size_from = self._column(lambda w: _or(w.size_from, -np.inf), np.float64)
        self.size_to = self._column(lambda w: _or(w.size_to, np.inf), np.float64)
        self.km_from = self._column(lambda w: _or(w.km_from, -np.inf), np.float64)
        self.km_to = self._column(lambda w: _or(w.km_to, np.inf), np.float64)
        lat = np.radians(self._column(lambda w: _or(w.lat, np.nan), np.float64))
        lng = np.radians(self._column(lambda w: _or(w.lng, np.nan), np.float64))
        self.point = np.stack(
            [np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)], axis=1
        )
        self.asks_km = np.isfinite(self.km_from) | np.isfinite(self.km_to)

    def _barred(self) -> list[list[int]]:
        """Return for each wish the others that it is tied with, or that it, or they, said no to."""
        known: dict[str, list[int]] = {}
        for n, wish in enumerate(self.wishes):
            for ref in {wish.ref, wish.place} - {""}:
                known.setdefault(ref, []).append(n)
        barred: list[set[int]] = [{n} for n in range(len(self))]
        for n, wish in enumerate(self.wishes):
            refs = {wish.ref}.union(wish.partners, wish.declined)
            for other in chain.from_iterable(known.get(ref, ()) for ref in refs):
                barred[n].add(other)
                barred[other].add(n)
        return [sorted(others) for others in barred]

    def _conditions(self, rows: Numbers) -> Iterator[tuple[str, Mask]]:
        """Yield each condition, by the code of its obstacle, and who (across) meets it with some rows (down)."""
        r = rows[:, None]
        yield "closed", self.open[r] & self.open
        yield "kind", (self.kind[r] == self.kind) | (self.any_kind[r] & self.any_kind)
        yield "same_place", (self.place[r] != self.place) | (self.place == self.no_place)
        either = (self.form[r] == self.no_form) | (self.form == self.no_form)
        yield "form", (self.form[r] == self.form) | either
        yield "country", self.accepts[rows][:, self.country] & self.accepts[:, self.country[rows]].T
        size = _fits(self.population, self.size_from[r], self.size_to[r])
        yield "size", size & _fits(self.population[r], self.size_from, self.size_to)
        open_to_all = ~self.has_topics[r] | ~self.has_topics
        shared = _meet(self.themes, rows) | _meet(self.kinds, rows)
        yield "nothing_in_common", shared | open_to_all
        unknown = ~self.speaks[r] | ~self.speaks
        helped = self.interpreter[r] | self.interpreter
        yield "language", _meet(self.languages, rows) | unknown | helped
        apart = np.ones((len(rows), len(self)), dtype=bool)
        for at, row in enumerate(rows):
            apart[at, self.barred[row]] = False
        yield "tied", apart

    def allowed(self, rows: Numbers) -> Mask:
        """Return which wishes (columns) can meet those of some rows: nothing that either says is against it."""
        mask: Mask = np.ones((len(rows), len(self)), dtype=bool)
        for _, met in self._conditions(rows):
            mask &= met
        self._take_out_far(rows, mask)
        return mask

    def against(self, rows: Numbers, sides: NDArray[np.int8] | None = None) -> list[dict[str, int]]:
        """Return for some wishes how many others each condition rules out, the one that rules out most first.

        ``tied`` counts those that were declined as well, ``country`` those that were excluded. With
        sides, only others of a different side count.
        """
        counts: list[dict[str, int]] = [{} for _ in rows]
        others = np.arange(len(self)) != rows[:, None]
        if sides is not None:
            others &= sides[rows][:, None] != sides
        near = np.ones((len(rows), len(self)), dtype=bool)
        self._take_out_far(rows, near)
        for code, met in [*self._conditions(rows), ("distance", near)]:
            for count, number in zip(counts, (others & ~met).sum(axis=1).tolist(), strict=True):
                count.update({code: number} if number else {})
        return [dict(sorted(count.items(), key=lambda item: -item[1])) for count in counts]

    def _take_out_far(self, rows: Numbers, mask: Mask) -> None:
        """Take out those too near or too far; distances are computed only where somebody asks."""
        at, j = np.nonzero(mask & (self.asks_km[rows][:, None] | self.asks_km))
        i = rows[at]
        km = self.kilometres(i, j)
        fits = _fits(km, self.km_from[i], self.km_to[i]) & _fits(km, self.km_from[j], self.km_to[j])
        mask[at[~fits], j[~fits]] = False

    def kilometres(self, i: NDArray[Any], j: NDArray[Any]) -> Values:
        """Return distances in km, to a tenth; NaN where not known."""
        half_chord = np.sqrt(((self.point[i] - self.point[j]) ** 2).sum(axis=1)) / 2
        km: Values = np.round(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(half_chord, 1.0)), 1)
        return km

    def parts(self, i: NDArray[Any], j: NDArray[Any]) -> dict[str, tuple[Values, Mask]]:
        """Return for each part how well wishes ``i`` are served by ``j`` (0 to 1), and whether ``i`` asks for it."""
        asked = {
            "themes": (self.themes[i] & self.themes[j], self.theme_count[i]),
            "needs": (self.needs[i] & self.offers[j], self.need_count[i]),
            "kinds": (self.kinds[i] & self.kinds[j], self.kind_count[i]),
        }
        found = {
            name: (_count(common) / np.maximum(number, 1), number > 0)
            for name, (common, number) in asked.items()
        }
        spoken = self.speaks[i] & self.speaks[j]
        shared = (_count(self.languages[i] & self.languages[j]) > 0).astype(np.float64)
        found["language"] = (np.where(spoken, shared, UNKNOWN), np.ones(len(i), dtype=bool))
        found["size"] = _inside(
            _log(self.population[j]), _log(self.size_from[i]), _log(self.size_to[i])
        )
        nearest = np.where(np.isfinite(self.km_from[i]), self.km_from[i], -self.km_to[i])
        found["distance"] = (np.ones(len(i)), np.zeros(len(i), dtype=bool))
        asks = self.asks_km[i]
        if asks.any():
            # Only a longest distance: the nearer the better, so the middle of the range is the wish itself.
            value, ask = _inside(self.kilometres(i, j), nearest, self.km_to[i])
            found["distance"] = (value, ask | asks)
        return found

    def served(self, i: NDArray[Any], j: NDArray[Any]) -> Numbers:
        """Return how well wishes ``i`` are served by ``j``: the weighted mean of what they ask for, in millionths."""
        total, weight = np.zeros(len(i)), np.zeros(len(i))
        for name, (value, asks) in self.parts(i, j).items():
            total += WEIGHTS[name] * value * asks
            weight += WEIGHTS[name] * asks
        return np.rint(total / weight * WHOLE).astype(np.int32)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _numbered(values: Iterable[str]) -> tuple[Numbers, dict[str, int]]:
    """Return a number for each value, and the numbers by value."""
    numbers: dict[str, int] = {}
    column = [numbers.setdefault(value, len(numbers)) for value in values]
    return np.array(column, dtype=np.int32), numbers


def _bits(sets: Sequence[frozenset[str]]) -> NDArray[np.uint64]:
    """Return sets of codes as bits: a row each, as many words of 64 as there are codes."""
    codes = {code: n for n, code in enumerate(sorted(frozenset().union(*sets)))}
    table = np.zeros((len(sets), max(1, -(-len(codes) // 64))), dtype=np.uint64)
    for row, values in enumerate(sets):
        for code in values:
            word, bit = divmod(codes[code], 64)
            table[row, word] |= np.uint64(1) << np.uint64(bit)
    return table


def _count(bits: NDArray[np.uint64]) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    return counts


def _meet(bits: NDArray[np.uint64], rows: Numbers) -> Mask:
    """Return whether the sets of some rows (down) and of all (across) have a code in common."""
    met = np.zeros((len(rows), len(bits)), dtype=bool)
    for word in bits.T:
        met |= (word[rows][:, None] & word) != 0
    return met


def _fits(value: Values, lower: Values, upper: Values) -> Mask:
    """Return whether values lie in ranges; what is not known does."""
    mask: Mask = ~((value < lower) | (value > upper))
    return mask


def _log(values: Values) -> Values:
    """Return logarithms; open ends stay open."""
    logs: Values = np.where(
        np.isfinite(values), np.log(np.maximum(np.nan_to_num(values), 1.0)), values
    )
    return logs


def _inside(value: Values, lower: Values, upper: Values) -> tuple[Values, Mask]:
    """Return how near the middle of its range each value lies, and which ranges have an end at all."""
    closed = np.isfinite(lower) & np.isfinite(upper)
    low, high = np.where(closed, lower, 0.0), np.where(closed, upper, 0.0)
    half = (high - low) / 2
    off = np.abs(np.nan_to_num(value) - (low + high) / 2) / np.where(half > 0, half, 1.0)
    near = np.where(closed, 1.0 - (1.0 - EDGE) * np.clip(off, 0.0, 1.0), 1.0)
    return np.where(np.isnan(value), UNKNOWN, near), np.isfinite(lower) | np.isfinite(upper)
