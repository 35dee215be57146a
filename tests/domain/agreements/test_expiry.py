"""When agreements end, and when their sides are reminded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.agreements.domain.expiry import (
    expiry_on,
    first_expiry,
    last_notice,
    renewed_until,
    warning_days,
    warning_due,
)
from jumelage.agreements.domain.texts import Renewal, Terms
from jumelage.core.domain.dates import add_months

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def terms(renewal: Renewal, years: int | None) -> Terms:
    return Terms("twinning", ("en",), renewal, years)


@pytest.mark.parametrize(
    ("begun", "years", "last"),
    [
        (date(2026, 5, 12), 5, date(2031, 5, 11)),
        (date(2026, 1, 1), 1, date(2026, 12, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 27)),
        (date(2023, 3, 1), 1, date(2024, 2, 29)),
    ],
)
def test_the_last_day_of_a_period(begun, years, last) -> None:
    assert first_expiry(terms(Renewal.EXPRESS, years), begun) == last


def test_what_is_made_without_end_has_no_last_day() -> None:
    assert first_expiry(terms(Renewal.UNLIMITED, None), date(2026, 5, 12)) is None
    assert expiry_on(None, Renewal.UNLIMITED, None, date(2026, 1, 1)) is None


@given(begun=DAYS, years=st.integers(1, 10), ahead=st.integers(0, 20000))
def test_a_period_that_is_prolonged_holds_every_later_day(begun, years, ahead) -> None:
    first = first_expiry(terms(Renewal.AUTOMATIC, years), begun)
    day = begun + timedelta(days=ahead)
    until = expiry_on(first, Renewal.AUTOMATIC, years, day)
    assert first <= until
    assert day <= until
    assert until == first or (until - day).days <= years * 366
    assert expiry_on(until, Renewal.AUTOMATIC, years, day) == until
    assert expiry_on(first, Renewal.EXPRESS, years, day) == first


def test_months_are_counted_back_to_a_day_that_there_is() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -13) == date(2024, 12, 15)
    assert add_months(date(2026, 1, 15), 12) == date(2027, 1, 15)
    assert last_notice(date(2026, 12, 31), 6) == date(2026, 6, 30)


def test_a_renewal_follows_the_period_or_begins_anew_after_it() -> None:
    assert renewed_until(date(2026, 12, 31), 5, date(2026, 9, 1)) == date(2031, 12, 31)
    assert renewed_until(date(2020, 12, 31), 5, date(2026, 9, 1)) == date(2031, 8, 31)


@given(
    expires=DAYS,
    notice=st.integers(1, 24),
    renewal=st.sampled_from([Renewal.AUTOMATIC, Renewal.EXPRESS]),
)
def test_reminders_come_before_it_is_too_late(expires, notice, renewal) -> None:
    days = warning_days(expires, renewal, notice)
    deadline = last_notice(expires, notice) if renewal is Renewal.AUTOMATIC else expires
    assert days == sorted(days)
    assert all(day < deadline for day in days)
    first = days[0]
    assert warning_due(expires, renewal, notice, warned_on=None, today=first)
    assert not warning_due(expires, renewal, notice, warned_on=first, today=first)
    assert not warning_due(
        expires, renewal, notice, warned_on=None, today=first - timedelta(days=1)
    )
    assert not warning_due(
        expires, renewal, notice, warned_on=None, today=deadline + timedelta(days=1)
    )


def test_each_reminder_is_due_once() -> None:
    expires, warned, sent = date(2026, 12, 31), None, []
    for ahead in range(400, -5, -1):
        day = expires - timedelta(days=ahead)
        if warning_due(expires, Renewal.EXPRESS, 6, warned_on=warned, today=day):
            warned = day
            sent.append(day)
    assert sent == warning_days(expires, Renewal.EXPRESS, 6)
