"""Changes of a tie in force: declared alone or for both, confirmed, declined, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.agreements.actions import changes as actions
from jumelage.agreements.domain.claims import ALWAYS_JOINT
from jumelage.agreements.models import Change
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import require_member
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side
from jumelage.workspace.agreements.common import (
    acting,
    address,
    done,
    own_change,
    own_tie,
    page,
    readable,
    tie_address,
)
from jumelage.workspace.agreements.forms import NeedReasonForm, PublicReasonForm
from jumelage.workspace.agreements.work_forms import ChangeAnswerForm, ChangeForm
from jumelage.workspace.form import REFUSED, sent


def declare(request: HttpRequest, tie: int | None = None) -> HttpResponse:
    """Declare a change: write it down, look at what becomes public, then say that it is meant."""
    asked, bond = acting(request), own_tie(request, tie)
    kind = request.GET.get("kind", "")
    first = {"kind": kind, "jointly": "1" if kind in ALWAYS_JOINT else "", "form": ""}
    form = ChangeForm(**sent(request), actor=asked.actor, place=asked.acting_place, initial=first)
    other = other_side(bond, asked.acting_place)
    context = {"form": form, "tie": bond, "other": other, "back": tie_address(request, bond)}
    act = request.POST.get("act", "check")
    if not form.is_valid() or act == "back":
        return page(request, "change", context)
    data = form.said()
    sure = act == "declare" and "sure" in request.POST
    if sure:
        made: list[Change] = []
        if not done(form, lambda: made.append(_declare(request, bond, data))):
            return page(request, "change", context)
        said = (
            _("Declared. It counts once the other side has confirmed it.")
            if made[0].state == Change.WAITING
            else _("Declared. The register says so now.")
        )
        messages.success(request, said)
        return redirect(tie_address(request, bond))
    context |= {"data": data, "hidden": list(form.what_is_sent()), "not_sure": act == "declare"}
    return page(request, "change_check", context, status=REFUSED if act == "declare" else 200)


def _declare(request: HttpRequest, tie: Tie, data: actions.ChangeData) -> Change:
    asked = acting(request)
    return actions.declare_change(actor=asked.actor, place=asked.acting_place, tie=tie, data=data)


def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm or decline what the other side declared for both; afterwards, read what came of it."""
    asked, change = acting(request), own_change(request, number)
    place = asked.acting_place
    form = ChangeAnswerForm(**sent(request))
    declines = request.POST.get("act") == "decline"
    if form.is_valid() and not declines and not form.cleaned_data["sure"]:
        form.add_error("sure", _("Tick the box to say that this is meant."))
    if form.is_bound:
        require_member(asked.actor, place.pk, Role.OFFICER)

    def act() -> None:
        if declines:
            reason = form.cleaned_data["reason"]
            actions.decline_change(actor=asked.actor, place=place, change=change, reason=reason)
        else:
            actions.confirm_change(actor=asked.actor, place=place, change=change)

    if form.is_valid() and done(form, act):
        messages.success(
            request,
            _("Declined. Nothing changes.")
            if declines
            else _("Confirmed. The register says so now."),
        )
        return redirect(tie_address(request, change.tie))
    return _answer_page(request, change, form)


def _answer_page(request: HttpRequest, change: Change, form: ChangeAnswerForm) -> HttpResponse:
    place = acting(request).acting_place
    is_own = change.by_id == place.pk
    alone = change.state == Change.DONE and not change.jointly
    context = {
        "form": form,
        "change": change,
        "papers": readable(request, [change.document]),
        "other": other_side(change.tie, place),
        "is_own": is_own,
        "waits": change.state == Change.WAITING,
        "may_withdraw": is_own and (change.state == Change.WAITING or alone),
        "back": tie_address(request, change.tie),
    }
    return page(request, "change_answer", context)


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an own declaration back: one that waits, or one of the own side alone."""
    asked, change = acting(request), own_change(request, number)
    is_public = change.state == Change.DONE
    form = (PublicReasonForm if is_public else NeedReasonForm)(**sent(request))

    def act() -> None:
        actions.withdraw_change(
            actor=asked.actor,
            place=asked.acting_place,
            change=change,
            reason=form.cleaned_data["reason"],
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("Taken back."))
        return redirect(tie_address(request, change.tie))
    context = {
        "form": form,
        "change": change,
        "other": other_side(change.tie, asked.acting_place),
        "back": address(request, "change-answer", number),
    }
    return page(request, "change_withdraw", context)
