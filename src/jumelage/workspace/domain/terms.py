"""How long an agreement holds: when its term ends, whether it is then prolonged, until when notice can be given."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """The present term of an agreement.

    ``notice_by`` is the last day on which one side can give notice before the term ends; none if it has passed or there
    is no period of notice.
    """

    ends_on: date
    prolonged: bool  # by itself, unless one side gives notice
    notice_by: date | None
    is_over: bool  # it has ended, and was not prolonged


def present_term(
    *, expires_on: date | None, prolonged_by_years: int | None, notice_months: int, on: date
) -> Term | None:
    """Return the term of an agreement in which a day lies; ``None`` if it was made for an unlimited time.

    Args:
        expires_on: the last day of the term on record.
        prolonged_by_years: by how many years it is prolonged each time; ``None`` if it is not.
        notice_months: so long before the end notice has to be given.
        on: the day asked about.
    """
    if expires_on is None:
        return None
    ends, years = expires_on, prolonged_by_years or 0
    while years and ends < on:
        ends = add_months(ends, 12 * years)
    notice = add_months(ends, -notice_months)
    has_notice = notice_months > 0 and notice >= on
    return Term(ends, bool(years), notice if has_notice else None, is_over=ends < on)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or back; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days; none if the second is before the first."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (add_months(first, months) > last))
