"""Pages on which requests about personal data are answered: by an office, or by those who keep registers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.contacts.actions import erasure
from jumelage.contacts.actions.requests import (
    RequestData,
    answer_request,
    note_request,
    send_request_to,
)
from jumelage.contacts.elsewhere import Kept, erase_elsewhere, kept_elsewhere
from jumelage.contacts.models import ErasureRequest, Person
from jumelage.contacts.permissions import may_see_to_people
from jumelage.contacts.queries import erasure_requests_for, open_erasure_requests, people_meant
from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.memberships.actors import actor_of
from jumelage.memberships.domain.roles import Role
from jumelage.places.queries import find_places
from jumelage.workspace.contacts.answer_form import AnswerForm
from jumelage.workspace.contacts.forms import NotedRequestForm
from jumelage.workspace.guard import MemberRequest, for_keepers, for_members
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import page_of, say_refusal, show_desk
from jumelage.workspace.views.meanwhile import Decided, show_meanwhile


@require_safe
@for_members(Role.OFFICER)
def requests(request: MemberRequest) -> HttpResponse:
    """What waits for an answer of the own office, and what was answered last."""
    place = request.acting_place
    answered = ErasureRequest.objects.filter(place=place).exclude(state=ErasureRequest.OPEN)
    context = {
        "open": list(open_erasure_requests(request.actor).filter(place=place)),
        "answered": list(answered.order_by("-decided_at")[:50]),
    }
    return show_desk(request, "workspace/contacts/requests.html", context)


@for_members(Role.OFFICER)
def new(request: MemberRequest) -> HttpResponse:
    """Note a request that came by letter or by word of mouth."""
    place = request.acting_place
    form = NotedRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = RequestData(**form.cleaned_data, place=place, language=reader_language())
        try:
            asked = note_request(actor=request.actor, place=place, data=data)
        except RefusedError as error:
            form.refuse(error)
        else:
            return redirect("workspace:data-request", place.pk, asked.pk)
    status = 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/request_new.html", {"form": form}, status=status)


@for_members(Role.OFFICER)
def request_page(request: MemberRequest, number: int) -> HttpResponse:
    """Show a request to the office that it is for, and answer it."""
    place = request.acting_place
    asked = ErasureRequest.objects.select_related("place").filter(place=place, pk=number).first()
    if asked is None or asked.confirmed_at is None:
        raise Http404
    return _answer(request, asked, reverse("workspace:data-requests", args=[place.pk]))


@require_safe
@for_keepers
def kept_requests(request: HttpRequest) -> HttpResponse:
    """What waits for an answer in the countries whose registers one keeps."""
    page = page_of(request, open_erasure_requests(actor_of(request)), 50)
    context = {"page": page, "query": ""}
    return show_desk(request, "workspace/contacts/kept_requests.html", context)


@for_keepers
def kept_request(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request to those who keep the register: they answer it, or send it to the office that it is for."""
    actor = actor_of(request)
    asked = erasure_requests_for(actor).filter(pk=number).first()
    is_open = asked is not None and asked.state == ErasureRequest.OPEN
    if asked is None or not (is_open or request.method == "POST"):
        raise Http404
    if not is_open:
        return _too_late(request, asked, reverse("workspace:kept-data-requests"))
    if request.POST.get("do") == "send":
        return _send(request, actor, asked)
    if request.POST.get("do") == "erase":
        return _erase(request, actor, asked)
    return _answer(request, asked, reverse("workspace:kept-data-requests"))


def _send(request: HttpRequest, actor: Actor, asked: ErasureRequest) -> HttpResponse:
    found = find_places(request.POST.get("to", "")[:100], limit=2)
    if len(found) != 1:
        text = request.POST.get("to", "")[:100]
        messages.error(request, _("“%(text)s” is not one place of the register.") % {"text": text})
        return redirect("workspace:kept-data-request", asked.pk)
    try:
        send_request_to(actor=actor, asked=asked, place=found[0])
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Sent to %(place)s.") % {"place": found[0].local_name})
    return redirect("workspace:kept-data-requests")


def _erase(request: HttpRequest, actor: Actor, asked: ErasureRequest) -> HttpResponse:
    """Erase a person whose office does not: wherever the name stands, since nobody here reads what an office wrote."""
    chosen = request.POST.get("person", "")
    people = [person for person in people_meant(asked) if str(person.pk) == chosen]
    try:
        for person in people:
            erasure.erase_person(actor=actor, person=person, version=person.version)
            messages.success(request, _("Erased. What happened stays on record, without the name."))
    except RefusedError as error:
        say_refusal(request, error)
    return redirect("workspace:kept-data-request", asked.pk)


def _erase_elsewhere(request: HttpRequest, asked: ErasureRequest) -> HttpResponse:
    """Erase what an app above keeps about who asks, and come back to the request."""
    try:
        erase_elsewhere(actor=actor_of(request), asked=asked, key=text_of(request, "key"))
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Erased. What happened stays on record, without the name."))
    return redirect(request.path)


def _answer(request: HttpRequest, asked: ErasureRequest, after: str) -> HttpResponse:
    actor = actor_of(request)
    is_open = asked.state == ErasureRequest.OPEN
    if request.method == "POST" and not is_open:
        return _too_late(request, asked, after)
    if request.POST.get("do") == "erase-elsewhere":
        return _erase_elsewhere(request, asked)
    elsewhere = kept_elsewhere(asked) if is_open else []
    people = (
        [person for person in people_meant(asked) if may_see_to_people(actor, person.place)]
        if is_open
        else []
    )
    form = AnswerForm(
        request.POST or None,
        people=people,
        with_data=asked.kind == ErasureRequest.SEE and bool(asked.email),
        elsewhere=[(one.key, f"{one.name}: {one.where}") for one in elsewhere],
        initial=_expected(asked, people),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _give(actor, asked, people, elsewhere, form.cleaned_data)
        except RefusedError as error:
            asked.refresh_from_db()
            if asked.state != ErasureRequest.OPEN:
                return _too_late(request, asked, after)
            form.refuse(error)
        else:
            messages.success(request, _("Answered. The name and address of who asked are deleted."))
            return redirect(after)
    context = {"asked": asked, "people": people, "form": form, "is_open": is_open, "after": after}
    context["elsewhere"] = elsewhere
    status = 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/request.html", context, status=status)


def _too_late(request: HttpRequest, asked: ErasureRequest, after: str) -> HttpResponse:
    """Say how a request was answered meanwhile, and show what was typed."""
    outcome = asked.get_state_display()
    return show_meanwhile(
        request,
        [_("This request was answered already.")],
        back=after,
        typed={
            _("Why it is declined"): text_of(request, "reason"),
            _("Send it to the office of"): text_of(request, "to"),
        },
        decided=Decided(outcome, asked.decided_by, asked.decided_at, asked.reason),
    )


def _expected(asked: ErasureRequest, people: list[Person]) -> dict[str, Any]:
    """Return the person who has the very address of who asks, if there is one."""
    same = [person.pk for person in people if person.email.lower() == asked.email.lower()]
    return {"person": same[0]} if asked.email and len(same) == 1 else {}


def _give(
    actor: Actor,
    asked: ErasureRequest,
    people: list[Person],
    elsewhere: list[Kept],
    values: dict[str, Any],
) -> None:
    chosen = [person for person in people if person.pk == values.get("person")]
    keys = values.get("elsewhere") or []
    answer_request(
        actor=actor,
        asked=asked,
        done=values["done"] == "yes",
        reason=values["reason"],
        person=chosen[0] if chosen else None,
        elsewhere=[one.about for one in elsewhere if one.key in keys],
    )
