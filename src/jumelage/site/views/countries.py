"""Pages of countries and of pairs of countries."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jumelage.commitments.accountability import Narrowing
from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.forum.where import editions_of_pair
from jumelage.places.domain.countries import country_name, is_country, is_former, members
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.site.atlas import shown_revision
from jumelage.site.cache import by_revision
from jumelage.site.charts import curve_shown
from jumelage.site.commitment_page import countries_query, promised_here
from jumelage.site.forum_rows import shown_editions, until_of
from jumelage.site.metadata import pair_json_ld
from jumelage.site.pair_page import (
    counted,
    figure_shown,
    order_of,
    over_years,
    read_standing,
    sections,
)
from jumelage.site.requests import (
    AsOf,
    page_of,
    read_moment,
    redirect_keeping_query,
    without_page,
)
from jumelage.site.views.choices import country_choices, ties_by_country
from jumelage.ties.domain.bilateral import BilateralCount
from jumelage.ties.domain.terms import Legal
from jumelage.ties.over_time import EXACT_TIES, OverYears, TiesThen, ties_with
from jumelage.ties.pairs import Bilateral, bilateral
from jumelage.ties.queries import partner_countries
from jumelage.ties.wording import bilateral_sentence, then_note


def _code(text: str) -> str:
    code = text.upper()
    if not is_country(code):
        raise Http404
    return code


def countries(request: HttpRequest) -> HttpResponse:
    """All countries with ties."""
    language = reader_language()
    counts = ties_by_country()
    rows = [(choice, counts.get(choice.value, 0)) for choice in country_choices(language)]
    return render(request, "site/countries.html", {"countries": rows})


def country(request: HttpRequest, code: str) -> HttpResponse:
    """A country: its partner countries, and its places with ties."""
    language = reader_language()
    code = _code(code)
    asof = read_moment(request)
    then = TiesThen(ties_with(code), asof.moment)
    partners = [
        {"code": other, "name": country_name(other, language), "known": known, "in_force": in_force}
        for other, known, in_force in (
            partner_countries(code) if asof.moment.is_now else then.partners(code)
        )
    ]
    rows = Place.objects.filter(country__in=members(code), tie_count__gt=0)
    rows = rows.order_by("-tie_count", "name").prefetch_related(official_names(language))
    page = page_of(request, rows, 60)
    years = _over_years(code, then)
    return render(
        request,
        "site/country.html",
        {
            "code": code,
            "name": country_name(code, language),
            "former": is_former(code),
            "successors": [
                {"code": member, "name": country_name(member, language)} for member in members(code)
            ],
            "asof": asof,
            "partners": partners,
            "ties_known": sum(partner["known"] for partner in partners),
            "ties_in_force": sum(partner["in_force"] for partner in partners),
            "counted_by_columns": not (asof.moment.is_now or then.is_exact),
            "exact_ties": EXACT_TIES,
            "years": years,
            **curve_shown(years.rows, asof.moment.on.year),
            "page": page,
            "in_force_then": _in_force_then(then, page.object_list),
            "query": without_page(request),
        },
    )


def _over_years(code: str, then: TiesThen) -> OverYears:
    """Return the curve of a country's ties; as known today it is worked out once for a revision."""
    if then.moment.known_by == today():
        return by_revision(f"over-years-{code}", then.over_years)
    return then.over_years()


def _in_force_then(then: TiesThen, places: Iterable[Place]) -> dict[int, int] | None:
    """Return the ties in force of the places shown, on another day than today."""
    return None if then.moment.is_now else then.in_force_by_place([place.pk for place in places])


def pair(request: HttpRequest, code_a: str, code_b: str) -> HttpResponse:
    """Two countries: the sentence at any moment, the curve, the ties, what others reported."""
    language = reader_language()
    a, b = _code(code_a), _code(code_b)
    if (code_a, code_b) != (a.lower(), b.lower()):
        return redirect_keeping_query(request, "site:pair", a.lower(), b.lower(), permanent=True)
    asof = read_moment(request)
    found = bilateral(a, b, asof.moment, language)
    count, source_count = counted(found)
    context = {
        "count": count,
        "source_count": source_count,
        "sections": sections(request, found, count),
        "sorts": order_of(request, found)[1],
        "standing": read_standing(request),
        "query": without_page(request),
        **promised_here(Narrowing(countries=(a, b)), countries_query((a, b)), asof.moment),
        "forums_here": shown_editions(editions_of_pair(a, b, until_of(asof.moment))),
    }
    return render(request, "site/pair.html", context | _pair_context(found, count, asof, language))


def _pair_context(
    found: Bilateral, count: BilateralCount, asof: AsOf, language: str
) -> dict[str, object]:
    on = asof.moment.on
    rows, figures = over_years(found)
    sentence = bilateral_sentence(count, found.country_a, found.country_b, on)
    return {
        "found": found,
        "a": {"code": found.country_a, "name": country_name(found.country_a, language)},
        "b": {"code": found.country_b, "name": country_name(found.country_b, language)},
        "asof": asof,
        "sentence": sentence,
        "json_ld": pair_json_ld(found, sentence, rows),
        "notes": [n for n in (then_note(found.country_a, on), then_note(found.country_b, on)) if n],
        "by_standing": [
            (legal.value, count.by_legal.get(legal, 0))
            for legal in (Legal.IN_FORCE, Legal.SUSPENDED, Legal.ENDED, Legal.PROPOSED)
        ],
        **curve_shown(rows, on.year),
        "figures": [
            figure_shown(
                beside, *(country_name(c, language) for c in (found.country_a, found.country_b))
            )
            for beside in figures
        ],
        "atlas_revision": shown_revision(language),
        "focus": f"{found.country_a},{found.country_b}",
        "atlas_query": f"country={found.country_a}&country={found.country_b}",
    }
