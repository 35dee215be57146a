"""What the pages of forums have in common."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from jumelage.core.audit import Actor
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.models import Delegation, Edition
from jumelage.forum.queries import seen_delegation, with_place
from jumelage.memberships.actors import actor_of
from jumelage.workspace.agreements.clashes import clashing_fields
from jumelage.workspace.form import CONFLICT, DeskForm, answered
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import show_desk

FOLDER = "workspace/forum/"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of this area, by the name of its template."""
    clashes = context.get("differences") is not None
    status = CONFLICT if clashes else answered(context, status)
    return show_desk(request, f"{FOLDER}{template}.html", context, status=status)


def own_edition(actor: Actor, number: int) -> Edition:
    """Return an edition that somebody runs; not found is also what others run."""
    rows = with_place(Edition.objects.organised_by(actor), reader_language())
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def run_delegation(actor: Actor, number: int) -> Delegation:
    """Return a delegation of an edition that somebody runs."""
    found = seen_delegation(actor, number, reader_language())
    if found is None:
        raise Http404
    own_edition(actor, found.edition_id)
    return found


def own_delegation(request: MemberRequest, number: int) -> Delegation:
    """Return a delegation of the acting place; not found is also what is another’s."""
    rows = Delegation.objects.filter(place=request.acting_place)
    found = (
        rows.select_related("edition__series", "edition__place", "place").filter(pk=number).first()
    )
    if found is None:
        raise Http404
    return found


def kept(
    form: DeskForm,
    act: Callable[[], object],
    shown: Callable[[Any], Mapping[str, Any]] | None = None,
) -> dict[str, Any] | None:
    """Do what a form says; return ``None`` if it was done, else what the page needs to say why it was not.

    ``shown`` turns the row as it is now into the values of the form: for what somebody else changed meanwhile.
    """
    if not form.is_valid():
        return {}
    try:
        act()
    except NotAllowedError:
        raise
    except ConflictError as conflict:
        current: Any = conflict.current
        clashes = clashing_fields(form, shown(current) if shown else {})
        differences = [(clash.label, clash.theirs, clash.mine) for clash in clashes]
        return {"differences": differences, "version": current.version}
    except RefusedError as error:
        form.refuse(error)
        return {}
    return None


def acting(request: HttpRequest) -> Actor:
    """Return who asks."""
    return actor_of(request)
