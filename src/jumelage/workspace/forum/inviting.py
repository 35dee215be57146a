"""Delegations at the desk of those who run an edition: inviting, quotas, approving, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import delegations as actions
from jumelage.forum.actions import members
from jumelage.forum.domain.delegations import Side, steps
from jumelage.forum.models import Delegation
from jumelage.forum.queries import delegations_of
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page, run_delegation
from jumelage.workspace.forum.forms import InviteForm
from jumelage.workspace.members.typed import number_of, text_of
from jumelage.workspace.views.common import say_refusal


def delegations(request: HttpRequest, number: int) -> HttpResponse:
    """All delegations of an edition, and more places to invite."""
    edition = own_edition(acting(request), number)
    form = InviteForm(**sent(request))
    invited: list[Delegation] = []

    def act() -> None:
        invited.extend(
            actions.invite_places(actor=acting(request), edition=edition, **form.cleaned_data)
        )

    if request.method == "POST" and kept(form, act) is None:
        said = ngettext("%(n)s place is invited.", "%(n)s places are invited.", len(invited))
        messages.success(request, said % {"n": len(invited)})
        return redirect("workspace:forum-delegations", edition.pk)
    rows = delegations_of(edition, reader_language())
    context = {"edition": edition, "form": form, "rows": rows}
    return page(request, "delegations", context)


def delegation(request: HttpRequest, number: int) -> HttpResponse:
    """One delegation: who comes, what each needs; it is approved here, or taken back."""
    found = run_delegation(acting(request), number)
    if request.method == "POST":
        return _do(request, found)
    context = {
        "delegation": found,
        "edition": found.edition,
        "people": list(found.members.coming()),
        "steps": [step.value for step in steps(found.state, Side.ORGANISER)],
        "version": found.version,
    }
    return page(request, "delegation", context)


def _do(request: HttpRequest, found: Delegation) -> HttpResponse:
    actor, version = acting(request), version_of(request.POST)
    row: dict[str, Any] = {"actor": actor, "delegation": found, "version": version}
    steps_here: dict[str, Callable[[], object]] = {
        "approve": lambda: actions.approve(**row),
        "invite_again": lambda: actions.invite_again(**row),
        "withdraw": lambda: actions.take_back(**row, reason=text_of(request, "reason")),
        "quota": lambda: actions.change_quota(**row, quota=number_of(text_of(request, "quota"))),
        "erase": lambda: members.erase_member(
            actor=actor,
            member=get_object_or_404(
                found.members.select_related("delegation__edition"),
                pk=number_of(text_of(request, "member")),
            ),
        ),
    }
    do = request.POST.get("do", "")
    if do not in steps_here:
        raise Http404
    try:
        steps_here[do]()
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:forum-delegation", found.pk)
