"""The API as a whole: its version, its errors, its promise of stability."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from jumelage import __version__
from jumelage.api.answers import etag, not_modified
from jumelage.api.routers import claims, pairs, places, search, sources, ties

DESCRIPTION = """Who is twinned with whom, since when, and says who.

Everything is readable without a key. Each record carries its sources and their licences. Within version 1 fields and
addresses are only ever added. Lists come in pages (`page`, `size`), as JSON or with `format=csv` as CSV; answers
carry an `ETag`. Errors are `application/problem+json` (RFC 9457)."""

READS = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


def problem(status: int, title: str, **more: Any) -> HttpResponse:
    """Return an error as problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def only_read(view: View) -> View:
    """Let a view be asked with GET, and with HEAD as if with GET; refuse every other method as a problem."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = request.method
        if method not in READS:
            refused = problem(405, "This address can only be read", detail=f"Not {method}.")
            refused["Allow"] = ", ".join(READS)
            return refused
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method  # the server sends no body to who asked for none

    return guarded


class ReadOnlyAPI(NinjaAPI):
    """An API that can only be read, whatever the address."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses, each guarded."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = only_read(pattern.callback)
        return patterns, app_name, namespace


api = ReadOnlyAPI(
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
def about(request: HttpRequest, response: HttpResponse) -> Any:
    """Say which registry this is, and where the contract is."""
    if unchanged := not_modified(request):
        return unchanged
    response["ETag"] = etag(request)
    return {"name": "Jumelage", "version": __version__, "openapi": "/api/v1/openapi.json"}


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
