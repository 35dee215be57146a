"""A published timetable after a change: as few meetings moved as possible, proved; what was held stays."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from jumelage.forum.domain.timetable.encoding import Encoding, encode
from jumelage.forum.domain.timetable.problem import Forum, Timetable, UnusableForumError
from jumelage.forum.domain.timetable.solving import Progress, Result, solve
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
    held (meetings published count before new ones), then as few as possible leave their slot or are dropped. Meetings that the
    changed forum no longer wants are left out and count as no change. Raises ``UnusableForumError`` if ``now`` is no
    slot.
    """
    if now is not None and now not in forum.position:
        raise UnusableForumError(f"now: there is no slot “{now}”")
    past = frozenset(slot.ref for slot in forum.slots[: forum.position[now] if now else 0])
    changed = _with_past(forum, published, past)
    result = solve(
        changed,
        seconds=seconds,
        workers=workers,
        seed=seed,
        progress=progress,
        build=_near,
        more=(published,),
    )
    if result.timetable is not None:
        result.timetable = with_tables(changed, result.timetable, published)
        for ref, place in published.places.items():
            if place.slot in past and ref in result.timetable.places:
                result.timetable.places[ref] = place
    return result


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


def _with_past(forum: Forum, published: Timetable, past: frozenset[str]) -> Forum:
    """Fix what was held with who was there, whoever is absent since; and keep the rest out of the past."""
    coming = frozenset(forum.position) - past
    meetings = []
    for meeting in forum.meetings:
        place = published.places.get(meeting.ref)
        if place is not None and place.slot in past:
            meetings.append(
                replace(meeting, fixed=place.slot, slots=None, must=True, people=place.people)
            )
        else:
            slots = coming if meeting.slots is None else meeting.slots & coming
            meetings.append(replace(meeting, slots=slots))
    return replace(
        forum,
        meetings=tuple(meetings),
        delegations=tuple(
            replace(
                item,
                absent=item.absent - past,
                people=tuple(
                    replace(person, absent=person.absent - past) for person in item.people
                ),
            )
            for item in forum.delegations
        ),
        sessions=tuple(replace(session, slots=session.slots - past) for session in forum.sessions),
        interpreters=tuple(
            replace(helper, absent=helper.absent - past) for helper in forum.interpreters
        ),
    )


def _near(
    forum: Forum, published: Timetable, **how: Any
) -> tuple[Encoding, dict[str, dict[int, int]]]:
    """Return the clauses, and what is wished: all published, then all new, then every one in its slot."""
    made = encode(forum, **how)
    old: dict[int, int] = {}
    new: dict[int, int] = {}
    for number, meeting in enumerate(forum.meetings):
        if not meeting.must:
            wanted = old if meeting.ref in published.places else new
            wanted[made.held[number]] = meeting.weight
    stay = dict.fromkeys(_stays(made, published), 1)
    return made, {"published not held": old, "new not held": new, "changed": stay}


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
