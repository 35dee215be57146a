"""The open API: every address of the contract answers as promised."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.api.app import api
from jumelage.core.audit import OPERATOR
from jumelage.core.memory import memory
from jumelage.imports.merging import merge_places
from jumelage.ties.models import Claim, Tie
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db
LISTS = ["ties", "places", "claims", "sources"]
ADDRESSES = {
    "/api/v1/": "",
    "/api/v1/claims": "claims",
    "/api/v1/claims/{id}": "claims/{claim}",
    "/api/v1/pairs/{country_a}/{country_b}": "pairs/RU/US",
    "/api/v1/places": "places",
    "/api/v1/places/{country}/{slug}": "places/ru/vladivostok",
    "/api/v1/places/{country}/{slug}/ties": "places/ru/vladivostok/ties",
    "/api/v1/search": "search?q=vladi",
    "/api/v1/sources": "sources",
    "/api/v1/sources/{key}": "sources/geonames",
    "/api/v1/ties": "ties",
    "/api/v1/ties/{id}": "ties/{tie}",
    "/api/v1/ties/{id}/claims": "ties/{tie}/claims",
}


@pytest.fixture
def filled(starter):
    """Addresses with the numbers of a real claim and tie in them."""
    tie = Tie.objects.get(place_a__slug="vladivostok", place_b__slug="san-diego")
    numbers = {"tie": tie.pk, "claim": tie.claims.first().pk}
    return {path: f"/api/v1/{address.format(**numbers)}" for path, address in ADDRESSES.items()}


def test_every_address_of_the_contract_is_tried():
    assert set(ADDRESSES) == set(api.get_openapi_schema()["paths"])


@pytest.mark.parametrize("path", sorted(ADDRESSES))
def test_an_address_answers(client, filled, path):
    response = client.get(filled[path])
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    answer = response.json()
    assert answer
    schema = api.get_openapi_schema()["paths"][path]["get"]["responses"][200]["content"]
    promised = _required(schema["application/json"]["schema"])
    for record in answer if isinstance(answer, list) else [answer]:
        assert promised <= set(record)


def _required(schema):
    schemas = api.get_openapi_schema()["components"]["schemas"]
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return set(schemas[reference.rpartition("/")[2]]["required"]) if reference else set()


@pytest.mark.parametrize("path", sorted(ADDRESSES))
def test_an_answer_is_asked_again_only_if_changed(client, filled, path):
    def asked(tag):
        return client.get(filled[path], headers={"if-none-match": tag})

    tag = client.get(filled[path])["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        same = asked(sent)
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    make_claim()
    assert asked(tag).status_code == 200


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("name", [*LISTS, "pairs/RU/US"])
def test_a_table_is_asked_again_only_if_changed(client, name):
    address = f"/api/v1/{name}?format=csv"
    tag = client.get(address)["ETag"]
    assert tag != client.get(f"/api/v1/{name}")["ETag"]
    same = client.get(address, headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    again = client.get(address, headers={"if-none-match": packed["ETag"]})
    assert again.status_code == 304
    make_claim()
    changed = client.get(address, headers={"if-none-match": tag})
    assert (changed.status_code, changed["ETag"] == tag) == (200, False)


OPENAPI = "/api/v1/openapi.json"


@pytest.mark.parametrize("path", [*sorted(ADDRESSES), OPENAPI])
def test_the_head_of_an_answer_can_be_asked_alone(client, filled, path):
    address = filled.get(path, path)
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == whole["Content-Type"]
    assert head["Content-Length"] == str(len(whole.content))
    if path != OPENAPI:
        assert head["ETag"] == whole["ETag"]
        same = client.head(address, headers={"if-none-match": whole["ETag"]})
        assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize("path", [*sorted(ADDRESSES), OPENAPI])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(client, filled, path, method):
    before = Claim.objects.count()
    response = getattr(client, method)(filled.get(path, path))
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["type"]) == (405, "about:blank")
    assert problem["title"]
    assert Claim.objects.count() == before


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("name", LISTS)
def test_lists_come_in_pages(client, name):
    address = f"/api/v1/{name}?size=2"
    first = client.get(address).json()
    assert (len(first["items"]), first["page"], first["previous"]) == (2, 1, None)
    second = client.get(first["next"]).json()
    assert second["page"] == 2
    assert client.get(second["previous"]).json()["items"] == first["items"]
    assert second["items"] != first["items"]
    last = client.get(f"/api/v1/{name}?size=500").json()
    assert (len(last["items"]), last["next"]) == (last["total"], None)
    assert client.get(f"/api/v1/{name}?page=999").json()["items"] == []


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("name", LISTS)
def test_lists_come_as_tables(client, name):
    response = client.get(f"/api/v1/{name}?format=csv&size=5")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 5


@pytest.mark.usefixtures("starter")
def test_every_record_names_its_sources_with_their_licences(client):
    for tie in client.get("/api/v1/ties?size=500").json()["items"]:
        assert tie["sources"], tie
        assert all({"title", "url", "licence"} <= set(source) for source in tie["sources"])
    for claim in client.get("/api/v1/claims?size=500").json()["items"]:
        assert {"title", "url", "licence"} <= set(claim["source"])
    place = client.get("/api/v1/places/ru/vladivostok").json()
    assert place["sources"][0]["licence"] == "CC-BY-4.0"


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("ties?on=yesterday", "on"),
        ("ties?known=2019-13-40", "known"),
        ("ties?page=0", "page"),
        ("ties?size=501", "size"),
        ("ties?size=many", "size"),
        ("ties?format=xml", "format"),
        ("ties?standing=maybe", "standing"),
        ("ties?form=love", "form"),
        ("ties?country=Atlantis", "country"),
        ("ties?since_from=long", "since_from"),
        ("places?kind=village", "kind"),
        ("claims?kind=rumour", "kind"),
        ("search", "q"),
        ("search?q=a&limit=1000", "limit"),
        ("pairs/RU/US?lang=tlh", "lang"),
        ("ties/abc", "id"),
    ],
)
def test_what_cannot_be_understood_is_named(client, query, field):
    response = client.get(f"/api/v1/{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["type"]) == (422, "about:blank")
    assert field in problem["errors"][0]["field"]
    assert problem["errors"][0]["message"]


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    "path",
    [
        "places/ru/nowhere",
        "ties/0",
        "claims/0",
        "sources/none",
        "pairs/RU/Atlantis",
        "ties/0/claims",
    ],
)
def test_what_is_not_there_is_said(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("query", "test"),
    [
        ("country=RU&country=United States", lambda t: {t["a"]["country"], t["b"]["country"]} == {"RU", "US"}),
        ("standing=suspended", lambda t: t["standing"]["tie"] == "suspended"),
        ("standing=suspended&standing=ended", lambda t: t["standing"]["tie"] in {"suspended", "ended"}),
        ("disputed=true", lambda t: t["disputed"]),
        ("form=friendship", lambda t: t["form"] == "friendship"),
        ("since_from=1991&since_to=1991", lambda t: t["since"].startswith("1991")),
    ],
)  # fmt: skip
def test_filters_narrow(client, query, test):
    items = client.get(f"/api/v1/ties?size=500&{query}").json()["items"]
    assert items
    assert all(test(tie) for tie in items)


@pytest.mark.usefixtures("starter")
def test_a_pair_at_a_moment(client):
    then = client.get("/api/v1/pairs/Russia/USA?on=2019-10-11&lang=ru").json()
    assert then["sentence"].startswith("На 11 октября 2019")
    assert then["a"] == {"country": "RU", "places": {"city": 55, "district": 1, "region": 2}}
    assert then["reported"][0]["source"]["url"].startswith("http")
    assert dict(then["curve"])[2019] > dict(then["curve"])[1985]


@pytest.mark.usefixtures("starter")
def test_a_tie_at_a_moment(client):
    tie = Tie.objects.get(place_a__slug="stavropol-krai", place_b__slug="iowa")
    now = client.get(f"/api/v1/ties/{tie.pk}").json()
    then = client.get(f"/api/v1/ties/{tie.pk}?on=2019-10-11").json()
    assert now["standing"]["tie"] == "ended"
    assert then["standing"]["tie"] == "in_force"


@pytest.mark.parametrize(
    "path", ["ties", "places", "claims", "sources", "places/ru/hub/ties", "pairs/RU/US", "search?q=to",
             "ties?on=2020-01-01", "pairs/RU/US?on=2020-01-01"],
)  # fmt: skip
def test_as_many_queries_for_one_as_for_three(client, path):
    hub, source = make_place("Hub"), make_source()

    def asked(number):
        for _ in range(number):
            make_claim(hub, make_place(country="US"), when="1991", source=source)
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{path}").status_code == 200
        return len(queries)

    assert asked(1) == asked(2)


def test_the_contract_is_served(client):
    served = json.loads(client.get("/api/v1/openapi.json").content)
    assert served["info"]["title"] == "Jumelage"
    assert set(served["paths"]) == set(ADDRESSES)


def test_the_address_of_a_merged_place_leads_to_the_place_kept(client, db):
    kept, gone = make_place("Salem"), make_place("Salem Town")
    make_claim(gone, make_place(country="US"))
    merge_places(actor=OPERATOR, kept=kept, gone=gone, reason="the same town")
    for rest in ("", "/ties?on=2020-01-01"):
        moved = client.get(f"/api/v1/places/ru/salem-town{rest}")
        assert moved.status_code == 308
        assert moved["Location"] == f"/api/v1/places/ru/salem{rest}"
    assert client.get("/api/v1/places/ru/nowhere").status_code == 404
