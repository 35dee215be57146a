"""What the pages of rounds have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.memberships.actors import actor_of
from jumelage.partners.models import Drawing, Round
from jumelage.workspace.form import answered
from jumelage.workspace.views.common import say_refusal, show_desk
from jumelage.workspace.views.meanwhile import OFFICE, show_meanwhile

FOLDER = "workspace/rounds/"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of this area, by the name of its template. A form that was refused answers 422."""
    status = answered(context, status)
    return show_desk(request, f"{FOLDER}{template}.html", context, status=status)


def held(request: HttpRequest, number: int) -> Round:
    """Return a round that the person holds for its association; another is not there."""
    rows = Round.objects.held_by(actor_of(request)).select_related("association", "follows")
    return get_object_or_404(rows, pk=number)


def drawing_that_counts(round_: Round) -> Drawing | None:
    """Return the drawing whose pairs a round has, with its outcome."""
    return round_.drawings.filter(pk=round_.drawing_id or 0).first()


def address(name: str, *args: object) -> str:
    """Return the address of a page of the workspace."""
    return reverse(f"workspace:{name}", args=args)


def acted(
    request: HttpRequest,
    act: Callable[[], object],
    *,
    said: str,
    back: str,
    onward: str = "",
) -> HttpResponse:
    """Run an action that a button asks for; say what was done, or why it was not, and lead on.

    Args:
        request: the request.
        act: the action.
        said: what was done, if it was.
        back: the address to go to if it was refused.
        onward: the address to go to if it was done; the same if empty.

    Raises:
        NotAllowedError: the person may not.
    """
    try:
        act()
    except NotAllowedError:
        raise
    except ConflictError as error:
        return too_late(request, error, back)
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(back)
    messages.success(request, said)
    return redirect(onward or back)


def too_late(
    request: HttpRequest, error: ConflictError, back: str, typed: dict[str, str] | None = None
) -> HttpResponse:
    """Say that somebody else was faster, and show what was typed (by its label), so that it can be copied."""
    reasons = [problem.message for problem in error.problems]
    return show_meanwhile(request, reasons, back=back, typed=typed or {}, frame=OFFICE)
