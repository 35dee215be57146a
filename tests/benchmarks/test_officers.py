"""What the officers of the load read of a page, and what they make of an answer, decides what counts as an error."""

import ast
from pathlib import Path

import pytest

from benchmarks.officers import compared
from benchmarks.officers_forms import CONFLICT, DONE, ERROR, FASTER, REFUSED, form_with, meaning

PAGE = """
<form action="/language"><select name="language"><option value="ru">Russian</select></form>
<form method="post"><input type="hidden" name="token" value="a&amp;b"><input name="on" value="2026-02-15">
<textarea name="summary">
Two
lines &lt;3</textarea>
<input type="radio" name="kind" value="letter"><input type="radio" name="kind" value="call" checked>
<input type="checkbox" name="themes" value="youth" checked><input type="checkbox" name="themes" value="sport" checked>
<input type="checkbox" name="is_public"><input type="file" name="file">
<select name="tie"><option value="">–</option><option value="7" selected>Vladivostok</option></select>
<select name="person"><option value="">–</option><option value="3">Anna</option></select>
<button type="submit" name="do" value="close">Close</button></form>
"""


def test_a_form_is_sent_as_a_browser_sends_it():
    assert form_with(PAGE, "summary") == {
        "token": ["a&b"],
        "on": ["2026-02-15"],
        "summary": ["Two\nlines <3"],
        "kind": ["call"],
        "themes": ["youth", "sport"],
        "tie": ["7"],
        "person": [""],
    }


def test_a_form_is_known_by_a_field_that_nothing_is_ticked_in():
    assert "summary" in form_with(PAGE, "is_public")
    assert form_with(PAGE, "language") == {"language": ["ru"]}


def test_a_page_without_the_form_is_said_to_have_none():
    with pytest.raises(ValueError, match="no form with “reason”"):
        form_with(PAGE, "reason")


@pytest.mark.parametrize(
    ("status", "text", "is_write", "means"),
    [
        (302, "", True, DONE),
        (409, "Two people wrote at once", True, CONFLICT),
        (422, f"<li>{FASTER[0]}</li>", True, REFUSED),
        (422, f"<li>{FASTER[1]}</li>", True, REFUSED),
        (422, "Say what you want to reach together.", True, ERROR),
        (200, "", True, ERROR),
        (403, "", True, ERROR),
        (409, "", False, ERROR),
        (500, FASTER[0], True, ERROR),
        (0, "", True, ERROR),
    ],
)
def test_only_conflicts_and_what_another_did_before_are_no_errors(status, text, is_write, means):
    assert meaning(status, text, expected=[302], is_write=is_write) == means


def test_what_was_lost_or_written_twice_is_counted():
    assert compared(["a", "b", "c"], ["a", "b", "c"]) == (0, 0, 0)
    assert compared(["a", "b", "c"], ["a", "c", "c", "d"]) == (1, 1, 1)
    assert compared(["a", "a"], ["a"]) == (0, 1, 0)


def test_the_refusals_that_are_no_errors_are_what_the_product_says():
    folder = Path(__file__).resolve().parents[2] / "src" / "jumelage" / "agreements" / "actions"
    said = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert [sentence for sentence in FASTER if not any(sentence in str(one) for one in said)] == []
