"""What is done with a single place on a shortlist; looking for places; and what speaks for each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.partners.actions import shortlists as actions
from jumelage.partners.models import Shortlist
from jumelage.partners.shortlists.candidates import candidate_of, candidates_named
from jumelage.partners.shortlists.queries import places_now
from jumelage.partners.shortlists.reasons import reasons_for
from jumelage.partners.suggesting import current, is_ready
from jumelage.places.queries import search_places
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import CONFLICT, REFUSED
from jumelage.workspace.shortlists.common import (
    READ_AND_SEND,
    acting,
    own_item,
    own_list,
    page,
    refused,
    to_list,
)
from jumelage.workspace.shortlists.entering import enter
from jumelage.workspace.shortlists.forms import FindForm, NoteForm

#: So many places of the register are shown that a search found.
MOST_HITS = 12


@require_safe
def find(request: HttpRequest, number: int) -> HttpResponse:
    """Look for a place by name: in the register, and in a country also in the gazetteer."""
    kept, asked = own_list(request, number), acting(request)
    form = FindForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    country = form.cleaned_data.get("country", "")
    hits = search_places(text, language=reader_language(), limit=2 * MOST_HITS) if text else []
    context = {
        "shortlist": kept,
        "find_form": form,
        "text": text,
        "hits": [
            candidate_of(hit.place)
            for hit in hits
            if hit.place.pk != asked.acting_place.pk and country in {"", hit.place.country}
        ][:MOST_HITS],
        "others": candidates_named(text, country) if text and country else [],
        "country": country,
        "on_list": _on_list(kept),
    }
    return page(request, "find", context)


def _on_list(kept: Shortlist) -> set[str]:
    """Return the references of what is on a list, also as places of the register that they have become."""
    items = list(kept.items.all())
    return {item.ref for item in items} | {f"place:{pk}" for pk in places_now(items).values()}


@require_http_methods(READ_AND_SEND)
def note(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Say something about a place on the list."""
    kept = own_item(request, number, item)
    form = NoteForm(request.POST or None, initial={"note": kept.note})
    context = {"form": form, "item": kept, "shortlist": kept.shortlist, "version": kept.version}
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(
                actor=acting(request).actor,
                item=kept,
                version=version_of(request.POST),
                note=form.cleaned_data["note"],
            )
        except ConflictError as error:
            current: Any = error.current
            context |= {"version": current.version, "differences": form.differences(current)}
            return page(request, "note", context, status=CONFLICT)
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return to_list(request, kept.shortlist)
    return page(request, "note", context, status=REFUSED if form.errors else 200)


@require_POST
def move(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Let a place change places with the one above it, or below."""
    kept = own_item(request, number, item)
    try:
        actions.move(
            actor=acting(request).actor,
            item=kept,
            version=version_of(request.POST),
            up=request.POST.get("to") == "up",
        )
    except RefusedError as error:
        refused(request, error)
    return redirect(f"{_address(request, number)}#place-{kept.pk}")


@require_POST
def take_off(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Take a place off the list."""
    kept = own_item(request, number, item)
    try:
        version = version_of(request.POST)
        actions.take_off(actor=acting(request).actor, item=kept, version=version)
    except RefusedError as error:
        refused(request, error)
    else:
        messages.success(request, _("%(name)s is off the list.") % {"name": kept.name})
    return to_list(request, kept.shortlist)


@require_http_methods(READ_AND_SEND)
def propose(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Lead to the form of a proposal to the place; one that the register does not have is put on record first."""
    kept = own_item(request, number, item)
    known = kept.place_id or places_now([kept]).get(kept.pk)
    if known is None:
        if request.method != "POST":
            return page(request, "enter", {"item": kept, "shortlist": kept.shortlist})
        try:
            known = enter(actor=acting(request).actor, item=kept).pk
        except RefusedError as error:
            refused(request, error)
            return to_list(request, kept.shortlist)
        said = _("%(name)s is in the register now. Say what you propose.")
        messages.success(request, said % {"name": kept.name})
    form = reverse("workspace:propose", args=[acting(request).acting_place.pk])
    return redirect(f"{form}?to={known}")


@require_POST
def explain(request: HttpRequest, number: int) -> HttpResponse:
    """Work out what speaks for each place on the list and what against, and keep it."""
    kept, asked = own_list(request, number), acting(request)
    if not is_ready():
        said = _(
            "Suggestions have to be prepared first: open them once, then come back in a minute."
        )
        messages.error(request, said)
        return to_list(request, kept)
    items = list(kept.items.all())
    now = places_now(items)
    refs = {item.ref: f"place:{now[item.pk]}" if item.pk in now else item.ref for item in items}
    # Before the transaction begins: nobody else has to wait for it.
    found = reasons_for(current(place=asked.acting_place), asked.acting_place, refs.values())
    reasons = {ref: found[known] for ref, known in refs.items() if known in found}
    try:
        actions.keep_reasons(actor=asked.actor, shortlist=kept, reasons=reasons)
    except RefusedError as error:
        refused(request, error)
    else:
        messages.success(request, _("What speaks for each place stands with it now."))
    return to_list(request, kept)


def _address(request: HttpRequest, number: int) -> str:
    return reverse("workspace:shortlist", args=[acting(request).acting_place.pk, number])
