"""Interpreters as pools: who of them could help is counted, slot by slot; who does is found afterwards by matching."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from jumelage.forum.domain.timetable.problem import Forum, Person

K = TypeVar("K")
#: Interpreters any one of whom will do.
Pool = frozenset[str]


def helping(forum: Forum, people: Iterable[Person]) -> Pool | None:
    """Return the interpreters who have a language with each of these people; ``None`` if they need none."""
    spoken = [person.languages for person in people if person.languages]
    if not spoken or frozenset.intersection(*spoken):
        return None
    return frozenset(
        helper.ref
        for helper in forum.interpreters
        if all(helper.languages & languages for languages in spoken)
    )


def free(forum: Forum, pool: Pool, slot: str) -> Pool:
    """Return who of a pool is there in a slot."""
    return frozenset(
        helper.ref
        for helper in forum.interpreters
        if helper.ref in pool and slot not in helper.absent
    )


def matched(wanted: Mapping[K, Pool]) -> tuple[dict[K, str], Pool]:
    """Return an interpreter for each meeting; and, if there are too few, a set of them that is wanted too often."""
    found: dict[K, str] = {}
    for meeting in wanted:
        lacking = rematched(found, wanted, meeting)
        if lacking is not None:
            return found, lacking
    return found, frozenset()


def rematched(found: dict[K, str], wanted: Mapping[K, Pool], meeting: K) -> Pool | None:
    """Give one meeting more an interpreter, others may change theirs; or return whom it and others want in vain.

    Augmenting paths (Kuhn 1955). Those reached in vain are wanted by more meetings than they are (Hall 1935).
    """
    end, came = path({helper: key for key, helper in found.items()}, wanted, wanted[meeting])
    if end is None:
        return frozenset(came)
    while end:
        before = came[end]
        if before is None:
            found[meeting] = end
            return None
        found[before], end = end, found[before]
    return None


def path(
    taken: Mapping[str, K], wanted: Mapping[K, Pool], pool: Pool
) -> tuple[str | None, dict[str, K | None]]:
    """Return a free interpreter that a chain of meetings leads to, and which would take over each one reached."""
    came: dict[str, K | None] = dict.fromkeys(sorted(pool))
    queue = list(came)
    while queue:
        helper = queue.pop()
        if helper not in taken:
            return helper, came
        meeting = taken[helper]
        for other in sorted(wanted[meeting]):
            if other not in came:
                came[other] = meeting
                queue.append(other)
    return None, came
