"""Pages of sources: who says what."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_name
from jumelage.site.pair_page import reported_words
from jumelage.site.requests import page_of, without_page
from jumelage.site.views.comparisons import offered
from jumelage.sources.models import Source
from jumelage.ties.queries import Moment, TieFilter, dated, filter_ties, sort_ties, with_places


def sources(request: HttpRequest) -> HttpResponse:
    """All sources, with how much each says."""
    rows = Source.objects.annotate(number=Count("claims")).order_by("-authority", "title")
    return render(
        request,
        "site/sources.html",
        {"page": page_of(request, rows), "query": without_page(request)},
    )


def source(request: HttpRequest, key: str) -> HttpResponse:
    """One source: what it is, and which ties it speaks of."""
    language = reader_language()
    found = get_object_or_404(Source, key=key)
    rows = sort_ties(with_places(filter_ties(TieFilter(source=found.pk)), language), "a")
    page = page_of(request, rows)
    return render(
        request,
        "site/source.html",
        {
            "source": found,
            "sharing": offered(found),
            "claim_count": found.claims.count(),
            "figures": [
                {
                    "figure": figure,
                    "words": reported_words(
                        figure,
                        *(country_name(c, language) for c in (figure.country_a, figure.country_b)),
                    ),
                }
                for figure in found.figures.all()
            ],
            "page": page,
            "ties": dated(page.object_list, Moment.make(), only_known=False),
            "query": without_page(request),
        },
    )
