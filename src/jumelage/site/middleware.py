"""What a request may not be, before anything reads it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def of_bearable_size(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say of what is larger than any form here takes that it is too large, instead of reading it to its end.

    (A request that does not say how large it is has no body for Django.)
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > settings.JUMELAGE["LARGEST_REQUEST"]:
            response = render(request, "site/error.html", {"status": 413}, status=413)
            response["Connection"] = "close"
            return response
        return get_response(request)

    return middleware
