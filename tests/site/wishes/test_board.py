"""The board of wishes: filters, pages, the map, feed and files; the page of a wish; what the place’s page says."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.clock import today
from jumelage.core.memory import memory
from jumelage.partners.actions.wellformed import TextData
from jumelage.partners.actions.wishes import close_as_found, publish_new, save_draft
from jumelage.partners.models.wishes import Wish
from jumelage.site.wish_map import HEIGHT, WIDTH
from tests.factories import make_place
from tests.partners.conftest import officer_of, wish_data
from tests.site.conftest import words

pytestmark = pytest.mark.django_db


def streamed(response) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_empty_board_says_what_will_be_there(get, language):
    page = get(f"/{language}/wishes/")
    assert page.problems == []
    assert page.one("div", class_="empty")
    assert page.all("svg", class_="plate") == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_board_shows_wishes_in_the_readers_language(get, town, officer, language):
    data = wish_data(
        texts=(
            TextData("ru", "Ищем хор", "Сорок голосов"),
            TextData("en", "A choir sought", "Forty"),
        )
    )
    made = publish_new(actor=officer.actor, place=town, data=data)
    page = get(f"/{language}/wishes/")
    assert page.problems == []
    title = page.one("a", href=f"/{language}/wishes/{made.pk}/")
    assert title.text == ("A choir sought" if language == "en" else "Ищем хор")
    assert "lang" not in title.attributes
    one = get(f"/{language}/wishes/{made.pk}/")
    assert one.problems == []
    assert len(one.all("h1")) == 1


def test_an_original_in_another_language_is_marked(get, wish):
    page = get(f"/ru/wishes/{wish.pk}/")
    assert page.one("h1").attributes["lang"] == "en"
    assert "язык: английский" in words(page.one("main").text)


def test_filters_narrow_and_each_can_be_taken_away(get, wish, other):
    bob = officer_of(other, "bob@sd.example")
    publish_new(
        actor=bob.actor,
        place=other,
        data=wish_data("A stage", themes=("sport",), countries=("RU",)),
    )
    assert len(get("/en/wishes/").one("ol", class_="wish-board").text.split("until ")) == 3
    page = get("/en/wishes/?theme=sport&country=us&sought=RU")
    assert "A stage" in page.one("ol", class_="wish-board").text
    chips = page.one("ul", class_="chips")
    assert "sport" in chips.text
    hrefs = {e.attributes["href"] for e in page.all("a") if e.attributes["href"].startswith("?")}
    assert "?country=us&sought=RU" in hrefs
    none = get("/en/wishes/?theme=health")
    assert "No wish passes this filter" in none.one("div", class_="empty").text


@pytest.mark.parametrize(
    "query",
    ["theme=x", "country=zz", "kind=%00", "words=%00", "page=x", "page=99", "language=tlh", "holder=king",
     "words=" + "x" * 500, "format=xml"],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out(get, wish, query):
    get(f"/en/wishes/?{query}")


def test_pages_and_numbers_that_the_map_shares(get, town, officer):
    town.lat, town.lng = 43.1, 131.9
    town.save()
    for number in range(22):
        publish_new(actor=officer.actor, place=town, data=wish_data(f"Wish {number}"))
    page = get("/en/wishes/?page=2")
    assert page.one("ol", class_="wish-board").attributes["start"] == "21"
    (label,) = page.all("text")
    assert label.text == "21, 22"
    dot = page.one("circle", class_="plate-place plate-place--here")
    assert 0 < float(dot.attributes["cx"]) < WIDTH
    assert 0 < float(dot.attributes["cy"]) < HEIGHT


def test_the_map_holds_the_whole_world(get):
    for number, (lat, lng) in enumerate(
        [(78.2, 15.6), (-54.8, -68.3), (-36.8, 174.8), (21.3, -157.9)]
    ):
        place = make_place(f"Town {number}", "DE", lat=lat, lng=lng)
        person = officer_of(place, f"o{number}@de.example")
        publish_new(actor=person.actor, place=place, data=wish_data())
    for dot in get("/en/wishes/").all("circle", class_="plate-place plate-place--here"):
        assert 0 <= float(dot.attributes["cx"]) <= WIDTH
        assert 0 <= float(dot.attributes["cy"]) <= HEIGHT


def test_drafts_and_closed_ones_are_not_on_the_board_but_closed_ones_stay(get, town, officer, wish):
    draft = save_draft(actor=officer.actor, place=town, data=wish_data("Not ready"))
    close_as_found(actor=officer.actor, wish=wish, version=wish.version)
    assert "Not ready" not in get("/en/wishes/").one("main").text
    get(f"/en/wishes/{draft.pk}/", status=404)
    closed = get(f"/en/wishes/{wish.pk}/")
    assert "a partner was found" in closed.one("main").text
    assert [a for a in closed.all("a") if "write" in a.attributes["href"]] == []


def test_one_that_ran_out_says_so_before_the_job_closes_it(get, wish):
    Wish.objects.update(until=today() - timedelta(days=1))
    assert "its time is over" in get(f"/en/wishes/{wish.pk}/").one("main").text


def test_the_places_page_says_that_it_seeks(get, town, wish, museum, officer):
    publish_new(actor=officer.actor, place=town, data=wish_data("A dinosaur", institution=museum))
    page = get(f"/en/places/{town.key}/")
    section = page.one("section", id="wishes")
    assert "A dinosaur" in section.text
    assert "Arseniev Museum" in section.text


def test_files_hold_codes_of_all_that_pass(client, town, officer):
    data = wish_data(
        "=1+1", countries=("US", "DE"), needs=("venues",), size_from=10, interpreter=True
    )
    made = publish_new(actor=officer.actor, place=town, data=data)
    rows = list(csv.DictReader(io.StringIO(streamed(client.get("/en/wishes/?format=csv")))))
    assert rows[0]["countries"] == "US DE"
    assert rows[0]["title"].startswith("'=")
    (record,) = json.loads(streamed(client.get("/ru/wishes/?format=json")))["wishes"]
    assert record["number"] == made.pk
    assert (record["needs"], record["size_from"], record["interpreter"]) == (["venues"], 10, True)
    assert json.loads(streamed(client.get("/en/wishes/?format=json&theme=sport"))) == {"wishes": []}


def test_the_feed_follows_its_filter_and_escapes(client, town, officer):
    bad = "<script>alert(1)</script>"
    data = wish_data(texts=(TextData("en", bad, bad),))
    publish_new(actor=officer.actor, place=town, data=data)
    body = client.get("/en/wishes.atom?theme=culture").content.decode()
    assert "&amp;lt;script&amp;gt;" in body
    assert "<script>" not in body
    assert "/en/wishes/?theme=culture" in body
    assert "<entry>" not in client.get("/en/wishes.atom?theme=sport").content.decode()


def test_what_is_written_is_shown_as_text(client, town, officer):
    bad = "<script>alert(1)</script>"
    made = publish_new(
        actor=officer.actor, place=town, data=wish_data(texts=(TextData("en", bad, bad),))
    )
    for path in ("", f"{made.pk}/", f"{made.pk}/write/"):
        assert bad not in client.get(f"/en/wishes/{path}").content.decode()


@pytest.mark.parametrize("path", ["wishes/", "wishes.atom", "wishes/?format=json"])
def test_as_many_queries_for_one_wish_as_for_three(client, wish, town, officer, path):
    def count() -> int:
        memory.clear()
        with CaptureQueriesContext(connection) as done:
            response = client.get(f"/en/{path}")
            if response.streaming:
                streamed(response)
        return len(done)

    before = count()
    assert before <= 8
    for number in range(2):
        publish_new(actor=officer.actor, place=town, data=wish_data(f"Another {number}"))
    assert count() == before


def test_a_wish_and_others_of_its_place(get, wish, town, officer):
    publish_new(actor=officer.actor, place=town, data=wish_data("Also a band"))
    assert "Also a band" in read_text(get(f"/en/wishes/{wish.pk}/"))


def read_text(page) -> str:
    return words(page.one("main").text)
