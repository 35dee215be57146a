"""Pages for what could not be shown."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

READS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponseBase]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """There is nothing at this address: a page, or under the API's addresses a problem (RFC 9457)."""
    if request.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": "There is nothing at this address",
            "status": 404,
        }
        return JsonResponse(problem, status=404, content_type="application/problem+json")
    return render(request, "site/error.html", {"status": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side."""
    return render(request, "site/error.html", {"status": 500}, status=500)


def only_read(view: View) -> View:
    """Let a view be read only: to what would change something, say that nothing can be changed here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method in READS:
            return view(request, *args, **kwargs)
        response = render(request, "site/error.html", {"status": 405}, status=405)
        response["Allow"] = ", ".join(READS)
        return response

    return guarded
