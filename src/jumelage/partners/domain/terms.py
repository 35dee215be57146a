"""The controlled lists of wishes: what kinds of exchange there are, and what is offered and needed.

What they are called in which language is with :mod:`partners.wishes.wording`. The order is that of lists on pages:
only ever add, and never take one out.
"""

#: What the two would do together.
KINDS: tuple[str, ...] = (
    "school",
    "vocational",
    "university",
    "youth",
    "experts",
    "administration",
    "culture",
    "museum",
    "library",
    "sport",
    "citizens",
    "business",
    "volunteers",
    "online",
)

#: What a place can give, or lacks: the same list, so that what one offers is what another needs.
GOODS: tuple[str, ...] = (
    "host_families",
    "lodging",
    "venues",
    "grounds",
    "interpreters",
    "language_courses",
    "traineeships",
    "knowledge",
    "grants",
    "travel_funds",
    "exhibitions",
    "performances",
    "trade_contacts",
    "equipment",
    "relief",
    "visits_first",
)

#: Who holds a wish: a municipality, or an institution of one of these kinds.
MUNICIPALITY = "municipality"
