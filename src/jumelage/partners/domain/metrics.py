"""How good a ranking is: ranks with ties shared, shares, and how sure the figures are.

A score says nothing about the order of places with the same score, so each of them has the mean of
their ranks: a method that gives every place the same score is worth what chance is worth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: How often a sample is drawn anew to say how sure a figure is, and the share that an interval holds.
RESAMPLES, CONFIDENCE = 1_000, 0.95


class Placing(NamedTuple):
    """Where an answer stands: its rank from 1, with ties shared, and among how many others."""

    rank: float
    others: int

    @property
    def auc(self) -> float:
        """The chance that it stands before another candidate drawn at random; nan without any."""
        return 1.0 - (self.rank - 1.0) / self.others if self.others else float("nan")


def placing(score: float, others: NDArray[np.floating]) -> Placing:
    """Return where a score stands among those of the other candidates (sorted, ascending)."""
    low = int(np.searchsorted(others, score, "left"))
    high = int(np.searchsorted(others, score, "right"))
    return Placing(1.0 + len(others) - high + (high - low) / 2.0, len(others))


def rivals(
    scores: NDArray[np.floating], excluded: Sequence[int], among: NDArray[np.intp] | None = None
) -> NDArray[np.floating]:
    """Return the scores to rank against, sorted: all (or those ``among``) but the excluded."""
    keep = np.ones(len(scores), dtype=bool)
    keep[list(excluded)] = False
    chosen = scores[keep] if among is None else scores[among[keep[among]]]
    return np.sort(chosen)


class Answer(NamedTuple):
    """One hidden partner of one town, as one method ranked it."""

    town: int
    partner: int
    honest: bool  # no club, no doubled town
    everywhere: Placing  # among all places that have a tie
    at_home: Placing  # among those of the partner's country
    opened: Placing  # with places without any tie among the candidates
    town_ties: int  # known ones
    partner_ties: int
    town_size: int  # inhabitants, 0 if not known
    partner_size: int


#: The figures of one method, by the name they have in tables.
FIGURES: dict[str, Callable[[Answer], float]] = {
    "MRR": lambda a: 1.0 / a.everywhere.rank,
    "hits@10": lambda a: float(a.everywhere.rank <= 10),
    "hits@100": lambda a: float(a.everywhere.rank <= 100),
    "AUC": lambda a: a.everywhere.auc,
    "country AUC": lambda a: a.at_home.auc,
    "country hits@10": lambda a: float(a.at_home.rank <= 10),
    "open MRR": lambda a: 1.0 / a.opened.rank,
    "open hits@10": lambda a: float(a.opened.rank <= 10),
    "open hits@100": lambda a: float(a.opened.rank <= 100),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with the interval in which it lies with :data:`CONFIDENCE`."""

    mean: float
    low: float
    high: float


def summary(answers: Sequence[Answer], seed: int = 0) -> dict[str, Figure]:
    """Return each figure's mean over the answers; nothing for no answers.

    Intervals come from drawing towns anew (all answers of a town together, for they are alike).
    """
    if not answers:
        return {}
    values = np.array([[figure(answer) for figure in FIGURES.values()] for answer in answers])
    _, towns = np.unique([answer.town for answer in answers], return_inverse=True)
    known = np.isfinite(values)
    number = int(towns.max()) + 1
    sums, counts = np.zeros((number, values.shape[1])), np.zeros((number, values.shape[1]))
    np.add.at(sums, towns, np.where(known, values, 0.0))
    np.add.at(counts, towns, known)
    draws = np.random.default_rng(seed).multinomial(
        number, np.full(number, 1.0 / number), RESAMPLES
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (draws @ sums) / (draws @ counts)
        means = sums.sum(0) / counts.sum(0)
    edge = (1.0 - CONFIDENCE) / 2.0
    low, high = np.nanquantile(drawn, [edge, 1.0 - edge], axis=0) if number > 1 else (means, means)
    return {
        name: Figure(float(mean), float(least), float(most))
        for name, mean, least, most in zip(FIGURES, means, low, high, strict=True)
    }
