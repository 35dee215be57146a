"""The checker against timetables that break one rule each."""

from dataclasses import replace

import pytest

from jumelage.forum.domain.timetable.checking import check, figures
from jumelage.forum.domain.timetable.problem import (
    Interpreter,
    Person,
    Place,
    Session,
    Table,
    Timetable,
)
from tests.domain.forum.forums import changed, forum

FORUM = forum([("a", "b"), ("c", "d"), ("a", "c")])
GOOD = {"m1": Place("s1"), "m2": Place("s1"), "m3": Place("s2")}


def _check(found, **places):
    return check(found, Timetable(GOOD | places))


def test_a_good_timetable_breaks_nothing():
    assert _check(FORUM) == []


@pytest.mark.parametrize(
    ("found", "places", "words"),
    [
        (FORUM, {"m3": Place("s1")}, "delegation “a” is in m1, m3 at once"),
        (FORUM, {"m3": Place("s9")}, "slot “s9”, which does not exist"),
        (FORUM, {"m9": Place("s1")}, "“m9” is in the timetable, but not in the forum"),
        (replace(FORUM, tables=FORUM.tables[:1]), {}, "2 meetings at 1 tables"),
        (FORUM, {"m1": Place("s1", table="t9")}, "table “t9”, which does not exist"),
        (
            FORUM,
            {"m1": Place("s1", table="t1"), "m2": Place("s1", table="t1")},
            "table “t1” is in m1, m2 at once",
        ),
        (changed(FORUM, "m1", fixed="s2"), {}, "but fixed in “s2”"),
        (changed(FORUM, "m1", slots=frozenset({"s2"})), {}, "in which it may not be"),
        (changed(FORUM, "m1", after=("m2",)), {}, "must come after “m2”"),
        (changed(FORUM, "a", absent=frozenset({"s2"})), {}, "“a” is absent"),
        (changed(FORUM, "a", daily_limit=1), {}, "2 meetings on day “”, more than 1"),
        (changed(FORUM, "a", accessible=True), {}, "1 meetings need 0 accessible tables"),
        (
            replace(
                changed(FORUM, "a", accessible=True),
                tables=(Table("t1"), Table("t2", accessible=True)),
            ),
            {"m1": Place("s1", table="t1")},
            "table “t1”, which is not accessible",
        ),
        (
            replace(FORUM, sessions=(Session("opening", frozenset({"s2"}), ("c.1",)),)),
            {},
            "“c.1” speaks in “opening”",
        ),
        (replace(FORUM, fairness=0), {"m3": Place("s3")}, "idle groups, “b” 0, more than 0 apart"),
        (FORUM, {"m1": Place("s1", ("x",))}, "nobody is called “x”"),
        (FORUM, {"m1": Place("s1", ("c.1",))}, "“c.1” belongs to none of its parties"),
        (FORUM, {"m1": Place("s1", (), "x")}, "there is no interpreter “x”"),
    ],
)
def test_each_rule_broken_is_said(found, places, words):
    assert any(words in problem for problem in _check(found, **places)), _check(found, **places)


def test_a_must_that_is_missing_is_said():
    assert check(FORUM, Timetable({"m1": Place("s1"), "m2": Place("s1")})) == [
        "meeting “m3” must be held, and is not"
    ]


def test_languages_people_and_interpreters_are_looked_at():
    found = forum([("a", "b"), ("c", "d")])
    for ref, spoken in {"a": "de", "b": "ru", "c": "de", "d": "ru"}.items():
        found = changed(found, ref, people=(Person(f"{ref}.1", frozenset({spoken})),))
    found = replace(
        found, interpreters=(Interpreter("i", frozenset({"de", "fr"}), frozenset({"s1"})),)
    )
    here = Timetable({"m1": Place("s1", (), "i"), "m2": Place("s1", (), "i")})
    problems = check(found, here)
    assert "slot “s1”: interpreter “i” is in m1, m2 at once" in problems
    assert "meeting “m1” in slot “s1”: interpreter “i” is absent" in problems
    assert "meeting “m1” in slot “s1”: “i” speaks no language of “b.1”" in problems
    assert any("no language in common" in p for p in check(found, Timetable({"m1": Place("s2")})))


def test_people_of_a_delegation_are_told_apart():
    found = changed(FORUM, "a", people=(Person("x"), Person("y", absent=frozenset({"s2"}))))
    found = changed(found, "m1", people=("y",))
    places = {"m1": Place("s1", ("x",)), "m3": Place("s1", ("x",)), "m2": Place("s3")}
    problems = check(found, Timetable(places))
    assert "slot “s1”: person “x” is in m1, m3 at once" in problems
    assert "meeting “m1” in slot “s1”: “y” is asked for and does not take part" in problems
    problems = check(
        found, Timetable({"m1": Place("s1", ("y",)), "m2": Place("s1"), "m3": Place("s2", ("y",))})
    )
    assert problems == ["meeting “m3” in slot “s2”: “y” is absent"]
    assert any(
        "nobody of “a” takes part" in p for p in check(found, Timetable({"m3": Place("s1")}))
    )


def test_idle_groups_are_stretches_not_slots():
    found = forum([("a", "b"), ("a", "c"), ("a", "d")], slots=8)
    timetable = Timetable({"m1": Place("s1"), "m2": Place("s4"), "m3": Place("s6")})
    assert figures(found, timetable).idle["a"] == 2
