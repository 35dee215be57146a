"""Search."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jumelage.api.answers import etag, not_modified
from jumelage.api.schemas import HitOut, PlaceRef
from jumelage.places.queries import search_places

router = Router()


@router.get("", response=list[HitOut], summary="Places by name in any script, or by identifier")
def search(
    request: HttpRequest,
    response: HttpResponse,
    q: Annotated[str, Query(min_length=1, max_length=100)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Any:
    """Find places with a name that begins with ``q``, the most connected first."""
    if unchanged := not_modified(request):
        return unchanged
    response["ETag"] = etag(request)
    return [
        HitOut(place=PlaceRef.of(hit.place), found_by=hit.found_by, exact=hit.exact)
        for hit in search_places(q, limit=limit)
    ]
