"""Writing places, and finding them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.places.actions import NameData, PlaceData, record_place
from jumelage.places.models import Place, PlaceIdentifier
from jumelage.places.queries import find_places, place_at, place_by_identifier, search_places
from tests.factories import make_claim, make_place

pytestmark = pytest.mark.django_db


def data(**changes):
    values = {"country": "RU", "kind": "city", "name": "Vladivostok", "lat": 43.1, "lng": 131.9}
    return PlaceData(**{**values, **changes})


def record(**changes):
    return record_place(actor=OPERATOR, data=data(**changes))


def test_a_place_has_a_readable_address():
    place, new = record()
    assert new
    assert place.key == "ru/vladivostok"
    assert place_at("RU", "Vladivostok") == place


def test_recording_again_changes_nothing_or_what_differs():
    record()
    before = revision()
    _, changed = record()
    assert not changed
    assert revision() == before
    place, changed = record(population=600_000, population_year=2021)
    assert changed
    assert Place.objects.get() == place
    assert place.population == 600_000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "…"}, "name"),
        ({"country": "ZZ"}, "country"),
        ({"kind": "village"}, "kind"),
        ({"lng": None}, "lat"),
        ({"lat": 91.0}, "lat"),
        ({"lat": float("nan")}, "lat"),
        ({"identifiers": {"wikidata": "959"}}, "wikidata"),
        ({"identifiers": {"unlocode": "RUVVO"}}, "unlocode"),
    ],
)
def test_impossible_input_is_refused_with_its_reason(changes, field):
    with pytest.raises(RefusedError) as refused:
        record(**changes)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Place.objects.exists()


def test_an_identifier_is_of_one_place():
    record(identifiers={"wikidata": "Q959"})
    with pytest.raises(RefusedError, match="already identifies ru/vladivostok"):
        record(name="Nakhodka", identifiers={"wikidata": "Q959"})
    assert Place.objects.count() == 1


def test_only_the_operator_records_places():
    with pytest.raises(NotAllowedError):
        record_place(actor=Actor(label="somebody"), data=data())


def test_identifiers_lead_to_their_register():
    record(identifiers={"wikidata": "Q959", "iso3166-2": "RU-PRI"})
    urls = {identifier.scheme: identifier.url for identifier in PlaceIdentifier.objects.all()}
    assert urls["wikidata"] == "https://www.wikidata.org/wiki/Q959"
    assert urls["iso3166-2"].endswith(":RU")


@pytest.fixture
def vladivostok():
    place, _ = record(
        names=[
            NameData("Владивосток", "ru", "official"),
            NameData("海參崴", "zh", "former"),
        ],
        identifiers={"wikidata": "Q959", "geonames": "2013348"},
    )
    return place


@pytest.mark.parametrize(
    "text",
    ["Vladivostok", "vladi", "ВЛАДИВОСТОК", "влад", "海參崴", "Q959", "q959", "wikidata:Q959",
     "2013348", "ru/vladivostok"],
)  # fmt: skip
def test_a_place_is_found_in_any_script_and_by_identifier(vladivostok, text):
    assert [hit.place for hit in search_places(text)] == [vladivostok]


@pytest.mark.parametrize("text", ["", "   ", "…", "divostok", "Q95", "us/vladivostok", "%", "_"])
def test_what_is_no_beginning_of_a_name_finds_nothing(vladivostok, text):
    assert search_places(text) == []


def test_whole_names_come_first_then_the_most_connected():
    small, large = make_place("Moscow Township", "US"), make_place("Moscow Heights", "US")
    exact = make_place("Moscow", "US")
    make_claim(large, make_place())
    assert [hit.place for hit in search_places("Moscow")] == [exact, large, small]
    assert find_places("Moscow") == [exact]
    assert len(search_places("Moscow", limit=2)) == 2


def test_names_are_shown_in_the_readers_language(vladivostok, settings):
    from django.utils import translation

    assert vladivostok.local_name == "Vladivostok"
    with translation.override("ru"):
        assert vladivostok.local_name == "Владивосток"


def test_the_number_of_queries_of_a_search_does_not_grow():
    def asked(number):
        for part in range(number):
            make_place(f"Springfield {number} {part}", "US", ru="Спрингфилд")
        with CaptureQueriesContext(connection) as queries:
            assert len(search_places("Spring", language="ru")) == min(number, 10)
        return len(queries)

    assert asked(1) == asked(20)


def test_a_place_is_known_by_any_of_several_identifiers(vladivostok):
    assert place_by_identifier([("geonames", "1"), ("wikidata", "Q959")]) == vladivostok
    assert place_by_identifier([]) is None
