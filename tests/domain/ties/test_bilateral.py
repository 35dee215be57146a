"""Sums over the ties of two countries."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.dates import parse_date
from jumelage.sources.domain.authority import Authority
from jumelage.ties.domain.bilateral import (
    TieEnds,
    count_bilateral,
    difference,
    in_force_by_year,
)
from jumelage.ties.domain.standing import Claim, standing
from jumelage.ties.domain.terms import ClaimKind, Legal, Side
from tests.domain.ties.strategies import claim_lists

KNOWN = date(2026, 11, 24)


def test_places_are_counted_once_and_only_where_a_tie_is_in_force() -> None:
    count = count_bilateral(
        [
            TieEnds(1, "city", 11, "city", Legal.IN_FORCE),
            TieEnds(1, "city", 12, "city", Legal.IN_FORCE, disputed=True),
            TieEnds(2, "region", 13, "state", Legal.IN_FORCE),
            TieEnds(3, "city", 14, "city", Legal.ENDED),
        ]
    )
    assert count.a == {"city": 1, "region": 1}
    assert count.b == {"city": 2, "state": 1}
    assert count.ties == 3
    assert count.by_legal[Legal.ENDED] == 1
    assert count.disputed == 1


def test_the_difference_is_stated_for_what_the_report_states() -> None:
    assert difference({"city": 60, "county": 1}, {"city": 67, "region": 2}) == {
        "city": -7,
        "region": -2,
    }


def test_the_curve_follows_signing_and_ending() -> None:
    def one(id: int, kind: ClaimKind, when: str) -> Claim:
        return Claim(
            id,
            kind,
            Side.BOTH,
            Authority.PRESS,
            KNOWN,
            datetime(2023, 1, 1, tzinfo=UTC),
            parse_date(when),
        )

    ties = [
        [one(1, ClaimKind.SIGNED, "1989"), one(2, ClaimKind.ENDED, "1991-03")],
        [one(3, ClaimKind.SIGNED, "1990")],
    ]
    assert in_force_by_year(ties, 1988, 1992, KNOWN) == [
        (1988, 0),
        (1989, 1),
        (1990, 2),
        (1991, 1),
        (1992, 1),
    ]


@given(st.lists(claim_lists(), max_size=5))
def test_the_curve_agrees_with_the_standing_of_every_year(ties) -> None:
    for year, number in in_force_by_year(ties, 1950, 2026, KNOWN):
        assert number == sum(
            standing(claims, date(year, 12, 31), KNOWN).legal is Legal.IN_FORCE for claims in ties
        )
