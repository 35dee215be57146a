"""Data extension: values of properties for places that were matched."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.reconciliation_protocol import problems
from tests.api.test_reconciliation import SERVICE, ask
from tests.factories import make_claim, make_place

pytestmark = pytest.mark.django_db
PLAIN = ["country", "country_code", "division", "division_code", "kind", "coordinates", "wikidata", "geonames",
         "iso3166-2", "population", "ties_in_force", "ties_known"]  # fmt: skip


def values(client, id, *properties, service=SERVICE, **settings):
    """Return the values of properties of one place, as plain texts and numbers."""
    asked = [{"id": one, "settings": settings} if settings else {"id": one} for one in properties]
    row = ask(client, "extend", {"ids": [id], "properties": asked}, service)["rows"][id]
    return [[next(iter(value.values())) for value in row[one]] for one in properties]


@pytest.mark.usefixtures("starter")
def test_the_facts_of_a_place(client):
    assert values(client, "ru/vladivostok", *PLAIN) == [
        ["Russia"], ["RU"], ["Primorsky Krai"], ["RU-PRI"], ["city"], ["43.1056,131.8735"], ["Q959"], ["2013348"],
        [], [604901], [3], [3],
    ]  # fmt: skip
    assert values(client, "ru/vladivostok", "country", "division", "kind", service="/api/reconcile/ru") == [
        ["Россия"], ["Приморский край"], ["город"],
    ]  # fmt: skip


@pytest.mark.usefixtures("starter")
def test_names_in_one_language_or_all(client):
    assert values(client, "ru/vladivostok", "names", language="ru") == [["Владивосток"]]
    assert {"Vladivostok", "Владивосток"} <= set(values(client, "ru/vladivostok", "names")[0])


@pytest.mark.usefixtures("starter")
def test_partners_are_places_of_the_service(client):
    answer = ask(client, "extend", {"ids": ["ru/vladivostok"], "properties": [{"id": "ties"}]})
    assert answer["meta"] == [
        {"id": "ties", "name": "Partners in ties", "type": {"id": "place", "name": "place"}}
    ]
    partners = answer["rows"]["ru/vladivostok"]["ties"]
    assert [partner["id"] for partner in partners] == ["us/juneau", "us/san-diego", "us/tacoma"]
    assert {partner["description"] for partner in partners} == {"in force"}
    russian = ask(
        client,
        "extend",
        {"ids": ["ru/vladivostok"], "properties": [{"id": "ties"}]},
        "/api/reconcile/ru",
    )
    assert russian["rows"]["ru/vladivostok"]["ties"][0]["name"] == "Джуно"


def test_standings_are_those_of_the_day_asked_for(client):
    hub, first, second = make_place("Hub"), make_place("Alpha", "US"), make_place("Beta", "US")
    make_claim(hub, first, when="1991-05-01")
    make_claim(hub, second, when="1991-05-01")
    make_claim(hub, first, "suspended", when="2022-03-01", recorded=date(2022, 3, 2))

    def told(**settings):
        return values(
            client, "ru/hub", "ties", "tie_standings", "ties_in_force", "ties_known", **settings
        )

    assert told() == [["us/alpha", "us/beta"], ["suspended", "in force"], [1], [2]]
    assert told(standing="in_force") == [["us/beta"], ["in force"], [1], [2]]
    assert told(on="2019-10-11") == [["us/alpha", "us/beta"], ["in force", "in force"], [2], [2]]
    assert told(on="1985-01-01") == [[], [], [0], [0]]
    assert told(limit=1)[:2] == [["us/alpha"], ["suspended"]]
    assert told(limit="1", on="2019-10-11")[1] == ["in force"]


def test_what_is_not_there_has_no_values(client):
    place = make_place("Hub", lat=None, lng=None)
    ids = [place.key, "ru/nowhere", "", "\0", "\ud800", "Q1", "x" * 5000]
    answer = client.post(
        SERVICE,
        {"extend": json.dumps({"ids": ids, "properties": [{"id": "coordinates"}, {"id": "ties"}]})},
    ).json()
    assert problems("data-extension-response", answer) == []
    assert answer["rows"] == {id: {"coordinates": [], "ties": []} for id in ids}
    assert ask(client, "extend", {"ids": [], "properties": []}) == {"meta": [], "rows": {}}


def test_it_can_be_asked_by_get(client):
    make_place("Hub")
    query = json.dumps({"ids": ["ru/hub"], "properties": [{"id": "kind"}]})
    answer = client.get(SERVICE, {"extend": query}).json()
    assert answer["rows"] == {"ru/hub": {"kind": [{"str": "city"}]}}


def test_all_properties_proposed_can_be_fetched(client):
    make_claim(make_place("Hub"), make_place("Alpha", "US"))
    answer = client.get(f"{SERVICE}/properties?type=city").json()
    assert problems("data-extension-property-proposal", answer) == []
    ids = [one["id"] for one in answer["properties"]]
    row = ask(client, "extend", {"ids": ["ru/hub"], "properties": [{"id": id} for id in ids]})[
        "rows"
    ]["ru/hub"]
    assert list(row) == ids
    few = client.get(f"{SERVICE}/properties?type=place&limit=2").json()
    assert problems("data-extension-property-proposal", few) == []
    assert (len(few["properties"]), few["limit"]) == (2, 2)


def test_as_many_statements_for_many_places_as_for_one(client):
    hubs = [make_place(f"Hub {number}") for number in range(20)]
    for number, hub in enumerate(hubs):
        make_claim(hub, make_place(f"Alpha {number}", "US"))
    properties = client.get(f"{SERVICE}/properties").json()["properties"]
    asked = [{"id": one["id"]} for one in properties]

    def statements(places, service):
        with CaptureQueriesContext(connection) as queries:
            ask(
                client,
                "extend",
                {"ids": [place.key for place in places], "properties": asked},
                service,
            )
        return len(queries)

    for service in (SERVICE, "/api/reconcile/ru"):
        assert statements(hubs[:1], service) == statements(hubs, service) <= 5
