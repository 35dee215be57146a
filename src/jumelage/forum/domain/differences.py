"""Two timetables of the same meetings compared: which moved, which are new, which are off, what else is different."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is different about a meeting."""

    MOVED = "moved"  # to another time
    NEW = "new"
    OFF = "off"
    TABLE = "table"  # the same time at another table
    DETAILS = "details"  # other people, or another interpreter


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a meeting sits, by the numbers of slot, table, people and interpreter."""

    slot: int
    table: int
    people: frozenset[int] = frozenset()
    interpreter: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting that is not where it was; ``before`` or ``after`` is missing where it was not, or is not, held."""

    meeting: int
    kind: Kind
    before: Seat | None
    after: Seat | None


def differences(old: Mapping[int, Seat], new: Mapping[int, Seat]) -> list[Change]:
    """Return what is different, the meetings in the order of their numbers."""
    return [
        Change(number, kind, old.get(number), new.get(number))
        for number in sorted(old.keys() | new.keys())
        if (kind := _kind(old.get(number), new.get(number))) is not None
    ]


def _kind(before: Seat | None, after: Seat | None) -> Kind | None:
    if before == after:
        return None
    if before is None:
        return Kind.NEW
    if after is None:
        return Kind.OFF
    if before.slot != after.slot:
        return Kind.MOVED
    return Kind.TABLE if before.table != after.table else Kind.DETAILS
