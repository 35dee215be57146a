"""Forums and timetables as files: what is read, and what is refused with what and where."""

import json

import pytest

from jumelage.forum.domain.timetable.files import (
    forum_data,
    read_forum,
    read_timetable,
    timetable_data,
)
from jumelage.forum.domain.timetable.problem import Timetable, UnusableForumError
from jumelage.forum.domain.timetable.solving import solve
from tests.domain.forum.forums import changed, forum

DZN = """% three participants, a morning of 2 slots and an afternoon of 1
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 3; nMorningSlots = 2;
requested = [|1, 2,1,
|1, 3,3,
|];
nMeetingsBusiness = [2,1,1];
forbidden = [{0},{0},{0,3}];
fixed = [0,0];
precedences = [{},{1}];
"""


def _refused(text, name="x.dzn"):
    with pytest.raises(UnusableForumError) as refused:
        read_forum(text.encode(), name)
    return str(refused.value)


def test_the_published_format_counts_from_one():
    found = read_forum(DZN.encode(), "small.dzn")
    assert [meeting.parties for meeting in found.meetings] == [("1", "2"), ("1", "3")]
    assert found.meetings[0].slots == {"1", "2"}
    assert found.meetings[1].slots is None
    assert found.meetings[1].after == ("1",)
    assert found.delegation["3"].absent == {"3"}
    assert found.fairness == 2
    places = solve(found).timetable.places
    assert (places["1"].slot, places["2"].slot) == ("1", "2")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("nTables = 1;", "", "x.dzn: nTables: missing, or not closed by a semicolon"),
        ("nTables = 1", "nTables = one", "x.dzn, line 2: nTables: “one” is no number"),
        ("nMorningSlots = 2", "nMorningSlots = 9", "9 of 3 slots cannot be in the morning"),
        ("|1, 3,3", "|1, 4,3", "x.dzn, line 3: requested: row 2: there is no participant 4"),
        ("|1, 3,3", "|1, 3,7", "row 2 must be two participants and a session 1, 2 or 3"),
        ("|1, 3,3", "|1, 1,3", "participant 3 has 0 meetings, not 1"),
        ("|1, 3,3,\n", "", "1 meetings, but nMeetings is 2"),
        ("{0,3}", "{0,4}", "line 7: forbidden: “4” is no number from 0 to 3"),
        ("[0,0]", "[0]", "line 8: fixed: 1 numbers where 2 are due"),
        ("[0,0]", "[3,0]", "meeting “1” is fixed in “3”, a slot it is not allowed in"),
        ("[{},{1}]", "[{2},{1}]", "wait for each other in a circle: 1, 2"),
        ("[2,1,1]", "[2,2,1]", "participant 2 has 1 meetings, not 2"),
        ("[{},{1}]", "[{},1]", "must be a list of sets"),
    ],
)
def test_a_broken_dzn_is_refused_with_what_and_where(old, new, words):
    assert old in DZN
    assert words in _refused(DZN.replace(old, new))


def test_a_forum_comes_back_from_its_file_as_it_was():
    found = changed(forum([("a", "b"), ("a", "c")], fairness=1), "m1", fixed="s1", after=())
    found = changed(found, "a", absent=frozenset({"s3"}), daily_limit=3, accessible=True)
    assert read_forum(json.dumps(forum_data(found)).encode(), "x.json") == found


def test_a_timetable_comes_back_from_its_file_as_it_was():
    found = forum([("a", "b"), ("a", "c")])
    made = solve(found).timetable
    text = json.dumps({"meetings": timetable_data(found, made)})
    assert read_timetable(text.encode(), "x.json") == Timetable(made.places)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slots": ["s1", "s1"]}, "slot “s1” stands there 2 times"),
        ({"slots": "s1"}, "“slots” must be a list"),
        ({"tabels": []}, "“tabels” is not known"),
        ({"slots": [{"ref": "s1", "when": 3}]}, "slots, number 1: “when” is not known"),
        ({"slots": [{"day": "x"}]}, "slots, number 1: “ref” is missing, or no text"),
        ({"slots": [{"ref": "s1", "day": 3}]}, "“day” cannot be 3"),
        ({"slots": [{"ref": "s1", "must": True}]}, "unexpected keyword argument 'must'"),
        ({"fairness": "much"}, "fairness must be a whole number"),
        ({"delegations": [{"ref": "a", "people": []}]}, "delegation “a” has nobody in it"),
        ({"meetings": [{"ref": "m", "parties": ["a", "z"]}]}, "there is no delegation “z”"),
        ({"meetings": [{"ref": "m", "parties": ["a"]}]}, "two or more different delegations"),
        (
            {"meetings": [{"ref": "m", "parties": ["a", "b"], "people": ["x"]}]},
            "“x” belongs to none",
        ),
        (
            {"meetings": [{"ref": "m", "parties": ["a", "b"], "fixed": "s7"}]},
            "slot “s7”, which does",
        ),
        ({"sessions": [{"ref": "o", "slots": ["s1"], "speakers": ["x"]}]}, "nobody is called “x”"),
    ],
)
def test_a_broken_forum_is_refused_with_what_and_where(change, words):
    data = {"slots": ["s1"], "tables": ["t1"], "delegations": ["a", "b"]} | change
    assert words in _refused(json.dumps(data), "x.json")


def test_what_is_no_json_or_no_text_is_refused():
    assert "x.json, line 1: no JSON" in _refused("{", "x.json")
    assert "must be an object" in _refused("[]", "x.json")
    with pytest.raises(UnusableForumError, match="not a text in UTF-8"):
        read_forum(b"\xff\xfe\xff", "x.json")
    with pytest.raises(UnusableForumError, match="number 1: meeting, slot"):
        read_timetable(b'{"meetings": [{"meeting": "m1"}]}', "t.json")
    twice = json.dumps({"meetings": [{"meeting": "m1", "slot": "s1"}] * 2})
    with pytest.raises(UnusableForumError, match="“m1” is there twice"):
        read_timetable(twice.encode(), "t.json")
