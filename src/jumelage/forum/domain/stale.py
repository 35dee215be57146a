"""What has changed since a timetable was drawn: two forums compared, thing by thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

from jumelage.forum.domain.timetable.problem import Forum


@dataclass(frozen=True, slots=True)
class Since:
    """How many of each kind were added, taken out or changed. ``wishes`` are meetings wanted."""

    wishes: int = 0
    people: int = 0
    delegations: int = 0
    slots: int = 0
    tables: int = 0
    interpreters: int = 0
    sessions: int = 0
    rules: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def since(drawn: Forum, now: Forum) -> Since:
    """Return what is different now from what a timetable was drawn from."""
    return Since(
        wishes=_different(drawn.meetings, now.meetings),
        people=_different(_people(drawn), _people(now)),
        delegations=_different(drawn.delegations, now.delegations, _without_people),
        slots=_different(drawn.slots, now.slots),
        tables=_different(drawn.tables, now.tables),
        interpreters=_different(drawn.interpreters, now.interpreters),
        sessions=_different(drawn.sessions, now.sessions),
        rules=int(drawn.fairness != now.fairness),
    )


def _people(forum: Forum) -> list[Any]:
    return [person for item in forum.delegations for person in item.people]


def _without_people(item: Any) -> Any:
    return (item.absent, item.daily_limit, item.accessible)


def _different(
    old: Iterable[Any], new: Iterable[Any], what: Callable[[Any], Any] = lambda item: item
) -> int:
    before = {item.ref: what(item) for item in old}
    after = {item.ref: what(item) for item in new}
    changed = sum(bool(before[name] != after[name]) for name in before.keys() & after.keys())
    #: One that went and one that came in its place are one change.
    return changed + max(len(before.keys() - after.keys()), len(after.keys() - before.keys()))
