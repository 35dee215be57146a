"""What was typed into a form, shown again with the reasons when it was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.http import HttpRequest

from jumelage.core.domain.refusals import NotAllowedError, RefusedError

REFUSED, FORBIDDEN = 422, 403


@dataclass(frozen=True, slots=True)
class Typed:
    """The values of a form that was refused, its problems by field, and those that concern no field."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    #: Which form of a page it is, where there are several.
    form: str = ""
    code: int = REFUSED

    @property
    def is_refused(self) -> bool:
        """Whether there is any problem."""
        return bool(self.problems or self.others)

    @property
    def status(self) -> int:
        """What the page with it answers."""
        return self.code if self.is_refused else 200


NOTHING = Typed()


def text_of(request: HttpRequest, name: str) -> str:
    """Return a text that was sent, without signs that no text has."""
    return request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n")


def number_of(text: str) -> int:
    """Return a number that was sent as text; 0 if it is none that a row can have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def tried(
    request: HttpRequest, action: Callable[[], object], *fields: str, form: str = ""
) -> Typed | None:
    """Run an action; return what was typed and why it was refused, if it was.

    ``fields`` are those that the page shows; a problem of another one stands on top.

    Raises:
        NotAllowedError: the person may not.
    """
    try:
        action()
    except NotAllowedError as error:
        if not any(problem.code in {"own", "other_address"} for problem in error.problems):
            raise
        return replace(_refused(request, error, fields, form), code=FORBIDDEN)
    except RefusedError as error:
        return _refused(request, error, fields, form)
    return None


def _refused(
    request: HttpRequest, error: RefusedError, fields: tuple[str, ...], form: str
) -> Typed:
    shown = {
        problem.field: problem.message for problem in error.problems if problem.field in fields
    }
    others = [problem.message for problem in error.problems if problem.field not in fields]
    return Typed({name: text_of(request, name) for name in request.POST}, shown, others, form)
