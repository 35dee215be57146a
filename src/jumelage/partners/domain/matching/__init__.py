"""Bringing wishes together: who fits whom from both sides, and whole rounds of them, stable and explained."""

from jumelage.partners.domain.matching.fits import Fit, Mutual, Part, Served, best_for, fit
from jumelage.partners.domain.matching.wishes import Obstacle, Wish, obstacles

__all__ = ["Fit", "Mutual", "Obstacle", "Part", "Served", "Wish", "best_for", "fit", "obstacles"]
