"""Drafting a commitment, proposing it, and the word of the own place on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jumelage.commitments.actions import confirming, drafting
from jumelage.commitments.domain.states import State
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.commitments.queries import own_owner
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.workspace.commitments.common import address, go, own, page
from jumelage.workspace.commitments.forms import (
    ConfirmForm,
    PromiseForm,
    ReasonForm,
    promise_shown,
    responsible_shown,
)
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import kept
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import say_refusal


def new(request: MemberRequest) -> HttpResponse:
    """Draft a commitment; ``?with=ru/kazan`` names with whom."""
    place = request.acting_place
    form = PromiseForm(**sent(request), place=place, initial={"owners": _asked(request)})
    made: list[Commitment] = []

    def act() -> None:
        made.append(drafting.draft(actor=request.actor, place=place, data=form.promise()))

    if request.method == "POST" and kept(form, act) is None:
        return go(request, made[0], _("It is drafted. Read it once more, then propose it."))
    return page(request, "form", {"form": form, "kind": "new"})


def _asked(request: MemberRequest) -> str:
    country, _slash, slug = request.GET.get("with", "")[:200].partition("/")
    names = official_names(reader_language())
    rows = Place.objects.filter(country=country.upper(), slug=slug).prefetch_related(names)
    found = rows.first()
    return found.key if found else ""


def change(request: MemberRequest, number: int) -> HttpResponse:
    """Change a draft, or the words of what is proposed; throw a draft away."""
    found, place = own(request, number), request.acting_place
    if request.method == "POST" and request.POST.get("do") == "discard":
        return _discard(request, found)

    form = PromiseForm(**sent(request), place=place, initial=promise_shown(found, place))

    def shown(row: Commitment) -> dict[str, Any]:
        """What can have changed meanwhile: not with whom, once it is proposed."""
        now = promise_shown(row, place)
        return {name: now[name] for name in form.fields if name in now and name != "owners"}

    def act() -> None:
        drafting.change(
            actor=request.actor,
            place=place,
            commitment=found,
            version=version_of(request.POST),
            data=form.promise(),
        )

    refused = kept(form, act, shown) if request.method == "POST" else {}
    if refused is None:
        anew = _("Kept. The other owners are asked to confirm it anew.")
        return go(request, found, _("Kept.") if found.state == State.DRAFT else anew)
    context = {"form": form, "kind": "change", "commitment": found, "version": found.version}
    return page(request, "form", context | refused)


def _discard(request: MemberRequest, found: Commitment) -> HttpResponse:
    try:
        drafting.discard(actor=request.actor, place=request.acting_place, commitment=found)
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(address(request, found))
    messages.success(request, _("The draft is gone."))
    return redirect("workspace:commitments", request.acting_place.pk)


@require_POST
def propose(request: MemberRequest, number: int) -> HttpResponse:
    """Propose a draft to the other owners."""
    found = own(request, number)
    try:
        drafting.propose(
            actor=request.actor,
            place=request.acting_place,
            commitment=found,
            version=version_of(request.POST),
            wants_public=bool(request.POST.get("wants_public")),
        )
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(address(request, found))
    return go(request, found, _("It is proposed. The offices of the other owners are told."))


def confirm(request: MemberRequest, number: int) -> HttpResponse:
    """Take it on, and say who sees to it."""
    found, place = own(request, number), request.acting_place
    form = ConfirmForm(**sent(request), initial=responsible_shown(_mine(found, place)))
    form.offer(place)

    def act() -> None:
        confirming.confirm(
            actor=request.actor,
            place=place,
            commitment=found,
            version=version_of(request.POST),
            responsible=form.responsible(),
            wants_public=form.cleaned_data["wants_public"],
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        return go(request, found, _("You have confirmed it. The other owners are told."))
    context = {"form": form, "kind": "confirm", "commitment": found, "version": found.version}
    return page(request, "confirm", context | refused)


def responsible(request: MemberRequest, number: int) -> HttpResponse:
    """Say who sees to it from now on, and that everybody may read it."""
    found, place = own(request, number), request.acting_place
    form = ConfirmForm(**sent(request), initial=responsible_shown(_mine(found, place)))
    form.offer(place)

    def act() -> None:
        confirming.set_responsible(
            actor=request.actor,
            place=place,
            commitment=found,
            responsible=form.responsible(),
            wants_public=form.cleaned_data["wants_public"],
        )

    if request.method == "POST" and kept(form, act) is None:
        return go(request, found, _("Kept."))
    return page(request, "confirm", {"form": form, "kind": "responsible", "commitment": found})


def decline(request: MemberRequest, number: int) -> HttpResponse:
    """Say that the place does not take it on."""
    return _with_reason(request, number, confirming.decline, "decline", _("The others are told."))


def withdraw(request: MemberRequest, number: int) -> HttpResponse:
    """Take back what the place proposed."""
    return _with_reason(request, number, drafting.withdraw, "withdraw", _("It is withdrawn."))


def _with_reason(
    request: MemberRequest, number: int, step: Callable[..., object], kind: str, said: str
) -> HttpResponse:
    found = own(request, number)
    form = ReasonForm(**sent(request))

    def act() -> None:
        step(
            actor=request.actor,
            place=request.acting_place,
            commitment=found,
            reason=form.cleaned_data["reason"],
        )

    if request.method == "POST" and kept(form, act) is None:
        return go(request, found, said)
    return page(request, "reason", {"form": form, "kind": kind, "commitment": found})


def _mine(found: Commitment, place: Place) -> CommitmentOwner:
    owner = own_owner(found, place)
    if owner is None:
        raise Http404
    return owner
