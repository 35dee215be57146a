"""Sessions that an office proposes: the calls that are open, a proposal, what became of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import calls as actions
from jumelage.forum.domain.proposals import moves
from jumelage.forum.models import Call, SessionProposal
from jumelage.forum.proposals import (
    call_of,
    may_propose,
    open_calls,
    proposals_from,
    proposing_places,
    seen_proposal,
    takes_proposals,
)
from jumelage.memberships.models import Institution
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.call_forms import ProposalForm, proposal_shown
from jumelage.workspace.forum.common import acting, kept, page
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.members.typed import number_of
from jumelage.workspace.views.common import say_refusal


@require_safe
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """From the public page: for which place somebody would propose a session; with one place, on to the form."""
    call = _call(number)
    places = proposing_places(acting(request), reader_language())
    if len(places) == 1:
        address = reverse("workspace:own-proposal-new", args=[places[0].pk])
        return redirect(f"{address}?edition={number}")
    return page(request, "propose", {"call": call, "called": call.edition, "places": places})


def _call(number: int) -> Call:
    """Return the call of a public edition that takes proposals."""
    found = {call.edition_id: call for call in open_calls(reader_language())}.get(number)
    if found is None:
        raise Http404
    return found


@require_safe
def proposals(request: MemberRequest) -> HttpResponse:
    """What was proposed for the place and its institutions, and which forums ask for sessions."""
    place = request.acting_place
    context = {
        "rows": proposals_from(request.actor, place),
        "calls": open_calls(reader_language()),
        "may_propose": may_propose(request.actor, place) or _institutions(request).exists(),
    }
    return page(request, "own_proposals", context)


def _institutions(request: MemberRequest) -> Any:
    """Return the institutions of the place for which somebody may propose."""
    rows = Institution.objects.filter(place=request.acting_place).order_by("name")
    own = [one.pk for one in rows if may_propose(request.actor, request.acting_place, one)]
    return rows.filter(pk__in=own)


def _form(request: MemberRequest, call: Call | None, **more: Any) -> ProposalForm:
    place, institutions = request.acting_place, _institutions(request)
    for_place = may_propose(request.actor, place)
    choice: dict[str, Any] = {}
    if institutions.exists() and "initial" not in more:
        name = place.local_name if for_place else ""
        choice = {"institutions": institutions, "place_name": name}
    return ProposalForm(**sent(request), call=call, **choice, **more)


def new(request: MemberRequest) -> HttpResponse:
    """Propose a session for the edition of the query."""
    asked = request.GET.get("edition") or request.POST.get("edition")
    if not asked:
        return redirect("workspace:own-proposals", request.acting_place.pk)
    call = _call(number_of(asked))
    if not may_propose(request.actor, request.acting_place) and not _institutions(request).exists():
        raise Http404
    form = _form(request, call)
    made: list[SessionProposal] = []

    def act() -> None:
        made.append(
            actions.propose_session(
                actor=request.actor,
                edition=call.edition,
                place=request.acting_place,
                institution=form.cleaned_data.get("institution"),
                data=form.data_said(),
            )
        )

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("It is proposed. The organisers are told; you get an answer."))
        return redirect("workspace:own-proposal", request.acting_place.pk, made[0].pk)
    context = {"form": form, "call": call, "called": call.edition, "kind": "new"}
    return page(request, "proposal_form", context)


def _own(request: MemberRequest, number: int) -> SessionProposal:
    found = seen_proposal(request.actor, number, reader_language())
    if found is None or found.place_id != request.acting_place.pk:
        raise Http404
    return found


def proposal(request: MemberRequest, number: int) -> HttpResponse:
    """One proposal of the office: where it stands; it is withdrawn here."""
    found = _own(request, number)
    if request.method == "POST":
        return _withdraw(request, found)
    may = may_propose(request.actor, found.place, found.institution)
    steps = [move.value for move in moves(found.state, placed=found.session_id is not None)]
    context = {
        "proposal": found,
        "called": found.edition,
        "speakers": list(found.proposed_speakers.all()),
        "steps": steps if may else [],
        "is_open": takes_proposals(call_of(found.edition), found.edition),
        "version": found.version,
        "public": reverse("site:forum", args=[found.edition.series.slug, found.edition.slug]),
    }
    return page(request, "own_proposal", context)


def _withdraw(request: MemberRequest, found: SessionProposal) -> HttpResponse:
    if request.POST.get("do") != "withdraw":
        raise Http404
    try:
        actions.withdraw_proposal(
            actor=request.actor, proposal=found, version=version_of(request.POST)
        )
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("It is withdrawn. The organisers are told."))
    return redirect("workspace:own-proposal", request.acting_place.pk, found.pk)


def change(request: MemberRequest, number: int) -> HttpResponse:
    """Change a proposal that is not answered yet."""
    found = _own(request, number)
    call = call_of(found.edition)
    form = _form(request, call, initial=proposal_shown(found))

    def act() -> None:
        actions.change_proposal(
            actor=request.actor,
            proposal=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, proposal_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:own-proposal", request.acting_place.pk, found.pk)
    context = {"form": form, "call": call, "called": found.edition, "kind": "change"}
    more = {"proposal": found, "version": found.version}
    return page(request, "proposal_form", context | more | refused)
