"""Anniversaries of beginnings of any precision."""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.dates import Precision, Span, parse_date
from jumelage.workspace.domain.anniversaries import (
    anniversaries_within,
    next_anniversary,
    next_round,
)

BEGINNINGS = st.dates(date(1850, 1, 1), date(2060, 1, 1))
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("since", "on", "years", "edtf"),
    [
        ("1992-05-12", date(2026, 11, 25), 35, "2027-05-12"),
        ("1992-05-12", date(2027, 5, 12), 35, "2027-05-12"),  # the day itself is not over
        ("1992-05-12", date(2027, 5, 13), 36, "2028-05-12"),
        ("1992-02-29", date(2026, 11, 25), 35, "2027-02-28"),
        ("1992-02-29", date(2028, 1, 1), 36, "2028-02-29"),
        ("1992-11", date(2026, 11, 25), 34, "2026-11"),  # the month is not over
        ("1992-10", date(2026, 11, 25), 35, "2027-10"),
        ("1992", date(2026, 11, 25), 34, "2026"),
        ("1976~", date(2026, 11, 25), 50, "2026~"),
        ("1976?", date(2026, 11, 25), 50, "2026~"),
        ("1976-12~", date(2026, 11, 25), 50, "2026-12~"),
        ("1976-12-03~", date(2026, 11, 25), 50, "2026-12-03~"),
        ("1989-03/1989-05", date(2026, 11, 25), 37, "2026"),
        ("1989-21", date(2026, 11, 25), 37, "2026"),  # in spring
        ("2026-11-25", date(2026, 11, 25), 1, "2027-11-25"),  # signed today
        ("2027-03-01", date(2026, 11, 25), 1, "2028-03-01"),  # dated ahead
        ("2026", date(2026, 11, 25), 1, "2027"),
    ],
)
def test_the_next_anniversary(since, on, years, edtf) -> None:
    found = next_anniversary(parse_date(since), on)
    assert found is not None
    assert (found.years, found.edtf) == (years, edtf)


@pytest.mark.parametrize("since", ["198X", "1989/1991", "../1991", "1989/.."])
def test_of_what_may_be_several_years_there_is_none(since) -> None:
    assert next_anniversary(parse_date(since), date(2026, 1, 1)) is None
    assert next_round(parse_date(since), date(2026, 1, 1)) is None
    assert anniversaries_within(parse_date(since), date(2000, 1, 1), date(2030, 1, 1)) == []


def test_of_an_unknown_beginning_there_is_none() -> None:
    assert next_anniversary(None, date(2026, 1, 1)) is None


def test_which_ones_are_round() -> None:
    since, day, found = parse_date("1900"), date(1900, 1, 1), []
    while (following := next_round(since, day)) is not None and following.years <= 175:
        found.append(following.years)
        day = following.span.latest + timedelta(days=1)
    assert found == [5, 10, 25, 50, 75, 100, 125, 150, 175]


@given(BEGINNINGS, DAYS)
def test_the_next_one_is_kept_on_the_day_of_the_beginning(since, on) -> None:
    found = next_anniversary(parse_date(since.isoformat()), on)
    assert found is not None
    day = found.span.earliest
    assert found.span == Span.of_day(day)
    assert day >= on
    assert day.year - since.year == found.years >= 1
    leap_day = (since.month, since.day) == (2, 29) and not isleap(day.year)
    assert (day.month, day.day) == ((2, 28) if leap_day else (since.month, since.day))
    if found.years > 1:  # the one before is over
        assert day.year - on.year <= 1


@given(BEGINNINGS, DAYS, st.sampled_from([4, 7, 10]))
def test_between_two_next_ones_there_is_no_other(since, on, digits) -> None:
    begin = parse_date(since.isoformat()[:digits])
    found = next_anniversary(begin, on)
    assert found is not None
    assert found.precision is {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[digits]
    following = next_anniversary(begin, found.span.latest + timedelta(days=1))
    assert following is not None
    assert following.years == found.years + 1
    assert found.span.is_before(following.span)


@given(BEGINNINGS, DAYS, st.integers(0, 1500), st.sampled_from([4, 7, 10]))
def test_those_within_are_those_that_follow_one_another(since, first, days, digits) -> None:
    begin, last = parse_date(since.isoformat()[:digits]), first + timedelta(days=days)
    expected, day = [], first
    while (found := next_anniversary(begin, day)) and found.span.earliest <= last:
        expected.append(found)
        day = found.span.latest + timedelta(days=1)
    assert anniversaries_within(begin, first, last) == expected


@given(BEGINNINGS, DAYS)
def test_the_next_round_one_is_the_first_that_is_round(since, on) -> None:
    begin = parse_date(since.isoformat())
    found = next_round(begin, on)
    assert found is not None
    assert found.is_round
    before = anniversaries_within(begin, on, found.span.earliest)
    assert [one.is_round for one in before] == [False] * (len(before) - 1) + [True]
