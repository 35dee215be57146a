"""The reconciliation service: what a client is told, and who may ask."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.api.reconciliation_protocol import problems
from tests.factories import make_claim, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
ROOT = Path(__file__).resolve().parents[2]
SERVICE = "/api/reconcile/en"
#: Every address of the service, with a question that it answers.
ADDRESSES = {
    "endpoint-any": "/api/reconcile",
    "endpoint": SERVICE,
    "entities": f"{SERVICE}/suggest/entity?prefix=vlad",
    "types": f"{SERVICE}/suggest/type?prefix=",
    "properties": f"{SERVICE}/suggest/property?prefix=co",
    "flyout": f"{SERVICE}/flyout/entity?id=ru%2Fvladivostok",
    "proposals": f"{SERVICE}/properties?type=city",
    "preview": f"{SERVICE}/preview?id=ru%2Fvladivostok",
    "features": f"{SERVICE}/features",
}


def ask(client, message, data, service=SERVICE):
    """Send a message that keeps to the protocol, and return the answer, which must keep to it too."""
    sent, answered = {
        "queries": ("reconciliation-query-batch", "reconciliation-result-batch"),
        "extend": ("data-extension-query", "data-extension-response"),
    }[message]
    assert problems(sent, data) == []
    response = client.post(service, {message: json.dumps(data)})
    assert response.status_code == 200, response.content
    assert problems(answered, response.json()) == []
    return response.json()


def test_every_address_is_tried():
    from jumelage.api.reconciliation.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == set(ADDRESSES)


@pytest.mark.parametrize(
    "path", [SERVICE, "/api/reconcile", "/api/reconcile/", "/api/reconcile/ru"]
)
def test_the_manifest_is_as_the_protocol_asks(client, path):
    response = client.get(path)
    assert response["Content-Type"] == "application/json"
    assert problems("manifest", response.json()) == []


def test_addresses_in_the_manifest_answer(client):
    manifest = client.get(SERVICE).json()
    host, id = "http://testserver", "ru%2Fvladivostok"
    addresses = [
        manifest["view"]["url"],
        manifest["preview"]["url"],
        manifest["feature_view"]["url"],
    ]
    addresses = [address.replace("{{id}}", id) for address in addresses] + [
        manifest["documentation"]
    ]
    for what, suggest in manifest["suggest"].items():
        addresses.append(f"{suggest['service_url']}{suggest['service_path']}?prefix=c")
        known = {"entity": id, "type": "city", "property": "country"}[what]
        path = suggest["flyout_service_path"].replace("${id}", known)
        addresses.append(suggest["flyout_service_url"] + path)
    proposals = manifest["extend"]["propose_properties"]
    addresses.append(f"{proposals['service_url']}{proposals['service_path']}?type=city")
    for address in addresses:
        assert address.startswith(host)
        assert client.get(address.removeprefix(host)).status_code == 200, address


def test_an_identifier_in_the_identifier_space_leads_to_the_place(client):
    space = client.get(SERVICE).json()["identifierSpace"]
    path = f"{space}ru/vladivostok".removeprefix("https://jumelage.example")
    response = client.get(path, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].endswith("/places/ru/vladivostok/")


@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_any_site_may_ask(client, name, method):
    response = getattr(client, method)(ADDRESSES[name], headers={"origin": "https://example.org"})
    assert response.status_code == (204 if method == "options" else 200)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies


@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, name, method):
    response = getattr(client, method)(ADDRESSES[name])
    takes_forms = name.startswith("endpoint") and method == "post"
    assert response.status_code == (400 if takes_forms else 405)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == "application/problem+json"


def test_a_form_needs_no_token():
    from django.test import Client

    batch = {"queries": json.dumps({"q0": {"query": "Vladivostok"}})}
    assert Client(enforce_csrf_checks=True).post(SERVICE, batch).status_code == 200


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_answers_may_be_kept_for_a_while_by_language(client, name):
    response = client.get(ADDRESSES[name])
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Accept-Language" in response["Vary"]
    same = client.get(ADDRESSES[name], headers={"if-none-match": response["ETag"]})
    assert same.status_code == 304


def test_scripts_of_other_sites_get_no_callback(client):
    response = client.get(f"{SERVICE}?callback=alert")
    assert response["Content-Type"] == "application/json"
    assert response.json()["versions"] == ["0.2"]


def test_the_language_is_that_of_the_address_or_else_the_asker_s(client):
    batch = {"queries": json.dumps({"q0": {"query": "Q959"}})}

    def name(path, **headers):
        response = client.post(path, batch, headers=headers)
        return response["Content-Language"], response.json()["q0"]["result"][0]["name"]

    assert name("/api/reconcile") == ("en", "Vladivostok")
    assert name("/api/reconcile", **{"accept-language": "ru"}) == ("ru", "Владивосток")
    assert name("/api/reconcile/ru", **{"accept-language": "en"}) == ("ru", "Владивосток")
    assert name("/api/reconcile/en", **{"accept-language": "ru"}) == ("en", "Vladivostok")


@pytest.mark.parametrize(
    "prefix", ["vladiv", "Влади", "ru/vladivostok", "Q959", "geonames:2013348"]
)
def test_places_are_suggested_in_any_script(client, prefix):
    answer = client.get(f"{SERVICE}/suggest/entity", {"prefix": prefix}).json()
    assert problems("suggest-entities-response", answer) == []
    assert answer["result"][0]["id"] == "ru/vladivostok"
    assert answer["result"][0]["notable"][0]["id"] == "city"


def test_the_cursor_skips_suggestions(client):
    for number in range(25):
        make_place(f"Zzyzx {number}", "US")
    pages = [
        [one["id"] for one in client.get(f"{SERVICE}/suggest/entity?prefix=zzyzx&cursor={skip}").json()["result"]]
        for skip in (0, 10, 20, 30)
    ]  # fmt: skip
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({id for page in pages for id in page}) == 25


@pytest.mark.parametrize(
    ("what", "prefix", "id"),
    [
        ("type", "reg", "region"),
        ("type", "рег", "region"),
        ("type", "", "place"),
        ("property", "part", "ties"),
        ("property", "стр", "country"),
        ("property", "ties", "ties_in_force"),
    ],
)
def test_types_and_properties_are_suggested(client, what, prefix, id):
    language = "en" if prefix.isascii() else "ru"
    answer = client.get(f"/api/reconcile/{language}/suggest/{what}", {"prefix": prefix}).json()
    message = {"type": "suggest-types-response", "property": "suggest-properties-response"}[what]
    assert problems(message, answer) == []
    assert id in [one["id"] for one in answer["result"]]


@pytest.mark.parametrize("id", ["entity?id=us/san-diego", "type?id=city", "property?id=ties"])
def test_flyouts_are_small_pieces_of_html(client, id):
    answer = client.get(f"{SERVICE}/flyout/{id}").json()
    assert problems("flyout-response", answer) == []


def test_names_cannot_bring_markup_into_a_client(client):
    place = make_place('<img src=x onerror="alert(1)">', "US")
    answer = client.get(f"{SERVICE}/flyout/entity", {"id": place.key}).json()
    assert "<img" not in answer["html"]
    preview = client.get(f"{SERVICE}/preview", {"id": place.key}).content.decode()
    assert "<img" not in preview


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_preview_may_be_framed_and_loads_only_the_site_s_style(client, language):
    response = client.get(f"/api/reconcile/{language}/preview?id=ru%2Fvladivostok")
    page = response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in response
    assert f'<html lang="{language}">' in page
    assert ("Владивосток" if language == "ru" else "Vladivostok") in page
    assert f"/{language}/places/ru/vladivostok/" in page
    assert not any(word in page for word in ("<script", "<style", "style=", "onclick"))


def test_no_other_page_may_be_framed(client):
    for path in ("/en/", "/en/places/ru/vladivostok/", SERVICE, f"{SERVICE}/features"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_a_preview_of_nothing_says_so(client):
    response = client.get(f"{SERVICE}/preview?id=ru%2Fnowhere")
    assert response.status_code == 404
    assert "There is no place with this identifier." in response.content.decode()


@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_a_flyout_of_nothing_is_a_problem(client, what):
    response = client.get(f"{SERVICE}/flyout/{what}?id=nothing")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_features_of_candidates_are_explained(client):
    page = client.get(f"{SERVICE}/features").content.decode()
    make_claim()
    queries = {
        "q": {
            "query": "Vladivostok",
            "type": "city",
            "properties": [
                {"pid": "country", "v": "RU"}, {"pid": "kind", "v": "city"}, {"pid": "wikidata", "v": "Q959"},
                {"pid": "division", "v": "RU-PRI"}, {"pid": "coordinates", "v": "43.1, 131.9"},
                {"pid": "ties", "v": "Tacoma"},
            ],
        },
        "w": {"query": "San Diego, California"},
    }  # fmt: skip
    answer = ask(client, "queries", queries)
    used = {f["id"] for q in answer.values() for one in q["result"] for f in one["features"]}
    assert used == {
        "name", "exact_name", "identifier", "country", "division", "within", "kind", "type", "coordinates",
        "distance_km", "ties", "ties_known",
    }  # fmt: skip
    assert all(f'id="{feature}"' in page for feature in used)


def test_the_service_stays_out_of_the_contract_of_the_api():
    assert reverse("reconciliation:endpoint", args=["en"]) == SERVICE
    from jumelage.api.app import api

    assert not any("reconcile" in path for path in api.get_openapi_schema()["paths"])


def test_the_examples_of_the_document_are_answered_so(client):
    text = (ROOT / "docs" / "reconciliation-service.md").read_text(encoding="utf-8")
    examples = re.findall(
        r"--data-urlencode '(\w+)=(.+?)'\n```\s+```json\n(.+?)```", text, re.DOTALL
    )
    assert [message for message, *_ in examples] == ["queries", "extend"]
    for message, question, promised in examples:
        assert ask(client, message, json.loads(question)) == json.loads(promised)


def test_the_document_names_every_property_and_type():
    from jumelage.api.reconciliation.words import ALIASES, PROPERTIES, TYPES

    text = (ROOT / "docs" / "reconciliation-service.md").read_text(encoding="utf-8")
    assert [word for word in {*PROPERTIES, *ALIASES, *TYPES} if f"`{word}`" not in text] == []
