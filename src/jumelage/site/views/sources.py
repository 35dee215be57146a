"""Pages of sources: who says what."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.forum.queries import editions_in
from jumelage.forum.wording import say_when
from jumelage.places.domain.countries import country_name
from jumelage.site.cache import by_revision
from jumelage.site.metadata import source_json_ld
from jumelage.site.pair_page import reported_words
from jumelage.site.requests import page_of, read_moment, without_page
from jumelage.site.views.comparisons import offered
from jumelage.sources.models import Source
from jumelage.ties.models import Claim, Tie
from jumelage.ties.queries import dated, sort_ties, with_places


def sources(request: HttpRequest) -> HttpResponse:
    """All sources, with how much each says."""
    page = page_of(request, Source.objects.order_by("-authority", "title", "pk"))
    numbers = by_revision("claims-by-source", _claims_by_source)
    listed = [(source, numbers.get(source.pk, 0)) for source in page.object_list]
    return render(
        request,
        "site/sources.html",
        {"page": page, "sources": listed, "query": without_page(request)},
    )


def _claims_by_source() -> dict[int, int]:
    rows = Claim.objects.order_by().values_list("source").annotate(number=Count("pk"))
    return dict(rows)


def source(request: HttpRequest, key: str) -> HttpResponse:
    """One source: what it is, which ties it speaks of, and how these stand at any moment."""
    language = reader_language()
    found = get_object_or_404(Source, key=key)
    asof = read_moment(request)
    claims = found.claims.all()
    if asof.moment.known_by < today():
        claims = claims.filter(recorded_at__date__lte=asof.moment.known_by)
    spoken_of = Tie.objects.filter(pk__in=claims.values("tie"))
    total = None if asof.moment.known_by < today() else _ties_spoken_of(found, spoken_of)
    page = page_of(request, sort_ties(with_places(spoken_of, language), "a"), total=total)
    return render(
        request,
        "site/source.html",
        {
            "source": found,
            "sharing": offered(found),
            "asof": asof,
            "claim_count": claims.count(),
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
            "forums": [(edition, say_when(edition)) for edition in editions_in(found)],
            "page": page,
            "json_ld": source_json_ld(found),
            "ties": dated(page.object_list, asof.moment, only_known=False),
            "query": without_page(request),
        },
    )


def _ties_spoken_of(source: Source, ties: QuerySet[Tie]) -> int:
    """Return the number of ties that a source speaks of, counted once for a revision."""
    return by_revision(f"source-ties-{source.pk}", ties.count)
