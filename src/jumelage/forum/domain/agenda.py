"""The agenda of an edition: what clashes in it, and what happens on which day.

Moments are aware ``datetime`` values; days are those of the calendar in the edition's time zone.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo


class Reason(StrEnum):
    """Why two sessions cannot both be held as they stand, or why one cannot be held at all."""

    ROOM = "room"
    SPEAKER = "speaker"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Item:
    """A session as far as clashes go: when (``begins`` before ``ends``), where, who speaks. Keys are any numbers."""

    key: int
    begins: datetime
    ends: datetime
    room: int | None = None
    speakers: Collection[int] = ()

    def overlaps(self, other: "Item") -> bool:
        """Whether the two have a moment in common; one that begins when the other ends has none."""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True, order=True)
class Clash:
    """What is wrong: the sessions (``first`` before ``second``; the same where only one is concerned), and why.

    ``about`` is the key of the room or of the speaker; 0 where the session lies outside the edition's days.
    """

    first: int
    second: int
    reason: Reason
    about: int = 0


def clashes(items: Sequence[Item]) -> list[Clash]:
    """Return every pair of sessions that are in one room, or want one speaker, at the same time.

    Sessions are swept in the order of their beginnings, so only those that are still going on are compared.
    """
    found: list[Clash] = []
    going: list[Item] = []
    for item in sorted(items, key=lambda one: (one.begins, one.ends, one.key)):
        going = [other for other in going if other.ends > item.begins]
        for other in going:
            if item.overlaps(other):
                found.extend(_between(other, item))
        going.append(item)
    return found


def _between(first: Item, second: Item) -> Iterator[Clash]:
    if first.room is not None and first.room == second.room:
        yield Clash(first.key, second.key, Reason.ROOM, first.room)
    for speaker in sorted(set(first.speakers) & set(second.speakers)):
        yield Clash(first.key, second.key, Reason.SPEAKER, speaker)


def outside(items: Sequence[Item], first: date, last: date, zone: str) -> list[Clash]:
    """Return the sessions that begin before an edition’s first day or after its last, by its own clocks."""
    return [
        Clash(item.key, item.key, Reason.OUTSIDE)
        for item in items
        if not first <= day_of(item.begins, zone) <= last
    ]


def day_of(moment: datetime, zone: str) -> date:
    """Return the day on which a moment falls in a time zone (an IANA name; empty is UTC)."""
    return moment.astimezone(ZoneInfo(zone or "UTC")).date()


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Day(Generic[T]):
    """A day of the agenda with what begins on it, in the order of time."""

    day: date
    sessions: Sequence[T]


def by_day(sessions: Sequence[T], zone: str, begins: Callable[[T], datetime]) -> list[Day[T]]:
    """Return sessions by the days on which they begin in a time zone, both in the order of time.

    ``begins`` says of a session when it begins.
    """
    ordered = sorted(sessions, key=begins)
    return [
        Day(day, tuple(group))
        for day, group in groupby(ordered, key=lambda one: day_of(begins(one), zone))
    ]
