"""The figures on the page of how good suggestions are: those of the document, and not made larger by words."""

import json

from jumelage.site.partner_measured import FILE, fairness, hundred_dots, measured, of_hundred
from tests.site.conftest import words
from tools.partner_figures import DOCUMENT, figures


def test_the_figures_are_those_of_the_document():
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    found = figures(DOCUMENT.read_text(encoding="utf-8"))
    assert kept == found, "run: python -m tools.partner_figures"


def test_a_share_is_rather_told_too_small_than_too_large():
    assert [of_hundred(share) for share in (0.0, 0.009, 0.185, 0.29, 0.999, 1.0)] == [
        0, 0, 18, 29, 99, 100,
    ]  # fmt: skip


def test_the_picture_has_a_dot_for_each_try():
    ours = measured("known").ours
    found = [dot.found for dot in hundred_dots(ours)]
    assert len(found) == 100
    assert found.count("ten") == ours.ten
    assert found.count("ten") + found.count("hundred") == ours.hundred


def test_small_towns_and_those_without_partners_are_told_of():
    titles = [title for title, _rows in fairness()]
    assert len(titles) == 4
    assert fairness()[0][1][0].name == "none"
    assert all(row.pairs for _title, rows in fairness() for row in rows)


def test_the_page_says_it_in_words_with_the_command_that_measures_it_again(get, db):
    document = get("/en/partners/how-good/")
    known = measured("known")
    assert document.one("h1").text == known.sentence
    main = words(document.one("main").text)
    assert f"{known.ours.ten} times" in main
    assert "published formula" in main
    assert all(word in main for word in known.words)
    assert len(document.all("circle", class_="try try--ten")) == known.ours.ten
