"""Delegations at the desk of a place: whether it comes, who heads it, who comes, and who comes instead."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import delegations as actions
from jumelage.forum.actions import members
from jumelage.forum.domain.delegations import Side, steps
from jumelage.forum.models import Delegation, Edition, Member
from jumelage.forum.papers import documents_of
from jumelage.forum.queries import delegations_of_place
from jumelage.forum.wording import say_when
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import kept, page
from jumelage.workspace.forum.forms import MemberForm, member_shown
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import say_refusal


@require_safe
def delegations(request: MemberRequest) -> HttpResponse:
    """The forums to which the place is or was invited."""
    rows = delegations_of_place(request.acting_place, reader_language())
    return page(request, "own", {"rows": [(row, say_when(row.edition)) for row in rows]})


def _own(request: MemberRequest, number: int) -> Delegation:
    """Return a delegation of the acting place; not found is also what is another’s."""
    rows = Delegation.objects.filter(place=request.acting_place)
    found = (
        rows.select_related("edition__series", "edition__place", "place").filter(pk=number).first()
    )
    if found is None:
        raise Http404
    return found


def _context(found: Delegation) -> dict[str, Any]:
    return {"delegation": found, "edition": found.edition, "when": say_when(found.edition)}


def delegation(request: MemberRequest, number: int) -> HttpResponse:
    """One delegation of the place: the answer to the invitation, and its people."""
    found = _own(request, number)
    if request.method == "POST":
        return _answer(request, found)
    people = list(found.members.coming())
    context = {
        "people": people,
        "steps": [step.value for step in steps(found.state, Side.PLACE)],
        "version": found.version,
        "free": max(0, found.quota - len(people)),
        "is_open": found.is_coming and found.edition.state == Edition.OPEN,
        "papers": documents_of(found.edition, for_everybody=not found.is_coming),
    }
    return page(request, "own_delegation", _context(found) | context)


def _answer(request: MemberRequest, found: Delegation) -> HttpResponse:
    steps_here: dict[str, Callable[..., object]] = {
        "accept": actions.accept,
        "decline": actions.decline,
        "withdraw": actions.stay_away,
    }
    act = steps_here.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(
            actor=request.actor,
            delegation=found,
            version=version_of(request.POST),
            answer=text_of(request, "answer"),
        )
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept. The organisers are told."))
    return redirect("workspace:delegation", request.acting_place.pk, found.pk)


def new_member(request: MemberRequest, number: int) -> HttpResponse:
    """Name somebody."""
    found = _own(request, number)
    nobody_yet = not found.members.coming().exists()
    form = MemberForm(**sent(request), initial={"is_head": nobody_yet})

    def act() -> None:
        members.name_member(actor=request.actor, delegation=found, data=form.data_said())

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]})
        return redirect("workspace:delegation", request.acting_place.pk, found.pk)
    return page(request, "member", _context(found) | {"form": form, "kind": "new"})


def _own_member(request: MemberRequest, number: int, member: int) -> Member:
    found = _own(request, number)
    kept_one = found.members.coming().filter(pk=member, erased_at__isnull=True).first()
    if kept_one is None:
        raise Http404
    kept_one.delegation = found
    return kept_one


def member(request: MemberRequest, number: int, member: int) -> HttpResponse:
    """Change what is known of somebody; or say that the person does not come."""
    person = _own_member(request, number, member)
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _leave(request, person)
    form = MemberForm(**sent(request), initial=member_shown(person))

    def act() -> None:
        members.change_member(
            actor=request.actor,
            member=person,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, member_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:delegation", request.acting_place.pk, number)
    context = {"form": form, "kind": "change", "person_in": person, "version": person.version}
    return page(request, "member", _context(person.delegation) | context | refused)


def _leave(request: MemberRequest, person: Member) -> HttpResponse:
    try:
        members.remove_member(actor=request.actor, member=person, version=version_of(request.POST))
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("The person’s data is erased."))
    return redirect("workspace:delegation", request.acting_place.pk, person.delegation_id)


def substitute(request: MemberRequest, number: int, member: int) -> HttpResponse:
    """Send somebody in another’s place."""
    person = _own_member(request, number, member)
    form = MemberForm(**sent(request), initial={"is_head": person.is_head})

    def act() -> None:
        members.substitute(
            actor=request.actor,
            member=person,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept. The organisers are told."))
        return redirect("workspace:delegation", request.acting_place.pk, number)
    context = {"form": form, "kind": "substitute", "person_in": person, "version": person.version}
    return page(request, "member", _context(person.delegation) | context | refused)
