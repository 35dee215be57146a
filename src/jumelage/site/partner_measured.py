"""How good suggestions are, in numbers that people can picture: so many of a hundred tries.

The figures are those of docs/partners-evaluation.md: ``python -m tools.partner_figures`` takes them from there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import floor
from pathlib import Path
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

FILE = Path(__file__).with_name("partner_figures.json")

_WAYS: Mapping[str, Any] = {
    "random": gettext_lazy("by drawing lots"),
    "popularity": gettext_lazy("the towns that have most partners"),
    "country affinity × degree": gettext_lazy(
        "towns with many partners, in countries that one’s own is tied with"
    ),
    "gravity": gettext_lazy("large towns that are near"),
    "Adamic-Adar": gettext_lazy("towns with partners in common"),
    "logistic regression": gettext_lazy("all that is known, weighed by a simple formula"),
    "jumelage": gettext_lazy("suggestions as they are made here"),
}
_TITLES: Mapping[str, Any] = {
    "known partners of the town that asks": gettext_lazy(
        "By the number of partners that the town asking has already"
    ),
    "known partners of the hidden partner": gettext_lazy(
        "By the number of partners that the one looked for has already"
    ),
    "inhabitants of the town that asks": gettext_lazy("By the inhabitants of the town asking"),
    "inhabitants of the hidden partner": gettext_lazy("By the inhabitants of the one looked for"),
}
_CLASSES: Mapping[str, Any] = {
    "0": pgettext_lazy("number of partners", "none"),
    "not known": pgettext_lazy("number of inhabitants", "not known"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a hundred hidden partners were found: among the first ten, and among the first hundred."""

    name: str
    ten: int
    hundred: int
    pairs: int = 0  # how many were looked for
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: what else was tried beside it, and the command that does it again."""

    command: str
    hidden: int
    ways: Sequence[Share]

    @property
    def words(self) -> list[str]:
        """The command in pieces that are not to be torn apart."""
        first, *options = self.command.split(" --")
        return [*first.split(" "), *(f"--{option}" for option in options)]

    @property
    def ours(self) -> Share:
        """What the suggestions here found."""
        return next(share for share in self.ways if share.is_ours)

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        return ngettext(
            "In 100 tries, the true partner stood among the first ten %(n)s time.",
            "In 100 tries, the true partner stood among the first ten %(n)s times.",
            self.ours.ten,
        ) % {"n": self.ours.ten}


@cache
def figures() -> dict[str, Any]:
    """Return the figures as they were taken from the document."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def of_hundred(share: float) -> int:
    """Return a share as a number of a hundred, rather too small than too large."""
    return floor(share * 100 + 1e-9)


def measured(which: str) -> Measured:
    """Return the measurement for towns with partners (``known``) or without any (``unknown``)."""
    found = figures()[which]
    ways = [
        Share(
            str(_WAYS[row["way"]]),
            of_hundred(row["hits@10"]),
            of_hundred(row["hits@100"]),
            is_ours=row["way"] == "jumelage",
        )
        for row in found["ways"]
    ]
    return Measured(found["command"], found["hidden"], sorted(ways, key=lambda way: way.ten))


def fairness() -> list[tuple[str, list[Share]]]:
    """Return tables of who is found how often: a title, and the classes in their order."""
    rows = figures()["classes"]
    return [
        (str(_TITLES[title]), [_share(row) for row in found])
        for title, found in groupby(rows, key=lambda row: row["title"])
    ]


def _share(row: Mapping[str, Any]) -> Share:
    return Share(
        _class_name(row["class"]),
        of_hundred(row["hits@10"]),
        of_hundred(row["hits@100"]),
        row["pairs"],
    )


def _class_name(name: str) -> str:
    if name in _CLASSES:
        return str(_CLASSES[name])
    shown = [intcomma(int(part.replace(",", ""))) for part in name.rstrip("+").split("-")]
    return _("%(least)s and more") % {"least": shown[0]} if name.endswith("+") else "–".join(shown)


@dataclass(frozen=True, slots=True)
class Dot:
    """One of a hundred tries in the picture: where it stands, and how soon the partner was found."""

    x: int
    y: int
    found: str  # ten, hundred, or later


def hundred_dots(share: Share) -> list[Dot]:
    """Return a hundred tries as dots in rows of twenty: those found among ten, among a hundred, and the others."""
    return [
        Dot(
            x=12 + 24 * (number % 20),
            y=12 + 24 * (number // 20),
            found="ten" if number < share.ten else "hundred" if number < share.hundred else "later",
        )
        for number in range(100)
    ]
