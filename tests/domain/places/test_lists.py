"""Files of names: columns by any usual name, bad input said clearly, figures by known coordinates."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.lists import (
    OUT_COLUMNS,
    Gold,
    UnreadableListError,
    by_majority,
    figures,
    out_row,
    read_gold,
    read_list,
    unanswered,
    without_coordinates,
)
from jumelage.places.domain.matcher import Match, NameMatcher, Query
from jumelage.places.domain.reconcile import Mention, reconcile

from .small import gazetteer

MATCHER = NameMatcher(gazetteer())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("name,country\nColumbus,US\n", Query("Columbus", "US")),
        ("City;Country Code\nColumbus;us\n", None),
        ("city;country_code\nColumbus;us\n", Query("Columbus", "US")),
        ("place\tcountry\tstate\nColumbus\tUSA\tGeorgia\n", Query("Columbus", "US", "Georgia")),
        ("city,country\nWells,England\n", Query("Wells", "GB", "GB-ENG")),
        ('city,country\n"Varna, Bulgaria",\n', Query("Varna", "BG")),
        ("city,country,kind\nOrange,US,county\n", Query("Orange", "US", kind=Kind.COUNTY)),
        ("city,country,kind\nX,RU,oblast\n", Query("X", "RU", kind=Kind.REGION)),
        (
            "name,country,latitude,lon\nColumbus,US,32.5,-85\n",
            Query("Columbus", "US", lat=32.5, lng=-85.0),
        ),
        ("name,country,lat,lng\nColumbus,US,132,x\n", Query("Columbus", "US")),
        (
            "name,country,geonameid,qid\nColumbus,US,12,Q1\n",
            Query("Columbus", "US", identifiers=(("geonames", "12"), ("wikidata", "Q1"))),
        ),
    ],
)
def test_columns_are_recognised(text: str, query: Query | None) -> None:
    if query is None:
        with pytest.raises(UnreadableListError, match="country"):
            read_list(text.encode(), "a file")
        return
    (name,) = read_list(text.encode(), "a file").names
    assert name.query == query
    assert name.line == 2


def test_pairs_and_partners() -> None:
    pairs = read_list(b"city1,country1,city2,country2\nA,US,B,DE\nC,US,D,FR\n", "pairs")
    assert pairs.pairs
    assert [name.name for name in pairs.names] == ["A", "B", "C", "D"]
    assert pairs.partners == [1, 0, 3, 2]
    rows = read_list(b"name,country,partner,partner_country\nA,US,B,DE\nC,US,,\n", "rows")
    assert not rows.pairs
    assert rows.partners == [1, 0, None]
    assert [name.beside for name in rows.names] == [False, True, False]
    mentions, places = rows.mentions()
    assert mentions[0] == Mention(Query("A", "US"), 1)
    assert places == {0: 0, 1: 1, 2: 2}


def test_a_name_of_no_country_keeps_its_place() -> None:
    names = read_list(b"city1,country1,city2,country2\nA,Atlantis,B,DE\n", "a file")
    mentions, places = names.mentions()
    assert mentions == [Mention(Query("B", "DE"), None)]
    assert places == {1: 0}
    match = unanswered(names.names[0])
    assert match.code == "country"
    assert "Atlantis" in match.reason
    assert "ISO code" in match.reason


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column of name"),
        (b"name,b\n1,2\n", "no column of country"),
        (b"name,country\nA,US\n\xff\xfe,US\n", "line 3"),
        (b'name,country\n"A,US\n' + b"x" * 200_000, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read_list(data, "a file")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"city,country\nA,US\n", "lat, lng"), (b"city,country,lat,lng\nA,US,x,1\n", "line 2")],
)
def test_answers_that_cannot_be_read_are_said(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read_gold(data, "gold")


def answer(name: str, country: str = "US") -> Match:
    return MATCHER.match(Query(name, country))


def test_figures() -> None:
    gold = [
        Gold("Columbus", "USA", 39.96, -83.0),
        Gold("San Diego", "USA", 0.0, 0.0),
        Gold("Nowhere", "USA", 1.0, 1.0),
        Gold("Vladivostok", "Russia", 43.1, 131.9),
        Gold("Absent", "Russia", 1.0, 1.0),
    ]
    answers = {
        (known.name, known.country): answer(known.name, "RU" if "Rus" in known.country else "US")
        for known in gold[:4]
    }
    found = figures(gold, answers)
    assert (found.names, found.absent) == (4, 1)
    assert (found.coverage, found.precision, found.recall) == (0.75, 2 / 3, 0.5)
    assert found.us_precision == 0.5
    empty = figures([], {})
    assert (empty.coverage, empty.precision, empty.recall, empty.us_precision) == (0, 0, 0, 0)


def test_most_mentions_decide() -> None:
    names = read_list(b"name,country\nColumbus,US\nColumbus,US\nColumbus,US\n", "a file")
    georgia = MATCHER.match(Query("Columbus", "US", "US-GA"))
    ohio = answer("Columbus")
    (most,) = by_majority(names, [ohio, georgia, georgia]).values()
    assert most is georgia


def test_known_coordinates_are_no_hints() -> None:
    names = read_list(b"name,country,lat,lng\nColumbus,US,32.5,-85\n", "a file")
    (name,) = without_coordinates(names).names
    assert name.query == Query("Columbus", "US")


def test_rows_are_safe_for_spreadsheets() -> None:
    names = read_list(b'name,country\n"=1+1",US\nSan Diego,US\n', "a file")
    mentions, _ = names.mentions()
    rows = [
        dict(zip(OUT_COLUMNS, out_row(name, match), strict=True))
        for name, match in zip(names.names, reconcile(mentions, MATCHER), strict=True)
    ]
    assert rows[0]["name"] == "'=1+1"
    assert rows[0]["outcome"] == "none"
    assert (rows[1]["ref"], rows[1]["lat"]) == ("geonames:10", 32.72)
    assert rows[1]["candidates"] == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableListError):
        names = read_list(data, "a file")
        assert len(names.names) == len(names.partners)


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=6))
def test_every_row_has_its_name(rows: list[tuple[str, str]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["name", "country"])
    writer.writerows(rows)
    names = read_list(file.getvalue().encode("utf-8", "replace"), "a file").names
    assert len(names) == sum(1 for row in rows if any(cell.strip() for cell in row))
    assert all(name.query or name.problem for name in names)
