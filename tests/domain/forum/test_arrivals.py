"""Who has come: on which days, and how many of whom."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jumelage.forum.domain.arrivals import BEFORE, counted, is_time

FIRST, LAST = date(2027, 5, 12), date(2027, 5, 14)


def test_people_are_checked_in_from_a_week_before_to_the_last_day():
    days = [FIRST + timedelta(days=number) for number in range(-12, 8)]
    open_days = [day for day in days if is_time(FIRST, LAST, day)]
    assert (open_days[0], open_days[-1]) == (FIRST - BEFORE, LAST)


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans())))
def test_the_whole_is_the_sum_of_the_groups(people):
    whole, groups = counted(people)
    assert whole.expected == len(people)
    assert whole.here == sum(here for _group, here in people)
    assert whole.missing == sum(one.missing for one in groups.values())
    assert all(0 <= one.here <= one.expected for one in groups.values())
