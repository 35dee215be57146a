"""The page of disputes: where sources disagree, who says what since when, and what decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from jumelage.core.language import reader_language
from jumelage.core.streams import csv_pieces
from jumelage.places.domain.countries import is_country
from jumelage.site.answers import file_response
from jumelage.site.cache import by_revision
from jumelage.site.requests import page_of, without_page
from jumelage.site.tie_page import DisputeShown, disputes_shown
from jumelage.site.views.choices import Choice, country_choices
from jumelage.ties.comparison import ties_at
from jumelage.ties.dispute_words import COLUMNS, about_word, records, rows
from jumelage.ties.disputes import disputed_now, disputes_of, matters, stream_disputes
from jumelage.ties.domain.standing import DisputeAbout
from jumelage.ties.models import Tie
from jumelage.ties.queries import Moment, with_places
from jumelage.ties.showing import claims_shown

#: Of so many ties it is worked out what each dispute is about; of more, only for one country.
SORTED_UP_TO = 10_000
#: Ties on a page: each is told at length.
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class DisputedShown:
    """A tie with what sources differ on about it."""

    tie: Tie
    disputes: Sequence[DisputeShown]


def disputes(request: HttpRequest) -> HttpResponseBase:
    """All ties on which sources disagree today, side by side; as a page or as a table to download."""
    country = request.GET.get("country", "").upper()
    countries = (country,) if is_country(country) else ()
    about = _about(request.GET.get("about", ""))
    if request.GET.get("format") == "csv":
        return _table(countries, about)
    return _page(request, countries, about)


def _about(text: str) -> DisputeAbout | None:
    return DisputeAbout(text) if text in list(DisputeAbout) else None


def _table(countries: Sequence[str], about: DisputeAbout | None) -> HttpResponseBase:
    found = stream_disputes(countries, Moment.make(), about, reader_language())
    flat = (row for disputed in found for record in records(disputed) for row in rows(record))
    return file_response(csv_pieces(COLUMNS, flat), "disputes", "csv")


def _page(
    request: HttpRequest, countries: Sequence[str], about: DisputeAbout | None
) -> HttpResponse:
    language = reader_language()
    wanted = disputed_now(countries)
    total = wanted.count()
    sortable = total <= SORTED_UP_TO
    counts: list[tuple[Choice, int]] = []
    if sortable:
        name = f"disputes:{'-'.join(countries)}"
        found = by_revision(name, lambda: matters(countries, Moment.make()))
        counts = _counts(abouts for _, abouts in found)
        numbers = [tie for tie, abouts in found if about is None or about in abouts]
        page = page_of(request, numbers, PER_PAGE)
        ties = ties_at(list(page.object_list), language)
    else:
        page = page_of(request, with_places(wanted, language), PER_PAGE)
        ties = list(page.object_list)
    return render(
        request,
        "site/disputes.html",
        {
            "page": page,
            "shown": _shown(ties, about if sortable else None),
            "total": total,
            "counts": counts,
            "sortable": sortable,
            "about": about.value if about else "",
            "abouts": [Choice(matter.value, about_word(matter)) for matter in DisputeAbout],
            "country": countries[0] if countries else "",
            "countries": country_choices(language),
            "query": without_page(request),
        },
    )


def _counts(found: Iterable[Sequence[DisputeAbout]]) -> list[tuple[Choice, int]]:
    listed = list(found)
    return [
        (Choice(matter.value, about_word(matter)), sum(matter in abouts for abouts in listed))
        for matter in DisputeAbout
    ]


def _shown(ties: Iterable[Tie], about: DisputeAbout | None) -> list[DisputedShown]:
    moment = Moment.make()
    return [
        DisputedShown(
            disputed.tie,
            disputes_shown(
                disputed.tie,
                disputed.differences,
                claims_shown(disputed.tie, disputed.claims.values(), moment),
            ),
        )
        for disputed in disputes_of(ties, moment, about)
    ]
