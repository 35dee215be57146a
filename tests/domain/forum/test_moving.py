"""A meeting moved by hand, and a repair that keeps people where they were: by the checker, which shares no code."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.forum.domain.moving import Broken, moved
from jumelage.forum.domain.steady import steadied
from jumelage.forum.domain.timetable.checking import check
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Place,
    Session,
    Slot,
    Table,
    Timetable,
)
from jumelage.forum.domain.timetable.solving import solve

LANGUAGES = ("de", "en", "ru")
SLOTS = ("s1", "s2", "s3", "s4")
spoken = st.frozensets(st.sampled_from(LANGUAGES), max_size=2)
some_slots = st.frozensets(st.sampled_from(SLOTS), max_size=1)


@st.composite
def forums(draw):
    number = draw(st.integers(2, 4))
    delegations = []
    for d in range(number):
        people = tuple(
            Person(f"d{d}.{p}", draw(spoken), draw(some_slots))
            for p in range(draw(st.integers(1, 2)))
        )
        delegations.append(
            Delegation(
                f"d{d}", f"d{d}", people, draw(some_slots), draw(st.none() | st.integers(1, 2)), draw(st.booleans())
            )
        )  # fmt: skip
    pairs = [(a, b) for a in range(number) for b in range(a + 1, number)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=5))
    meetings = tuple(
        Meeting(
            f"m{n}",
            (f"d{a}", f"d{b}"),
            people=draw(st.sampled_from([(), (f"d{a}.0",)])),
            fixed=draw(st.none() | st.none() | st.sampled_from(SLOTS)),
            after=draw(st.sampled_from([(), (f"m{n - 1}",)])) if n else (),
        )
        for n, (a, b) in enumerate(chosen)
    )
    return Forum(
        slots=tuple(Slot(name, "one" if n < 2 else "two") for n, name in enumerate(SLOTS)),
        tables=(Table("t1", accessible=True), Table("t2")),
        delegations=tuple(delegations),
        meetings=meetings,
        interpreters=(Interpreter("i1", frozenset({"de", "en", "ru"}), draw(some_slots)),),
        sessions=(Session("x", draw(some_slots), ("d0.0",)),),
        fairness=draw(st.none() | st.integers(0, 1)),
    )


@settings(max_examples=150, deadline=None)
@given(forums(), st.data())
def test_a_move_is_refused_exactly_if_it_breaks_a_rule(forum, data):
    timetable = solve(forum).timetable
    if timetable is None or not timetable.places:
        return
    ref = data.draw(st.sampled_from(sorted(timetable.places)))
    slot = data.draw(st.sampled_from(SLOTS))
    table = data.draw(st.sampled_from([None, "t1", "t2"]))
    found = moved(forum, timetable, ref, slot, table)
    if isinstance(found, Place):
        assert found.slot == slot
        assert table in {None, found.table}
        assert check(forum, Timetable(timetable.places | {ref: found})) == []
        return
    assert found
    assert all(isinstance(one, Broken) for one in found)
    for place in every_seat(forum, ref, slot, table):
        assert check(forum, Timetable(timetable.places | {ref: place})) != []


def every_seat(forum, ref, slot, table):
    meeting = next(one for one in forum.meetings if one.ref == ref)
    first, second = (forum.delegation[party].people for party in meeting.parties)
    for a in first:
        for b in second:
            for helper in (None, "i1"):
                for at in (table,) if table else ("t1", "t2"):
                    yield Place(slot, (a.ref, b.ref), helper, at)


@settings(max_examples=100, deadline=None)
@given(forums(), st.data())
def test_steadying_changes_neither_times_nor_tables_and_breaks_nothing(forum, data):
    timetable = solve(forum).timetable
    if timetable is None:
        return
    before = Timetable(
        {
            ref: Place(place.slot, data.draw(seats(forum, ref)), place.interpreter, place.table)
            for ref, place in timetable.places.items()
        }
    )
    found = steadied(forum, before, timetable)
    assert check(forum, found) == []
    where = {ref: (place.slot, place.table) for ref, place in found.places.items()}
    assert where == {ref: (place.slot, place.table) for ref, place in timetable.places.items()}


def seats(forum, ref):
    meeting = next(one for one in forum.meetings if one.ref == ref)
    people = [[p.ref for p in forum.delegation[party].people] for party in meeting.parties]
    return st.tuples(*(st.sampled_from(some) for some in people))


def test_those_who_sat_there_before_sit_there_again():
    people = tuple(Person(f"a{n}") for n in range(2))
    forum = Forum(
        slots=(Slot("s1"),),
        tables=(Table("t1"), Table("t2")),
        delegations=(
            Delegation("a", "a", people),
            Delegation("b", "b", (Person("b"),)),
            Delegation("c", "c", (Person("c"),)),
        ),
        meetings=(Meeting("m1", ("a", "b")), Meeting("m2", ("a", "c"))),
    )
    before = Timetable({"m1": Place("s1", ("a0", "b"), None, "t1")})
    found = Timetable(
        {"m1": Place("s1", ("a1", "b"), None, "t1"), "m2": Place("s1", ("a0", "c"), None, "t2")}
    )
    assert steadied(forum, before, found).places["m1"] == before.places["m1"]
    assert steadied(forum, before, found).places["m2"].people == ("a1", "c")
