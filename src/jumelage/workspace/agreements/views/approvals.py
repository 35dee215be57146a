"""Decisions of councils about a proposal, or about a tie."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.agreements.actions.approvals import record_approval
from jumelage.ties.queries import other_side
from jumelage.workspace.agreements.common import (
    acting,
    address,
    asked_number,
    done,
    own_tie,
    page,
    seen_proposal,
    tie_address,
)
from jumelage.workspace.agreements.forms import ApprovalForm
from jumelage.workspace.form import sent


def record(request: HttpRequest, tie: int | None = None) -> HttpResponse:
    """Record what a body of the own place decided, about ``?proposal=`` or about a tie."""
    asked = acting(request)
    form = ApprovalForm(**sent(request), actor=asked.actor, place=asked.acting_place)
    number = asked_number(request, "proposal")
    if number is not None:
        seen = seen_proposal(request, number)
        about: dict[str, Any] = {"proposal": seen.proposal}
        other, back = seen.other, address(request, "proposal", number)
        is_public = seen.proposal.claims.filter(retracted_at__isnull=True).exists()
    else:
        bond = own_tie(request, tie)
        about = {"tie": bond}
        other, back, is_public = (
            other_side(bond, asked.acting_place),
            tie_address(request, bond),
            True,
        )

    def act() -> None:
        record_approval(actor=asked.actor, place=asked.acting_place, data=form.said(), **about)

    if form.is_valid() and done(form, act):
        messages.success(request, _("The decision is recorded."))
        return redirect(back)
    context = {"form": form, "other": other, "back": back, "is_public": is_public}
    return page(request, "approval", context)
