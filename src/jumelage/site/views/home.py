"""The first page: search, the atlas, the sentence of two countries, what changed lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from jumelage.core.language import reader_language
from jumelage.places.domain.countries import parse_country
from jumelage.places.models import Place
from jumelage.site.atlas import shown_revision
from jumelage.site.cache import by_revision
from jumelage.site.chronicle import happenings
from jumelage.site.metadata import home_json_ld
from jumelage.site.pair_page import counted
from jumelage.site.requests import read_moment
from jumelage.site.views.choices import country_choices
from jumelage.sources.models import Source
from jumelage.ties.models import Tie
from jumelage.ties.pairs import bilateral
from jumelage.ties.queries import best_known_pair, recent_events
from jumelage.ties.wording import bilateral_sentence


def root(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Send the visitor to the pages in the language that the browser asks for."""
    return redirect(f"/{(get_language() or 'en').split('-')[0]}/")


def home(request: HttpRequest) -> HttpResponse:
    """Show the first page; with two countries chosen, go to their page."""
    language = reader_language()
    a, b = (parse_country(request.GET.get(name, "")) for name in ("a", "b"))
    if a.found and b.found:
        return redirect("site:pair", a.code.lower(), b.code.lower())
    asof = read_moment(request)
    pair = by_revision("best-pair", best_known_pair)
    context: dict[str, object] = {"pair": None}
    if pair:
        found = bilateral(*pair, asof.moment, language)
        count, source_count = counted(found)
        context = {
            "pair": found,
            "sentence": bilateral_sentence(count, *pair, asof.moment.on),
            "source_count": source_count,
            "focus": ",".join(pair),
        }
    totals = by_revision("totals", _totals)
    return render(
        request,
        "site/home.html",
        {
            **context,
            "asof": asof,
            "totals": totals,
            "events": happenings(recent_events(language, 24))[:8],
            "countries": country_choices(language),
            "atlas_revision": shown_revision(language),
            "json_ld": home_json_ld(),
        },
    )


def _totals() -> dict[str, int]:
    return {
        "ties": Tie.objects.count(),
        "places": Place.objects.filter(tie_count__gt=0).count(),
        "sources": Source.objects.count(),
    }
