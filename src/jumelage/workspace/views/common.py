"""What the pages of the workspace have in common."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jumelage.core.domain.refusals import RefusedError
from jumelage.imports.models import Decision
from jumelage.imports.permissions import reviewed_countries
from jumelage.imports.queries import Narrowed, open_questions
from jumelage.memberships.actors import actor_of
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_keeper, is_member

#: In the session: the last decision, and whether it has just been taken.
LAST, FRESH = "last_decision", "decision_is_fresh"
LONGEST = 200


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of the workspace, with what waits, and what was decided last."""
    number = int(request.session.get(LAST) or 0)
    last = Decision.objects.filter(pk=number).select_related("place").first()
    shared = {
        "notes": list(messages.get_messages(request)),
        "last": last,
        "last_is_fresh": bool(request.session.pop(FRESH, False)),
        "open_count": open_questions(
            Narrowed(within=reviewed_countries(actor_of(request)))
        ).count(),
        "editor": request.user,
        "may_keep": is_keeper(actor_of(request)),
    }
    return render(request, template, {**shared, **context}, status=status)


def show_desk(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of somebody who acts for a place (``request.acting_place``), or of the back office."""
    actor = actor_of(request)
    place = getattr(request, "acting_place", None)
    shared = {
        "notes": list(messages.get_messages(request)),
        "acting_place": place,
        "role": actor.places.get(place.pk, "") if place else "",
        "may_act": place is not None and is_member(actor, place.pk, Role.OFFICER),
        "may_manage": place is not None and is_member(actor, place.pk, Role.HEAD),
        "may_keep": is_keeper(actor),
        "acts_for_several": len(actor.places) > 1,
        "person": request.user,
    }
    return render(request, template, {**shared, **context}, status=status)


def read_narrowed(request: HttpRequest) -> Narrowed:
    """Read which part of the queue an address asks for."""
    values = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("source", "code")}
    country = request.GET.get("country", "").strip()[:4]
    clean = {name: value.replace("\x00", "") for name, value in values.items()}
    within = reviewed_countries(actor_of(request))
    country = country if country == "none" else country.upper().replace("\x00", "")
    return Narrowed(country=country, within=within, **clean)


def query_of(narrowed: Narrowed) -> str:
    """Return the query that asks for the same part of the queue, with its question mark; empty for all."""
    parts = {
        name: value
        for name, value in (
            ("source", narrowed.source),
            ("country", narrowed.country),
            ("code", narrowed.code),
        )
        if value
    }
    return f"?{urlencode(parts)}" if parts else ""


def page_of(request: HttpRequest, rows: "QuerySet | list", size: int) -> Page:  # type: ignore[type-arg]
    """Return the page of a list that the address asks for; the nearest one if there is none such."""
    return Paginator(rows, size).get_page(request.GET.get("page", "1"))


def say_refusal(request: HttpRequest, error: RefusedError) -> None:
    """Say on the next page why something was not done."""
    for problem in error.problems:
        messages.error(request, problem.message)
