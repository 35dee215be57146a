"""Time zones, and when two offices can call each other."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.contacts.domain.hours import (
    LONG_HOURS,
    best_hours,
    is_time_zone,
    local_time,
    time_zones,
)

WEDNESDAY = date(2026, 11, 25)


def test_across_the_pacific_it_is_the_day_before():
    hours = best_hours("Asia/Vladivostok", "America/Los_Angeles", WEDNESDAY)
    assert (hours.own_from.isoformat(), hours.own_to.hour) == ("2026-11-25T09:00:00+10:00", 11)
    assert hours.their_from.isoformat() == "2026-11-24T15:00:00-08:00"
    assert hours.within_office_hours


def test_monday_here_is_sunday_there_so_tuesday_is_taken():
    hours = best_hours("Asia/Vladivostok", "America/Los_Angeles", date(2026, 11, 30))
    assert hours.own_from.date() == date(2026, 12, 1)


def test_where_office_hours_never_meet_somebody_begins_early():
    hours = best_hours("Asia/Vladivostok", "America/New_York", WEDNESDAY)
    assert not hours.within_office_hours
    assert (hours.own_from.hour, hours.their_to.hour) == (7, 20)


def test_summer_time_moves_the_hours():
    winter = best_hours("Europe/Moscow", "Europe/London", date(2026, 1, 14))
    summer = best_hours("Europe/Moscow", "Europe/London", date(2026, 7, 15))
    assert (winter.own_from.hour, summer.own_from.hour) == (12, 11)


def test_half_hours_count():
    hours = best_hours("Europe/Moscow", "Asia/Kolkata", WEDNESDAY)
    assert (hours.own_to.hour, hours.own_to.minute) == (14, 30)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "EST5EDT", "../../etc/passwd", "Asia/"])
def test_what_is_no_time_zone(zone):
    assert not is_time_zone(zone)
    assert local_time(zone, datetime(2026, 1, 1, tzinfo=UTC)) is None
    assert best_hours("Europe/Moscow", zone, WEDNESDAY) is None


ZONES = st.sampled_from(time_zones())
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(ZONES, ZONES, DAYS)
def test_both_clocks_show_the_same_moments_within_hours_of_working_days(own, theirs, day):
    hours = best_hours(own, theirs, day)
    if hours is None:
        return
    assert hours.own_from == hours.their_from
    assert hours.own_to == hours.their_to
    assert hours.own_to - hours.own_from >= timedelta(minutes=30)
    for begin, end, zone in (
        (hours.own_from, hours.own_to, own),
        (hours.their_from, hours.their_to, theirs),
    ):
        assert begin.utcoffset() == begin.astimezone(ZoneInfo(zone)).utcoffset()
        assert begin.weekday() < 5
        assert begin.date() == end.date()
        assert begin.hour >= LONG_HOURS[0]
        assert (end.hour, end.minute) <= (LONG_HOURS[1], 0)
    assert hours.own_from.date() >= day


@given(ZONES, DAYS)
def test_one_zone_has_the_whole_working_day(zone, day):
    hours = best_hours(zone, zone, day)
    assert (hours.own_from.hour, hours.own_to.hour) == (9, 17)
