"""The number of questions to the database does not grow with what a page shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.memory import memory
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db


def add(hub, source, number):
    """Twin the hub with so many places more, each with two claims."""
    for _ in range(number):
        partner = make_place(country="US", ru="Город")
        make_claim(hub, partner, when="1991", source=source)
        make_claim(hub, partner, "suspended", when="2022", by=partner)


@pytest.mark.parametrize(
    "path",
    ["", "ties/", "ties/?country=RU&standing=suspended", "places/", "places/ru/hub/",
     "places/ru/hub/?on=2020-01-01", "countries/", "countries/ru/", "countries/ru/us/",
     "countries/ru/?on=2020-01-01", "countries/ru/?on=2020-01-01&known=2020-02-01",
     "countries/ru/us/?on=2020-01-01", "sources/", "sources/{source}/",
     "sources/{source}/?on=2020-01-01&known=2020-02-01", "changes/", "changes.atom",
     "search/?q=town", "atlas/"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_as_many_queries_for_one_as_for_three(client, path, language, data_dir):
    hub, source = make_place("Hub", ru="Узел"), make_source()
    address = f"/{language}/{path.format(source=source.key)}"

    def asked():
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in queries]

    add(hub, source, 1)
    asked()
    one = asked()
    add(hub, source, 2)
    three = asked()
    assert len(one) == len(three), "\n".join(three)
    assert len(three) <= 20


@pytest.mark.parametrize("path", ["places/ru/hub/", "places/ru/hub/?on=2020-01-01"])
def test_the_curve_of_a_place_asks_the_same_however_many_ties_it_has(client, path, data_dir):
    hub, source = make_place("Hub"), make_source()

    def asked(number):
        add(hub, source, number)
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert b"curve-line" in client.get(f"/en/{path}").content
        return len(queries)

    assert asked(4) == asked(4) <= 20


@pytest.mark.parametrize("path", ["countries/ru/", "countries/ru/?on=2020-01-01"])
def test_of_a_great_many_ties_no_claim_is_read(client, path, data_dir, monkeypatch):
    monkeypatch.setattr("jumelage.ties.over_time.EXACT_TIES", 2)
    add(make_place("Hub"), make_source(), 3)
    with CaptureQueriesContext(connection) as queries:
        assert b"curve-line" in client.get(f"/en/{path}").content
    assert not [q["sql"] for q in queries if "ties_claim" in q["sql"]]


def test_a_tie_page_asks_the_same_however_many_sources_speak(client):
    a, b = make_place("Hub"), make_place("Other", "US")

    def asked(number):
        for _ in range(number):
            make_claim(a, b, when="1991")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/ties/ru/hub/us/other/")
        return len(queries)

    assert asked(1) == asked(2)


def test_a_page_of_two_countries_asks_the_same_however_many_ties(client, data_dir, monkeypatch):
    monkeypatch.setattr("jumelage.site.pair_page.PAGE", 2)
    monkeypatch.setattr("jumelage.site.pair_page.FEW", 1)
    hub, source = make_place("Hub", ru="Узел"), make_source()

    def asked(query):
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/ru/countries/ru/us/{query}").status_code == 200
        return len(queries)

    add(hub, source, 3)
    queries = ["", "?page=2", "?standing=suspended&sort=-b", "?on=2020-01-01", "?sort=since"]
    few = [asked(query) for query in queries]
    add(hub, source, 4)
    assert [asked(query) for query in queries] == few


def test_the_sources_ask_once_for_all_their_claims(client):
    def asked():
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/sources/").status_code == 200
        return len(queries)

    make_claim()
    one = asked()
    make_claim()
    assert asked() == one
