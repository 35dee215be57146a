"""The page for what could not be done any more: what was decided meanwhile and by whom, and what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from jumelage.workspace.views.common import show, show_desk

#: The frames that the page stands in: of somebody’s desk, of the back office, of the register’s editors.
DESK, OFFICE, REVIEW = (
    "workspace/desk.html",
    "workspace/back_office/base.html",
    "workspace/base.html",
)
CONFLICT, REFUSED, FORBIDDEN = 409, 422, 403


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, in words; by whom, when and why, as far as that is known."""

    outcome: str
    by: str = ""
    at: datetime | None = None
    reason: str = ""


def show_meanwhile(
    request: HttpRequest,
    said: Iterable[str],
    *,
    back: str,
    typed: Mapping[str, str],
    decided: Decided | None = None,
    frame: str = DESK,
    status: int = CONFLICT,
) -> HttpResponse:
    """Say why something was not done, and show what was typed, so that it can be copied.

    Args:
        request: the request that came too late.
        said: why, a sentence each.
        back: the address that leads on.
        typed: what was typed, by the words that stand at its field; what is empty is left out.
        decided: what somebody decided meanwhile, if that is why.
        frame: the template that the page stands in.
        status: what the page answers.
    """
    shown = {label: text for label, text in typed.items() if text.strip()}
    context = {"said": list(said), "back": back, "typed": shown, "decided": decided, "frame": frame}
    page = show if frame == REVIEW else show_desk
    return page(request, "workspace/meanwhile.html", context, status=status)
