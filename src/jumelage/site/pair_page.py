"""How the page of two countries words what others reported."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.places.models import Place
from jumelage.ties.models import ReportedFigure
from jumelage.ties.queries import FigureBeside
from jumelage.ties.wording import count_subject


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A reported total, the count beside it and the difference, in words."""

    figure: ReportedFigure
    reported_words: str
    counted_words: str
    difference_words: str


def figure_shown(beside: FigureBeside, country_a: str, country_b: str) -> FigureShown:
    """Return a reported total in words; the countries by their names."""
    figure = beside.figure
    sides = [
        (name, stated, counts, difference)
        for name, stated, counts, difference in (
            (country_a, beside.a, beside.counted.a, beside.difference_a),
            (country_b, beside.b, beside.counted.b, beside.difference_b),
        )
        if stated
    ]
    reported = [
        f"{name}: {_bound(figure.bound, count_subject(stated))}" for name, stated, _, _ in sides
    ]
    counted = [f"{name}: {count_subject(counts) or 0}" for name, _, counts, _ in sides]
    differences = [f"{name}: {_difference(difference)}" for name, _, _, difference in sides]
    if figure.ties is not None:
        reported.append(_bound(figure.bound, _ties(figure.ties)))
        counted.append(_ties(beside.counted.ties))
    if beside.difference_ties is not None:
        differences.append(_("ties %(number)s") % {"number": signed(beside.difference_ties)})
    return FigureShown(figure, "; ".join(reported), "; ".join(counted), "; ".join(differences))


def reported_words(figure: ReportedFigure, country_a: str, country_b: str) -> str:
    """Return what a reported total says, in words; the countries by their names."""
    words = [
        f"{name}: {_bound(figure.bound, count_subject(stated))}"
        for name, stated in ((country_a, figure.counts_a), (country_b, figure.counts_b))
        if stated
    ]
    if figure.ties is not None:
        words.append(_bound(figure.bound, _ties(figure.ties)))
    return "; ".join(words)


def _ties(number: int) -> str:
    return ngettext("%(number)s tie", "%(number)s ties", number) % {"number": number}


def _bound(bound: str, words: str) -> str:
    if bound == ">=":
        return _("at least %(number)s") % {"number": words}
    return _("about %(date)s") % {"date": words} if bound == "~" else words


def _difference(difference: Mapping[str, int]) -> str:
    kinds = {kind: str(word) for kind, word in Place.KINDS}
    return ", ".join(f"{kinds[kind]} {signed(number)}" for kind, number in difference.items())


def signed(number: int) -> str:
    """Return a difference with its sign: “+3”, “−2”, “±0”."""
    return "±0" if number == 0 else f"{number:+d}".replace("-", "−")
