"""Pages that compare one source with another."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.memory import memory
from jumelage.sources.domain.authority import Authority
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db


def main_text(document) -> str:
    return words(document.all("main")[0].text)


class Pair:
    """Two sources that name ties of a hub."""

    def __init__(self) -> None:
        self.here = make_source("The lists", authority=Authority.WIKIPEDIA)
        self.there = make_source("The statements", authority=Authority.WIKIDATA)
        self.hub = make_place("Hub", ru="Узел")
        self.number = 0

    def add(self) -> None:
        """Add a tie about which they differ, and one that only each of them names."""
        self.number += 1
        differs = make_place(f"Differs {self.number}", "US", ru="Город")
        make_claim(self.hub, differs, when="1991", source=self.here)
        make_claim(self.hub, differs, when="1993", source=self.there)
        for source, name in ((self.here, "Here"), (self.there, "There")):
            partner = make_place(f"{name} {self.number}", "US", ru="Город")
            make_claim(self.hub, partner, "attested", source=source)

    def url(self, query: str = "", language: str = "en") -> str:
        return f"/{language}/sources/{self.here.key}/compare/{self.there.key}/{query}"


@pytest.fixture
def pair() -> Pair:
    made = Pair()
    made.add()
    return made


def test_what_differs_is_shown_first_with_the_numbers(get, pair):
    document = get(pair.url())
    text = main_text(document)
    assert "Both sources name 2 places. 1 tie stands in both. They differ about 1 of them." in text
    assert "since 1991" in text
    assert "since 1993" in text
    marked = [words(e.text) for e in document.all("span", class_="said said--differs")]
    assert marked == ["since 1991", "since 1993"]


@pytest.mark.parametrize(
    ("part", "named", "other"),
    [("only-here", "Here 1", "There 1"), ("only-there", "There 1", "Here 1")],
)
def test_a_part_has_its_ties_and_says_its_scope(get, pair, part, named, other):
    document = get(pair.url(f"?part={part}"))
    table = document.all("table")[0]
    assert named in table.text
    assert other not in table.text
    assert "Of the 2 places that both sources name" in main_text(document)


def test_beyond_what_both_name_silence_says_nothing(get, pair):
    make_claim(make_place("Far"), make_place("Away", "US"), source=pair.here)
    text = main_text(get(pair.url("?part=beyond-here")))
    assert "“The statements” names neither of the two places in any tie" in text
    assert "Far" in text


@pytest.mark.parametrize("text", ["ru/hub", "Hub", "Узел"])
def test_a_place_has_all_that_either_says(get, pair, text):
    document = get(pair.url(f"?place={text}"))
    table = words(document.all("table")[0].text)
    assert "Differs 1" in table
    assert "Here 1" in table
    assert "There 1" in table
    assert table.count("not named") == 2


def test_a_place_that_is_none_is_said_and_all_shown(get, client, pair):
    document = get(pair.url("?place=Nowhere+at+all"))
    (notice,) = document.all("p", role="alert")
    assert "Nowhere at all" in notice.text
    assert "Differs 1" in main_text(document)
    assert client.get(pair.url("?place=Nowhere&format=csv")).status_code == 400


def test_a_country_narrows(get, pair):
    assert "name no place in common" in main_text(get(pair.url("?country=JP")))
    assert "Differs 1" in main_text(get(pair.url("?country=US")))


def test_the_same_source_twice_is_no_comparison(client, pair):
    response = client.get(f"/en/sources/{pair.here.key}/compare/{pair.here.key}/")
    assert response.status_code == 400
    text = main_text(read(response))
    assert "A source cannot be compared with itself" in text
    assert "The statements" in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_unknown_sources_are_not_found(get, pair, language):
    for path in (
        f"{pair.here.key}/compare/none/",
        f"none/compare/{pair.here.key}/",
        "none/compare/",
    ):
        get(f"/{language}/sources/{path}", status=404)
    get(f"/{language}/sources/{pair.here.key}/compare/?with=none", status=404)
    get(f"/{language}/sources/{pair.here.key}/compare/?with=%00x", status=404)


@pytest.mark.parametrize(
    "query",
    ["?page=-1", "?page=" + "9" * 30, "?part=%00", "?part=nothing&sort=%00", "?country=%00", "?place=%00",
     "?place=" + "a" * 5000, "?format=exe", "?sort=-b&part=only-here&page=2", "?sort=since"],
)  # fmt: skip
def test_what_means_nothing_is_answered_all_the_same(get, pair, query):
    get(pair.url(query))


def test_a_choice_leads_to_the_comparison(client, get, pair):
    source_page = get(f"/en/sources/{pair.here.key}/")
    assert [e.attributes["value"] for e in source_page.all("option")] == ["", pair.there.key]
    response = client.get(f"/en/sources/{pair.here.key}/compare/?with={pair.there.key}")
    assert response.url == pair.url()
    assert "1 tie" in main_text(get(f"/en/sources/{pair.here.key}/compare/"))


def test_a_source_that_shares_nothing_is_offered_last(get, pair):
    other = make_source("Apart")
    make_claim(source=other)
    assert "Apart" in main_text(get(f"/en/sources/{pair.here.key}/compare/"))
    assert "No other source" not in main_text(get(f"/en/sources/{other.key}/compare/"))


def test_files_have_the_same_rows(client, pair):
    table = csv.DictReader(io.StringIO(b"".join(client.get(pair.url("?format=csv"))).decode()))
    answer = json.loads(b"".join(client.get(pair.url("?format=json"))))
    parts = ["differs", "only-here", "only-there"]
    assert [row["part"] for row in table] == parts == [tie["part"] for tie in answer["ties"]]
    assert answer["counts"]["both"] == 1
    only = json.loads(b"".join(client.get(pair.url("?format=json&part=only-here"))))
    assert [tie["b"] for tie in only["ties"]] == ["Here 1"]


def test_a_row_of_few_words_is_told_in_russian(get, pair):
    text = main_text(get(pair.url(language="ru")))
    assert "Оба источника называют 2 места." in text
    assert "Узел" in text


@pytest.mark.parametrize(
    "query", ["", "?part=only-here", "?part=only-there", "?place=ru/hub", "?country=US"]
)
def test_as_many_queries_for_one_row_as_for_three(client, pair, query):
    def asked():
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(pair.url(query, "ru")).status_code == 200
        return len(queries)

    asked()
    one = asked()
    pair.add()
    pair.add()
    assert asked() == one <= 18
