"""Pages for a person who leaves: hand the function over, give the data out, erase it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jumelage.contacts.actions import erasure, people
from jumelage.contacts.mentioned import mentions_elsewhere, mentions_of
from jumelage.contacts.models import Person
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import RefusedError
from jumelage.memberships.domain.roles import Role
from jumelage.workspace.contacts.forms import HandOverForm
from jumelage.workspace.contacts.shown import own_person, version_of
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.views.common import say_refusal, show_desk


@for_members()
def hand_over(request: MemberRequest, number: int) -> HttpResponse:
    """Hand a function over to a successor."""
    place = request.acting_place
    kept = own_person(place, number)
    others = Person.objects.in_office(today()).filter(place=place).exclude(pk=kept.pk)
    form = HandOverForm(request.POST or None, initial={"on": today()}, people=others)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            successor = people.hand_over(
                actor=request.actor,
                person=kept,
                version=version_of(request.POST),
                to=values["to"] or _new(values),
                on=values["on"],
            )
        except ConflictError as error:
            now: Person = error.current  # type: ignore[assignment]  # the row that was to be changed
            return _show_handing(request, form, now, differences=_differences(now, values))
        except RefusedError as error:
            form.refuse(error)
        else:
            words = {"name": successor.name}
            messages.success(request, _("%(name)s holds the function now.") % words)
            return redirect("workspace:person", place.pk, successor.pk)
    return _show_handing(request, form, kept)


def _show_handing(
    request: MemberRequest,
    form: HandOverForm,
    kept: Person,
    *,
    differences: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    """Show the form; after a conflict with both versions, and what is sent next is about the present one."""
    posted = version_of(request.POST) if differences is None else 0
    context = {
        "form": form,
        "contact": kept,
        "tie_count": kept.ties.count(),
        "version": posted or kept.version,
        "differences": differences,
    }
    status = 409 if differences is not None else 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/hand_over.html", context, status=status)


def _differences(now: Person, written: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return how the function stands now, and how it was to be handed over: since when, and to whom.

    What else was written is about somebody new, and stands in the form.
    """
    to = written["to"].shown_name if written["to"] else written["name"]
    rows = [
        (_("First day of the successor"), str(now.until or ""), str(written["on"])),
        (_("Who takes the function?"), now.successor.shown_name if now.successor else "", to),
    ]
    return [row for row in rows if row[1] != row[2]]


def _new(values: dict[str, Any]) -> people.PersonData:
    names = ("name", "email", "phone", "languages")
    return people.PersonData(**{name: values[name] for name in names})


@require_POST
@for_members(Role.OFFICER)
def export(request: MemberRequest, number: int) -> HttpResponse:
    """Give out all that is kept about a person, as a file."""
    kept = own_person(request.acting_place, number)
    data = erasure.give_out_data(actor=request.actor, person=kept)
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="person-{kept.pk}.json"'
    return response


@for_members(Role.OFFICER)
def erase(request: MemberRequest, number: int) -> HttpResponse:
    """Show where a person’s name stands, then erase it."""
    place = request.acting_place
    kept = own_person(place, number)
    found = mentions_of(kept)
    if request.method == "POST":
        shown, chosen = (set(request.POST.getlist(name)) for name in ("shown", "mention"))
        if {mention.key for mention in found} - shown:
            messages.error(request, _("The name was written somewhere else meanwhile: look again."))
            return redirect("workspace:person-erase", place.pk, kept.pk)
        try:
            erasure.erase_person(
                actor=request.actor,
                person=kept,
                version=version_of(request.POST),
                but=shown - chosen,
            )
        except RefusedError as error:
            say_refusal(request, error)
            return redirect("workspace:person-erase", place.pk, kept.pk)
        messages.success(request, _("Erased. What happened stays on record, without the name."))
        return redirect("workspace:contacts", place.pk)
    context = {
        "contact": kept,
        "mentions": found,
        "elsewhere": len(mentions_elsewhere(kept)),
        "version": kept.version,
    }
    return show_desk(request, "workspace/contacts/erase.html", context)
