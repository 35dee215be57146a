"""The API as a whole: its version, its errors, its promise of stability."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from jumelage import __version__
from jumelage.api.routers import claims, pairs, places, search, sources, ties

DESCRIPTION = """Who is twinned with whom, since when, and says who.

Everything is readable without a key. Each record carries its sources and their licences. Within version 1 fields and
addresses are only ever added. Lists come in pages (`page`, `size`), as JSON or with `format=csv` as CSV; answers
carry an `ETag`. Errors are `application/problem+json` (RFC 9457)."""

api = NinjaAPI(
    title="Jumelage", version="1", description=DESCRIPTION, urls_namespace="api", docs_url=None
)
api.add_router("/places", places.router, tags=["places"])
api.add_router("/ties", ties.router, tags=["ties"])
api.add_router("/claims", claims.router, tags=["claims"])
api.add_router("/sources", sources.router, tags=["sources"])
api.add_router("/pairs", pairs.router, tags=["country pairs"])
api.add_router("/search", search.router, tags=["search"])


class AboutOut(Schema):
    """Which registry this is."""

    name: str
    version: str
    openapi: str


@api.get("/", response=AboutOut, summary="What this is", tags=["about"], operation_id="about")
def about(request: HttpRequest) -> Any:  # noqa: ARG001
    """Say which registry this is, and where the contract is."""
    return {"name": "Jumelage", "version": __version__, "openapi": "/api/v1/openapi.json"}


def problem(status: int, title: str, **more: Any) -> HttpResponse:
    """Return an error as problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    problems = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "message": item["msg"]}
        for item in error.errors
    ]
    return problem(422, "The question cannot be understood", errors=problems)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    return problem(404, "There is nothing at this address", detail=str(error))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    return problem(error.status_code, str(error))
