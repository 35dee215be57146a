"""Places."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from jumelage.api.answers import Paging, answer, etag, get_or_404, not_modified
from jumelage.api.moments import MomentIn, with_sources
from jumelage.api.schemas import PlaceOut, PlacesOut, TieOut
from jumelage.api.words import Country
from jumelage.imports.queries import place_now_at
from jumelage.places.domain.kinds import Kind
from jumelage.places.models import Place
from jumelage.ties.queries import ties_of

router = Router()


class PlaceFilter(Schema):
    """What a list of places is narrowed to."""

    country: Country | None = None
    kind: Kind | None = None
    identifier: str | None = None


@router.get("", response=PlacesOut, summary="Places with ties, the most connected first")
def list_places(
    request: HttpRequest,
    response: HttpResponse,
    wanted: Annotated[PlaceFilter, Query()],
    paging: Annotated[Paging, Query()],
) -> Any:
    """List places, narrowed by country, kind, or an identifier (``wikidata:Q…``, ``geonames:…``)."""
    rows = Place.objects.filter(tie_count__gt=0).order_by("-tie_count", "name", "pk")
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.identifier:
        scheme, _, value = wanted.identifier.partition(":")
        rows = rows.filter(identifiers__scheme=scheme, identifiers__value=value)
    rows = rows.select_related("source").prefetch_related("names", "identifiers")
    return answer(request, response, rows, paging, lambda page: [PlaceOut.full(p) for p in page])


@router.get("/{country}/{slug}", response=PlaceOut, summary="One place")
def get_place(request: HttpRequest, response: HttpResponse, country: str, slug: str) -> Any:
    """Return the place at a readable address, such as ``ru/vladivostok``."""
    if unchanged := not_modified(request):
        return unchanged
    if moved := _moved(request, country, slug):
        return moved
    response["ETag"] = etag(request)
    return PlaceOut.full(_place(country, slug))


@router.get("/{country}/{slug}/ties", response=list[TieOut], summary="The ties of a place")
def get_place_ties(
    request: HttpRequest,
    response: HttpResponse,
    country: str,
    slug: str,
    asked: Annotated[MomentIn, Query()],
) -> Any:
    """Return the ties of a place at a moment, the place on side a."""
    if unchanged := not_modified(request):
        return unchanged
    if moved := _moved(request, country, slug, "/ties"):
        return moved
    response["ETag"] = etag(request)
    moment = asked.moment()
    return with_sources(ties_of(_place(country, slug), moment, "en"), moment)


def _moved(request: HttpRequest, country: str, slug: str, rest: str = "") -> HttpResponse | None:
    """Lead on (308) from the address of a place that was merged into another to that of the place kept."""
    found = place_now_at(country, slug)
    if found is None or found.key == f"{country.lower()}/{slug.lower()}":
        return None
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponse(status=308)
    response["Location"] = f"/api/v1/places/{found.key}{rest}" + (f"?{query}" if query else "")
    return response


def _place(country: str, slug: str) -> Place:
    rows = Place.objects.filter(country=country.upper(), slug=slug).select_related("source")
    return get_or_404(rows, f"There is no place {country}/{slug}.")  # type: ignore[return-value]
