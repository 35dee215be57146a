"""The portfolio narrowed, put in order and summed up; what comparable places do; what is coming."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.dates import parse_date
from jumelage.ties.domain.standing import Thresholds
from jumelage.ties.domain.terms import Activity, Form, Legal
from jumelage.workspace.domain.coming import ComingKind, Dated, Month, coming_within
from jumelage.workspace.domain.peers import PeerTie, bounds, compared, practice_of, spread
from jumelage.workspace.domain.portfolio import (
    ORDERS,
    Wanted,
    in_order,
    narrowed,
    row_of,
    summary_of,
)
from jumelage.workspace.domain.terms import Term
from jumelage.workspace.domain.warnings import Urgency
from tests.domain.workspace.strategies import ON, portfolios
from tests.domain.workspace.test_warnings import LIMITS, WELL


def rows_of(facts):
    return [row_of(fact, ON, LIMITS) for fact in facts]


@given(portfolios(), st.sampled_from(sorted(ORDERS)))
def test_an_order_keeps_every_row_and_puts_the_unknown_last(facts, order) -> None:
    rows = rows_of(facts)
    for way in (order, f"-{order}"):
        found = in_order(rows, way)
        assert sorted(row.facts.tie for row in found) == sorted(row.facts.tie for row in rows)
        known = [ORDERS[order](row) for row in found]
        assert [value is None for value in known] == sorted(value is None for value in known)
        values = [value for value in known if value is not None]
        assert values == sorted(values, reverse=way.startswith("-"))


@given(portfolios(), st.sampled_from(sorted(ORDERS)))
def test_an_order_does_not_depend_on_the_order_before(facts, order) -> None:
    rows = rows_of(facts)
    assert in_order(rows, order) == in_order(rows[::-1], order)


def test_names_stand_as_in_the_alphabet() -> None:
    rows = rows_of(
        [replace(WELL, tie=n, name=name) for n, name in enumerate(["Ёлки", "Жуковка", "Ели"])]
    )
    assert [row.facts.name for row in in_order(rows, "partner")] == ["Ели", "Ёлки", "Жуковка"]


def test_round_anniversaries_come_first() -> None:
    sinces = {"soon": "1992-12-01", "round": "1977-05-01", "later": "1990-06-01"}
    rows = rows_of(
        [
            replace(WELL, tie=n, name=name, since=parse_date(text))
            for n, (name, text) in enumerate(sinces.items())
        ]
    )
    assert [row.facts.name for row in in_order(rows, "anniversary")] == ["round", "soon", "later"]


@given(portfolios())
def test_what_is_narrowed_to_nothing_is_all(facts) -> None:
    rows = rows_of(facts)
    assert narrowed(rows, Wanted()) == rows
    assert not Wanted().is_narrow


@given(portfolios())
def test_a_warning_of_any_kind_and_an_urgent_one(facts) -> None:
    rows = rows_of(facts)
    assert narrowed(rows, Wanted(warning="any")) == [row for row in rows if row.warnings]
    urgent = [row for row in rows if row.urgency is Urgency.NOW]
    assert narrowed(rows, Wanted(warning="urgent")) == urgent
    assert summary_of(rows, ON).urgent == len(urgent)


@given(portfolios())
def test_each_tie_is_in_one_part_of_every_division(facts) -> None:
    rows = rows_of(facts)
    for name, values in (
        ("country", ["FR", "RU", "PL"]),
        ("activity", [a.value for a in Activity]),
    ):
        parts = [narrowed(rows, Wanted(**{name: value})) for value in values]
        assert sum(len(part) for part in parts) == len(rows)


@given(portfolios())
def test_the_summary_counts_every_tie_that_has_not_ended_once(facts) -> None:
    found = summary_of(rows_of(facts), ON)
    assert found.ties == sum(fact.legal is not Legal.ENDED for fact in facts)
    assert sum(found.activity.values()) == found.in_force
    assert found.fall_asleep <= found.activity.get(Activity.ACTIVE, 0) + found.activity.get(
        Activity.QUIET, 0
    )


def test_falling_asleep_is_counted_for_a_year() -> None:
    lasts = [date(2024, 12, 1), date(2025, 11, 24), date(2025, 11, 26), date(2012, 1, 1)]
    rows = rows_of([replace(WELL, tie=n, last_activity=last) for n, last in enumerate(lasts)])
    assert summary_of(rows, ON).fall_asleep == 2


def test_of_an_ended_tie_no_anniversary_is_kept() -> None:
    ended = replace(WELL, since=parse_date("1977"), legal=Legal.ENDED, theirs=Legal.ENDED)
    assert row_of(ended, ON, LIMITS).anniversary is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], (0, 0, 0)), ([3], (3, 3, 3)), ([1, 2], (1, 1.5, 2)), ([9, 1, 5, 3, 7], (3, 5, 7))],
)
def test_the_middle_half(values, expected) -> None:
    found = spread(values)
    assert (found.low, found.middle, found.high) == expected


@given(st.lists(st.integers(0, 300), min_size=1))
def test_half_of_all_values_lie_in_the_middle_half(values) -> None:
    found = spread(values)
    assert min(values) <= found.low <= found.middle <= found.high <= max(values)
    assert sum(found.low <= value <= found.high for value in values) * 2 >= len(values)


def peer(place, country="FR", form=Form.TWINNING, last=None):
    return PeerTie(place, country, form, last)


def test_comparable_places_are_counted_and_their_ties_shared_out() -> None:
    ties = [
        peer(1, last=date(2026, 1, 1)), peer(1, "PL", Form.FRIENDSHIP, date(2012, 1, 1)),
        peer(2), peer(2), peer(2, "PL", Form.UNKNOWN, date(2026, 5, 1)), peer(3, "IT"),
    ]  # fmt: skip
    found = compared({1: 50_000, 2: 80_000, 3: 61_000, 4: 99_000}, ties, ON, LIMITS)
    assert (found.places, found.smallest, found.largest) == (
        3,
        50_000,
        80_000,
    )  # 4 has no tie in force
    assert found.counts == (1, 2, 3)
    assert found.partner_countries.middle == 2
    assert not found.is_enough
    assert found.share_below(3) == pytest.approx(2 / 3)
    practice = found.practice
    assert practice.active == pytest.approx(2 / 3)  # of the three of which anything is known
    assert practice.dormant == pytest.approx(1 / 3)
    assert practice.forms == {Form.TWINNING: 4 / 5, Form.FRIENDSHIP: 1 / 5}
    assert practice.countries == (("FR", 2), ("PL", 2), ("IT", 1))


def test_of_no_ties_nothing_is_known() -> None:
    found = practice_of([], ON, Thresholds())
    assert (found.ties, found.active, found.forms, found.countries) == (0, None, {}, ())
    assert compared({}, [], ON, LIMITS).share_below(5) == 0


@given(st.integers(1, 40_000_000))
def test_a_place_is_as_large_as_itself(population) -> None:
    low, high = bounds(population)
    assert low <= population <= high


@given(portfolios(), st.integers(0, 900))
def test_what_is_coming_lies_within_in_order_and_each_has_a_key_of_its_own(facts, days) -> None:
    last = ON + timedelta(days=days)
    dated = [Dated(ComingKind.DUE, fact.tie, fact.tie, ON, "x") for fact in facts]
    found = coming_within(facts, dated, ON, last)
    assert all(entry.span.earliest <= last and entry.span.latest >= ON for entry in found)
    assert [entry.day for entry in found] == sorted(entry.day for entry in found)
    assert len({entry.key for entry in found}) == len(found)
    ended = {fact.tie for fact in facts if fact.legal is Legal.ENDED}
    assert not ended & {entry.tie for entry in found}


def test_what_is_coming_of_a_tie() -> None:
    term = Term(date(2027, 5, 31), prolonged=True, notice_by=date(2026, 11, 30), is_over=False)
    fact = replace(WELL, since=parse_date("1977-04-20"), term=term)
    dated = [
        Dated(ComingKind.DUE, 1, 8, date(2026, 12, 1), "Concert"),
        Dated(ComingKind.COUNCIL, 1, 9, date(2026, 12, 2), "City council"),
        Dated(ComingKind.DUE, 99, 8, date(2026, 12, 1), "of another place"),
    ]
    found = coming_within([fact], dated, ON, date(2027, 11, 25))
    assert [(entry.kind, entry.day, entry.key) for entry in found] == [
        (ComingKind.NOTICE, date(2026, 11, 30), "notice-1-2026"),
        (ComingKind.DUE, date(2026, 12, 1), "due-1-8"),
        (ComingKind.COUNCIL, date(2026, 12, 2), "council-1-9"),
        (ComingKind.ANNIVERSARY, date(2027, 4, 20), "anniversary-1-50"),
        (ComingKind.EXPIRY, date(2027, 5, 31), "expiry-1-2027"),
    ]


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_the_month_before(day) -> None:
    month = Month.before(day)
    assert month.next_first == day.replace(day=1)
    assert month.key == (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    assert month.first.day == 1
