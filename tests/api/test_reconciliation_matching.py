"""Matching lists to the registry: what is a match, what only a suggestion, and why."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.audit import OPERATOR
from jumelage.places.actions import NameData, PlaceData, record_place
from tests.api.test_reconciliation import SERVICE, ask
from tests.factories import make_claim, make_place

pytestmark = pytest.mark.django_db


def matched(client, query="", service=SERVICE, **more):
    """Return the candidates for one query, the best first, and the one that matches."""
    properties = [{"pid": pid, "v": value} for pid, value in more.pop("given", {}).items()]
    asked = {
        key: value
        for key, value in {"query": query, "properties": properties, **more}.items()
        if value
    }
    found = ask(client, "queries", {"q0": asked}, service)["q0"]["result"]
    matches = [one["id"] for one in found if one["match"]]
    assert len(matches) <= 1
    assert all(0 <= one["score"] <= 100 for one in found)
    return found, matches[0] if matches else None


def place(name, country="US", *, names=(), **more):
    data = PlaceData(country=country, kind=more.pop("kind", "city"), name=name, names=names, **more)
    return record_place(actor=OPERATOR, data=data)[0]


@pytest.mark.parametrize(
    "query",
    ["Vladivostok", "vladivostok ", "Владивосток", "ВЛАДИВОСТОК", "ru/vladivostok", "RU/Vladivostok", "Q959",
     "wikidata:Q959", "geonames:2013348", "Vladivostok, Russia", "Владивосток (Россия)", "Vladivostok, Primorsky Krai"],
)  # fmt: skip
@pytest.mark.usefixtures("starter")
def test_a_whole_name_or_an_identifier_decides(client, query):
    found, match = matched(client, query)
    assert match == found[0]["id"] == "ru/vladivostok"
    assert found[0]["score"] == 100
    assert found[0]["type"][0] == {"id": "city", "name": "city"}


@pytest.mark.parametrize("query", ["Vladivostock", "Владивасток", "Wladivostok Stadt", "Vladivos"])
@pytest.mark.usefixtures("starter")
def test_a_name_that_is_only_alike_is_suggested_never_taken(client, query):
    found, match = matched(client, query)
    assert match is None
    if query != "Wladivostok Stadt":
        assert found[0]["id"] == "ru/vladivostok"
        assert found[0]["score"] < 90
        assert "only alike: Vladivostok" in found[0]["description"]


@pytest.mark.usefixtures("starter")
def test_a_former_name_leads_to_the_place_and_says_so(client):
    found, match = matched(client, "Leningrad")
    assert match == "ru/saint-petersburg"
    assert found[0]["score"] == 95
    assert "former name" in found[0]["description"]


@pytest.mark.parametrize("query", ["St. Petersburg", "St Petersburg", "st. petersburg, Russia"])
def test_saints_are_found_however_they_are_written(client, query):
    place("Saint Petersburg", "RU")
    assert matched(client, query)[1] == "ru/saint-petersburg"
    place("St. Petersburg", "US")
    assert matched(client, query, given={"country": "Russia"})[1] == "ru/saint-petersburg"
    assert (matched(client, query)[1] is None) == ("Russia" not in query)


@pytest.mark.parametrize(
    "country", ["US", "USA", "United States", "США", "Vereinigte Staaten", ["RU", "US"]]
)
def test_namesakes_are_told_apart_by_the_country_in_any_spelling(client, country):
    place("Moscow", "RU", population=12_000_000)
    place("Moscow", "US", population=25_000)
    assert matched(client, "Moscow")[1] is None
    found, match = matched(client, "Moscow", given={"country": country})
    if isinstance(country, list):
        assert match is None
        assert "2 places answer equally well" in found[0]["description"]
    else:
        assert match == found[0]["id"] == "us/moscow"
        assert "not in the country given" in found[1]["description"]


def test_a_former_state_means_its_successors(client):
    place("Riga", "LV")
    place("Riga", "US")
    assert matched(client, "Riga", given={"country": "СССР"})[1] == "lv/riga"


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"division": "US-OH"}, "us/columbus-oh"),
        ({"division": "Ohio"}, "us/columbus-oh"),
        ({"division": "Огайо"}, "us/columbus-oh"),
        ({"division": "GA"}, "us/columbus-ga"),
        ({"coordinates": "39.96, -83.0"}, "us/columbus-oh"),
        ({"coordinates": "32.5;-84.9"}, "us/columbus-ga"),
        ({"coordinates": "0, 0"}, None),
        ({"coordinates": "somewhere"}, None),
        ({"division": "Atlantis"}, None),
        ({"country": "Ruritania"}, None),
        ({"kind": "county"}, None),
        ({"kind": "город", "division": "Ohio"}, "us/columbus-oh"),
    ],
)
def test_namesakes_are_told_apart_by_where_they_are(client, given, match):
    place("Columbus", slug="columbus-oh", division="US-OH", lat=39.96, lng=-83.0)
    place("Columbus", slug="columbus-ga", division="US-GA", lat=32.49, lng=-84.94)
    found, chosen = matched(client, "Columbus", given=given)
    assert chosen == match
    assert len(found) == 2


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("Columbus, Ohio", "us/columbus-oh"),
        ("Columbus, Georgia", "us/columbus-ga"),  # the state, not the country
        ("Columbus (OH)", "us/columbus-oh"),
        ("Columbus, USA", None),
        ("Columbus, Nowhere", None),
        ("Columbus, Germany", None),
    ],
)
def test_what_the_name_says_after_a_comma_counts(client, query, match):
    place("Columbus", slug="columbus-oh", division="US-OH")
    place("Columbus", slug="columbus-ga", division="US-GA")
    assert matched(client, query)[1] == match


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("Springe (Harbin)", "cn/springe-a"),
        ("Springe, Yining", "cn/springe-b"),
        ("Springe (Lhasa)", None),
        ("Springe (Nowhere)", None),
    ],
)
def test_a_name_may_say_which_town_the_place_lies_in(client, query, match):
    place("Harbin", "CN", lat=45.75, lng=126.65)
    place("Yining", "CN", lat=43.91, lng=81.32)
    place("Lhasa", "CN", lat=29.65, lng=91.1)
    place("Springe", "CN", slug="springe-a", lat=45.55, lng=126.98)
    place("Springe", "CN", slug="springe-b", lat=43.98, lng=81.52)
    assert matched(client, query)[1] == match


def test_namesakes_are_told_apart_by_a_partner(client):
    first, second = (
        place("Springfield", slug="springfield-il"),
        place("Springfield", slug="springfield-ma"),
    )
    partner = make_place("Ashikaga", "JP", ru="Асикага", identifiers={"wikidata": "Q236680"})
    make_claim(first, partner)
    make_claim(second, make_place("Takikawa", "JP"))
    for value in (
        "Ashikaga",
        "Асикага",
        "Q236680",
        partner.key,
        {"id": partner.key, "name": "Ashikaga"},
    ):
        for pid in ("ties", "partner"):
            assert matched(client, "Springfield", given={pid: value})[1] == "us/springfield-il"
    assert (
        matched(client, "Springfield", given={"ties": ["Nowhere", "Takikawa"]})[1]
        == "us/springfield-ma"
    )
    assert matched(client, "Springfield", given={"ties": "Nowhere"})[1] is None


def test_that_no_tie_is_on_record_says_nothing_against_the_only_place_of_that_name(client):
    place("Yakima")
    found, match = matched(client, "Yakima", given={"ties": "Morelia"})
    assert match == "us/yakima"
    assert "no tie with the partner given on record" in found[0]["description"]


def test_who_bears_it_as_the_main_name_is_meant(client):
    place("Petersburg", population=33_000)
    place("Petersburg-on-Sea", names=[NameData("Petersburg", "", "alternative")], population=5_000)
    assert matched(client, "Petersburg")[1] == "us/petersburg"


def test_unless_another_that_is_also_called_so_is_far_larger(client):
    place("Petersburg", population=3_000)
    place(
        "Saint Petersburg",
        "RU",
        names=[NameData("Petersburg", "", "alternative")],
        population=5_000_000,
    )
    found, match = matched(client, "Petersburg")
    assert match is None
    assert {one["id"] for one in found} == {"us/petersburg", "ru/saint-petersburg"}


@pytest.mark.parametrize(
    "value", ["Q60", "q60", "http://www.wikidata.org/entity/Q60", {"id": "Q60", "name": "New York"}]
)
def test_an_identifier_given_decides(client, value):
    place("New York City", identifiers={"wikidata": "Q60", "geonames": "5128581"})
    assert matched(client, given={"wikidata": value})[1] == "us/new-york-city"
    assert matched(client, "Big Apple", given={"wikidata": value})[1] == "us/new-york-city"


def test_an_identifier_and_a_name_that_lead_to_two_places_are_no_match(client):
    place("Boston", identifiers={"wikidata": "Q100"})
    place("Austin", identifiers={"wikidata": "Q16559"})
    found, match = matched(client, "Austin", given={"wikidata": "Q100"})
    assert match is None
    assert {one["id"] for one in found} == {"us/boston", "us/austin"}
    assert matched(client, "Austin", given={"wikidata": "Q999999"})[1] is None


@pytest.mark.parametrize(
    ("asked", "ids", "match"),
    [
        ({"type": "state"}, {"us/new-york-state"}, "us/new-york-state"),
        ({"type": ["state", "city"]}, {"us/new-york-state", "us/new-york"}, None),
        ({"type": ["state", "city"], "type_strict": "all"}, set(), None),
        ({"type": ["place", "city"], "type_strict": "all"}, {"us/new-york"}, "us/new-york"),
        ({"type": "place"}, {"us/new-york-state", "us/new-york"}, None),
        (
            {"type": "city", "type_strict": "should"},
            {"us/new-york-state", "us/new-york"},
            "us/new-york",
        ),
        ({"type": "county"}, set(), None),
    ],
)
def test_types_narrow(client, asked, ids, match):
    place("New York")
    place("New York", kind="state", slug="new-york-state")
    found, chosen = matched(client, "New York", **asked)
    assert {one["id"] for one in found} == ids
    assert chosen == match


def test_the_limit_is_kept(client):
    for number in range(30):
        place("Salem", slug=f"salem-{number}")
    assert len(matched(client, "Salem")[0]) == 5
    assert len(matched(client, "Salem", limit=2)[0]) == 2
    assert len(matched(client, "Salem", limit=1000)[0]) == 25


def test_candidates_come_in_the_order_of_their_scores(client):
    place("Kazan", "RU")
    place("Kazan", "TR")
    place("Kazanka", "UA")
    for given in ({}, {"country": "TR"}):
        scores = [one["score"] for one in matched(client, "Kazan", given=given)[0]]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "query", ["", "   ", "x" * 201, "…", "\0", "Nonesuch", "' OR 1=1 --", "%", "Q0"]
)
@pytest.mark.usefixtures("starter")
def test_a_name_that_is_nothing_s_finds_nothing(client, query):
    response = client.post(SERVICE, {"queries": json.dumps({"q0": {"query": query}})})
    assert response.json() == {"q0": {"result": []}}


def test_empty_values_say_nothing(client):
    place("Yakima")
    assert (
        matched(client, "Yakima", given={"country": "", "ties": [], "division": " "})[1]
        == "us/yakima"
    )


@pytest.mark.usefixtures("starter")
def test_a_query_is_answered_the_same_alone_and_in_a_batch(client):
    names = [
        "Vladivostok",
        "Vladivostock",
        "Leningrad",
        "San Diego, California",
        "Sankt",
        "Q959",
        "Nowhere",
    ]
    together = ask(client, "queries", {name: {"query": name} for name in names})
    assert list(together) == names
    for name in names:
        assert ask(client, "queries", {name: {"query": name}})[name] == together[name]


def test_as_many_statements_for_fifty_queries_as_for_one(client):
    for number in range(50):
        make_claim(place(f"Town {number}"), make_place(f"Ort {number}", "DE"))

    def asked(number, service):
        batch = {
            f"q{n}.{kind}": {"query": query, "properties": properties}
            for n in range(number)
            for kind, query, properties in [
                ("exact", f"Town {n}", [{"pid": "country", "v": "US"}]),
                (
                    "alike",
                    f"Towne {n}",
                    [{"pid": "ties", "v": f"Ort {n}"}, {"pid": "wikidata", "v": f"Q{n + 1}"}],
                ),
                ("address", f"us/town-{n}", []),
                ("within", f"Town {n} (Ort {n})", []),
            ]
        }
        batch = dict(list(batch.items())[:50])
        with CaptureQueriesContext(connection) as statements:
            found = ask(client, "queries", batch, service)
        assert all(found[name]["result"] for name in batch)
        return len(statements)

    assert asked(1, SERVICE) == asked(50, SERVICE) <= 6
    assert asked(1, "/api/reconcile/ru") == asked(50, "/api/reconcile/ru") <= 7
