"""The first page of the workspace, and the portfolio of a place."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.domain.text import slugify
from jumelage.core.language import reader_language
from jumelage.imports.permissions import may_review
from jumelage.memberships.actors import actor_of
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES
from jumelage.workspace.domain.portfolio import in_order, narrowed, summary_of
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.portfolio.comparison import comparison_shown
from jumelage.workspace.portfolio.filters import USUAL, read_asked
from jumelage.workspace.portfolio.peers import own_practice, peers_of
from jumelage.workspace.portfolio.queries import Portfolio, portfolio_of
from jumelage.workspace.portfolio.table import as_csv, shown
from jumelage.workspace.portfolio.wording import (
    ACTIVITY_WORDS,
    WARNING_WORDS,
    say_size,
    say_state,
)
from jumelage.workspace.views.common import show_desk

#: Columns that sort.
COLUMNS = (
    "partner",
    "country",
    "since",
    "standing",
    "activity",
    "contact",
    "anniversary",
    "expiry",
    "open",
)


def home(request: HttpRequest) -> HttpResponseBase:
    """Lead who acts for one place to its portfolio; let others choose, or say what can be done."""
    actor = actor_of(request)
    if len(actor.places) == 1 and not (actor.countries or actor.is_staff):
        return redirect("workspace:portfolio", place=next(iter(actor.places)))
    waiting, institutions = _others(actor)
    named = {one.place_id for one in waiting} | {one.institution.place_id for one in institutions}
    names = official_names(reader_language())
    places = Place.objects.prefetch_related(names).in_bulk({*actor.places, *named} - {None})
    for one in waiting:
        one.place = places.get(one.place_id)
    for one in institutions:
        one.institution.place = places[one.institution.place_id]
    own = [place for pk, place in places.items() if pk in actor.places]
    context = {
        "places": sorted(own, key=lambda place: place.local_name.casefold()),
        "waiting": waiting,
        "institutions": sorted(institutions, key=lambda one: one.institution.name.casefold()),
        "may_review": may_review(actor),
    }
    return show_desk(request, "workspace/portfolio/home.html", context)


def _others(actor: Actor) -> tuple[list[Any], list[Any]]:
    """Return the memberships of a person that wait, and those for institutions: places come with the rest."""
    rows = Membership.objects.filter(
        Q(state=Membership.APPLIED) | Q(state=Membership.ACTIVE, institution__isnull=False),
        user=actor.user_id,
    )
    found = list(rows.select_related("institution", "association"))
    waiting = [one for one in found if one.state == Membership.APPLIED]
    return waiting, [one for one in found if one.state == Membership.ACTIVE]


def portfolio(request: MemberRequest) -> HttpResponse:
    """All ties of a place on one page."""
    place, day = request.acting_place, today()
    found, asked = portfolio_of(place, day, reader_language()), read_asked(request)
    rows = in_order(narrowed(found.rows, asked.wanted), asked.order)
    summary = summary_of(found.rows, day)
    peers = peers_of(place, day)
    context = {
        "day": day,
        "size": say_size(summary),
        "sentences": say_state(summary),
        "rows": shown(rows, found.ties, place),
        "row_count": len(found.rows),
        "loose": found.loose,
        "asked": asked,
        "sorts": {key: asked.sorted_by(key) for key in COLUMNS},
        "usual": asked.sorted_by(USUAL),
        "choices": _choices(found),
        "comparison": comparison_shown(place, own_practice(found.rows, place, day), peers),
        "csv_address": reverse("workspace:portfolio-csv", args=[place.pk]) + asked.query,
    }
    return show_desk(request, "workspace/portfolio/portfolio.html", context)


def download(request: MemberRequest) -> HttpResponse:
    """The same as CSV, narrowed and in the same order."""
    place, day = request.acting_place, today()
    found, asked = portfolio_of(place, day, reader_language()), read_asked(request)
    rows = in_order(narrowed(found.rows, asked.wanted), asked.order)
    name = f"{slugify(place.name) or place.pk}-ties-{day.isoformat()}.csv"
    return HttpResponse(
        as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _choices(found: Portfolio) -> dict[str, list[tuple[str, str]]]:
    """Return what the list can be narrowed to: of what there is, nothing that would leave nothing."""
    facts = found.facts
    countries = {(fact.country, fact.country_name) for fact in facts}
    legals = {legal.value for fact in facts for legal in (fact.legal, fact.ours, fact.theirs)}
    forms = {fact.form.value for fact in facts}
    activities = {row.outlook.activity for row in found.rows}
    kinds = {warning.kind for row in found.rows for warning in row.warnings}
    return {
        "countries": sorted(countries, key=lambda pair: pair[1].casefold().replace("ё", "е")),
        "standings": [
            (legal.value, str(word)) for legal, word in LEGAL_CHOICES if legal.value in legals
        ],
        "forms": [
            (form.value or "unknown", str(word))
            for form, word in FORM_CHOICES
            if form.value in forms
        ],
        "activities": [
            (item.value, str(word)) for item, word in ACTIVITY_WORDS.items() if item in activities
        ],
        "warnings": [
            (kind.value, str(word)) for kind, word in WARNING_WORDS.items() if kind in kinds
        ],
    }
