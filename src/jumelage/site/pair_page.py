"""The page of two countries: what is counted, the ties a page at a time, and in words what others reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.clock import today
from jumelage.places.models import Place
from jumelage.site.cache import by_revision
from jumelage.site.requests import SortLink, page_of, read_sort, sort_links
from jumelage.ties.domain.bilateral import BilateralCount
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import ReportedFigure
from jumelage.ties.pairs import SORTS, Bilateral, Curve, FigureBeside
from jumelage.ties.queries import DatedTie
from jumelage.ties.wording import count_subject

#: Ties in a page of the list, and in a section that is not the one looked at.
PAGE, FEW = 100, 20


def counted(found: Bilateral) -> tuple[BilateralCount, int]:
    """Return the count and the number of sources; of today they are worked out once for a revision."""
    if found.moment.is_now:
        key = f"pair-count-{found.country_a}-{found.country_b}"
        return by_revision(key, lambda: (found.count, found.source_count))
    return found.count, found.source_count


def over_years(found: Bilateral) -> tuple[Curve, list[FigureBeside]]:
    """Return the curve and what others reported; as known today they are worked out once for a revision."""
    if found.moment.known_by == today():
        key = f"pair-years-{found.country_a}-{found.country_b}"
        return by_revision(key, lambda: (found.curve(), found.figures()))
    return found.curve(), found.figures()


@dataclass(frozen=True, slots=True)
class Section:
    """The ties of one standing: a page of them, or the first few."""

    legal: Legal
    caption: str
    total: int
    ties: Sequence[DatedTie]
    page: Page | None  # type: ignore[type-arg]

    @property
    def is_cut(self) -> bool:
        """Whether there are more than the few shown."""
        return self.page is None and self.total > len(self.ties)


def read_standing(request: HttpRequest) -> Legal | None:
    """Read the one standing that is asked for."""
    wanted = request.GET.get("standing", "")
    return Legal(wanted) if wanted in _captions() else None


def order_of(request: HttpRequest, found: Bilateral) -> tuple[str, dict[str, SortLink]]:
    """Return how the ties are ordered, and the links of the heads: by beginning only as known today."""
    keys = SORTS if found.moment.is_now else SORTS[:2]
    sort = read_sort(request)
    sort = sort if sort.lstrip("-") in keys else "a"
    return sort, sort_links(request, sort, keys)


def sections(request: HttpRequest, found: Bilateral, count: BilateralCount) -> list[Section]:
    """Return the ties by standing: one standing in pages; of the others the first few, unless one is asked for."""
    sort, _links = order_of(request, found)
    wanted = read_standing(request)
    paged = wanted or Legal.IN_FORCE
    cut: list[tuple[Legal, Page | None, list[int]]] = []  # type: ignore[type-arg]
    for legal in [wanted] if wanted else _captions():
        total = count.by_legal.get(legal, 0)
        if not total:
            continue
        rows = found.numbers(legal, sort)
        page = page_of(request, rows, PAGE, total=total) if legal is paged else None
        cut.append((legal, page, _part(found, legal, sort, rows[:FEW] if page is None else page)))
    shown = {tie.tie.pk: tie for tie in found.shown([pk for *_, part in cut for pk in part])}
    return [
        Section(
            legal, _captions()[legal], count.by_legal[legal],
            [shown[pk] for pk in part if pk in shown], page,
        )
        for legal, page, part in cut
    ]  # fmt: skip


def _part(
    found: Bilateral,
    legal: Legal,
    sort: str,
    part: "Page | Sequence[int]",  # type: ignore[type-arg]
) -> list[int]:
    """Return the numbers of the ties of a part; of today they are put in order once for a revision.

    A page must not be asked whether it is empty: that would read it.
    """
    rows, number = (part.object_list, part.number) if isinstance(part, Page) else (part, 0)
    if not found.moment.is_now:
        return list(rows)
    pair = f"{found.country_a}-{found.country_b}-{found.language}"
    return by_revision(f"pair-ties-{pair}-{legal}-{sort}-{number}", lambda: list(rows))


def _captions() -> dict[Legal, str]:
    return {
        Legal.IN_FORCE: _("Ties in force"),
        Legal.SUSPENDED: _("Suspended"),
        Legal.ENDED: _("Ended"),
        Legal.PROPOSED: _("Proposed"),
    }


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
