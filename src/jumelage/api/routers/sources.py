"""Sources."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jumelage.api.answers import Paging, answer, etag, get_or_404, not_modified
from jumelage.api.schemas import SourceOut, SourcesOut
from jumelage.sources.models import Source

router = Router()


@router.get("", response=SourcesOut, summary="Sources")
def list_sources(
    request: HttpRequest, response: HttpResponse, paging: Annotated[Paging, Query()]
) -> Any:
    """List the publications that say something about ties."""
    rows = Source.objects.order_by("-authority", "title", "pk")
    return answer(request, response, rows, paging, lambda page: [SourceOut.of(s) for s in page])


@router.get("/{key}", response=SourceOut, summary="One source")
def get_source(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Return one source."""
    if unchanged := not_modified(request):
        return unchanged
    response["ETag"] = etag(request)
    return SourceOut.of(get_or_404(Source.objects.filter(key=key), f"There is no source {key}."))  # type: ignore[arg-type]
