"""Invented forums to make timetables of, and changes after they are published."""

import random
from dataclasses import replace

from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Session,
    Slot,
    Table,
    Timetable,
)

LANGUAGES = (("de", "en"), ("fr", "en"), ("ru",), ("it",), ("es", "en"), ("pl", "ru"), ("zh",))


def invent(number: int, seed: int = 1) -> Forum:
    """Return a forum of so many delegations over two days of ten slots, about four meetings for each delegation.

    Delegations are of one to three people with languages of their own; a fifth arrive late; one meeting in twenty is a
    must, half are wished by both; tables for four fifths of the slots if all are held; an interpreter for each twelve
    delegations.
    """
    chance = random.Random(seed)
    slots = tuple(Slot(f"{day}-{n:02}", day) for day in ("day1", "day2") for n in range(1, 11))
    late = frozenset(slot.ref for slot in slots[:3])
    delegations = tuple(
        Delegation(
            f"d{n}",
            f"Town {n}",
            tuple(
                Person(f"d{n}.{k}", frozenset(chance.choice(LANGUAGES)))
                for k in range(chance.choice((1, 1, 2, 2, 3)))
            ),
            absent=late if chance.random() < 0.2 else frozenset(),
            daily_limit=8,
            accessible=chance.random() < 0.03,
        )
        for n in range(number)
    )
    pairs = set()
    while len(pairs) < 4 * number:
        pairs.add(tuple(sorted(chance.sample(range(number), 2))))
    meetings = tuple(
        Meeting(
            f"m{n}",
            (f"d{a}", f"d{b}"),
            must=chance.random() < 0.05,
            priority=chance.choice((1, 1, 2, 3)),
            wished_by=() if chance.random() < 0.5 else (f"d{a}",),
        )
        for n, (a, b) in enumerate(sorted(pairs))
    )
    tables = max(2, round(len(meetings) / len(slots) / 0.8))
    spoken = sorted({language for group in LANGUAGES for language in group})
    speakers = tuple(f"d{n}.0" for n in range(0, number, 20))
    return Forum(
        slots=slots,
        tables=tuple(Table(f"t{n}", accessible=n % 5 == 0) for n in range(tables)),
        delegations=delegations,
        meetings=meetings,
        interpreters=tuple(
            Interpreter(f"i{n}", frozenset(chance.sample(spoken, 4))) for n in range(number // 12)
        ),
        sessions=(Session("opening", frozenset({slots[0].ref}), speakers),),
    )


def disturbed(forum: Forum, published: Timetable, seed: int = 1) -> tuple[Forum, str]:
    """Return the forum once three delegations miss the second morning and an interpreter is ill, and the slot it is."""
    chance = random.Random(seed)
    missed = frozenset(slot.ref for slot in forum.slots[10:15])
    gone = {item.ref for item in chance.sample(forum.delegations, 3)}
    changed = tuple(
        replace(item, absent=item.absent | missed) if item.ref in gone else item
        for item in forum.delegations
    )
    meetings = tuple(
        replace(meeting, must=False)
        for meeting in forum.meetings
        if meeting.ref in published.places
    )
    rest = replace(
        forum, delegations=changed, meetings=meetings, interpreters=forum.interpreters[1:]
    )
    return rest, forum.slots[8].ref
