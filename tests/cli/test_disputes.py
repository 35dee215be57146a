"""``disputes`` and ``compare`` on the starter registry."""

import csv
import io
import json

import pytest

from jumelage.ties.models import Tie


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_disputes_are_told_with_both_sides_and_the_reason(jumelage):
    done = jumelage("disputes", "--country", "RU")
    assert done.exit_code == 0, done.stderr
    assert "What stands first decides here" in done.stdout
    assert "on record since" in done.stdout
    number = Tie.objects.filter(disputed=True).count()
    assert done.stdout.rstrip().endswith(f"Sources differ on {number} ties.")


def test_disputes_as_data(jumelage):
    answer = json.loads(jumelage("disputes", "--format", "json").stdout)
    ties = {(one["a_key"], one["b_key"]) for one in answer["disputes"]}
    assert len(ties) == Tie.objects.filter(disputed=True).count()
    claim = answer["disputes"][0]["decides"][0]
    assert claim["source"]
    assert claim["authority"]
    assert claim["on_record_since"]
    table = rows_of(jumelage("disputes", "--format", "csv").stdout)
    assert {row["decides"] for row in table} == {"0", "1"}
    assert {(row["a_key"], row["b_key"]) for row in table} == ties


def test_disputes_about_one_matter(jumelage):
    table = rows_of(jumelage("disputes", "--about", "standing", "--format", "csv").stdout)
    assert {row["about"] for row in table} == {"standing"}


def test_disputes_as_known_before(jumelage):
    text = jumelage("disputes", "--known", "1980-01-01").stdout
    assert text == "Sources differ on no tie.\n"


def test_where_sources_agree_this_is_said_in_the_language_asked_for(jumelage):
    assert "JP" not in jumelage("disputes", "--country", "JP").stdout
    assert jumelage("disputes", "--country", "JP", "--format", "csv").stdout.count("\n") == 1
    assert (
        json.loads(jumelage("disputes", "--country", "JP", "--format", "json").stdout)["disputes"]
        == []
    )


def test_a_comparison_has_the_same_numbers_in_every_format(jumelage):
    words = ("compare", "wp-en-russia", "wp-en-us")
    answer = json.loads(jumelage(*words, "--format", "json").stdout)
    table = rows_of(jumelage(*words, "--format", "csv").stdout)
    text = jumelage(*words).stdout
    for part in ("differs", "only-here", "only-there", "beyond-here", "beyond-there"):
        listed = [tie for tie in answer["ties"] if tie["part"] == part]
        assert len(listed) == answer["counts"][part] == sum(row["part"] == part for row in table)
    assert "names" in text


def test_a_comparison_of_one_part_and_country(jumelage):
    words = ("compare", "wp-en-russia", "wp-en-us", "--country", "USSR", "--part", "only-here")
    answer = json.loads(jumelage(*words, "--format", "json").stdout)
    assert answer["country"] == "SUHH"
    assert {tie["part"] for tie in answer["ties"]} <= {"only-here"}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("compare", "wp-en-russia", "nothing"), "there is no source “nothing”"),
        (("compare", "wp-en-russia", "wp-en-russia"), "cannot be compared with itself"),
        (("compare", "wp-en-russia", "wp-en-us", "--country", "Atlantis"), "Atlantis"),
        (("disputes", "--country", "Atlantis"), "Atlantis"),
        (("disputes", "--lang", "tlh"), "there is no language “tlh”"),
    ],
)
def test_what_cannot_be_done_is_said(jumelage, words, reason):
    done = jumelage(*words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert reason in done.stderr


@pytest.mark.parametrize("words", [("disputes", "--about", "colour"), ("disputes", "--on", "soon")])
def test_an_option_that_means_nothing_is_refused(jumelage, words):
    assert jumelage(*words).exit_code == 2
