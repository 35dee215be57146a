"""When an agreement ends or is prolonged, and when its sides should think of it."""

from collections.abc import Iterator
from datetime import date

from jumelage.agreements.domain.texts import Renewal, Terms
from jumelage.core.domain.dates import add_months, day_before, years_before

#: So many months before an agreement ends, or before the last day of notice, its sides are reminded.
WARNING_MONTHS = (12, 6, 3, 1)


def first_expiry(terms: Terms, in_force_on: date) -> date | None:
    """Return the last day of an agreement’s first period; ``None`` if it is made for an unlimited time."""
    if terms.renewal is Renewal.UNLIMITED or not terms.years:
        return None
    return day_before(years_before(in_force_on, -terms.years))


def expiry_on(
    expires_on: date | None, renewal: Renewal, years: int | None, today: date
) -> date | None:
    """Return the last day of the period that runs ``today``: an agreement prolonged by itself has another one then."""
    if expires_on is None or renewal is not Renewal.AUTOMATIC or not years:
        return expires_on
    for period in _periods(expires_on, years):
        if period >= today:
            return period
    return expires_on


def _periods(expires_on: date, years: int) -> Iterator[date]:
    # From the first day after, as a period that ends on 28 February ends on the 29th in a leap year.
    begin = date.fromordinal(expires_on.toordinal() + 1)
    yield expires_on
    for number in range(1, 1000):
        if begin.year + years * number > date.max.year:
            return
        yield day_before(years_before(begin, -years * number))


def renewed_until(expires_on: date, years: int, renewed_on: date) -> date:
    """Return the last day after a renewal for another period: it follows the present one, or begins anew after it."""
    begin = max(date.fromordinal(expires_on.toordinal() + 1), renewed_on)
    return day_before(years_before(begin, -years))


def last_notice(expires_on: date, notice_months: int) -> date:
    """Return the last day on which a side can say that it does not want a period to follow."""
    return add_months(expires_on, -notice_months)


def warning_days(expires_on: date, renewal: Renewal, notice_months: int) -> list[date]:
    """Return the days on which to remind the sides, in order.

    What is prolonged by itself is thought of before the last day of notice; what ends, before its end.
    """
    deadline = (
        last_notice(expires_on, notice_months) if renewal is Renewal.AUTOMATIC else expires_on
    )
    return [add_months(deadline, -months) for months in WARNING_MONTHS]


def warning_due(
    expires_on: date, renewal: Renewal, notice_months: int, *, warned_on: date | None, today: date
) -> bool:
    """Whether a reminder is due: one of its days has come since the last reminder, and the deadline has not passed."""
    days = warning_days(expires_on, renewal, notice_months)
    if today > (
        last_notice(expires_on, notice_months) if renewal is Renewal.AUTOMATIC else expires_on
    ):
        return False
    return any(day <= today and (warned_on is None or warned_on < day) for day in days)
