"""What becomes of a meeting, slots that fill parts of days, signs of tables, and why one that has to be cannot be."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.forum.domain.meetings import (
    AGAINST,
    Answer,
    Block,
    is_agreed,
    is_ended,
    key_of,
    labels_of,
    overlapping,
)
from jumelage.forum.domain.musts import Why, capacity, obstacles
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Slot,
    Table,
)

NOON = datetime(2027, 5, 12, 12, tzinfo=UTC)
ANSWERS = st.lists(st.sampled_from(Answer), min_size=2, max_size=6)


@given(ANSWERS)
def test_what_is_agreed_has_not_ended(answers):
    if is_agreed(answers):
        assert not is_ended(answers)


@given(ANSWERS)
def test_who_is_out_does_not_decide_for_the_others(answers):
    left = [answer for answer in answers if answer not in AGAINST]
    assert is_ended(answers) == is_ended(left)
    assert is_agreed(answers) == is_agreed(left)


@given(st.lists(st.integers(1, 999), min_size=2))
def test_whoever_wishes_it_it_is_the_same_meeting(numbers):
    assert key_of(numbers) == key_of(reversed(numbers)) == key_of([*numbers, numbers[0]])


@given(st.integers(0, 600), st.integers(5, 90), st.integers(0, 60))
def test_slots_fit_in_whole_and_do_not_overlap(length, minutes, pause):
    block = Block(NOON, NOON + timedelta(minutes=length), minutes, pause)
    slots = block.slots()
    assert all(block.begins <= begins < ends <= block.ends for begins, ends in slots)
    assert all(ends - begins == timedelta(minutes=minutes) for begins, ends in slots)
    assert overlapping([], slots) == []
    rest = block.ends - (slots[-1][1] + timedelta(minutes=pause) if slots else NOON)
    assert rest < timedelta(minutes=minutes)


def test_a_block_without_length_has_no_slots():
    assert Block(NOON, NOON, 0).slots() == []


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(
    lambda pair: (
        NOON + timedelta(minutes=pair[0]),
        NOON + timedelta(minutes=pair[0] + pair[1]),
    )
)


@given(st.lists(SPANS, max_size=6))
def test_some_overlap_is_found_where_there_is_one(new):
    apart = all(a[1] <= b[0] or b[1] <= a[0] for a, b in combinations(new, 2))
    assert (overlapping([], new) == []) == apart


@given(SPANS, SPANS)
def test_what_is_new_is_named_second(there, new):
    for one, other in overlapping([there], [new]):
        assert (one, other) == (there, new)


def test_signs_of_tables():
    assert labels_of("1-3, B1–B2; by the window\n7") == [
        "1", "2", "3", "B1", "B2", "by the window", "7",
    ]  # fmt: skip
    assert labels_of("2, 1-3") == ["2", "1", "3"]
    assert labels_of("A1-3") == ["A1", "A2", "A3"]
    assert labels_of("") == []
    for wrong in ("9-3", "A1-B3"):
        with pytest.raises(ValueError, match=wrong):
            labels_of(wrong)
    with pytest.raises(ValueError, match=r"^$"):
        labels_of("1-9999")


def person(ref: str, *languages: str, absent=()) -> Person:
    return Person(ref, frozenset(languages), frozenset(absent))


def forum(*meetings: Meeting, **more) -> Forum:
    """Two delegations, two slots of a day, one table, and meetings that have to be held."""
    values = {
        "slots": (Slot("1", "a"), Slot("2", "a")),
        "tables": (Table("t"),),
        "delegations": (
            Delegation("A", "A", (person("a", "en"),)),
            Delegation("B", "B", (person("b", "en", "de"),)),
            Delegation("C", "C", (person("c", "ru"), person("d", "fr"))),
        ),
        "meetings": meetings,
        **more,
    }
    return Forum(**values)


def must(ref: str = "m", parties=("A", "B"), **more) -> Meeting:
    return Meeting(ref, parties, must=True, **more)


def why(found: Forum, ref: str = "m") -> list[tuple[Why, tuple[str, ...]]]:
    return [(one.why, one.delegations) for one in obstacles(found, ref)]


def test_nothing_is_in_the_way():
    assert why(forum(must())) == []
    assert why(forum(must()), "unknown") == []


def test_without_times_or_tables_nothing_is_held():
    assert why(forum(must(), slots=())) == [(Why.NO_SLOTS, ())]
    assert why(forum(must(), tables=())) == [(Why.NO_TABLES, ())]


def test_who_needs_it_has_a_table_without_steps():
    needs = Delegation("A", "A", (person("a"),), accessible=True)
    others = forum().delegations[1:]
    found = forum(must(), delegations=(needs, *others))
    assert why(found) == [(Why.NO_ACCESS, ("A",))]
    assert why(forum(must(), delegations=found.delegations, tables=(Table("t", True),))) == []


def test_all_have_to_be_there_at_once():
    late = Delegation("A", "A", (person("a"),), frozenset({"1"}))
    early = Delegation("B", "B", (person("b", absent=("2",)),))
    found = forum(must(), delegations=(late, early))
    assert why(found) == [(Why.NEVER_TOGETHER, ("A", "B"))]
    fixed = forum(must(fixed="1"), delegations=(late, early))
    assert why(fixed) == [(Why.AWAY_THEN, ("A",))]


def test_the_named_have_to_be_there_together():
    apart = Delegation("A", "A", (person("a", absent=("1",)), person("x", absent=("2",))))
    others = forum().delegations[1:]
    assert why(forum(must(people=("a", "x")), delegations=(apart, *others))) == [
        (Why.NEVER_TOGETHER, ("A",))
    ]
    assert why(forum(must(), delegations=(apart, *others))) == []


def test_a_language_or_an_interpreter_is_needed():
    pair = must(parties=("A", "C"))
    assert why(forum(pair)) == [(Why.LANGUAGE, ("A", "C"))]
    helper = Interpreter("i", frozenset({"en", "ru"}))
    assert why(forum(pair, interpreters=(helper,))) == []
    both = must(parties=("A", "C"), people=("c", "d"))
    assert why(forum(both, interpreters=(helper,))) == [(Why.LANGUAGE, ("A", "C"))]


def test_no_more_have_to_be_held_than_fit():
    many = [must(f"m{number}") for number in range(3)]
    assert why(forum(*many), "m0") == [
        (Why.MORE_THAN_SLOTS, ("A",)),
        (Why.MORE_THAN_SLOTS, ("B",)),
        (Why.MORE_THAN_TABLES, ()),
    ]
    both = [must("m0", fixed="1"), must("m1", fixed="1")]
    assert why(forum(*both), "m0") == [(Why.MORE_AT_ONCE, ()), (Why.AT_ONCE, ("A", "B"))]


def test_how_much_a_delegation_can_hold():
    found = forum()
    assert [capacity(found, ref) for ref in ("A", "B", "C")] == [2, 2, 4]
    limited = Delegation("A", "A", (person("a"), person("x")), frozenset({"1"}), 1)
    assert capacity(forum(delegations=(limited,)), "A") == 1
