"""The number of questions to the database does not grow with what a page shows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
     "countries/ru/us/?on=2020-01-01", "sources/", "sources/{source}/", "changes/", "changes.atom",
     "search/?q=town", "atlas/"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_as_many_queries_for_one_as_for_three(client, path, language, data_dir):
    hub, source = make_place("Hub", ru="Узел"), make_source()
    address = f"/{language}/{path.format(source=source.key)}"

    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in queries]

    add(hub, source, 1)
    asked()
    one = asked()
    add(hub, source, 2)
    three = asked()
    assert len(one) == len(three), "\n".join(three)
    assert len(three) <= 18


def test_a_tie_page_asks_the_same_however_many_sources_speak(client):
    a, b = make_place("Hub"), make_place("Other", "US")

    def asked(number):
        for _ in range(number):
            make_claim(a, b, when="1991")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/ties/ru/hub/us/other/")
        return len(queries)

    assert asked(1) == asked(2)
