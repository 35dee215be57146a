"""Wishes."""

from jumelage.partners.models.wishes import Wish, WishTerm, WishText

__all__ = ["Wish", "WishTerm", "WishText"]
