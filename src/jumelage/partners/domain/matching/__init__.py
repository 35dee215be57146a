"""Bringing wishes together: who fits whom from both sides, and whole rounds of them, stable and explained."""

from jumelage.partners.domain.matching.fits import Fit, Mutual, Part, Served, best_for, fit
from jumelage.partners.domain.matching.outcome import (
    Figures,
    Left,
    Missed,
    OddParty,
    Outcome,
    Pair,
)
from jumelage.partners.domain.matching.round import CancelledError, run
from jumelage.partners.domain.matching.why import Why, why
from jumelage.partners.domain.matching.wishes import Obstacle, Wish, obstacles

__all__ = [
    "CancelledError", "Figures", "Fit", "Left", "Missed", "Mutual", "Obstacle", "OddParty", "Outcome",
    "Pair", "Part", "Served", "Why", "Wish", "best_for", "fit", "obstacles", "run", "why",
]  # fmt: skip
