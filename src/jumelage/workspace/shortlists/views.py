"""The shortlists of a place, and the page of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.partners.actions import shortlists as actions
from jumelage.partners.shortlist_queries import compared, shortlists_of
from jumelage.workspace.shortlists.common import (
    READ_AND_SEND,
    REFUSED,
    acting,
    own_list,
    page,
    to_list,
)
from jumelage.workspace.shortlists.forms import ListForm


@require_safe
def shortlists(request: HttpRequest) -> HttpResponse:
    """All lists of the place."""
    asked = acting(request)
    return page(request, "lists", {"lists": shortlists_of(asked.actor, asked.acting_place)})


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


@require_safe
def shortlist(request: HttpRequest, number: int) -> HttpResponse:
    """One list: what stands on it, side by side."""
    found = compared(own_list(request, number))
    return page(request, "list", {"found": found, "shortlist": found.shortlist})
