"""On which days the owners of a commitment are reminded: pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from jumelage.core.domain.dates import add_months

#: So many days before the due date, and so many after it for the first time; then every month.
BEFORE, AFTER = (30, 7), 1
#: Who has not moved for so long after the due date is not written to any more: the pages go on saying it.
MONTHS = 24


def reminder_days(due: date) -> Iterator[date]:
    """Yield the days on which a commitment’s owners are reminded, in order."""
    yield from (due - timedelta(days=days) for days in BEFORE)
    first = due + timedelta(days=AFTER)
    yield from (add_months(first, months) for months in range(MONTHS + 1))


def is_due(due: date, *, since: date, today: date) -> bool:
    """Whether a day of reminders has come since a day: when all had confirmed, or the last reminder went out."""
    return any(since < day <= today for day in reminder_days(due))
