"""Which state the places of today's countries were in on a day: former states and their dates.

The dates are those of the law of the state concerned: of its declaration of independence that took
effect, or of the dissolution. Occupations and annexations that the community of states did not
accept are left out (Czechoslovakia is counted through 1939–1945, Yugoslavia through 1941–1945).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` until, not including, ``until``, the places were in ``state``."""

    first: date
    until: date
    state: str


_USSR = date(1922, 12, 30)
_USSR_1940 = date(1940, 8, 3)  # the Baltic states and Moldova: the first of the annexations
_YUGOSLAVIA = date(1918, 12, 1)
_CZECHOSLOVAKIA = date(1918, 10, 28)
_SERBIA_MONTENEGRO = date(2003, 2, 4)

#: Today's country → the states its places were in before, in order of time. Germany is not here,
#: as its places were in two states: a claim made in the GDR names its state itself. The same holds
#: for Yemen and Vietnam.
_FORMERLY: dict[str, tuple[Span, ...]] = {
    "RU": (Span(_USSR, date(1991, 12, 26), "SUHH"),),
    "UA": (Span(_USSR, date(1991, 8, 24), "SUHH"),),
    "BY": (Span(_USSR, date(1991, 8, 25), "SUHH"),),
    "MD": (Span(_USSR_1940, date(1991, 8, 27), "SUHH"),),
    "KG": (Span(_USSR, date(1991, 8, 31), "SUHH"),),
    "UZ": (Span(_USSR, date(1991, 9, 1), "SUHH"),),
    "TJ": (Span(_USSR, date(1991, 9, 9), "SUHH"),),
    "AM": (Span(_USSR, date(1991, 9, 21), "SUHH"),),
    "AZ": (Span(_USSR, date(1991, 10, 18), "SUHH"),),
    "TM": (Span(_USSR, date(1991, 10, 27), "SUHH"),),
    "KZ": (Span(_USSR, date(1991, 12, 16), "SUHH"),),
    "GE": (Span(_USSR, date(1991, 4, 9), "SUHH"),),
    "LT": (Span(_USSR_1940, date(1990, 3, 11), "SUHH"),),
    "LV": (Span(_USSR_1940, date(1991, 8, 21), "SUHH"),),
    "EE": (Span(_USSR_1940, date(1991, 8, 20), "SUHH"),),
    "CZ": (Span(_CZECHOSLOVAKIA, date(1993, 1, 1), "CSHH"),),
    "SK": (Span(_CZECHOSLOVAKIA, date(1993, 1, 1), "CSHH"),),
    "SI": (Span(_YUGOSLAVIA, date(1991, 6, 25), "YUCS"),),
    "HR": (Span(_YUGOSLAVIA, date(1991, 6, 25), "YUCS"),),
    "MK": (Span(_YUGOSLAVIA, date(1991, 9, 8), "YUCS"),),
    "BA": (Span(_YUGOSLAVIA, date(1992, 3, 3), "YUCS"),),
    "RS": (
        Span(_YUGOSLAVIA, _SERBIA_MONTENEGRO, "YUCS"),
        Span(_SERBIA_MONTENEGRO, date(2006, 6, 5), "CSXX"),
    ),
    "ME": (
        Span(_YUGOSLAVIA, _SERBIA_MONTENEGRO, "YUCS"),
        Span(_SERBIA_MONTENEGRO, date(2006, 6, 3), "CSXX"),
    ),
    "XK": (
        Span(_YUGOSLAVIA, _SERBIA_MONTENEGRO, "YUCS"),
        Span(_SERBIA_MONTENEGRO, date(2006, 6, 5), "CSXX"),
        Span(date(2006, 6, 5), date(2008, 2, 17), "RS"),
    ),
    "SS": (Span(date(1956, 1, 1), date(2011, 7, 9), "SD"),),
    "ER": (Span(date(1952, 9, 15), date(1993, 5, 24), "ET"),),
    "BD": (Span(date(1947, 8, 14), date(1971, 3, 26), "PK"),),
}

_MEMBERS: dict[str, tuple[str, ...]] = {
    "SUHH": (
        "RU", "UA", "BY", "MD", "LT", "LV", "EE", "GE", "AM", "AZ", "KZ", "UZ", "TM", "KG", "TJ",
    ),
    "YUCS": ("BA", "HR", "ME", "MK", "RS", "SI", "XK"),
    "CSHH": ("CZ", "SK"),
    "CSXX": ("RS", "ME", "XK"),
    "DDDE": ("DE",),
}  # fmt: skip


def is_former(code: str) -> bool:
    """Whether this is the code of a state that is no more."""
    return code in _MEMBERS


def country_on(code: str, day: date) -> str:
    """Return the state of which the places of today's country ``code`` were a part on ``day``."""
    for span in _FORMERLY.get(code, ()):
        if span.first <= day < span.until:
            return span.state
    return code


def members(code: str) -> tuple[str, ...]:
    """Return the countries of today in which the places of ``code`` lie.

    For a former state its successors, for any other itself.
    """
    return _MEMBERS.get(code, (code,))
