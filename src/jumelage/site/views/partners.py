"""Finding a partner: choosing a place, suggestions for it, some of them side by side, and how good all this is."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jumelage.core.language import reader_language
from jumelage.imports.queries import place_now_at
from jumelage.memberships.actors import actor_of
from jumelage.places.domain.countries import country_name, parse_country
from jumelage.places.models import Place
from jumelage.places.queries import search_places
from jumelage.site.atlas import shown_revision
from jumelage.site.partner_asker import (
    SCHEMES,
    Asker,
    asker_of,
    town_identified,
    towns_called,
    url_of,
)
from jumelage.site.partner_comparison import MOST as MOST_COMPARED
from jumelage.site.partner_comparison import rows_of, sides_of
from jumelage.site.partner_files import FORMATS, partner_file
from jumelage.site.partner_filters import filters_set, loosened, query_of, suggested
from jumelage.site.partner_form import form_choices, sliders
from jumelage.site.partner_map import partner_map
from jumelage.site.partner_measured import fairness, figures, hundred_dots, measured
from jumelage.site.partner_page import Shown, hero, shown
from jumelage.site.partner_search import MOST, STEP, Asked, read_asked
from jumelage.site.partner_tables import COME_BACK, Tables, tables_at_hand
from jumelage.site.requests import redirect_keeping_query

MAX_LENGTH = 100
#: So many places of a name are offered to choose from.
OFFERED = 40


def choose(request: HttpRequest) -> HttpResponse:
    """Choose the place for which partners are looked for; one that is surely meant is opened at once."""
    text = request.GET.get("q", "").strip()[:MAX_LENGTH].replace("\0", "")
    tables = tables_at_hand()
    hits = search_places(text, language=reader_language(), limit=OFFERED) if text else []
    towns = towns_called(tables, text) if text and tables else []
    exact = [hit for hit in hits if hit.exact]
    if len(exact) == 1 and not towns:
        return redirect("site:partners-of", exact[0].place.country.lower(), exact[0].place.slug)
    if len(towns) == 1 and not hits:
        return redirect(towns[0].url)
    country = parse_country(text) if text else None
    code = country.code if country and country.found else ""
    context = {
        "text": text,
        "hits": hits,
        "towns": towns,
        "is_waiting": tables is None,
        "country": {"code": code, "name": country_name(code, reader_language())} if code else None,
        "measured": measured("known"),
        "atlas_revision": shown_revision(reader_language()),
    }
    return render(request, "site/partners.html", context)


def suggestions(request: HttpRequest, country: str, slug: str) -> HttpResponseBase:
    """The suggestions for a place, as a page or as a file."""
    found = _asker(request, country, slug, "site:partners-of")
    if isinstance(found, HttpResponse):
        return found
    tables, asker = found
    asked = read_asked(request.GET)
    format = request.GET.get("format", "")
    if format in FORMATS and asked.errors:
        text = "\n".join(asked.errors) + "\n"
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    made = suggested(tables, asker, asked)
    rows = shown(tables, asker, made)
    if format in FORMATS:
        return partner_file(tables, asker, rows, format)
    context = {
        "asker": asker,
        "asked": asked,
        "rows": rows,
        "hero": hero(asker.name, made),
        "map": partner_map(
            (asker.facts.lat, asker.facts.lng), [(row.rank, row.lat, row.lng) for row in rows]
        ),
        "compare_url": url_of(asker.facts, asker.place, "site:partners-compare"),
        "most_compared": MOST_COMPARED,
        "may_shortlist": _acts_for(request, asker),
        **_about(tables),
        **_form(tables, asker, asked, rows),
    }
    return render(request, "site/partner_suggestions.html", context)


def compare(request: HttpRequest, country: str, slug: str) -> HttpResponse:
    """A place and up to four of those suggested to it, side by side."""
    found = _asker(request, country, slug, "site:partners-compare")
    if isinstance(found, HttpResponse):
        return found
    tables, asker = found
    wanted = list(dict.fromkeys(request.GET.getlist("with")[:50]))
    known = (tables.number_of(ref) for ref in wanted)
    numbers = [number for number in known if number is not None and number != asker.number]
    errors = []
    if len(numbers) < len(wanted):
        errors.append(
            _("One of the places to compare with is not known here, or is the place itself.")
        )
    if len(numbers) > MOST_COMPARED:
        errors.append(_("Four can be compared at a time: the first four are shown."))
    sides = sides_of(tables, asker, numbers[:MOST_COMPARED])
    context = {
        "asker": asker,
        "sides": sides,
        "rows": rows_of(tables, asker, sides) if numbers else [],
        "errors": errors,
        "may_shortlist": _acts_for(request, asker),
        **_about(tables),
    }
    return render(request, "site/partner_comparison.html", context)


def how_good(request: HttpRequest) -> HttpResponse:
    """How good suggestions are, as measured, and what they do not know."""
    tables = tables_at_hand()
    known, unknown = measured("known"), measured("unknown")
    context = {
        "list": figures()["list"],
        "known": known,
        "dots": hundred_dots(known.ours),
        "unknown": unknown,
        "commands": [known, unknown],
        "fairness": fairness(),
        **(_about(tables) if tables else {}),
    }
    return render(request, "site/partners_measured.html", context)


def _asker(
    request: HttpRequest, country: str, slug: str, name: str
) -> tuple[Tables, Asker] | HttpResponse:
    """Return the tables and who asks; or the answer where that is another page."""
    place: Place | None = None
    if country not in SCHEMES:
        place = place_now_at(country, slug)
        if place is None:
            raise Http404
        if (country, slug) != (place.country.lower(), place.slug):
            return redirect_keeping_query(
                request, name, place.country.lower(), place.slug, permanent=True
            )
    tables = tables_at_hand(place)
    if tables is None:
        return _waiting(request, place)
    asker = asker_of(tables, place) if place else town_identified(tables, country, slug)
    if asker is None:
        raise Http404
    if isinstance(asker, Place):
        return redirect_keeping_query(request, name, asker.country.lower(), asker.slug)
    return tables, asker


def _waiting(request: HttpRequest, place: Place | None) -> HttpResponse:
    """Say that suggestions are being prepared, and let the browser ask again by itself."""
    is_file = request.GET.get("format", "") in FORMATS
    context = {"place": place, "seconds": COME_BACK}
    status = 503 if is_file else 202
    response = render(request, "site/partner_waiting.html", context, status=status)
    response["Retry-After" if is_file else "Refresh"] = str(COME_BACK)
    response["Cache-Control"] = "no-store"
    return response


def _acts_for(request: HttpRequest, asker: Asker) -> bool:
    """Whether the reader acts for the place that asks, and so can put suggestions on its shortlist."""
    return asker.place is not None and asker.place.pk in actor_of(request).places


def _about(tables: Tables) -> dict[str, object]:
    """Return what stands on a page about where the suggestions come from."""
    finder = tables.suggester.finder
    return {
        "is_default": finder.is_default,
        "trained_on": finder.model.ties,
        "tie_total": len(tables.suggester.edges),
        "candidate_total": len(tables.facts),
    }


def _form(tables: Tables, asker: Asker, asked: Asked, rows: Sequence[Shown]) -> dict[str, object]:
    """Return what the form and what stands around the list need."""
    more = min(MOST, asked.number + STEP)
    is_cut = len(rows) == asked.number < MOST
    return {
        **form_choices(tables),
        "sliders": sliders(asked),
        "filters": filters_set(asked),
        "loosened": loosened(tables, asker, asked) if not rows and not asked.errors else [],
        "query": query_of(asked),
        "straight_query": query_of(replace(asked, sliders={})),
        "more_query": query_of(replace(asked, number=more)) if is_cut else "",
        "more_number": more,
    }
