"""Two people wrote at once: what is put together by itself, and what is asked."""

from dataclasses import replace

from jumelage.agreements.domain.texts import Clause, Text
from jumelage.workspace.agreements.merging import MINE, THEIRS, merge


def clause(key: str, words: str) -> Clause:
    return Clause(key, {"en": key.title()}, {"en": words})


BASE = Text(
    {"en": "Title"}, {"en": "Preamble"}, [clause(key, f"{key} as it was") for key in "abcd"]
)


def changed(text: Text = BASE, **words: str) -> Text:
    """Return a text with other words in some clauses."""
    return replace(
        text,
        clauses=[
            clause(one.key, words[one.key]) if one.key in words else one for one in text.clauses
        ],
    )


def ordered(keys: str, text: Text = BASE) -> Text:
    by_key = {one.key: one for one in text.clauses}
    return replace(text, clauses=[by_key.get(key, clause(key, f"{key} is new")) for key in keys])


def keys(text: Text) -> str:
    return "".join(one.key for one in text.clauses)


def words(text: Text) -> list[str]:
    return [one.text["en"] for one in text.clauses]


def test_what_one_side_alone_changed_is_taken_from_it() -> None:
    mine = replace(changed(a="a of mine"), title={"en": "My title"})
    theirs = replace(changed(c="c of theirs"), preamble={"en": "Their preamble"})
    result = merge(BASE, mine, theirs, {})
    assert not result.clashes
    assert words(result.text) == ["a of mine", "b as it was", "c of theirs", "d as it was"]
    assert (result.text.title["en"], result.text.preamble["en"]) == ("My title", "Their preamble")
    assert (sorted(result.from_me), sorted(result.from_them)) == (["a", "title"], ["c", "preamble"])


def test_the_same_change_on_both_sides_is_no_question() -> None:
    same = changed(b="b anew")
    assert merge(BASE, same, changed(b="b anew "), {}).clashes == []


def test_what_both_changed_waits_for_a_choice() -> None:
    mine, theirs = changed(b="b of mine", d="d of mine"), changed(b="b of theirs", d="d of theirs")
    asked = merge(BASE, mine, theirs, {"b": THEIRS})
    assert [
        (one.key, one.mine.text["en"], one.theirs.text["en"])
        for one in asked.clashes
        if one.mine and one.theirs
    ] == [("d", "d of mine", "d of theirs")]
    chosen = merge(BASE, mine, theirs, {"b": THEIRS, "d": MINE})
    assert not chosen.clashes
    assert words(chosen.text) == ["a as it was", "b of theirs", "c as it was", "d of mine"]


def test_taking_out_what_the_other_changed_is_a_question_in_both_directions() -> None:
    without, other = ordered("acd"), changed(b="b of another")
    (clash,) = merge(BASE, without, other, {}).clashes
    assert clash.mine is None
    assert clash.theirs is not None
    assert keys(merge(BASE, without, other, {"b": MINE}).text) == "acd"
    assert keys(merge(BASE, without, other, {"b": THEIRS}).text) == "abcd"
    (clash,) = merge(BASE, other, without, {}).clashes
    assert clash.theirs is None
    assert words(merge(BASE, other, without, {"b": MINE}).text)[1] == "b of another"


def test_taking_out_what_the_other_left_alone_is_done() -> None:
    assert keys(merge(BASE, ordered("acd"), changed(d="new"), {}).text) == "acd"
    assert keys(merge(BASE, changed(d="new"), ordered("acd"), {}).text) == "acd"


def test_new_clauses_of_both_stand_after_their_neighbours() -> None:
    assert keys(merge(BASE, ordered("axbcd"), ordered("abcyd"), {}).text) == "axbcyd"
    assert keys(merge(BASE, ordered("zabcd"), ordered("abcd"), {}).text) == "zabcd"
    assert keys(merge(BASE, ordered("abcdx"), ordered("abcdy"), {}).text) == "abcdxy"


def test_the_order_is_of_who_moved_clauses_and_theirs_if_both_did() -> None:
    assert keys(merge(BASE, ordered("dabc"), changed(a="new"), {}).text) == "dabc"
    assert keys(merge(BASE, changed(a="new"), ordered("dabc"), {}).text) == "dabc"
    assert keys(merge(BASE, ordered("bacd"), ordered("dabc"), {}).text) == "dabc"
    assert keys(merge(BASE, ordered("dabxc"), ordered("abycd"), {}).text) == "dabyxc"
