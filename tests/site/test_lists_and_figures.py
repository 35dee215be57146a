"""Lists and figures say the same as the atlas, once each, in the reader's order."""

import re

import pytest

from jumelage.places.models import Place
from tests.site.conftest import words

pytestmark = pytest.mark.usefixtures("starter")


def test_what_happened_is_told_once_with_everyone_who_says_so(get):
    told = [e.text for e in get("/en/").all("li") if "Magadan – Anchorage" in e.text]
    assert len(told) == 1
    assert "votes to drop Russian city" in told[0]
    assert "suspends relationship with Russian sister city" in told[0]


def test_what_came_on_record_stands_at_the_day_it_was_recorded(get):
    document = get("/en/changes/")
    recorded = document.elements[
        [e.attributes.get("id") for e in document.elements].index("claims") :
    ]
    times = [words(e.text) for e in recorded if e.tag == "time"]
    assert times
    assert all(re.fullmatch(r"\d{1,2} \w+ \d{4}", time) for time in times)


def test_the_list_of_a_past_year_holds_what_the_atlas_shows_of_it(get):
    document = get("/en/ties/?on=1985-12-31")
    names = [words(e.text) for e in document.all("th", scope="row")]
    assert 0 < len(names) < 10
    assert "end of 1985" in words(document.all("main")[0].text)


def test_before_its_end_a_tie_was_in_force(get):
    def listed(query):
        return "Des Moines" in words(get(f"/en/ties/?country=RU&{query}").all("tbody")[0].text)

    assert listed("on=2015-12-31&standing=in_force")
    assert listed("standing=ended")


def test_a_population_that_nobody_knows_is_a_dash(get):
    assert Place.objects.filter(country="RU", population=None, tie_count__gt=0).exists()
    for page in ("", "?page=2"):
        assert "None" not in get(f"/en/countries/ru/{page}").all("main")[0].text


def test_a_tie_that_cannot_be_drawn_is_counted_beside_the_map(get):
    Place.objects.filter(slug="des-moines").update(lat=None, lng=None)
    bar = words(get("/en/atlas/").all("main")[0].text)
    assert "1 more is on the list only" in bar


def test_a_source_shows_the_totals_that_it_reports(get):
    text = words(get("/en/sources/russkiymir-2019-forum/").all("main")[0].text)
    assert "Russia: 67 cities and two regions" in text


def test_countries_stand_in_the_order_of_the_readers_alphabet(get):
    names = [words(e.text) for e in get("/ru/countries/").all("li") if re.search(r"\d$", e.text)]
    assert names == sorted(names)
    assert names[0].startswith("Россия")


def test_the_head_of_a_tie_says_how_it_stands(get):
    document = get("/en/ties/ru/stavropol/us/des-moines/")
    line = words(document.one("p", class_="standing-line").text)
    assert line == "Stavropol: in force Des Moines: ended sources differ"


def test_the_ties_of_two_countries_come_in_pages_and_by_standing(get, monkeypatch):
    monkeypatch.setattr("jumelage.site.pair_page.PAGE", 10)
    monkeypatch.setattr("jumelage.site.pair_page.FEW", 2)
    path = "/en/countries/ru/us/"

    def rows(query=""):
        return get(f"{path}{query}").all("th", scope="row")

    def cut(document):
        return [e for e in document.all("a") if "standing=" in e.attributes.get("href", "")]

    first, second = get(path), get(f"{path}?page=2")
    assert [e.attributes["href"] for e in first.all("a", rel="next")] == ["?page=2#ties"]
    assert len(second.all("caption")) == len(first.all("caption")) > 1
    (link, *_) = cut(first)
    wanted = get(path + link.attributes["href"].partition("#")[0])
    assert len(wanted.all("caption")) == 1
    assert rows("?sort=-a") != rows("?sort=a")
