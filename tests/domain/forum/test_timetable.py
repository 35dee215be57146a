"""Timetables: the solver against every timetable there is, and against published optima."""

import multiprocessing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from jumelage.forum.domain.timetable.checking import check, figures
from jumelage.forum.domain.timetable.explaining import contradiction, explain, in_words
from jumelage.forum.domain.timetable.problem import (
    Interpreter,
    Person,
    Session,
    Slot,
    Table,
    Timetable,
    UnusableForumError,
)
from jumelage.forum.domain.timetable.repairing import changes, repair
from jumelage.forum.domain.timetable.solving import SearchError, solve
from jumelage.forum.domain.timetable.tables import moves
from tests.domain.forum.forums import best, changed, forum, plain, rich

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def _agrees(found, result):
    expected = best(found)
    assert result.proved
    if expected is None:
        assert result.possible is False
        assert result.timetable is None
        return
    assert tuple(rank.best for rank in result.ranks) == expected
    assert check(found, result.timetable) == []
    told = figures(found, result.timetable)
    assert (told.weight_lost, told.idle_groups) == expected


@QUICK
@given(plain())
def test_plain_forums_are_solved_as_well_as_can_be(found):
    _agrees(found, solve(found))


@QUICK
@given(plain())
def test_other_clauses_say_the_same(found):
    _agrees(found, solve(found, seed=3))


@QUICK
@given(rich())
def test_rich_forums_are_solved_as_well_as_can_be(found):
    _agrees(found, solve(found))


@QUICK
@given(rich())
def test_every_meeting_not_held_has_reasons_none_of_which_can_be_spared(found):
    result = solve(found)
    if result.timetable is None:
        reason = contradiction(found)
        assert reason is not None
        assert all(in_words(found, rule) for rule in reason.rules)
        return
    for ref, reason in explain(found, result.timetable).items():
        assert reason is not None
        assert reason.minimal
        together = tuple(
            replace(m, must=True)
            for m in found.meetings
            if m.ref == ref or m.ref in reason.meetings
        )
        assert solve(replace(found, meetings=together)).possible is False
        for spared in together:
            if spared.ref != ref:
                fewer = tuple(m for m in together if m is not spared)
                assert solve(replace(found, meetings=fewer)).possible


def test_words_of_a_reason_name_who_and_what():
    found = changed(forum([("a", "b")]), "m1", must=False)
    found = changed(found, "a", absent=frozenset({"s1", "s2", "s3"}))
    found = changed(found, "b", absent=frozenset({"s4"}))
    result = solve(found)
    reason = explain(found, result.timetable)["m1"]
    assert {in_words(found, rule) for rule in reason.rules} == {
        "a is absent in s1, s2, s3",
        "b is absent in s4",
    }


def test_a_fourth_must_at_one_table_is_no_timetable_and_the_table_is_why():
    found = forum([("a", "b"), ("c", "d"), ("e", "f")], slots=2, tables=1)
    assert solve(found).possible is False
    reason = contradiction(found)
    assert [in_words(found, rule) for rule in reason.rules] == ["there are 1 tables"]
    assert reason.meetings == ("m1", "m2", "m3")


def test_two_of_a_delegation_meet_at_once_if_their_languages_serve():
    found = forum([("a", "b"), ("a", "c")], slots=1)
    assert solve(found).possible is False
    both = (Person("a.1", frozenset({"de"})), Person("a.2", frozenset({"fr"})))
    found = changed(found, "a", people=both)
    found = changed(found, "b", people=(Person("b.1", frozenset({"de"})),))
    found = changed(found, "c", people=(Person("c.1", frozenset({"fr", "it"})),))
    places = solve(found).timetable.places
    assert places["m1"].people == ("a.1", "b.1")
    assert places["m2"].people == ("a.2", "c.1")
    assert solve(changed(found, "m2", people=("a.1",))).possible is False


def test_one_interpreter_helps_one_meeting_at_a_time():
    found = forum([("a", "b"), ("c", "d")], slots=2)
    for ref, language in {"a": "de", "b": "ru", "c": "de", "d": "ru"}.items():
        found = changed(found, ref, people=(Person(f"{ref}.1", frozenset({language})),))
    assert solve(found).possible is False
    helper = Interpreter("irina", frozenset({"de", "ru"}))
    found = replace(found, interpreters=(helper,))
    places = solve(found).timetable.places
    assert {place.interpreter for place in places.values()} == {"irina"}
    assert places["m1"].slot != places["m2"].slot
    absent = replace(helper, absent=frozenset({"s1"}))
    assert solve(replace(found, interpreters=(absent,))).possible is False


def test_who_speaks_in_a_session_does_not_meet_then():
    found = replace(
        forum([("a", "b")], slots=2), sessions=(Session("opening", frozenset({"s1"}), ("a.1",)),)
    )
    assert solve(found).timetable.places["m1"].slot == "s2"


def test_idle_time_is_counted_within_a_day():
    days = (Slot("s1", "mon"), Slot("s2", "mon"), Slot("s3", "tue"), Slot("s4", "tue"))
    found = replace(forum([("a", "b"), ("a", "c")]), slots=days)
    found = changed(changed(found, "m1", fixed="s1"), "m2", fixed="s4")
    assert solve(found).ranks[1].best == 0


def test_tables_are_kept_from_one_meeting_to_the_next():
    found = forum([("a", "b"), ("a", "c"), ("d", "e"), ("d", "f")], slots=2)
    result = solve(found)
    assert moves(found, result.timetable) == 0
    found = replace(found, tables=(Table("t1"), Table("t2", accessible=True)))
    found = changed(found, "d", accessible=True)
    places = solve(found).timetable.places
    assert {places["m3"].table, places["m4"].table} == {"t2"}


def test_a_search_ends_at_its_limit_with_what_it_found():
    told = []
    pairs = [(f"a{n}", f"b{(n * k) % 12}") for n in range(12) for k in (1, 5)]
    result = solve(
        forum(pairs, slots=8, tables=6),
        seconds=60,
        workers=2,
        progress=lambda r: told.append(r.possible),
    )
    assert result.proved
    assert told
    late = solve(forum(pairs), seconds=0.001)
    assert late.possible is None
    assert late.timetable is None


def test_a_repair_moves_as_few_as_it_must_and_nothing_already_held():
    found = forum([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")], slots=4)
    published = solve(found).timetable
    now = "s2"
    last = max(published.places, key=lambda ref: published.places[ref].slot)
    gone = changed(
        found,
        next(m.parties[0] for m in found.meetings if m.ref == last),
        absent=frozenset({published.places[last].slot, "s1"}),
    )
    result = repair(gone, published, now=now, seconds=None)
    assert result.proved
    for ref, place in published.places.items():
        if place.slot == "s1":
            assert result.timetable.places[ref] == place
    found_changes = changes(gone, published, result.timetable)
    assert last in found_changes.moved
    assert len(found_changes.moved) == result.ranks[2].best
    assert all(result.timetable.places[ref].slot != "s1" for ref in found_changes.moved)


@QUICK
@given(plain())
def test_repairs_move_as_few_as_any_timetable_would(found):
    published = solve(replace(found, fairness=None)).timetable
    if published is None:
        return
    item = found.delegations[0]
    gone = changed(found, item.ref, absent=item.absent | {"s2"})
    result = repair(gone, published, seconds=None)
    assert result.proved
    if result.timetable is not None:
        assert check(gone, result.timetable) == []
        moved = changes(gone, published, result.timetable).moved
        assert len(moved) == result.ranks[2].best
        for ref in moved[:1]:
            stays = published.places[ref].slot
            fewer = gone
            for other in found.meetings:
                if other.ref not in moved or other.ref == ref:
                    fewer = changed(
                        fewer, other.ref, slots=frozenset({published.places[other.ref].slot})
                    )
            if all(m.fixed in (None, published.places[m.ref].slot) for m in fewer.meetings):
                assert solve(fewer).possible is False, stays


def test_an_unknown_slot_cannot_be_now():
    with pytest.raises(UnusableForumError, match="s9"):
        repair(forum([("a", "b")]), Timetable(), now="s9")


@pytest.mark.parametrize("raises", [False, True])
def test_who_is_told_of_the_search_can_end_it_and_its_processes(raises):
    pairs = [(f"a{n}", f"b{(n * k) % 60}") for n in range(60) for k in (1, 5, 7, 11, 13)]
    heard = []

    def enough(result):
        heard.append(len(multiprocessing.active_children()))
        if raises and len(heard) > 1:
            raise LookupError
        return len(heard) < 2

    def search():
        return solve(forum(pairs, slots=9, tables=34), workers=2, progress=enough)

    if raises:
        with pytest.raises(LookupError):
            search()
    else:
        result = search()
        assert result.stopped
        assert result.possible is None
        assert not result.proved
    assert heard == [2, 2]
    assert multiprocessing.active_children() == []


def test_a_repair_can_be_ended_as_well():
    found = forum([("a", "b"), ("b", "c")])
    result = repair(found, solve(found).timetable, seconds=None, progress=lambda _: False)
    assert result.stopped
    assert result.timetable is None


def broken(*_about, **_how):
    raise RuntimeError("out of order")


def test_a_search_that_breaks_off_is_no_answer():
    with pytest.raises(SearchError, match="broke off"):
        solve(forum([("a", "b")]), workers=2, seconds=60.0, draft=broken)
