"""When a tie falls asleep: the days on which its activity changes if nothing more is done together."""

from dataclasses import dataclass
from datetime import date, timedelta

from jumelage.core.domain.dates import years_before
from jumelage.ties.domain.standing import Thresholds, activity_on
from jumelage.ties.domain.terms import Activity


@dataclass(frozen=True, slots=True)
class Outlook:
    """How lively a tie is on a day, and what it turns into, and when, if nothing more is done together."""

    activity: Activity
    turns: Activity | None = None
    turns_on: date | None = None


def outlook(last_activity: date | None, on: date, thresholds: Thresholds) -> Outlook:
    """Return how lively a tie is on a day and what comes next. Dormant and unknown ties stay as they are."""
    now = activity_on(last_activity, on, thresholds)
    if last_activity is None or now not in (Activity.ACTIVE, Activity.QUIET):
        return Outlook(now)
    quiet = first_day_beyond(last_activity, thresholds.active_years)
    dormant = first_day_beyond(last_activity, thresholds.quiet_years)
    if now is Activity.ACTIVE and quiet < dormant:
        return Outlook(now, Activity.QUIET, quiet)
    return Outlook(now, Activity.DORMANT, dormant)


def first_day_beyond(last_activity: date, years: int) -> date:
    """Return the first day on which something lies more than so many years back, as the registry counts."""
    year = last_activity.year + years
    day = date(year, last_activity.month, min(last_activity.day, 28))
    while years_before(day, years) <= last_activity:
        day += timedelta(days=1)
    return day
