"""Suggestions for a place: the likeliest partners among all candidates, each with its reasons."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.asking import Asking, At, Values
from jumelage.partners.domain.features import table
from jumelage.partners.domain.model import Model, mean_score
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.reasons import Reason, reasons
from jumelage.partners.domain.shares import shares, typical_row

#: What whoever asks wants besides: an amount for each candidate, or what gives it.
#: In the units of the score (logarithms of odds): 0.7 makes a candidate twice as likely.
Adjust = NDArray[np.floating] | Callable[[Asking, At], Values]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate: its number, its score, and why.

    The score is that of a typical candidate for this place (``typical``), what the reasons add, and what
    whoever asks wanted besides (``adjusted``).
    """

    place: int
    score: float
    typical: float
    reasons: tuple[Reason, ...] = ()
    adjusted: float = 0.0


class Finder:
    """Finds partners in a network by a model."""

    def __init__(self, network: Network, model: Model) -> None:
        """Take both; nothing is computed yet."""
        self.network, self.model = network, model
        features = model.scaling.features
        self._groups = sorted({feature.group for feature in features})
        #: The group of each input of the nets.
        self._group = [self._groups.index(features[n].group) for n in model.scaling.owners]

    @property
    def is_default(self) -> bool:
        """Whether the model is the published default, and not learned from these ties."""
        return self.model.ties == 0

    def suggest(
        self,
        place: int,
        number: int = 20,
        *,
        allowed: NDArray[np.bool_] | None = None,
        excluded: Collection[int] = (),
        adjust: Adjust | None = None,
        why: bool = True,
    ) -> list[Suggestion]:
        """Return the likeliest partners, the best first.

        Args:
            place: the place that asks, by number.
            number: how many are wanted, at most.
            allowed: which candidates may be suggested (by filters); all if not given.
            excluded: candidates that may not, besides the place and its partners.
            adjust: what is added to scores, by candidate; it counts in the first look as well.
            why: with reasons, which take about a millisecond each.
        """
        asking = Asking(self.network, place)
        open_to = self._open_to(allowed, [place, *self.network.partners(place), *excluded])
        wanted = _added(adjust, asking)
        rows, at = self._rows(asking, open_to, wanted)
        inputs = self.model.scaling.inputs(rows)
        closest, scores = self.model.closest(inputs, self.model.nets[0].scores(inputs), wanted[at])
        order = closest[np.argsort(-(scores + wanted[at[closest]]), kind="stable")]
        own = dict(zip(closest.tolist(), scores.tolist(), strict=True))
        best = self._different(at, order, number)
        typical = typical_row(rows) if len(rows) else np.zeros(0, dtype=np.float32)
        base = self._score(typical) if len(rows) else 0.0
        return [
            Suggestion(
                int(at[n]),
                own[n] + float(wanted[at[n]]),
                base,
                self._why(asking, int(at[n]), rows[n], typical) if why else (),
                float(wanted[at[n]]),
            )
            for n in best
        ]

    def _open_to(
        self, allowed: NDArray[np.bool_] | None, closed: Sequence[int]
    ) -> NDArray[np.bool_]:
        """Return who may be suggested: nobody of those closed, whichever entry of the same town it is."""
        town = self.network.places.town
        found = ~np.isin(town, town[closed])
        return found if allowed is None else found & allowed

    def _different(self, at: NDArray[np.intp], order: NDArray[np.intp], number: int) -> list[int]:
        """Return the first of an order, of each town only the first."""
        seen: set[int] = set()
        found: list[int] = []
        for n in order.tolist():
            town = int(self.network.places.town[at[n]])
            if town not in seen:
                seen.add(town)
                found.append(n)
            if len(found) == number:
                break
        return found

    def _rows(
        self, asking: Asking, open_to: NDArray[np.bool_], wanted: Values
    ) -> tuple[Values, NDArray[np.intp]]:
        """Return the rows and numbers of the candidates that get the closer look."""
        first = self.model.coarse.scores(asking) + wanted
        at = self.model.chosen(first, open_to)
        return table(asking, at, self.model.scaling.features), at

    def _score(self, row: Values) -> float:
        return float(mean_score(self.model.nets, self.model.scaling.inputs(row[None]))[0])

    def _why(
        self, asking: Asking, candidate: int, row: Values, typical: Values
    ) -> tuple[Reason, ...]:
        base, own = self.model.scaling.inputs(np.stack([typical, row]))
        steps = np.zeros((len(self._groups), len(base)), dtype=np.float32)
        steps[self._group, np.arange(len(base))] = own - base
        # Where a candidate is typical, nothing is added: each group less halves the work.
        moved = np.flatnonzero(steps.any(axis=1))
        nets, steps = self.model.nets, steps[moved]

        def score(turned: Values) -> Values:
            total: Values = np.sum([n.scores_of_sums(base, steps, turned) for n in nets], axis=0)
            return total / np.float32(len(nets))

        weights = dict.fromkeys(self._groups, 0.0)
        weights |= shares(score, [self._groups[n] for n in moved])
        return tuple(reasons(asking, candidate, weights))


def _added(adjust: Adjust | None, asking: Asking) -> Values:
    if adjust is None:
        return np.zeros(len(asking.places), dtype=np.float32)
    return np.asarray(adjust(asking, slice(None)) if callable(adjust) else adjust, dtype=np.float32)
