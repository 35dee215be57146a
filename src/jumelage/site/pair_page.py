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


def figure_shown(beside: FigureBeside) -> FigureShown:
    """Return a reported total in words."""
    figure = beside.figure
    reported = [_sides(beside.a, beside.b)] if beside.a or beside.b else []
    counted = [_sides(beside.counted.a, beside.counted.b)] if reported else []
    if figure.ties is not None:
        reported.append(_bound(figure.bound, _ties(figure.ties)))
        counted.append(_ties(beside.counted.ties))
    return FigureShown(
        figure, "; ".join(reported), "; ".join(counted), "; ".join(_differences(beside))
    )


def _sides(a: Mapping[str, int], b: Mapping[str, int]) -> str:
    return f"{count_subject(a) or '–'} — {count_subject(b) or '–'}"


def _ties(number: int) -> str:
    return ngettext("%(number)s tie", "%(number)s ties", number) % {"number": number}


def _bound(bound: str, words: str) -> str:
    if bound == ">=":
        return _("at least %(number)s") % {"number": words}
    return _("about %(date)s") % {"date": words} if bound == "~" else words


def _differences(beside: FigureBeside) -> list[str]:
    kinds = {kind: str(word) for kind, word in Place.KINDS}
    words = []
    for differences in (beside.difference_a, beside.difference_b):
        parts = [f"{kinds[kind]} {signed(number)}" for kind, number in differences.items()]
        if parts:
            words.append(", ".join(parts))
    result = [" — ".join(words)] if words else []
    if beside.difference_ties is not None:
        result.append(_("ties %(number)s") % {"number": signed(beside.difference_ties)})
    return result


def signed(number: int) -> str:
    """Return a difference with its sign: “+3”, “−2”, “±0”."""
    return "±0" if number == 0 else f"{number:+d}".replace("-", "−")
