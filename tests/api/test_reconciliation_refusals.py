"""Questions that cannot be answered: said clearly, and never an error of the server."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.api.reconciliation.answering import MAX_BODY
from tests.api.test_reconciliation import SERVICE

pytestmark = pytest.mark.django_db


def sent(client, field, value):
    return client.post(SERVICE, {field: value if isinstance(value, str) else json.dumps(value)})


@pytest.mark.parametrize(
    ("queries", "field"),
    [
        ("{", "queries"),
        ("", "queries"),
        ("NaN", "queries"),
        ("[" * 100_000, "queries"),
        ("[]", "queries"),
        ({"q0": "Moscow"}, "q0"),
        ({"q0": None}, "q0"),
        ({"q0": {}}, "q0"),
        ({"q0": {"properties": []}}, "q0"),
        ({"q0": {"query": 5}}, "q0.query"),
        ({"q0": {"query": "a", "type": 5}}, "q0.type"),
        ({"q0": {"query": "a", "type": ["city", {}]}}, "q0.type"),
        ({"q0": {"query": "a", "type": "planet"}}, "q0.type"),
        ({"q0": {"query": "a", "type_strict": "maybe"}}, "q0.type_strict"),
        ({"q0": {"query": "a", "type_strict": []}}, "q0.type_strict"),
        ({"q0": {"query": "a", "limit": 0}}, "q0.limit"),
        ({"q0": {"query": "a", "limit": -(10**400)}}, "q0.limit"),
        ({"q0": {"query": "a", "limit": "many"}}, "q0.limit"),
        ({"q0": {"query": "a", "limit": True}}, "q0.limit"),
        ('{"q0": {"query": "a", "limit": 1e999}}', "q0.limit"),
        ({"q0": {"query": "a", "properties": {}}}, "q0.properties"),
        ({"q0": {"query": "a", "properties": ["country"]}}, "q0.properties.0"),
        ({"q0": {"query": "a", "properties": [{"v": "RU"}]}}, "q0.properties.0.pid"),
        ({"q0": {"query": "a", "properties": [{"pid": "country"}]}}, "q0.properties.0.v"),
        ({"q0": {"query": "a", "properties": [{"pid": "mayor", "v": "x"}]}}, "q0.properties.0.pid"),
        (
            {"q0": {"query": "a", "properties": [{"pid": "population", "v": 5}]}},
            "q0.properties.0.pid",
        ),
        (
            {"q0": {"query": "a", "properties": [{"pid": "country", "v": {"name": "RU"}}]}},
            "q0.properties.0.v",
        ),
        (
            {"q0": {"query": "a", "properties": [{"pid": "country", "v": [["RU"]]}]}},
            "q0.properties.0.v",
        ),
        (
            {"q0": {"query": "a", "properties": [{"pid": "country", "v": ["x"] * 11}]}},
            "q0.properties.0.v",
        ),
        (
            {"q0": {"query": "a", "properties": [{"pid": "country", "v": "x"}] * 11}},
            "q0.properties",
        ),
        ({"\ud800": {}}, "?"),
    ],
)
def test_a_batch_that_cannot_be_understood_is_refused_with_the_place(client, queries, field):
    response = sent(client, "queries", queries)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["field"] == field
    assert response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ([], "extend"),
        ({"ids": "ru/hub", "properties": []}, "ids"),
        ({"ids": [5], "properties": []}, "ids"),
        ({"ids": []}, "properties"),
        ({"ids": [], "properties": ["kind"]}, "properties.0"),
        ({"ids": [], "properties": [{"id": "mayor"}]}, "properties.0.id"),
        ({"ids": [], "properties": [{"id": "ties", "settings": None}]}, None),
        ({"ids": [], "properties": [{"id": "ties", "settings": [1]}]}, "properties.0.settings"),
        ({"ids": [], "properties": [{"id": "ties", "settings": {"on": "soon"}}]}, "properties.0.settings.on"),
        ({"ids": [], "properties": [{"id": "ties", "settings": {"standing": 5}}]}, "properties.0.settings.standing"),
        ({"ids": [], "properties": [{"id": "ties", "settings": {"limit": -1}}]}, "limit"),
        ({"ids": [], "properties": [{"id": "ties", "settings": {"limit": {}}}]}, "limit"),
    ],
)  # fmt: skip
def test_an_extension_that_cannot_be_understood_is_refused_with_the_place(client, query, field):
    response = sent(client, "extend", query)
    assert response.status_code == (400 if field else 200)
    if field:
        assert response.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("queries", {f"q{n}": {"query": "a"} for n in range(51)}),
        ("extend", {"ids": ["a/b"] * 101, "properties": []}),
        ("extend", {"ids": [], "properties": [{"id": "kind"}] * 31}),
        ("queries", "x" * MAX_BODY),
    ],
)
def test_too_much_at_once_is_refused(client, field, data):
    response = sent(client, field, data)
    assert response.status_code == 413
    assert "t most" in response.json()["title"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("suggest/entity", 400),
        ("suggest/entity?prefix=a&cursor=-1", 400),
        ("suggest/entity?prefix=a&cursor=many", 400),
        ("suggest/entity?prefix=a&cursor=²", 400),
        ("suggest/entity?prefix=a&cursor=999999999", 200),
        ("suggest/entity?prefix=%00", 200),
        ("suggest/type?prefix=…", 200),
        ("suggest/entity?prefix=" + "x" * 500, 200),
        ("properties?type=planet", 400),
        ("properties?type=city&limit=few", 400),
        ("flyout/entity?id=%00/%00", 404),
        ("flyout/entity?id=" + "x" * 500, 404),
        ("flyout/entity", 404),
        ("flyout/planet?id=x", 404),
        ("preview", 404),
        ("?queries={", 400),
        ("?queries={}&extend={}", 400),
        ("?queries={}", 200),
        ("?query=Moscow", 200),
    ],
)
def test_addresses_answer_odd_questions(client, path, status):
    response = client.get(f"{SERVICE}/{path}" if not path.startswith("?") else SERVICE + path)
    assert response.status_code == status


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data"],
)
def test_what_is_no_form_is_refused(client, kind):
    response = client.post(SERVICE, b'{"queries": "{}"}', content_type=kind)
    assert response.status_code == 400


def test_a_form_of_many_fields_is_refused(client):
    response = client.post(SERVICE, {f"f{number}": "x" for number in range(2000)})
    assert response.status_code in {400, 413}
    assert response["Access-Control-Allow-Origin"] == "*"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["Vladivostok", "city", "country", "ties", "Q959", "ru/vladivostok"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id", "ids", "settings", "q0"]), inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(field=st.sampled_from(["queries", "extend"]), data=JSON)
def test_no_question_is_an_error_of_the_server(client, field, data):
    batch = data if not isinstance(data, dict) or field == "extend" else {"q0": data, **data}
    assert sent(client, field, json.dumps(batch)).status_code in {200, 400, 413}
