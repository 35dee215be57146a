"""What the pages of shortlists have in common."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.partners.models import Shortlist, ShortlistItem
from jumelage.partners.shortlists.queries import shortlist_of
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import say_refusal, show_desk

READ_AND_SEND = ("GET", "HEAD", "POST")


def acting(request: HttpRequest) -> MemberRequest:
    """Return the request as the guard has made it: with the place and the person who acts for it."""
    return request  # type: ignore[return-value]  # guard.for_members has seen to it


def own_list(request: HttpRequest, number: int) -> Shortlist:
    """Return a list of the acting place; not found is also what belongs to another."""
    asked = acting(request)
    found = shortlist_of(asked.actor, asked.acting_place, number)
    if found is None:
        raise Http404
    return found


def own_item(request: HttpRequest, number: int, item: int) -> ShortlistItem:
    """Return what stands on a list of the acting place."""
    found = own_list(request, number).items.select_related("shortlist__place").filter(pk=item)
    one = found.first()
    if one is None:
        raise Http404
    return one


def onward(request: HttpRequest, address: str) -> str:
    """Return an address that a page sent along, if it is one of this registry; else nothing."""
    hosts = {request.get_host()}
    fits = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    return address if address and fits else ""


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of this area, by the name of its template."""
    return show_desk(request, f"workspace/shortlists/{template}.html", context, status=status)


def to_list(request: HttpRequest, shortlist: Shortlist) -> HttpResponse:
    """Lead to the page of a list."""
    return redirect("workspace:shortlist", acting(request).acting_place.pk, shortlist.pk)


def refused(request: HttpRequest, error: RefusedError) -> None:
    """Say on the next page why something was not done; who may not do it at all is told by the guard.

    Raises:
        NotAllowedError: it is one.
    """
    if isinstance(error, NotAllowedError):
        raise error
    say_refusal(request, error)
