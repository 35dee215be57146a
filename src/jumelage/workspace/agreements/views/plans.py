"""The plan of a year: its aims, and what is planned. There is one for both sides, and both write in it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.agreements.actions import work as actions
from jumelage.agreements.models import Activity, PlanItem, WorkPlan
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side
from jumelage.workspace.agreements.clashes import ask_which, sent_with_choices
from jumelage.workspace.agreements.common import (
    acting,
    address,
    done,
    number_sent,
    own_tie,
    page,
    readable,
    tie_address,
)
from jumelage.workspace.agreements.work_forms import AimsForm, ItemForm
from jumelage.workspace.form import sent


def plan(request: HttpRequest, tie: int, year: int | None = None) -> HttpResponse:
    """The plan of a year of a tie, with what was done in it; or the form to begin one."""
    bond, year = own_tie(request, tie), year or today().year
    found = WorkPlan.objects.filter(tie=bond, year=year).first()
    now = {"aims": found.aims if found else ""}
    form = AimsForm(**sent_with_choices(request, now), initial=now)
    context = _context(request, bond, year) | {"form": form, "plan": found}
    try:
        if form.is_valid() and done(form, lambda: _save_plan(request, bond, year, found, form)):
            messages.success(request, _("Saved. Both sides see it."))
            return redirect(address(request, "plan", bond.pk, year))
    except ConflictError as conflict:
        current: Any = conflict.current
        return ask_which(request, form, {"aims": current.aims}, current.version, context)
    items = list(found.items.select_related("evidence")) if found else []
    context |= {
        "papers": readable(request, [item.evidence for item in items]),
        "items": [item for item in items if item.state != PlanItem.DROPPED],
        "dropped": [item for item in items if item.state == PlanItem.DROPPED],
        "activities": list(
            Activity.objects.filter(tie=bond, when__startswith=str(year)).select_related("by")
        ),
        "edits": request.GET.get("edit") == "aims",
    }
    return page(request, "plan", context)


def _save_plan(
    request: HttpRequest, tie: Tie, year: int, found: WorkPlan | None, form: AimsForm
) -> None:
    asked, aims = acting(request), form.cleaned_data["aims"]
    who: dict[str, Any] = {"actor": asked.actor, "place": asked.acting_place}
    if found is None:
        actions.make_plan(**who, tie=tie, year=year, aims=aims)
    else:
        actions.change_plan(**who, plan=found, version=number_sent(request, "version"), aims=aims)


def new_item(request: HttpRequest, number: int) -> HttpResponse:
    """Add something to a plan."""
    asked, found = acting(request), _own_plan(request, number)
    form = ItemForm(
        **sent(request), actor=asked.actor, place=asked.acting_place, sides=_sides(found.tie)
    )

    def act() -> None:
        actions.add_item(actor=asked.actor, place=asked.acting_place, plan=found, data=form.said())

    if form.is_valid() and done(form, act):
        messages.success(request, _("It is in the plan. Both sides see it."))
        return redirect(address(request, "plan", found.tie_id, found.year))
    return page(request, "plan_item", _context(request, found.tie, found.year) | {"form": form})


def item(request: HttpRequest, number: int) -> HttpResponse:
    """Change something planned: what it is, who sees to it, where it stands."""
    asked, thing = acting(request), _own_item(request, number)
    found = thing.plan
    now = _values(thing)
    form = ItemForm(
        **sent_with_choices(request, now),
        actor=asked.actor,
        place=asked.acting_place,
        sides=_sides(found.tie),
        initial=now,
    )
    form.allow(thing.evidence)
    context = _context(request, found.tie, found.year) | {"form": form, "item": thing}

    def act() -> None:
        actions.change_item(
            actor=asked.actor,
            place=asked.acting_place,
            item=thing,
            version=number_sent(request, "version"),
            data=form.said(),
        )

    try:
        if form.is_valid() and done(form, act):
            messages.success(request, _("Saved. Both sides see it."))
            return redirect(address(request, "plan", found.tie_id, found.year))
    except ConflictError as conflict:
        current: Any = conflict.current
        form.allow(current.evidence)
        return ask_which(request, form, _values(current), current.version, context)
    return page(request, "plan_item", context)


def _values(thing: PlanItem) -> dict[str, Any]:
    names = ("title", "theme", "due_on", "owner_a", "owner_b", "resources", "state", "progress")
    return {name: getattr(thing, name) for name in names} | {"document": thing.evidence}


def _context(request: HttpRequest, tie: Tie, year: int) -> dict[str, Any]:
    place = acting(request).acting_place
    return {
        "tie": tie,
        "year": year,
        "other": other_side(tie, place),
        "back": tie_address(request, tie),
        "plan_url": address(request, "plan", tie.pk, year),
    }


def _sides(tie: Tie) -> tuple[str, str]:
    return tie.place_a.local_name, tie.place_b.local_name


def _own_plan(request: HttpRequest, number: int) -> WorkPlan:
    """Return a plan of a tie of the acting place."""
    place = acting(request).acting_place
    found = WorkPlan.objects.filter(
        Q(tie__place_a=place) | Q(tie__place_b=place), pk=number
    ).first()
    if found is None:
        raise Http404
    found.tie = own_tie(request, found.tie_id)
    return found


def _own_item(request: HttpRequest, number: int) -> PlanItem:
    """Return something planned in a tie of the acting place."""
    place = acting(request).acting_place
    sides = Q(plan__tie__place_a=place) | Q(plan__tie__place_b=place)
    thing = PlanItem.objects.filter(sides, pk=number).select_related("evidence", "plan").first()
    if thing is None:
        raise Http404
    thing.plan.tie = own_tie(request, thing.plan.tie_id)
    return thing
