"""When a job of the schedule is due."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, so long after the last time."""

    period: timedelta

    def latest(self, moment: datetime, since: datetime) -> datetime:
        """Return the last time at or before a moment at which the job was to be done, counted since another."""
        if moment < since:
            return since
        return since + (moment - since) // self.period * self.period


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, at an hour (UTC)."""

    hour: int = 3

    def latest(self, moment: datetime, since: datetime) -> datetime:  # noqa: ARG002 - days count by themselves
        """Return the last time at or before a moment at which the job was to be done."""
        today = datetime.combine(moment.astimezone(UTC).date(), time(self.hour), UTC)
        return today if today <= moment else today - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Monthly:
    """Once a month, on a day (1 to 28) at an hour (UTC)."""

    day: int = 1
    hour: int = 6

    def latest(self, moment: datetime, since: datetime) -> datetime:  # noqa: ARG002 - months count by themselves
        """Return the last time at or before a moment at which the job was to be done."""
        utc = moment.astimezone(UTC)
        this = datetime(utc.year, utc.month, self.day, self.hour, tzinfo=UTC)
        if this <= moment:
            return this
        year, month = (utc.year, utc.month - 1) if utc.month > 1 else (utc.year - 1, 12)
        return this.replace(year=year, month=month)


Rhythm = Every | Daily | Monthly


def is_due(rhythm: Rhythm, done_until: datetime, moment: datetime) -> bool:
    """Whether a job has not been done since it was to be done last. What was missed is made up for once, not often."""
    return rhythm.latest(moment, done_until) > done_until
