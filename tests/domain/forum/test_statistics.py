"""Numbers of an edition: they add up, and no hour between the first and the last is left out."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jumelage.forum.domain.delegations import State
from jumelage.forum.domain.statistics import Sent, by_country, by_day, by_hour, spoken, summed

sent = st.builds(
    Sent,
    country=st.sampled_from(["RU", "US", "DE"]),
    state=st.sampled_from([state.value for state in State]),
    quota=st.integers(1, 20),
    people=st.integers(0, 20),
    here=st.integers(0, 20),
)
moments = st.datetimes(min_value=datetime(2027, 5, 10), max_value=datetime(2027, 5, 14))


@given(st.lists(sent))
def test_countries_add_up_to_all(rows):
    whole, countries = summed(rows), by_country(rows).values()
    assert whole.places == len(rows)
    for name in ("places", "quota", "people", "here"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in countries)


def test_only_those_that_come_use_their_quota():
    row = summed(
        [Sent("RU", "approved", 5, 3, 2), Sent("RU", "declined", 7), Sent("RU", "invited", 4)]
    )
    assert (row.quota, row.people, row.here) == (5, 3, 2)
    assert row.states["declined"] == 1


@given(st.lists(moments))
def test_every_moment_is_in_one_hour_and_no_hour_is_left_out(found):
    hours = by_hour(found)
    assert sum(number for _hour, number in hours) == len(found)
    for (one, _n), (other, _m) in pairwise(hours):
        assert one < other
        assert other.date() != one.date() or other - one == timedelta(hours=1)


def test_days_in_order_and_what_is_not_said():
    day = date(2027, 5, 12)
    known, unknown = by_day([day, None, day - timedelta(days=1), day])
    assert known == [(day - timedelta(days=1), 1), (day, 2)]
    assert unknown == 1


def test_a_language_counts_once_for_each_person():
    assert spoken([["ru", "en", "ru"], ["en"], []]) == [("en", 2), ("ru", 1)]
