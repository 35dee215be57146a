"""Files of pairs: every row is understood or reported, whatever it holds."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.places.domain.matcher import NameMatcher, Query
from jumelage.places.domain.pairs import (
    MatchedPair,
    PairProblem,
    PairRow,
    UnreadableFileError,
    match_pairs,
    parse_pairs,
    read_pairs,
)

from .small import gazetteer

HEADER = "city1,country1,city2,country2\n"
#: Real lists lie beside the repository, never in it.


def parse(text: str) -> list[PairRow | PairProblem]:
    return list(parse_pairs(text.encode()))


def problem(text: str) -> PairProblem:
    (item,) = parse(HEADER + text)
    assert isinstance(item, PairProblem)
    return item


def test_a_row() -> None:
    assert parse(HEADER + "Vladivostok,Russia,San Diego,USA\n") == [
        PairRow(2, Query("Vladivostok", "RU"), Query("San Diego", "US"), "line 2")
    ]


def test_columns_in_any_order_and_case_others_kept() -> None:
    (row,) = parse(
        "Note;COUNTRY2;City2;since;country1;city1\nsee p. 3;USA;San Diego;1991;RU;Vladivostok\n"
    )
    assert isinstance(row, PairRow)
    assert (row.first, row.second) == (Query("Vladivostok", "RU"), Query("San Diego", "US"))
    assert row.locator == "line 2; note: see p. 3; since: 1991"


def test_what_the_country_says_more_is_kept() -> None:
    (row,) = parse(HEADER + 'Newport,"Wales, United Kingdom",Columbus,"Ohio, United States"\n')
    assert isinstance(row, PairRow)
    assert (row.first.division, row.second.division) == ("GB-WLS", "US-OH")
    (row,) = parse(HEADER + 'Rjukan,"Tinn, Norway",Vladivostok,Russia\n')
    assert isinstance(row, PairRow)
    assert row.first == Query("Rjukan", "NO", within="Tinn")


@pytest.mark.parametrize(
    ("text", "code", "column", "words"),
    [
        (",Russia,San Diego,USA\n", "empty", "city1", "empty"),
        ("—,Russia,San Diego,USA\n", "empty", "city1", "empty"),
        ("Vladivostok,,San Diego,USA\n", "empty", "country1", "empty"),
        ("Berat,Albania,Fermo,in Italy\n", "country", "country2", "Italy"),
        ("Almaty,Kazakhstah,Tucson,USA\n", "country", "country1", "Kazakhstan"),
        ("Vladivostok,Russia,Niigata\n", "columns", "country2", "fewer"),
        ("Vladivostok,Russia,Washington, D.C.,USA\n", "columns", "", "more"),
        ("Vladivostok,Russia,ВЛАДИВОСТОК,Russia\n", "same_place", "", "itself"),
    ],
)
def test_malformed_rows(text: str, code: str, column: str, words: str) -> None:
    found = problem(text)
    assert (found.line, found.code, found.column) == (2, code, column)
    assert words in found.message
    assert set(found.row) == {"city1", "country1", "city2", "country2"}


def test_a_suggestion_is_given_apart() -> None:
    assert problem("Almaty,Kazakhstah,Tucson,USA\n").suggestion == "Kazakhstan"


def test_namesakes_in_two_parts_of_a_country_are_two_places() -> None:
    (row,) = parse(HEADER + "Newport,Wales,Newport,England\n")
    assert isinstance(row, PairRow)


def test_the_same_pair_again_in_either_order() -> None:
    items = parse(
        HEADER
        + "Vladivostok,Russia,San Diego,USA\n"
        + "Vladivostok,Russia,Columbus,USA\n"
        + "San Diego,United States,Владивосток,RU\n"
    )
    assert [type(item) for item in items] == [PairRow, PairRow, PairProblem]
    last = items[-1]
    assert isinstance(last, PairProblem)
    assert (last.line, last.code) == (4, "duplicate")
    assert "line 2" in last.message


def test_one_bad_row_stops_no_other() -> None:
    items = parse(HEADER + ",,,\nx,in Italy,y,France\nVladivostok,Russia,San Diego,USA\n")
    assert [type(item) for item in items] == [PairProblem, PairProblem, PairRow]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_forms_of_files(encoding: str, delimiter: str, newline: str) -> None:
    lines = [["city1", "country1", "city2", "country2"], ["Łódź", "Польша", "Orléans", "France"]]
    text = newline.join(delimiter.join(line) for line in lines) + newline
    (row,) = parse_pairs(text.encode(encoding))
    assert isinstance(row, PairRow)
    assert (row.first, row.second) == (Query("Łódź", "PL"), Query("Orléans", "FR"))


def test_bytes_that_are_no_text_are_reported_in_their_row() -> None:
    data = (HEADER + "Vladivostok,Russia,San Diego,USA\n").encode()
    items = list(parse_pairs(data + "Köln,Germany,Torino,Italy\n".encode("latin-1")))
    assert isinstance(items[0], PairRow)
    assert isinstance(items[1], PairProblem)
    assert (items[1].line, items[1].code, items[1].column) == (3, "encoding", "city1")


def test_a_field_too_long_for_csv_is_reported() -> None:
    items = parse(HEADER + f'"{"x" * 200_000}",Russia,a,USA\nVladivostok,Russia,San Diego,USA\n')
    assert sorted(type(item).__name__ for item in items) == ["PairProblem", "PairRow"]


@pytest.mark.parametrize("text", ["", "\n", "a,b\n1,2\n", "city1,country1,city2\n"])
def test_a_file_without_the_columns_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError, match="country2"):
        parse(text)


def test_rows_as_mappings() -> None:
    row = {"city1": "Vladivostok", "country1": "RU", "city2": "San Diego", "country2": "US"}
    (item,) = read_pairs([row])
    assert isinstance(item, PairRow)
    assert item.line == 2
    assert list(read_pairs([])) == []


def matched(text: str) -> list[MatchedPair | PairProblem]:
    return list(match_pairs(parse(HEADER + text), NameMatcher(gazetteer(), sure=0.9)))


def test_matching() -> None:
    (pair,) = matched("Vladivostok,Russia,San Diego,USA\n")
    assert isinstance(pair, MatchedPair)
    assert (pair.first, pair.second) == (2013348, 10)
    assert [entry.name for entry in pair.entries] == ["Vladivostok", "San Diego"]
    assert "only" in pair.reasons[0]


def test_matching_says_which_side_and_why() -> None:
    none, ambiguous, same, passed = matched(
        "Vladivostok,Russia,Atlantis,USA\n"
        "Columbus,USA,Vladivostok,Russia\n"
        "Bolzano,Italy,Bozen,Italy\n"
        "Vladivostok,in Italy,Columbus,USA\n"
    )
    assert isinstance(none, PairProblem)
    assert (none.line, none.code, none.column) == (2, "none", "city2")
    assert "Atlantis" in none.message
    assert isinstance(ambiguous, PairProblem)
    assert (ambiguous.code, ambiguous.column) == ("ambiguous", "city1")
    assert "geonames:12 Columbus (US-OH, 913175)" in ambiguous.candidates
    assert isinstance(same, PairProblem)
    assert same.code == "same_place"
    assert isinstance(passed, PairProblem)
    assert passed.code == "country"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableFileError):
        list(parse_pairs(data))


@given(st.text(max_size=400))
def test_any_text_below_the_header_is_understood_or_reported(text: str) -> None:
    for item in parse_pairs((HEADER + text).encode("utf-8", "surrogatepass")):
        assert isinstance(item, PairRow) or item.message


@given(st.lists(st.tuples(*[st.text(max_size=20)] * 4), max_size=8))
def test_every_row_is_accounted_for(rows: list[tuple[str, str, str, str]]) -> None:
    columns = ("city1", "country1", "city2", "country2")
    items = list(read_pairs([dict(zip(columns, row, strict=True)) for row in rows], columns))
    assert len(items) == len(rows)
    assert [item.line for item in items] == list(range(2, len(rows) + 2))


NAMES = st.sampled_from(["Vladivostok", "San Diego", "Columbus", "Bozen", "Bolzano", "Nowhere"])
PLACES = st.tuples(NAMES, st.sampled_from(["Russia", "USA", "Italy", "Japa"]))


@given(PLACES, PLACES)
def test_the_order_of_the_sides_does_not_matter(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    def outcome(first: tuple[str, str], second: tuple[str, str]) -> object:
        file = io.StringIO()
        csv.writer(file).writerow([*first, *second])
        (item,) = matched(file.getvalue())
        if isinstance(item, MatchedPair):
            return frozenset([item.first, item.second])
        return None

    assert outcome(one, other) == outcome(other, one)
