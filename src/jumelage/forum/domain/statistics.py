"""What an edition's delegations and people come to in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jumelage.forum.domain.delegations import COMING, State


@dataclass(frozen=True, slots=True)
class Sent:
    """A delegation in numbers: its country, state and quota, how many people are named, how many are here."""

    country: str
    state: str
    quota: int
    people: int = 0
    here: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The delegations of a country (or of all) in numbers.

    ``states`` says how many are in which state; ``quota``, ``people`` and ``here`` count those that come.
    """

    states: Mapping[str, int]
    quota: int
    people: int
    here: int

    @property
    def places(self) -> int:
        """How many places were invited, whatever became of it."""
        return sum(self.states.values())


def summed(delegations: Iterable[Sent]) -> Row:
    """Return the numbers of some delegations."""
    rows = list(delegations)
    coming = [row for row in rows if row.state in COMING]
    counts = Counter(row.state for row in rows)
    return Row(
        {state.value: counts[state.value] for state in State},
        sum(row.quota for row in coming),
        sum(row.people for row in coming),
        sum(row.here for row in coming),
    )


def by_country(delegations: Sequence[Sent]) -> dict[str, Row]:
    """Return the numbers by country, by code."""
    groups: dict[str, list[Sent]] = {}
    for row in delegations:
        groups.setdefault(row.country, []).append(row)
    return {country: summed(rows) for country, rows in sorted(groups.items())}


def by_day(days: Iterable[date | None]) -> tuple[list[tuple[date, int]], int]:
    """Return how many people arrive on which day, in order, and of how many no day is known."""
    counts = Counter(days)
    unknown = counts.pop(None, 0)
    return sorted((day, number) for day, number in counts.items() if day), unknown


def by_hour(moments: Iterable[datetime]) -> list[tuple[datetime, int]]:
    """Return how many moments fall into which hour (of their own clock), each day from its first to its last hour."""
    counts = Counter(moment.replace(minute=0, second=0, microsecond=0) for moment in moments)
    days: dict[date, list[datetime]] = {}
    for hour in sorted(counts):
        days.setdefault(hour.date(), []).append(hour)
    found = []
    for hours in days.values():
        hour = hours[0]
        while hour <= hours[-1]:
            found.append((hour, counts[hour]))
            hour += timedelta(hours=1)
    return found


def spoken(languages: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    """Return how many people speak which language, by code, the most first."""
    counts = Counter(code for one in languages for code in set(one))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
