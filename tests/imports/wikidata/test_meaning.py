"""What items and statements of Wikidata mean."""

import pytest

from jumelage.core.domain.dates import parse_date
from jumelage.imports.adapters.wikidata_items import item_of, value_of
from jumelage.imports.domain.statements import Acting, Remark, SourceName, Statement
from jumelage.imports.domain.wikidata import Is, Value
from jumelage.imports.domain.wikidata_classes import CLASSES, NO_PLACES
from jumelage.imports.domain.wikidata_dates import UnusableTimeError, edtf, gregorian
from jumelage.places.domain.kinds import LABELS, Kind
from tests.imports.wikidata.entities import (
    ENTITIES,
    HOSTILE,
    JULIAN,
    NONE,
    SAN_DIEGO,
    SOME,
    VLADIVOSTOK,
    claim,
    country,
    item,
    number,
    place,
    point,
    snak,
    spoken,
    text,
    time,
    twin,
    wd,
    year,
)

RUSSIA, JAPAN = country("Q159", "Russia", "RU"), country("Q17", "Japan", "JP")
US = country("Q30", "United States", "US")


def statements(found):
    return [one for one in found if isinstance(one, Statement)]


def remarks(found):
    return [one for one in found if isinstance(one, Remark)]


def codes(found):
    return [(one.code, one.used) for one in remarks(found)]


def kinds(statement):
    return [(claim.kind, claim.when) for claim in statement.claims]


def pair(*twins, other=()):
    """Two cities; the first names the second as given."""
    return [
        place("Q1", {"en": "One"}, "Q159", *twins),
        place("Q2", {"en": "Two"}, "Q159", twin("Q1"), *other),
    ]


@pytest.mark.parametrize(
    ("written", "precision", "expected"),
    [
        ("+1989-05-12T00:00:00Z", 11, "1989-05-12"),
        ("+1989-05-12T00:00:00Z", 10, "1989-05"),
        ("+1989-05-12T00:00:00Z", 9, "1989"),
        ("+1989-00-00T00:00:00Z", 8, "198X"),
        ("+1989-00-00T00:00:00Z", 11, "1989"),
        ("+1989-05-00T00:00:00Z", 11, "1989-05"),
        ("+00000001989-01-01T00:00:00Z", 9, "1989"),
        ("1989-01-01T00:00:00Z", 14, "1989-01-01"),
        ("+0836-00-00T00:00:00Z", 9, "0836"),
    ],
)
def test_a_time_is_as_precise_as_wikidata_knows_it(written, precision, expected):
    found = edtf(Value(Is.TIME, written, precision=precision))
    assert found == expected
    assert parse_date(found)


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("+0000-00-00T00:00:00Z", 11), ("-0044-03-15T00:00:00Z", 11), ("+1900-00-00T00:00:00Z", 7),
        ("+12000-01-01T00:00:00Z", 9), ("+1989-13-40T00:00:00Z", 11), ("yesterday", 11), ("", 9),
        ("+0500-01-01T00:00:00Z", 9), ("+9999-01-01T00:00:00Z", 9), ("+1989-02-30T00:00:00Z", 11),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_meant_is_refused(written, precision):
    with pytest.raises(UnusableTimeError):
        edtf(Value(Is.TIME, written, precision=precision))


@pytest.mark.parametrize(
    ("julian", "expected"),
    [
        ((1582, 10, 5), (1582, 10, 15)),
        ((1700, 2, 29), (1700, 3, 11)),
        ((1917, 10, 25), (1917, 11, 7)),
    ],
)
def test_julian_days_become_gregorian_ones(julian, expected):
    assert gregorian(*julian) == expected


def test_a_julian_day_is_converted_and_a_julian_year_is_not(read):
    day = time("+1917-10-25T00:00:00Z", 11, JULIAN)
    found = read(
        [
            *pair(twin("Q2", P580=day), twin("Q2", P580=time("+1917-00-00T00:00:00Z", 9, JULIAN))),
            RUSSIA,
        ]
    )
    assert [kinds(one)[1][1] for one in statements(found)[:2]] == ["1917-11-07", "1917"]


def test_vladivostok_is_read_as_it_stands(read):
    first = statements(read([VLADIVOSTOK, SAN_DIEGO, RUSSIA, US]))[0]
    query = first.first.query
    assert (query.name, query.country, query.kind) == ("Vladivostok", "RU", Kind.CITY)
    assert (query.lat, query.lng) == (43.115, 131.885)
    assert query.identifiers == (("wikidata", "Q959"), ("geonames", "2013348"))
    assert (first.first.population, first.first.population_year) == (603_519, 2021)
    assert first.first.names == (
        SourceName("Владивосток", "ru"), SourceName("город Владивосток", "ru", "official"),
        SourceName("Влад", "ru"), SourceName("Владик", "ru"),
    )  # fmt: skip
    assert first.second.query.name == "San Diego"
    assert kinds(first) == [("attested", ""), ("signed", "1991")]
    assert first.stated_by is Acting.FIRST
    assert first.locator.startswith("Q959$")
    reference = "https://www.sandiego.example/sisters, retrieved 2022-03-01; imported from Q328"
    assert first.claims[0].note == f"reference: {reference}"


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        ({}, [("attested", "")]),
        ({"P580": year(1991)}, [("attested", ""), ("signed", "1991")]),
        ({"P585": year(1991)}, [("attested", ""), ("signed", "1991")]),
        ({"P580": year(1991), "P585": year(1995)}, [("attested", ""), ("signed", "1991")]),
        ({"P580": SOME}, [("attested", "")]),
        ({"P580": NONE}, [("attested", "")]),
        ({"P580": [year(1992), year(1991)]}, [("attested", ""), ("signed", "1991")]),
        ({"P582": year(2022)}, [("ended", "2022")]),
        ({"P580": year(1991), "P582": year(2022)}, [("signed", "1991"), ("ended", "2022")]),
        ({"P582": SOME}, [("ended", "")]),
        ({"P582": NONE}, [("attested", "")]),
        ({"P582": year(2030)}, [("attested", ""), ("ended", "2030")]),
        ({"P582": time("+0000-00-00T00:00:00Z", 11)}, [("ended", "")]),
    ],
)
def test_qualifiers_say_when_it_began_and_ended(read, qualifiers, expected):
    found = read([*pair(twin("Q2", **qualifiers)), RUSSIA])
    assert kinds(statements(found)[0]) == expected


def test_an_end_cause_is_a_note_and_no_event_of_its_own(read):
    found = statements(
        read(
            [*pair(twin("Q2", P582=year(2022), P1534=wd("Q7")), twin("Q2", P1534=wd("Q7"))), RUSSIA]
        )
    )
    assert [(one.kind, one.note) for one in found[0].claims] == [("ended", "end cause: Q7")]
    assert [(one.kind, one.note) for one in found[1].claims] == [("attested", "end cause: Q7")]


def test_deprecated_statements_are_not_used(read):
    found = read([*pair(twin("Q2", "deprecated")), RUSSIA])
    assert codes(found) == [("deprecated", False)]
    assert [one.first.query.name for one in statements(found)] == ["Two"]


def test_of_a_pair_the_preferred_statement_counts_and_other_pairs_are_untouched(read):
    cities = pair(twin("Q2", P580=year(1950)), twin("Q2", "preferred", P580=year(1992)), twin("Q3"))
    found = read([*cities, place("Q3", {"en": "Three"}, "Q159", twin("Q1")), RUSSIA])
    assert codes(found) == [("outranked", False)]
    assert [kinds(one) for one in statements(found)[:2]] == [
        [("attested", ""), ("signed", "1992")], [("attested", "")],
    ]  # fmt: skip


def test_the_country_is_the_one_of_today(read):
    found = read([VLADIVOSTOK, SAN_DIEGO, RUSSIA, US])
    assert {one.first.query.country for one in statements(found)} == {"RU", "US"}
    assert "country" not in dict(codes(found))


@pytest.mark.parametrize(
    ("countries", "code", "remark"),
    [
        ([claim("P17", wd("Q15180"))], "SUHH", "no more"),
        ([claim("P17", wd("Q15180"), P582=year(1991))], "SUHH", "no more"),
        ([claim("P17", wd("Q17")), claim("P17", wd("Q159"), "preferred")], "RU", ""),
        ([claim("P17", wd("Q17")), claim("P17", wd("Q159"))], "JP", "several countries"),
        ([claim("P17", wd("Q17"), "deprecated"), claim("P17", wd("Q159"))], "RU", ""),
        ([claim("P17", wd("Q777"))], "", "no ISO 3166 code"),
        ([], "", "no country"),
    ],
)
def test_countries_that_are_not_plain_are_reported(read, countries, code, remark):
    odd = item("Q1", {"en": "Odd"}, claim("P31", wd("Q515")), *countries, twin("Q2"))
    found = read([odd, *pair()[1:], RUSSIA, JAPAN])
    assert statements(found)[0].first.query.country == code
    messages = [one.message for one in remarks(found) if one.code == "country"]
    assert (len(messages) == 1 and remark in messages[0]) if remark else messages == []


def test_hostile_statements_are_reported_and_stop_nothing(read):
    found = read(ENTITIES)
    said = codes(found)
    assert said.count(("target", False)) == 3
    assert ("self", False) in said
    assert ("no_place", False) in said
    assert ("date", True) in said
    assert ("one_sided", True) in said
    assert all(one.message for one in remarks(found))
    assert "198X" in [when for one in statements(found) for _, when in kinds(one)]


def test_a_twin_town_that_is_known_by_its_identifier_only_is_used(read):
    statement = statements(read([*pair(twin("Q999")), RUSSIA]))[0]
    assert statement.second.query.identifiers == (("wikidata", "Q999"),)
    assert (statement.second.query.name, statement.second.names) == ("", ())


def test_a_populated_place_that_names_nobody_is_known_wherever_it_stands(read):
    quiet = place("Q3", {"en": "Quiet"}, "Q159", claim("P1082", number(5)))
    for entities in ([quiet, *pair(twin("Q3")), RUSSIA], [RUSSIA, *pair(twin("Q3")), quiet]):
        assert statements(read(entities))[0].second.query.name == "Quiet"


def test_names_fall_back_and_are_never_empty(read):
    one = place("Q1", {"en": "One"}, "Q159", claim("P1082", number(5)))
    many = [
        place("Q3", {"mul": "Everywhere"}, "Q159", twin("Q1")),
        place("Q4", {"ceb": "Ngalan"}, "Q159", twin("Q1")),
        place("Q5", {}, "Q159", twin("Q1"), claim("P1448", spoken("Amtlich", "de"))),
        place("Q6", {}, "Q159", twin("Q1")),
    ]
    found = read([one, pair()[1], *many, RUSSIA])
    names = [one.first.query.name for one in statements(found)]
    assert names == ["Two", "Everywhere", "Ngalan", "Amtlich", "Q6"]
    assert codes(found) == [("label", True)]


@pytest.mark.parametrize(
    ("classes", "kind", "label"),
    [
        (["Q515"], Kind.CITY, "city"),
        (["Q1221156", "Q515"], Kind.CITY, "city"),
        (["Q211690"], Kind.DISTRICT, "London borough"),
        (["Q47168"], Kind.COUNTY, "county"),
        (["Q835714"], Kind.REGION, "oblast"),
        (["Q1221156"], Kind.STATE, "Land"),
        (["Q999998"], Kind.CITY, ""),
        ([], Kind.CITY, ""),
    ],
)
def test_classes_say_what_it_is(read, classes, kind, label):
    odd = item(
        "Q1", {"en": "Odd"}, claim("P17", wd("Q159")), claim("P625", point(1, 2)),
        *(claim("P31", wd(one)) for one in classes), twin("Q2"),
    )  # fmt: skip
    first = statements(read([odd, *pair()[1:], RUSSIA]))[0].first
    assert (first.query.kind, first.label) == (kind, label)


def test_the_table_of_classes_uses_the_labels_of_the_registry():
    assert all(LABELS[label].kind is kind for kind, label in CLASSES.values())
    assert not CLASSES.keys() & NO_PLACES.keys()


@pytest.mark.parametrize(
    "broken",
    [
        None, 5, "Q1", [], {}, {"id": "Q1", "type": "property"}, {"id": "L1", "type": "lexeme"},
        {"id": "P190", "type": "property"}, {"id": "Q0"}, {"id": "Q1x"}, {"id": 5},
    ],
)  # fmt: skip
def test_what_is_no_item_is_none(broken):
    assert item_of(broken, ["en"]) is None


@pytest.mark.parametrize(
    "claims",
    [
        [], None, {"P190": None}, {"P190": {}}, {"P190": [None, 5, {}, {"mainsnak": 5}]},
        {"P190": [{"mainsnak": {"snaktype": "value"}, "rank": 7, "qualifiers": [], "references": 5}]},
        {"P190": [{"mainsnak": snak("P190", wd("Q2")), "id": 9, "qualifiers": {"P580": [None, 5]}}]},
        {"P1082": [{"mainsnak": snak("P1082", text("many"))}], "P625": [{"mainsnak": snak("P625", text(""))}]},
    ],
)  # fmt: skip
def test_broken_claims_are_read_without_an_exception(claims):
    entity = {"id": "Q1", "type": "item", "labels": [], "aliases": [], "claims": claims}
    found = item_of(entity, ["en"])
    assert found is not None
    assert found.qid == "Q1"


@pytest.mark.parametrize(
    "datavalue",
    [
        text("Q2"), {"type": "wikibase-entityid", "value": {"entity-type": "property", "id": "P31"}},
        {"type": "time", "value": {"time": 5}}, {"type": "time", "value": "1989"},
        {"type": "globecoordinate", "value": {"latitude": None, "longitude": 5}}, point(1, 2, "Q405"),
        {"type": "new kind", "value": {}}, {"type": "bad", "error": "Illegal value"},
    ],
)  # fmt: skip
def test_values_that_are_not_as_promised_are_no_items_times_or_points(datavalue):
    value = value_of(snak("P190", datavalue))
    assert value.kind in {Is.BAD, Is.TEXT}
    assert value.qid == ""


def test_an_old_link_without_an_identifier_is_read_by_its_number():
    old = {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": 959}}
    assert value_of(snak("P190", old)).qid == "Q959"


def test_thousands_of_statements_are_all_read(read):
    many = pair(*(twin(f"Q{number}") for number in range(1000, 4000)))
    assert len(statements(read([*many, RUSSIA]))) == 3001


def test_hostile_places_keep_what_is_sound(read):
    reval = next(one for one in statements(read([*HOSTILE, US])) if one.first.query.name == "Reval")
    assert reval.first.query.identifiers == (("wikidata", "Q1007"),)
