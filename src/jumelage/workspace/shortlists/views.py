"""The shortlists of a place, and the page of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.paper import pdf_answer
from jumelage.partners.actions import shortlists as actions
from jumelage.partners.models import Shortlist
from jumelage.partners.paper import pdf_of
from jumelage.partners.shortlists.queries import compared, shortlists_of
from jumelage.partners.shortlists.secrets import address_of
from jumelage.partners.shortlists.words import own_figures, told
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import CONFLICT, REFUSED
from jumelage.workspace.shortlists.common import (
    READ_AND_SEND,
    acting,
    onward,
    own_list,
    page,
    refused,
    to_list,
)
from jumelage.workspace.shortlists.forms import FindForm, ListForm, ShareForm


@require_safe
def shortlists(request: HttpRequest) -> HttpResponse:
    """All lists of the place."""
    asked = acting(request)
    lists = [
        (one, one.is_shared(today())) for one in shortlists_of(asked.actor, asked.acting_place)
    ]
    return page(request, "lists", {"lists": lists})


@require_safe
def shortlist(request: HttpRequest, number: int) -> HttpResponse:
    """One list: what stands on it, side by side; who else may read it; how more places come onto it."""
    kept = own_list(request, number)
    return shown(request, kept, ShareForm(shared=kept))


def shown(
    request: HttpRequest, kept: Shortlist, form: ShareForm, *, status: int = 200
) -> HttpResponse:
    """Show the page of a list."""
    found = compared(kept)
    rows = told(found)
    is_shared = kept.is_shared(today())
    context = {
        "shortlist": kept,
        "rows": rows,
        "own": own_figures(found.place),
        "has_bonds": any(row.bond for row in rows),
        "is_shared": is_shared,
        "was_shared": bool(kept.nonce) and not is_shared,
        "address": address_of(kept) if is_shared else "",
        "share_form": form,
        "find_form": FindForm(),
        "onward": onward(request, request.GET.get("from", "")),
    }
    return page(request, "list", context, status=status)


@require_http_methods(READ_AND_SEND)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a list."""
    asked = acting(request)
    form = ListForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.make(actor=asked.actor, place=asked.acting_place, **form.cleaned_data)
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The list is there. Put places on it now."))
            return to_list(request, made)
    return page(request, "edit", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(READ_AND_SEND)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Give a list another title or note."""
    kept = own_list(request, number)
    form = ListForm(request.POST or None, initial={"title": kept.title, "note": kept.note})
    context = {"form": form, "shortlist": kept}
    if form.is_valid():
        try:
            actions.change(
                actor=acting(request).actor,
                shortlist=kept,
                version=version_of(request.POST),
                **form.cleaned_data,
            )
        except ConflictError as error:
            context |= {"shortlist": error.current, "differences": form.differences(error.current)}
            return page(request, "edit", context, status=CONFLICT)
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return to_list(request, kept)
    return page(request, "edit", context, status=REFUSED if form.errors else 200)


@require_http_methods(READ_AND_SEND)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a list, once it is said that this is meant."""
    kept = own_list(request, number)
    if request.method != "POST":
        return page(request, "remove", {"shortlist": kept})
    try:
        version = version_of(request.POST)
        actions.remove(actor=acting(request).actor, shortlist=kept, version=version)
    except RefusedError as error:
        refused(request, error)
        return to_list(request, kept)
    messages.success(request, _("The list “%(title)s” is removed.") % {"title": kept.title})
    return redirect("workspace:shortlists", acting(request).acting_place.pk)


@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The list on paper; where no font has its letters, the page, which says so."""
    kept = own_list(request, number)
    try:
        content = pdf_of(kept)
    except RefusedError as error:
        refused(request, error)
        return to_list(request, kept)
    return pdf_answer(content, f"shortlist-{kept.pk}.pdf")


@require_POST
def share(request: HttpRequest, number: int) -> HttpResponse:
    """Let others read the list until a day, at a secret address."""
    kept = own_list(request, number)
    form = ShareForm(request.POST, shared=kept)
    if form.is_valid():
        try:
            actions.share(
                actor=acting(request).actor,
                shortlist=kept,
                version=version_of(request.POST),
                until=form.cleaned_data["until"],
            )
        except (ConflictError, NotAllowedError) as error:
            refused(request, error)
            return to_list(request, kept)
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Whoever has the address can read the list now."))
            return to_list(request, kept)
    return shown(request, kept, form, status=REFUSED)


@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """Give the list another secret address."""
    kept = own_list(request, number)
    try:
        version = version_of(request.POST)
        actions.renew_address(actor=acting(request).actor, shortlist=kept, version=version)
    except RefusedError as error:
        refused(request, error)
    else:
        messages.success(
            request,
            _("This is the list’s address now. The one from before leads nowhere any more."),
        )
    return to_list(request, kept)


@require_POST
def stop_sharing(request: HttpRequest, number: int) -> HttpResponse:
    """Take the secret address back."""
    kept = own_list(request, number)
    try:
        version = version_of(request.POST)
        actions.stop_sharing(actor=acting(request).actor, shortlist=kept, version=version)
    except RefusedError as error:
        refused(request, error)
    else:
        messages.success(request, _("The list’s address is taken back: it leads nowhere any more."))
    return to_list(request, kept)
