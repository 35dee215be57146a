"""The atlas: the page, its one file, the panels it opens, and the picture for where WebGL is missing."""

from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation

from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.site.atlas import (
    AtlasPaths,
    atlas_paths,
    atlas_revision,
    ensure_atlas,
    place_at_index,
    shown_revision,
)
from jumelage.site.atlas_words import atlas_words
from jumelage.site.cache import by_revision
from jumelage.site.picture import atlas_picture
from jumelage.site.requests import read_filter
from jumelage.site.views.choices import country_choices, form_choices, standing_choices
from jumelage.ties.models import Tie
from jumelage.ties.queries import Moment, tie_of, ties_of

YEAR = "public, max-age=31536000, immutable"
LANGUAGES = {code for code, _ in settings.LANGUAGES}


def atlas(request: HttpRequest) -> HttpResponse:
    """The atlas as a page of its own."""
    language = reader_language()
    return render(
        request,
        "site/atlas.html",
        {
            "atlas_revision": shown_revision(language),
            "wanted": read_filter(request),
            "countries": country_choices(language),
            "forms": form_choices(),
            "standings": standing_choices(),
            "tie_total": by_revision("tie-total", Tie.objects.count),
            "most_drawn": settings.JUMELAGE["ATLAS_MAX_TIES"],
            "off_the_map": by_revision("off-the-map", _off_the_map),
            "words": atlas_words(),
        },
    )


def _off_the_map() -> int:
    """Return how many ties cannot be drawn, because nobody knows where one of their places lies."""
    nowhere = Place.objects.filter(lat__isnull=True, tie_count__gt=0)
    return Tie.objects.filter(Q(place_a__in=nowhere) | Q(place_b__in=nowhere)).count()


def atlas_file(request: HttpRequest, name: str, language: str) -> HttpResponseBase:
    """The atlas file, compressed as the browser likes it best. It never changes under its address."""
    if language not in LANGUAGES:
        raise Http404
    paths = ensure_atlas(language) if name == atlas_revision() else atlas_paths(language, name)
    if paths is None or not paths.plain.exists():
        moved = redirect("site-root:atlas-file", shown_revision(language), language)
        moved["Cache-Control"] = "no-store"  # soon this address has a file of its own
        return moved
    path, encoding = _best(paths, request.headers.get("Accept-Encoding", ""))
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response["Cache-Control"] = YEAR
    response["Vary"] = "Accept-Encoding"
    response["ETag"] = f'"{name}.{language}.{encoding or "identity"}"'
    # Naming an encoding, even the identity, keeps the middleware from compressing it once more.
    response["Content-Encoding"] = encoding or "identity"
    return response


def _best(paths: AtlasPaths, accepted: str) -> tuple[Path, str]:
    if "br" in accepted:
        return paths.brotli, "br"
    return (paths.gzip, "gzip") if "gzip" in accepted else (paths.plain, "")


def place_panel(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """The panel of the place at a position of an atlas file."""
    language = _language(request)
    place = get_object_or_404(Place, pk=_place_id(language, name, index))
    with translation.override(language):
        ties = ties_of(place, Moment.make(), language)
        return render(request, "site/_place_panel.html", {"place": place, "ties": ties})


def tie_panel(request: HttpRequest, name: str, a: int, b: int) -> HttpResponse:
    """The panel of the tie between the places at two positions of an atlas file."""
    language = _language(request)
    places = Place.objects.in_bulk([_place_id(language, name, index) for index in (a, b)])
    if len(places) != 2:
        raise Http404
    tie = tie_of(*places.values())
    if tie is None:
        raise Http404
    with translation.override(language):
        return render(request, "site/_tie_panel.html", {"tie": tie})


def place_link(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """Go to the page of the place at a position of an atlas file."""
    language = _language(request)
    place = get_object_or_404(Place, pk=_place_id(language, name, index))
    with translation.override(language):
        return redirect(reverse("site:place", args=[place.country.lower(), place.slug]))


def _language(request: HttpRequest) -> str:
    language = request.GET.get("lang", "en")
    return language if language in LANGUAGES else "en"


def _place_id(language: str, name: str, index: int) -> int:
    pk = place_at_index(language, name, index)
    if pk is None:
        raise Http404
    return pk


def picture(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A still picture of the atlas, drawn on the server."""
    response = HttpResponse(atlas_picture(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response
