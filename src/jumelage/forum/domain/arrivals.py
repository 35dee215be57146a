"""Who has come to an edition: when people can be checked in, and how the counts stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: People are checked in from so long before the first day: some come early, and helpers try the door out.
BEFORE = timedelta(days=7)


def is_time(first: date, last: date, day: date) -> bool:
    """Whether people can be checked in on a day at an edition that lasts from ``first`` to ``last``."""
    return first - BEFORE <= day <= last


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of a group are expected, and how many of them are here."""

    expected: int
    here: int

    @property
    def missing(self) -> int:
        """How many are not here yet."""
        return self.expected - self.here


def counted(groups: Iterable[tuple[int, bool]]) -> tuple[Count, dict[int, Count]]:
    """Return the whole count, and that of each group, of people given as (group, whether here)."""
    numbers: dict[int, list[int]] = {}
    for group, is_here in groups:
        both = numbers.setdefault(group, [0, 0])
        both[0] += 1
        both[1] += is_here
    counts = {group: Count(*both) for group, both in numbers.items()}
    whole = Count(
        sum(one.expected for one in counts.values()), sum(one.here for one in counts.values())
    )
    return whole, counts
