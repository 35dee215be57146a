"""What was done together, and the look back on a year."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.agreements.actions import work as actions
from jumelage.agreements.models import Activity, PlanItem, Review
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member
from jumelage.ties.queries import other_side
from jumelage.workspace.agreements.clashes import ask_which, sent_with_choices
from jumelage.workspace.agreements.common import (
    acting,
    address,
    asked_number,
    done,
    number_sent,
    own_tie,
    page,
    tie_address,
)
from jumelage.workspace.agreements.forms import NeedReasonForm, PublicReasonForm
from jumelage.workspace.agreements.work_forms import ActivityForm, ReviewForm
from jumelage.workspace.form import DeskForm, sent


def record(request: HttpRequest, tie: int | None = None) -> HttpResponse:
    """Record something done together; ``?item=`` names what was planned."""
    asked, bond = acting(request), own_tie(request, tie)
    planned = (
        PlanItem.objects.filter(plan__tie=bond).select_related("plan").order_by("-plan__year", "pk")
    )
    about = planned.filter(pk=asked_number(request, "item") or 0).first()
    may_publish = is_member(asked.actor, asked.acting_place.pk, Role.OFFICER)
    first = {"is_public": "1" if may_publish else "", "plan_item": about}
    first |= {"title": about.title, "theme": about.theme} if about else {}
    form = ActivityForm(**sent(request), initial=first)
    form.offer(planned, may_publish=may_publish)

    def act() -> None:
        actions.record_activity(
            actor=asked.actor, place=asked.acting_place, tie=bond, data=form.said()
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("It is recorded."))
        return redirect(tie_address(request, bond))
    context = {
        "form": form,
        "other": other_side(bond, asked.acting_place),
        "may_publish": may_publish,
        "back": tie_address(request, bond),
    }
    return page(request, "activity", context)


def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Make something public that the own side recorded for the two sides only."""
    asked, activity = acting(request), _own_activity(request, number)
    form = DeskForm(**sent(request))

    def act() -> None:
        actions.publish_activity(actor=asked.actor, place=asked.acting_place, activity=activity)

    if form.is_valid() and done(form, act):
        messages.success(request, _("Everybody can read it now."))
        return redirect(address(request, "plan", activity.tie_id, activity.when[:4]))
    return page(request, "activity_publish", _about(request, activity) | {"form": form})


def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a wrong entry out that the own side made."""
    asked, activity = acting(request), _own_activity(request, number)
    form = (PublicReasonForm if activity.is_public else NeedReasonForm)(**sent(request))

    def act() -> None:
        reason = form.cleaned_data["reason"]
        actions.remove_activity(
            actor=asked.actor, place=asked.acting_place, activity=activity, reason=reason
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("The entry is taken out."))
        return redirect(tie_address(request, activity.tie))
    return page(request, "activity_remove", _about(request, activity) | {"form": form})


def review(request: HttpRequest, tie: int, year: int | None = None) -> HttpResponse:
    """Look back on a year, as the own side sees it; beside it what the other side has shared."""
    asked, bond, year = acting(request), own_tie(request, tie), year or today().year - 1
    place = asked.acting_place
    own = Review.objects.filter(tie=bond, place=place, year=year).first()
    now = _values(own)
    form = ReviewForm(**sent_with_choices(request, now), initial=now)
    other = other_side(bond, place)
    shared = Review.objects.filter(tie=bond, place=other, year=year, is_shared=True).first()
    context = {
        "form": form, "tie": bond, "year": year, "other": other, "own": own, "shared": shared,
        "back": tie_address(request, bond),
        "may_share": is_member(asked.actor, place.pk, Role.OFFICER),
        "years": [one for one in range(year - 2, min(today().year, year + 2) + 1) if one != year],
    }  # fmt: skip

    def act() -> None:
        actions.save_review(
            actor=asked.actor,
            place=place,
            tie=bond,
            data=form.said(year),
            version=number_sent(request, "version"),
        )

    try:
        if form.is_valid() and done(form, act):
            messages.success(request, _("Your review is saved."))
            return redirect(address(request, "review", bond.pk, year))
    except ConflictError as conflict:
        current: Any = conflict.current
        return ask_which(request, form, _values(current), current.version, context)
    return page(request, "review", context)


def _values(own: Review | None) -> dict[str, Any]:
    if own is None:
        return {}
    names = ("rating", "achieved", "hindered", "next_steps", "is_shared")
    return {name: getattr(own, name) for name in names}


def _about(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    return {
        "activity": activity,
        "other": other_side(activity.tie, acting(request).acting_place),
        "back": address(request, "plan", activity.tie_id, activity.when[:4]),
    }


def _own_activity(request: HttpRequest, number: int) -> Activity:
    """Return something done together in a tie of the acting place."""
    place = acting(request).acting_place
    rows = Activity.objects.filter(Q(tie__place_a=place) | Q(tie__place_b=place), pk=number)
    activity = rows.first()
    if activity is None:
        raise Http404
    activity.tie = own_tie(request, activity.tie_id)
    return activity
