"""What the pages of the life of a tie have in common."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jumelage.agreements.models import Change
from jumelage.agreements.queries import SeenAgreement, SeenProposal, agreement_for, proposal_for
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.documents.models import Document
from jumelage.ties.models import Tie
from jumelage.ties.queries import with_places
from jumelage.workspace.form import DeskForm, answered
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.portfolio import links
from jumelage.workspace.views.common import show_desk

FOLDER = "workspace/agreements/"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of this area, by the name of its template."""
    status = answered(context, status)
    return show_desk(request, f"{FOLDER}{template}.html", context, status=status)


def address(request: HttpRequest, name: str, *args: object) -> str:
    """Return the address of a page of the place for which the person acts."""
    return reverse(f"workspace:{name}", args=[acting(request).acting_place.pk, *args])


def go(request: HttpRequest, said: str, name: str, *args: object) -> HttpResponse:
    """Say what was done, and lead to a page of the place."""
    messages.success(request, said)
    return redirect(address(request, name, *args))


def tie_address(request: HttpRequest, tie: Tie) -> str:
    """Return the address of a tie's desk."""
    return links.tie_address(acting(request).acting_place.pk, tie)


def asked_number(request: HttpRequest, name: str) -> int | None:
    """Return a number that the address names after its question mark."""
    number = request.GET.get(name, "")
    return int(number) if number.isdecimal() and len(number) < 19 else None


def number_sent(request: HttpRequest, name: str) -> int:
    """Return the number of what the person has read (a version, a draft), which the form sends back; else 0."""
    number = request.POST.get(name, "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def acting(request: HttpRequest) -> MemberRequest:
    """Return the request as the guard has made it: with the place and the person who acts for it."""
    return request  # type: ignore[return-value]  # guard.for_members has seen to it


def seen_proposal(request: HttpRequest, number: int) -> SeenProposal:
    """Return a proposal as the acting place sees it; what it may not see is not there."""
    asked = acting(request)
    seen = proposal_for(asked.actor, asked.acting_place, number)
    if seen is None:
        raise Http404
    return seen


def seen_agreement(request: HttpRequest, number: int) -> SeenAgreement:
    """Return an agreement as the acting place sees it; what it may not see is not there."""
    asked = acting(request)
    seen = agreement_for(asked.actor, asked.acting_place, number)
    if seen is None:
        raise Http404
    return seen


def own_tie(request: HttpRequest, number: int | None) -> Tie:
    """Return a tie of the acting place, with both places and their names: by number, or by ``?tie=``."""
    number = asked_number(request, "tie") if number is None else number
    place = acting(request).acting_place
    ties = Tie.objects.filter(Q(place_a=place) | Q(place_b=place), pk=number or 0)
    tie = with_places(ties, reader_language()).first()
    if tie is None:
        raise Http404
    return tie


def own_change(request: HttpRequest, number: int) -> Change:
    """Return a change of a tie of the acting place, with both places."""
    place = acting(request).acting_place
    rows = Change.objects.filter(Q(tie__place_a=place) | Q(tie__place_b=place), pk=number)
    change = rows.select_related("document", "by").first()
    if change is None:
        raise Http404
    change.tie = own_tie(request, change.tie_id)
    return change


def readable(request: HttpRequest, documents: Iterable[Document | None]) -> set[int]:
    """Return the numbers of those documents that the person may read: of the others not even the title is shown."""
    numbers = [document.pk for document in documents if document is not None]
    rows = Document.objects.visible_to(acting(request).actor).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def done(form: DeskForm, action: Callable[[], object]) -> bool:
    """Run an action with what a form says; if it refuses, put the reasons beside the fields they concern."""
    try:
        action()
    except (
        ConflictError,
        NotAllowedError,
    ):  # the page shows what has changed meanwhile; the guard says no
        raise
    except RefusedError as error:
        form.refuse(error)
        return False
    return True
