"""What the pages of commitments have in common."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jumelage.commitments.models import Commitment
from jumelage.commitments.queries import own_owner, seen_commitment
from jumelage.core.language import reader_language
from jumelage.workspace.form import CONFLICT, answered
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import show_desk

FOLDER = "workspace/commitments/"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of this area, by the name of its template."""
    clashes = context.get("differences") is not None
    status = CONFLICT if clashes else answered(context, status)
    return show_desk(request, f"{FOLDER}{template}.html", context, status=status)


def own(request: MemberRequest, number: int) -> Commitment:
    """Return a commitment that the acting place owns, as a whole; not found is also what it does not own."""
    found = seen_commitment(request.actor, number, reader_language())
    if found is None or own_owner(found, request.acting_place) is None:
        raise Http404
    if found.state == "draft" and found.drafted_by_id != request.acting_place.pk:
        raise Http404
    return found


def address(request: MemberRequest, commitment: Commitment) -> str:
    """Return the address of a commitment at the desk of the acting place."""
    return reverse("workspace:commitment", args=[request.acting_place.pk, commitment.pk])


def go(request: MemberRequest, commitment: Commitment, said: str) -> HttpResponse:
    """Say what was done, and lead to the commitment."""
    messages.success(request, said)
    return redirect(address(request, commitment))
