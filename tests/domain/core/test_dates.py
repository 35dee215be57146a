"""Dates as sources give them."""

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.dates import InvalidDateError, Precision, Span, parse_date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("1991", date(1991, 1, 1), date(1991, 12, 31), Precision.YEAR),
        ("1991-02", date(1991, 2, 1), date(1991, 2, 28), Precision.MONTH),
        ("1991-05-12", date(1991, 5, 12), date(1991, 5, 12), Precision.DAY),
        ("198X", date(1980, 1, 1), date(1989, 12, 31), Precision.DECADE),
        ("1991?", date(1991, 1, 1), date(1991, 12, 31), Precision.YEAR),
        ("1989~", date(1988, 1, 1), date(1990, 12, 31), Precision.YEAR),
        ("1989/1991", date(1989, 1, 1), date(1991, 12, 31), Precision.INTERVAL),
        ("../1991", date.min, date(1991, 12, 31), Precision.INTERVAL),
        ("1989/..", date(1989, 1, 1), date.max, Precision.INTERVAL),
    ],
)
def test_a_date_means_a_span_of_days(
    text: str, earliest: date, latest: date, precision: Precision
) -> None:
    parsed = parse_date(text)
    assert parsed.span == Span(earliest, latest)
    assert parsed.precision is precision


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "yesterday",
        "37546",
        "Y37546",
        "208",
        "0208",
        "1989-13",
        "1989-02-30",
        "../..",
        "1991/1989",
        "12/5/1991",
        "1991-5-1",
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(InvalidDateError) as refused:
        parse_date(text)
    assert str(refused.value)


def test_the_year_shown_of_an_approximate_date_is_the_one_written() -> None:
    assert parse_date("1989~").year == 1989
    assert parse_date("../1991").year == 1991


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        parsed = parse_date(text)
    except InvalidDateError:
        return
    assert parsed.span.earliest <= parsed.span.latest


@given(st.dates(date(1000, 1, 1), date(2050, 1, 1)))
def test_every_day_is_a_date_of_one_day(day: date) -> None:
    assert parse_date(day.isoformat()).span == Span.of_day(day)


@pytest.mark.parametrize(
    "text", ["1989", "1989-02", "1988-02", "1989-12", "1989-05-12", "2000-02-29", "0836", "2076"]
)
def test_a_plain_date_means_what_the_grammar_says(text: str) -> None:
    parsed = parse_edtf(text)
    assert parse_date(text).span == Span(
        date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    )


@pytest.mark.parametrize("text", ["1989-00", "1989-13", "1989-02-30", "1989-5", "0798", "٢٠٠١"])
def test_what_looks_like_a_plain_date_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidDateError):
        parse_date(text)
