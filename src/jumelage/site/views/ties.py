"""Pages of ties: the list, and one tie with its history."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jumelage.agreements.published import published_of
from jumelage.commitments.accountability import Narrowing
from jumelage.core.clock import today
from jumelage.core.domain.geo import distance_km
from jumelage.core.language import reader_language
from jumelage.imports.queries import place_now_at
from jumelage.places.models import Place
from jumelage.site.charts import timeline
from jumelage.site.commitment_page import promised_here
from jumelage.site.metadata import tie_json_ld
from jumelage.site.requests import (
    AsOf,
    page_of,
    read_filter,
    read_moment,
    read_sort,
    redirect_keeping_query,
    sort_links,
    without_page,
)
from jumelage.site.tie_page import DisputeShown, disputes_shown
from jumelage.site.views.choices import country_choices, form_choices, standing_choices
from jumelage.ties.disputes import in_effect
from jumelage.ties.domain.disputes import differences
from jumelage.ties.models import Tie
from jumelage.ties.queries import (
    Moment,
    Turn,
    claims_of,
    dated,
    filter_ties,
    sort_ties,
    standing_of,
    tie_of,
    with_places,
)
from jumelage.ties.showing import ClaimShown, claims_shown


def ties(request: HttpRequest) -> HttpResponse:
    """The list of ties: filtered, sorted, in pages. The same as the atlas, as text."""
    language = reader_language()
    wanted = read_filter(request)
    sort = read_sort(request)
    rows = sort_ties(with_places(filter_ties(wanted), language), sort)
    page = page_of(request, rows)
    return render(
        request,
        "site/ties.html",
        {
            "page": page,
            "ties": dated(
                page.object_list,
                Moment.make(date(wanted.year, 12, 31) if wanted.year else None),
                turn=Turn(countries=wanted.countries[:1]),
                only_known=wanted.year is None,
            ),
            "wanted": wanted,
            "sort": sort,
            "sorts": sort_links(request, sort, ("a", "b", "since", "changed")),
            "query": without_page(request),
            "countries": country_choices(language),
            "forms": form_choices(),
            "standings": standing_choices(),
        },
    )


def tie(
    request: HttpRequest, country_a: str, slug_a: str, country_b: str, slug_b: str
) -> HttpResponse:
    """One tie: both sides, the timeline on two axes, every claim with its source, disputes side by side."""
    place_a, place_b = place_now_at(country_a, slug_a), place_now_at(country_b, slug_b)
    found = tie_of(place_a, place_b) if place_a and place_b else None
    if found is None or place_a is None or place_b is None:
        raise Http404
    canonical = canonical_tie_args(found)
    if (country_a, slug_a, country_b, slug_b) != canonical:
        return redirect_keeping_query(request, "site:tie", *canonical)
    asof = read_moment(request)
    claims = list(claims_of(found))
    result = standing_of(claims, asof.moment)
    shown = claims_shown(found, claims, asof.moment, beside=True)
    known = in_effect((claim.for_arithmetic() for claim in claims), asof.moment)
    disputes = disputes_shown(found, differences(result.disputes, known), shown)
    return render(
        request,
        "site/tie.html",
        _tie_context(found, asof, claims, shown, disputes)
        | {
            "standing": result,
            "standing_shown": {
                "a": found.place_a,
                "b": found.place_b,
                "legal": result.legal,
                "legal_a": result.a.legal,
                "legal_b": result.b.legal,
                "disputed": result.disputed,
            },
            "timeline": timeline(claims, asof.moment, today()),
            "json_ld": tie_json_ld(found, result),
        },
    )


def canonical_tie_args(found: Tie) -> tuple[str, str, str, str]:
    """Return the parts of a tie's one address: its sides in the registry's order."""
    a, b = found.place_a, found.place_b
    return (a.country.lower(), a.slug, b.country.lower(), b.slug)


def _tie_context(
    found: Tie,
    asof: AsOf,
    claims: list,  # type: ignore[type-arg]
    shown: list[ClaimShown],
    disputes: list[DisputeShown],
) -> dict[str, object]:
    published = published_of(found)
    sides = Place.objects.prefetch_related("names").in_bulk([found.place_a_id, found.place_b_id])
    return {
        "tie": found,
        "a": sides[found.place_a_id],
        "b": sides[found.place_b_id],
        "asof": asof,
        "claims": [claim for claim in shown if claim.is_known],
        "unknown_then": sum(not claim.is_known for claim in shown),
        "disputes": disputes,
        "published": published,
        "agreements": {one.claim_id: one.pk for one in published},
        "source_count": len({claim.source_id for claim in claims}),
        "distance_km": _distance(found.place_a, found.place_b),
        **promised_here(Narrowing(tie=found.pk), f"tie={found.pk}", asof.moment),
    }


def _distance(a: Place, b: Place) -> int | None:
    if a.lat is None or a.lng is None or b.lat is None or b.lng is None:
        return None
    return round(distance_km(a.lat, a.lng, b.lat, b.lng))
