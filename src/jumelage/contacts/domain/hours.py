"""Time zones: what time it is at an office, and when two offices can call each other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

#: When people are in their offices, from Monday to Friday; and when some still take a call.
OFFICE_HOURS = (9, 17)
LONG_HOURS = (7, 20)
#: So many days are looked at for an hour that suits both: more than the longest weekend.
DAYS_AHEAD = 7
#: Shorter than this is no time to speak.
SHORTEST = timedelta(minutes=30)
_AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Return the names of the time zones one may choose: an area and a place, in order."""
    return tuple(sorted(name for name in available_timezones() if name.split("/")[0] in _AREAS))


def is_time_zone(name: str) -> bool:
    """Whether a text is the IANA name of a time zone (``Asia/Vladivostok``)."""
    return name == "UTC" or name in set(time_zones())


def local_time(zone: str, moment: datetime) -> datetime | None:
    """Return what a clock shows in a time zone; ``None`` if there is no such zone."""
    return moment.astimezone(ZoneInfo(zone)) if is_time_zone(zone) else None


@dataclass(frozen=True, slots=True)
class CallingHours:
    """Hours that suit two offices, as each one’s clock shows them."""

    own_from: datetime
    own_to: datetime
    their_from: datetime
    their_to: datetime
    within_office_hours: bool  # of both; otherwise early or late for one of them


def best_hours(own: str, theirs: str, day: date) -> CallingHours | None:
    """Return the next hours, from a day on, at which people sit in both offices.

    Weekends of either are left out. Where office hours (9 to 17) never meet, hours from 7 to 20 are tried; ``None`` if
    these do not meet either, or if one of the zones is not known.
    """
    if not (is_time_zone(own) and is_time_zone(theirs)):
        return None
    for hours in (OFFICE_HOURS, LONG_HOURS):
        for ahead in range(DAYS_AHEAD):
            found = _shared(own, theirs, day + timedelta(days=ahead), hours)
            if found:
                return found
    return None


def _shared(own: str, theirs: str, day: date, hours: tuple[int, int]) -> CallingHours | None:
    """Return the longest time on one’s working day that lies in a working day of the other."""
    if not _works(day):
        return None
    begin, end = _open(own, day, hours)
    best: tuple[datetime, datetime] | None = None
    for shift in (-1, 0, 1):  # it may be yesterday or tomorrow there
        other_day = day + timedelta(days=shift)
        if not _works(other_day):
            continue
        other_begin, other_end = _open(theirs, other_day, hours)
        both = max(begin, other_begin), min(end, other_end)
        long_enough = both[1] - both[0] >= SHORTEST
        if long_enough and (best is None or both[1] - both[0] > best[1] - best[0]):
            best = both
    if best is None:
        return None
    here, there = ZoneInfo(own), ZoneInfo(theirs)
    return CallingHours(
        own_from=best[0].astimezone(here),
        own_to=best[1].astimezone(here),
        their_from=best[0].astimezone(there),
        their_to=best[1].astimezone(there),
        within_office_hours=hours == OFFICE_HOURS,
    )


def _works(day: date) -> bool:
    return day.weekday() < 5


def _open(zone: str, day: date, hours: tuple[int, int]) -> tuple[datetime, datetime]:
    """Return when an office opens and closes on a day, in UTC: only there do times of two zones compare."""
    first, last = (
        datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC) for hour in hours
    )
    return first, last
