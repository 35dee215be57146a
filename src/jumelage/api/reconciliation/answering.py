"""What all addresses of the service have in common: languages, errors, cross-origin access, limits."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from jumelage.api.app import problem
from jumelage.core.language import reader_language

#: A batch is at most so many bytes, as it travels.
MAX_BODY = 1024 * 1024
#: How long (s) an answer to GET may be kept.
MAX_AGE = 60
#: No name or value of the registry is longer (characters).
MAX_TEXT = 200
READ = ("GET", "HEAD")
ASK = ("GET", "HEAD", "POST")
View = Callable[..., HttpResponse]


class BadQuestionError(Exception):
    """A question that cannot be answered: its status, and what is wrong, by field."""

    def __init__(self, title: str, *, status: int = 400, errors: Mapping[str, str] | None = None):
        super().__init__(title)
        self.title = title
        self.status = status
        self.errors = errors or {}


def service(*methods: str) -> Callable[[View], View]:
    """Make a view an address of the service: readable from any site, in any of the languages, never failing."""
    allowed = ", ".join((*methods, "OPTIONS"))

    def decorate(view: View) -> View:
        @csrf_exempt  # nothing is written, and nobody is signed in here
        @wraps(view)
        def answer(request: HttpRequest, language: str = "", **more: Any) -> HttpResponse:
            with translation.override(language or reader_language()):
                if request.method == "OPTIONS":
                    response = HttpResponse(status=204, headers={"Access-Control-Max-Age": "86400"})
                elif request.method not in methods:
                    response = problem(405, f"Allowed here: {allowed}")
                else:
                    response = _answered(view, request, more)
                response["Content-Language"] = reader_language()
            return _shared(request, response, allowed)

        return answer

    return decorate


def _answered(view: View, request: HttpRequest, more: Mapping[str, Any]) -> HttpResponse:
    try:
        return view(request, **more)
    except BadQuestionError as error:
        errors = [
            {"field": printable(field), "message": printable(message)}
            for field, message in error.errors.items()
        ]
        listed = {"errors": errors} if errors else {}
        return problem(error.status, printable(error.title), **listed)


def _shared(request: HttpRequest, response: HttpResponse, allowed: str) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = response["Allow"] = allowed
    response["Access-Control-Allow-Headers"] = "Accept-Language, Content-Type"
    if request.method in READ and response.status_code == 200:
        response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


def printable(text: str) -> str:
    """Return a text that can be sent, whatever a question put into it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def short(text: str) -> str:
    """Return a text for a message, cut where it is long."""
    return text if len(text) <= 60 else f"{text[:60]}…"


def answer(data: Mapping[str, Any]) -> JsonResponse:
    """Return an answer as JSON."""
    return JsonResponse(data)


def form(request: HttpRequest) -> Mapping[str, str]:
    """Return the fields of a form that was sent.

    Raises:
        BadQuestionError: it is too large, or no form.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > 9 or int(length) > MAX_BODY:
        raise BadQuestionError(f"A question has at most {MAX_BODY} bytes", status=413)
    try:
        return request.POST.dict()
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, UnicodeError) as error:
        raise BadQuestionError("The form cannot be read") from error


def read_json(text: str, field: str) -> Any:
    """Return what a field says in JSON.

    Raises:
        BadQuestionError: it is no JSON.
    """

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no JSON")

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        why = str(error) or "it is nested too deeply"
        raise BadQuestionError(f"“{field}” is no JSON", errors={field: why}) from error


def whole_number(text: str, field: str, highest: int) -> int:
    """Return a number of at least 0 from an address, at most ``highest``.

    Raises:
        BadQuestionError: it is none.
    """
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadQuestionError(
            f"“{field}” is no number", errors={field: f"“{short(text)}” is no whole number"}
        )
    return min(int(text), highest)
