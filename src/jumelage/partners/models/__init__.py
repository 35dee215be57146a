"""Tables of what is sought: wishes and what comes back to them, rounds of matching, shortlists."""

from jumelage.partners.models.answers import (
    WishDecline,
    WishMailChoice,
    WishMatchesTold,
    WishMessage,
)
from jumelage.partners.models.rounds import Drawing, Round, RoundEntry, RoundPair, RoundRefusal
from jumelage.partners.models.shortlists import Shortlist, ShortlistItem
from jumelage.partners.models.wishes import Wish, WishTerm, WishText

__all__ = [
    "Drawing",
    "Round",
    "RoundEntry",
    "RoundPair",
    "RoundRefusal",
    "Shortlist",
    "ShortlistItem",
    "Wish",
    "WishDecline",
    "WishMailChoice",
    "WishMatchesTold",
    "WishMessage",
    "WishTerm",
    "WishText",
]
