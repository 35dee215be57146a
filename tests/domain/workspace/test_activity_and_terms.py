"""When a tie falls asleep, and when an agreement ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.dates import add_months, months_between
from jumelage.ties.domain.standing import Thresholds, activity_on
from jumelage.ties.domain.terms import Activity
from jumelage.workspace.domain.activity import Outlook, outlook
from jumelage.workspace.domain.terms import present_term

DAYS = st.dates(date(1980, 1, 1), date(2060, 12, 31))
THRESHOLDS = st.builds(
    lambda active, more: Thresholds(active, active + more), st.integers(1, 6), st.integers(0, 6)
)
TWO_AND_FIVE = Thresholds(2, 5)


@given(DAYS, st.integers(0, 5000), THRESHOLDS)
def test_the_day_is_the_first_on_which_the_registry_counts_otherwise(last, later, limits) -> None:
    on = last + timedelta(days=later)
    found = outlook(last, on, limits)
    assert found.activity is activity_on(last, on, limits)
    if found.activity is Activity.DORMANT:
        assert (found.turns, found.turns_on) == (None, None)
        return
    assert found.turns_on is not None
    assert found.turns_on > on
    assert activity_on(last, found.turns_on, limits) is found.turns
    assert activity_on(last, found.turns_on - timedelta(days=1), limits) is found.activity


@pytest.mark.parametrize(
    ("last", "on", "expected"),
    [
        (date(2025, 3, 1), date(2026, 11, 25), (Activity.ACTIVE, Activity.QUIET, date(2027, 3, 2))),
        (date(2024, 2, 29), date(2025, 1, 1), (Activity.ACTIVE, Activity.QUIET, date(2026, 3, 1))),
        (date(2022, 6, 1), date(2026, 11, 25), (Activity.QUIET, Activity.DORMANT, date(2027, 6, 2))),
        (date(2012, 6, 1), date(2026, 11, 25), (Activity.DORMANT, None, None)),
        (None, date(2026, 11, 25), (Activity.UNKNOWN, None, None)),
    ],
)  # fmt: skip
def test_examples(last, on, expected) -> None:
    assert outlook(last, on, TWO_AND_FIVE) == Outlook(*expected)


def test_without_a_quiet_time_an_active_tie_becomes_dormant() -> None:
    found = outlook(date(2025, 1, 1), date(2026, 1, 1), Thresholds(2, 2))
    assert (found.turns, found.turns_on) == (Activity.DORMANT, date(2027, 1, 2))


@given(DAYS, st.integers(-200, 200))
def test_months_on_and_back(day, months) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and add_months(moved, 1).day >= 28)
    if months >= 0:
        assert months_between(day, moved) == months


@given(DAYS, DAYS)
def test_whole_months_between(first, last) -> None:
    months = months_between(first, last)
    if last < first:
        assert months == 0
    else:
        assert add_months(first, months) <= last < add_months(first, months + 1)


def term(expires: str, on: str, *, years: int | None = None, notice: int = 6):
    return present_term(
        expires_on=date.fromisoformat(expires), prolonged_by_years=years, notice_months=notice,
        on=date.fromisoformat(on),
    )  # fmt: skip


def test_an_agreement_for_an_unlimited_time_has_no_term() -> None:
    day = date(2026, 1, 1)
    assert present_term(expires_on=None, prolonged_by_years=5, notice_months=6, on=day) is None


def test_notice_can_be_given_until_its_last_day() -> None:
    assert term("2027-08-31", "2027-02-28").notice_by == date(2027, 2, 28)
    late = term("2027-08-31", "2027-03-01")
    assert (late.notice_by, late.ends_on, late.is_over) == (None, date(2027, 8, 31), False)
    assert term("2027-08-31", "2026-01-01", notice=0).notice_by is None


def test_one_that_is_not_prolonged_is_over_the_day_after() -> None:
    assert not term("2027-08-31", "2027-08-31").is_over
    assert term("2027-08-31", "2027-09-01").is_over


def test_one_that_is_prolonged_has_a_new_term_each_time() -> None:
    found = term("2010-05-01", "2026-11-25", years=5)
    assert (found.ends_on, found.prolonged, found.is_over) == (date(2030, 5, 1), True, False)
    assert found.notice_by == date(2029, 11, 1)


def test_a_term_that_ends_with_february_ends_with_it_in_a_leap_year_too():
    found = present_term(
        expires_on=date(2027, 2, 28), prolonged_by_years=1, notice_months=6, on=date(2027, 6, 1)
    )
    assert found is not None
    assert found.ends_on == date(2028, 2, 29)
