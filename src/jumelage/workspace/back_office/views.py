"""The front page of the back office: what waits for those who keep the register."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jumelage.contacts.queries import open_erasure_requests
from jumelage.imports.permissions import reviewed_countries
from jumelage.imports.queries import Narrowed, open_questions
from jumelage.memberships.actors import actor_of
from jumelage.memberships.queries import count_waiting
from jumelage.partners.rounds.queries import rounds_waiting
from jumelage.ties.objections import open_objections
from jumelage.workspace.views.common import show_desk


def show_office(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of the back office."""
    return show_desk(request, f"workspace/back_office/{template}.html", context, status=status)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits, and how much."""
    actor = actor_of(request)
    first, later = count_waiting(actor)
    narrowed = Narrowed(within=reviewed_countries(actor))
    context = {
        "countries": sorted(actor.countries),
        "is_staff": actor.is_staff,
        "first": first,
        "later": later,
        "objections": open_objections(actor).count(),
        "questions": open_questions(narrowed).count(),
        "rounds": rounds_waiting(actor),
        "erasures": open_erasure_requests(actor).count(),
    }
    return show_office(request, "home", context)
