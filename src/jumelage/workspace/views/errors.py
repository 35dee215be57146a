"""Pages for what somebody may not do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The person has no right to this."""
    return render(request, "workspace/refused.html", {"why": "right"}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """What was sent did not come from our own form, or the form is too old."""
    return render(request, "workspace/refused.html", {"why": "form"}, status=403)
