"""Wishes and answers to them, rounds of matching, and shortlists."""

from jumelage.partners.models.rounds import Round, RoundEntry, RoundPair
from jumelage.partners.models.shortlists import Shortlist, ShortlistItem
from jumelage.partners.models.wishes import Wish, WishDecline, WishMessage, WishTerm, WishText

__all__ = [
    "Round",
    "RoundEntry",
    "RoundPair",
    "Shortlist",
    "ShortlistItem",
    "Wish",
    "WishDecline",
    "WishMessage",
    "WishTerm",
    "WishText",
]
