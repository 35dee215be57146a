"""Pages of a person."""

from dataclasses import fields

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jumelage.contacts.actions import people as actions
from jumelage.contacts.models import Office, Person
from jumelage.contacts.queries import LogFilter, log_of, ties_of_person
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side, with_places
from jumelage.workspace.contacts.forms import PersonForm
from jumelage.workspace.contacts.shown import own_person, ties_to_choose, version_of, zones
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.members.typed import number_of
from jumelage.workspace.views.common import say_refusal, show_desk

_NAMES = tuple(field.name for field in fields(actions.PersonData))


@for_members()
def new(request: MemberRequest) -> HttpResponse:
    """Add a person."""
    place = request.acting_place
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.add_person(
                actor=request.actor, place=place, data=actions.PersonData(**form.cleaned_data)
            )
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": person.name})
            return redirect("workspace:person", place.pk, person.pk)
    return _show(request, form, None)


def _form(request: MemberRequest, kept: Person | None) -> PersonForm:
    place = request.acting_place
    initial = {name: getattr(kept, name) for name in _NAMES} if kept else {}
    if not kept and request.GET.get("office", "").isdecimal():
        initial["office"] = request.GET["office"][:18]
    offices = Office.objects.filter(place=place)
    open_ones = offices.open()
    offered = (
        open_ones | offices.filter(pk=kept.office_id) if kept and kept.office_id else open_ones
    )
    return PersonForm(request.POST or None, initial=initial, offices=offered)


@for_members()
def person(request: MemberRequest, number: int) -> HttpResponse:
    """Show a person; of the own place, change it too."""
    seen = Person.objects.visible_to(request.actor).select_related("place", "office", "successor")
    kept = seen.filter(pk=number).first()
    if kept is None:
        raise Http404
    if kept.place_id != request.acting_place.pk or kept.erased_at:
        return _show_read_only(request, kept)
    if request.POST.get("do") == "withdraw":
        return _withdraw(request, kept)
    form = _form(request, kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(
                actor=request.actor,
                person=kept,
                version=version_of(request.POST),
                data=actions.PersonData(**form.cleaned_data),
            )
        except ConflictError as error:
            return _show(request, form, error.current, differences=form.differences(error.current))  # type: ignore[arg-type]  # a person
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("workspace:person", request.acting_place.pk, kept.pk)
    return _show(request, form, kept)


def _withdraw(request: MemberRequest, kept: Person) -> HttpResponse:
    try:
        actions.withdraw_consent(actor=request.actor, person=kept, version=version_of(request.POST))
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Noted. From now on only your own office sees this person."))
    return redirect("workspace:person", request.acting_place.pk, kept.pk)


@require_POST
@for_members()
def ties(request: MemberRequest, number: int) -> HttpResponse:
    """Attach a person to a tie, or detach it."""
    kept = own_person(request.acting_place, number)
    tie = Tie.objects.filter(pk=number_of(request.POST.get("tie", ""))).first()
    try:
        if tie is None:
            messages.error(request, _("Choose a tie."))
        elif request.POST.get("do") == "detach":
            actions.detach_from_tie(actor=request.actor, person=kept, tie=tie)
        else:
            actions.attach_to_tie(actor=request.actor, person=kept, tie=tie)
    except RefusedError as error:
        say_refusal(request, error)
    return redirect("workspace:person", request.acting_place.pk, kept.pk)


def _show(
    request: MemberRequest,
    form: PersonForm,
    kept: Person | None,
    *,
    differences: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "contact": kept,
        "version": kept.version if kept else 0,
        "differences": differences,
        **(_around(request, kept) if kept else {}),
        **zones(),
    }
    status = 409 if differences is not None else 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/person.html", context, status=status)


def _around(request: MemberRequest, kept: Person) -> dict[str, object]:
    """Return the ties to which a person sees, those to choose of, and what the own log says."""
    place, language = request.acting_place, reader_language()
    held = list(with_places(ties_of_person(kept), language))
    held_ids = {tie.pk for tie in held}
    chosen = ties_to_choose(place, also_ended=False)
    return {
        "partners": [(tie, other_side(tie, kept.place)) for tie in held],
        "ties_to_choose": [choice for choice in chosen if choice[0] not in held_ids],
        "entries": list(log_of(place, LogFilter(person=kept.pk), language=language)[:10]),
        "is_former": bool(kept.until and kept.until < today()),
    }


def _show_read_only(request: MemberRequest, kept: Person) -> HttpResponse:
    """Show a person of a partner place, or what is left of an erased one."""
    if request.method == "POST":
        raise Http404
    language = reader_language()
    entries = log_of(request.acting_place, LogFilter(person=kept.pk), language=language)
    office = kept.office
    may_see_office = (
        office is not None
        and Office.objects.visible_to(request.actor).open().filter(pk=office.pk).exists()
    )
    context = {
        "contact": kept,
        "office": office if may_see_office else None,
        "entries": list(entries[:20]),
    }
    return show_desk(request, "workspace/contacts/person_read.html", context)
