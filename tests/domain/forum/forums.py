"""Small forums for tests, and the best timetable found by trying every one."""

from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from jumelage.forum.domain.timetable.checking import check, figures
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Place,
    Slot,
    Table,
    Timetable,
)


def forum(pairs, slots=4, tables=2, **more) -> Forum:
    """Return a forum of delegations of one person each, with must-meetings m1, m2 … between them."""
    refs = dict.fromkeys(ref for pair in pairs for ref in pair)
    return Forum(
        slots=tuple(Slot(f"s{n}") for n in range(1, slots + 1)),
        tables=tuple(Table(f"t{n}") for n in range(1, tables + 1)),
        delegations=tuple(Delegation(ref, ref, (Person(f"{ref}.1"),)) for ref in refs),
        meetings=tuple(Meeting(f"m{n}", pair, must=True) for n, pair in enumerate(pairs, start=1)),
        **more,
    )


def changed(found: Forum, ref: str, **values) -> Forum:
    """Return a forum with one meeting or delegation changed."""
    return replace(
        found,
        meetings=tuple(replace(m, **values) if m.ref == ref else m for m in found.meetings),
        delegations=tuple(replace(d, **values) if d.ref == ref else d for d in found.delegations),
    )


def best(found: Forum) -> tuple[int, int] | None:
    """Return the least weight lost and idle groups of all timetables, by trying each; nothing if none is good."""
    least = None
    for choice in product(*(_places(found, meeting) for meeting in found.meetings)):
        pairs = zip(found.meetings, choice, strict=True)
        timetable = Timetable({m.ref: place for m, place in pairs if place is not None})
        if check(found, timetable):
            continue
        told = figures(found, timetable)
        costs = (told.weight_lost, told.idle_groups)
        least = costs if least is None else min(least, costs)
    return least


def _places(found: Forum, meeting: Meeting) -> list[Place | None]:
    groups = [found.delegation[party].people for party in meeting.parties]
    helpers = [None, *(helper.ref for helper in found.interpreters)]
    places: list[Place | None] = [
        Place(slot.ref, tuple(person.ref for person in people), helper)
        for slot in found.slots
        for people in product(*groups)
        for helper in helpers
    ]
    return places if meeting.must else [None, *places]


@st.composite
def plain(draw) -> Forum:
    """Forums as the benchmark has them: everybody alone, every meeting a must."""
    people = draw(st.integers(2, 5))
    pair = st.lists(st.integers(1, people), min_size=2, max_size=2, unique=True)
    slots = draw(st.integers(2, 5))
    found = forum(
        [tuple(f"d{n}" for n in draw(pair)) for _ in range(draw(st.integers(1, 5)))],
        slots,
        draw(st.integers(1, 3)),
        fairness=draw(st.sampled_from([None, 0, 1, 2])),
    )
    some = st.frozensets(st.sampled_from([slot.ref for slot in found.slots]), max_size=2)
    for item in found.delegations:
        found = changed(found, item.ref, absent=draw(some))
    for number, meeting in enumerate(found.meetings):
        if number and draw(st.booleans()):
            found = changed(found, meeting.ref, after=(found.meetings[number - 1].ref,))
        if draw(st.integers(0, 4)) == 0:
            found = changed(
                found, meeting.ref, fixed=draw(st.sampled_from([s.ref for s in found.slots]))
            )
    return found


@st.composite
def rich(draw) -> Forum:
    """Forums with wishes, several people, languages, interpreters, days, limits and accessible tables."""
    languages = st.frozensets(st.sampled_from(["de", "fr", "ru"]), max_size=2)
    slots = tuple(Slot(f"s{n}", "one" if n < 3 else "two") for n in range(draw(st.integers(2, 4))))
    some = st.frozensets(st.sampled_from([slot.ref for slot in slots]), max_size=1)
    delegations = tuple(
        Delegation(
            f"d{n}",
            f"d{n}",
            tuple(
                Person(f"d{n}.{m}", draw(languages), draw(some))
                for m in range(draw(st.integers(1, 2)))
            ),
            absent=draw(some),
            daily_limit=draw(st.sampled_from([None, 1, 2])),
            accessible=draw(st.integers(0, 3)) == 0,
        )
        for n in range(3)
    )
    parties = st.lists(st.sampled_from(["d0", "d1", "d2"]), min_size=2, max_size=3, unique=True)
    meetings = tuple(
        Meeting(
            f"m{n}",
            tuple(draw(parties)),
            must=draw(st.integers(0, 3)) == 0,
            priority=draw(st.integers(1, 3)),
            wished_by=draw(st.sampled_from([(), ("d0",)])),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    helpers = (Interpreter("i", frozenset({"de", "ru"})),) if draw(st.booleans()) else ()
    tables = (Table("t0", accessible=True), Table("t1"))[: draw(st.integers(1, 2))]
    return Forum(slots, tables, delegations, meetings, helpers)
