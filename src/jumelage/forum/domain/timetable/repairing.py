"""A published timetable after a change: as few meetings moved as possible, proved; what was held stays."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from jumelage.forum.domain.timetable.encoding import Encoding, encode
from jumelage.forum.domain.timetable.mending import RANKS, mend
from jumelage.forum.domain.timetable.problem import (
    Forum,
    Meeting,
    Place,
    Timetable,
    UnusableForumError,
)
from jumelage.forum.domain.timetable.solving import Progress, Result, Wishes, solve
from jumelage.forum.domain.timetable.tables import with_tables


@dataclass(frozen=True, slots=True)
class Changes:
    """What a repair changed: meetings in another slot, no longer held, new; and with other people or tables only."""

    moved: tuple[str, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    details: tuple[str, ...]


def repair(
    forum: Forum,
    published: Timetable,
    *,
    now: str | None = None,
    seconds: float | None = 10.0,
    workers: int = 1,
    seed: int = 0,
    progress: Progress | None = None,
) -> Result:
    """Return a timetable of the changed forum that differs from the published one in as few meetings as possible.

    Meetings in slots before ``now`` were held: they never move, and no other comes there. First as much as possible is
    held (meetings published count before new ones), then as few as possible leave their slot or are dropped. Meetings
    that the changed forum no longer wants are left out and count as no change. Raises ``UnusableForumError`` if ``now``
    is no slot.
    """
    if now is not None and now not in forum.position:
        raise UnusableForumError(f"now: there is no slot “{now}”")
    left = remaining(forum, published, now)
    kept = {ref: place for ref, place in published.places.items() if _is_past(forum, place, now)}
    result = solve(
        left,
        seconds=seconds,
        workers=workers,
        seed=seed,
        progress=progress,
        build=_near,
        draft=mend,
        more=(published, _spent(forum, kept)),
    )
    if result.timetable is not None:
        found = with_tables(left, result.timetable, published)
        wanted = {meeting.ref for meeting in forum.meetings}
        past = {ref: place for ref, place in kept.items() if ref in wanted}
        result.timetable = Timetable(past | found.places)
    return result


def remaining(forum: Forum, published: Timetable, now: str | None) -> Forum:
    """Return what is still to come: without what was held, which binds nothing but daily limits any more.

    Fairness is not asked for once part of the forum is over: it would count idle groups of the rest only.
    """
    if now is None:
        return forum
    coming = frozenset(list(forum.position)[forum.position[now] :])
    places = published.places
    left = [
        meeting
        for meeting in forum.meetings
        if meeting.ref not in places or not _is_past(forum, places[meeting.ref], now)
    ]
    refs = {meeting.ref for meeting in left}
    meetings = tuple(
        replace(
            meeting,
            slots=coming if meeting.slots is None else meeting.slots & coming,
            after=tuple(ref for ref in meeting.after if ref in refs),
        )
        for meeting in left
    )
    return replace(forum, meetings=meetings, fairness=None)


def _is_past(forum: Forum, place: Place, now: str | None) -> bool:
    position = forum.position
    return now is not None and position.get(place.slot, len(position)) < position[now]


def _spent(forum: Forum, kept: Mapping[str, Place]) -> dict[tuple[str, str], int]:
    """Return how many meetings each delegation had on each day already."""
    found: Counter[tuple[str, str]] = Counter()
    for meeting in forum.meetings:
        if meeting.ref in kept:
            day = forum.slots[forum.position[kept[meeting.ref].slot]].day
            found.update((party, day) for party in meeting.parties)
    return dict(found)


def changes(forum: Forum, published: Timetable, repaired: Timetable) -> Changes:
    """Return what differs between two timetables, for meetings the forum still wants."""
    old, new = published.places, repaired.places
    refs = [meeting.ref for meeting in forum.meetings]
    both = [ref for ref in refs if ref in old and ref in new]
    return Changes(
        moved=tuple(ref for ref in both if old[ref].slot != new[ref].slot),
        dropped=tuple(ref for ref in refs if ref in old and ref not in new),
        added=tuple(ref for ref in refs if ref in new and ref not in old),
        details=tuple(
            ref for ref in both if old[ref].slot == new[ref].slot and old[ref] != new[ref]
        ),
    )


def _near(
    forum: Forum, published: Timetable, spent: dict[tuple[str, str], int], **how: Any
) -> tuple[Encoding, list[Wishes]]:
    """Return the clauses, and what is wished: all published, then all new, then every one in its slot."""
    made = encode(forum, spent=spent, **how)
    optional = {n: m for n, m in enumerate(forum.meetings) if not m.must}
    old = {n: m for n, m in optional.items() if m.ref in published.places}
    ranks = []
    for name, some in zip(RANKS, (old, _without(optional, old)), strict=False):
        weights = {made.held[number]: meeting.weight for number, meeting in some.items()}
        ranks.append(Wishes(name, weights, partial(_lost, list(some.values()))))
    stay = dict.fromkeys(_stays(made, published), 1)
    return made, [*ranks, Wishes(RANKS[2], stay, partial(_left, forum, published))]


def _without(some: dict[int, Meeting], others: dict[int, Meeting]) -> dict[int, Meeting]:
    return {number: meeting for number, meeting in some.items() if number not in others}


def _lost(meetings: list[Meeting], timetable: Timetable) -> int:
    return sum(meeting.weight for meeting in meetings if meeting.ref not in timetable.places)


def _left(forum: Forum, published: Timetable, timetable: Timetable) -> int:
    found = changes(forum, published, timetable)
    return len(found.moved) + len(found.dropped)


def _stays(made: Encoding, published: Timetable) -> Iterable[int]:
    for number, meeting in enumerate(made.forum.meetings):
        place = published.places.get(meeting.ref)
        if place is None:
            continue
        literal = made.at[number].get(made.forum.position.get(place.slot, -1))
        if literal is None:
            #: Its slot is out of reach: it changes in any case, and is counted.
            literal = made.formula.new()
            made.formula.add(-literal)
        yield literal
