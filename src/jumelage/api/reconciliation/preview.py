"""Small pages: a place in the frame of a client, and what the features of candidates mean."""

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from jumelage.api.reconciliation.answering import READ, BadQuestionError, service
from jumelage.api.reconciliation.match import describe
from jumelage.api.reconciliation.suggest import place_of
from jumelage.api.reconciliation.words import FEATURES
from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import LEGAL_CHOICES
from jumelage.ties.queries import Moment, ties_of

#: Partners that a preview names.
PARTNERS = 4
#: Nothing but the site's own style, and anybody may show it in a frame.
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}


@service(*READ)
def preview(request: HttpRequest) -> HttpResponse:
    """Show a place in short, for the frame of a client."""
    language = reader_language()
    try:
        place = place_of(request.GET.get("id", ""))
    except BadQuestionError:
        return _framed(_page("api/preview.html", {"place": None}, status=404))
    ties = ties_of(place, Moment.make(), language)
    in_force = [tie for tie in ties if tie.legal is Legal.IN_FORCE]
    words = dict(LEGAL_CHOICES)
    shown = sorted(ties, key=lambda tie: tie.legal is not Legal.IN_FORCE)[:PARTNERS]
    page = {
        "place": place,
        "name": _name(place, language),
        "description": describe(place),
        "url": request.build_absolute_uri(reverse("site:place", args=place.key.split("/"))),
        "identifiers": list(place.identifiers.all()),
        "partners": [(tie.b.local_name, tie.legal.value, words[tie.legal]) for tie in shown],
        "more": len(ties) - len(shown),
        "in_force": len(in_force),
        "known": len(ties),
    }
    return _framed(_page("api/preview.html", page))


def _framed(response: HttpResponse) -> HttpResponse:
    """Let anybody show a page in a frame; all others of the site stay out of frames."""
    response._csp_config = POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - what django-csp's decorator sets
    response.xframe_options_exempt = True
    return response


def _name(place: Place, language: str) -> str:
    names = place.names.filter(language=language, kind="official").values_list("name", flat=True)
    return (names.first() if language != "en" else None) or place.name


def _page(template: str, page: dict[str, object], status: int = 200) -> HttpResponse:
    html = render_to_string(template, {"language": reader_language(), **page})
    return HttpResponse(html, status=status)


@service(*READ)
def features(_request: HttpRequest) -> HttpResponse:
    """Say what the features of candidates mean."""
    return _page("api/features.html", {"features": FEATURES})
