"""What is refused in the same words everywhere."""

from datetime import date

from django.utils.translation import gettext as _

from jumelage.core.clock import today
from jumelage.core.domain.refusals import Problem, RefusedError

#: So many characters a text of several lines may have.
LONGEST = 10_000


def refuse(problems: list[Problem]) -> None:
    """Refuse if there is any problem.

    Raises:
        RefusedError: with all of them.
    """
    if problems:
        raise RefusedError(*problems)


def need(text: str, field: str, message: str) -> list[Problem]:
    """Return the problem of a text that is missing or too long, if it is."""
    return [Problem("missing", field, message)] if not text.strip() else too_long(text, field)


def too_long(text: str, field: str, most: int = LONGEST) -> list[Problem]:
    """Return the problem of a text that is too long, if it is."""
    if len(text) <= most:
        return []
    message = _("This is longer than %(most)s characters: say it more shortly.") % {"most": most}
    return [Problem("too_long", field, message)]


def not_ahead(day: date, field: str) -> list[Problem]:
    """Return the problem of a day that has not come yet, if it has not."""
    if day <= today():
        return []
    return [Problem("future", field, _("This day has not come yet. Check the date."))]
