"""Search in any script, and the suggestions while typing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_name, parse_country
from jumelage.places.queries import search_places
from jumelage.places.wording import kind_word
from jumelage.site.partner_asker import towns_beginning
from jumelage.site.partner_tables import tables_at_hand

MIN_LENGTH = 2
MAX_LENGTH = 100
SUGGESTED = 8


def search(request: HttpRequest) -> HttpResponse:
    """Find places and countries by name or identifier; a single exact find is opened at once."""
    language = reader_language()
    text = request.GET.get("q", "").strip()[:MAX_LENGTH]
    hits = search_places(text, language=language, limit=40) if text else []
    exact = [hit for hit in hits if hit.exact]
    country = parse_country(text) if text else None
    if len(exact) == 1 and not (country and country.found):
        return redirect("site:place", exact[0].place.country.lower(), exact[0].place.slug)
    return render(
        request,
        "site/search.html",
        {
            "text": text,
            "hits": hits,
            "country": {"code": country.code, "name": country_name(country.code, language)}
            if country and country.found
            else None,
        },
    )


def suggest(request: HttpRequest) -> JsonResponse:
    """Answer what a visitor may mean while typing: at most eight places, with their pages, or
    (``for=partners``) those of their suggested partners.
    """
    language = request.GET.get("lang", "en")
    language = language if language in {"en", "ru"} else "en"
    text = request.GET.get("q", "").strip()[:MAX_LENGTH]
    for_partners = request.GET.get("for") == "partners"
    page = "site:partners-of" if for_partners else "site:place"
    with translation.override(language):
        hits = (
            search_places(text, language=language, limit=SUGGESTED)
            if len(text) >= MIN_LENGTH
            else []
        )
        items = [
            {
                "name": hit.place.local_name,
                "note": f"{kind_word(hit.place)}, {country_name(hit.place.country, language)}",
                "url": reverse(page, args=[hit.place.country.lower(), hit.place.slug]),
            }
            for hit in hits
        ]
        if for_partners and len(text) >= MIN_LENGTH:
            items += _towns(text, SUGGESTED - len(items))
    response = JsonResponse({"q": text, "results": items})
    response["Cache-Control"] = "public, max-age=60"
    return response


def _towns(text: str, most: int) -> list[dict[str, str]]:
    """Return towns that are not in the register, and where partners are suggested to them."""
    tables = tables_at_hand()
    found = towns_beginning(tables, text, most) if tables else []
    return [{"name": town.name, "note": town.where, "url": town.url} for town in found]
