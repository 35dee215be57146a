"""Pages of an office."""

from dataclasses import fields

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.contacts.actions import offices as actions
from jumelage.contacts.models import Office, Person
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import RefusedError
from jumelage.workspace.contacts.forms import OfficeForm
from jumelage.workspace.contacts.shown import own_office, version_of, zones
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.views.common import say_refusal, show_desk

_NAMES = tuple(field.name for field in fields(actions.OfficeData))


@for_members()
def new(request: MemberRequest) -> HttpResponse:
    """Add an office."""
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            office = actions.add_office(
                actor=request.actor,
                place=request.acting_place,
                data=actions.OfficeData(**form.cleaned_data),
            )
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": office.name})
            return redirect("workspace:contacts", request.acting_place.pk)
    return _show(request, form)


@for_members()
def office(request: MemberRequest, number: int) -> HttpResponse:
    """Show an office, and change, close or reopen it."""
    kept = own_office(request.acting_place, number)
    if request.POST.get("do") in {"close", "reopen"}:
        return _close_or_reopen(request, kept)
    initial = {name: getattr(kept, name) for name in _NAMES}
    form = OfficeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_office(
                actor=request.actor,
                office=kept,
                version=version_of(request.POST),
                data=actions.OfficeData(**form.cleaned_data),
            )
        except ConflictError as error:
            return _show(request, form, error.current, differences=form.differences(error.current))  # type: ignore[arg-type]  # an office
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("workspace:office", request.acting_place.pk, kept.pk)
    return _show(request, form, kept)


def _close_or_reopen(request: MemberRequest, kept: Office) -> HttpResponse:
    do = actions.close_office if request.POST["do"] == "close" else actions.reopen_office
    try:
        do(actor=request.actor, office=kept, version=version_of(request.POST))
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:office", request.acting_place.pk, kept.pk)


def _show(
    request: MemberRequest,
    form: OfficeForm,
    kept: Office | None = None,
    *,
    differences: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    people = Person.objects.in_office(today()).filter(office=kept) if kept else ()
    context = {
        "form": form,
        "office": kept,
        "version": kept.version if kept else 0,
        "differences": differences,
        "people": list(people),
        **zones(),
    }
    status = 409 if differences is not None else 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/office.html", context, status=status)
