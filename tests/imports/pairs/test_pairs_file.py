"""Lists of pairs: every row is a statement or a remark, with the row as it was."""

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.imports.adapters.pairs import PairsFile
from jumelage.imports.domain.statements import (
    ATTESTED,
    Acting,
    Remark,
    Statement,
    UnreadableSourceError,
)
from jumelage.places.domain.matcher import Query
from tests.imports.real import real

LIST = """country1,city1,city2,country2,note
Russia,Vladivostok,San Diego,United States,since 1991
USA,San Diego,Владивосток,Россия,
Wales,Newport,Columbus,"Ohio, USA",
in Italy,Rome,Paris,France,
Japan,,Paris,France,
Italy,Roma,Roma,Italy,
"""


def write(tmp_path, content):
    path = tmp_path / "pairs.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return PairsFile(path)


def read(tmp_path, content):
    return list(write(tmp_path, content).read())


def test_every_row_is_a_statement_or_a_remark_in_the_order_of_the_file(tmp_path):
    items = read(tmp_path, LIST)
    assert [(item.line, getattr(item, "code", "")) for item in items] == [
        (2, ""), (3, "duplicate"), (4, ""), (5, "country"), (6, "empty"), (7, "same_place"),
    ]  # fmt: skip


def test_a_statement_attests_and_keeps_its_row(tmp_path):
    first, _, newport, *_ = read(tmp_path, LIST)
    assert (first.first.query, first.second.query) == (
        Query("Vladivostok", "RU"),
        Query("San Diego", "US"),
    )
    assert (first.claims, first.stated_by) == (ATTESTED, Acting.BOTH)
    assert first.locator == "line 2; note: since 1991"
    assert first.row["country1"] == "Russia"
    assert (newport.first.query.division, newport.second.query.division) == ("GB-WLS", "US-OH")
    assert newport.row["country2"] == "Ohio, USA"


def test_a_remark_says_what_is_meant(tmp_path):
    remark = read(tmp_path, LIST)[3]
    assert (remark.column, remark.suggestion, remark.used) == ("country1", "Italy", False)
    assert remark.row["city1"] == "Rome"


def test_a_row_that_csv_cannot_read_stands_where_it_is(tmp_path):
    head = "city1,country1,city2,country2\nRoma,IT,Paris,FR\n"
    items = read(tmp_path, head + f'"{"x" * 200_000}",IT,Lyon,FR\nBari,IT,Lyon,FR\n')
    assert [(item.line, getattr(item, "code", "")) for item in items] == [
        (2, ""),
        (3, "unreadable"),
        (4, ""),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "no column"), ("a,b\n1,2\n", "city1"), (b"PK\x03\x04abc", "save the table as CSV")],
)
def test_an_unreadable_file_is_refused(tmp_path, content, words):
    with pytest.raises(UnreadableSourceError, match=words):
        read(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableSourceError, match="No such file"):
        list(PairsFile(tmp_path / "none.csv").read())


def test_the_digest_is_that_of_the_file(tmp_path):
    assert write(tmp_path, LIST).digest() == hashlib.sha256(LIST.encode()).hexdigest()


def test_progress_ends_at_the_end(tmp_path):
    told = []
    list(write(tmp_path, LIST).read(lambda *step: told.append(step)))
    assert (told[0], told[-1]) == (("read", 0, 8), ("read", 8, 8))


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode())))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    for content in (data, b"city1,country1,city2,country2\n" + data):
        path.write_bytes(content)
        with suppress(UnreadableSourceError):
            items = list(PairsFile(path).read())
            assert all(isinstance(item, Remark | Statement) for item in items)


def test_the_real_list():
    items = list(PairsFile(real("twin-towns-2026/pairs.csv")).read())
    statements = [item for item in items if isinstance(item, Statement)]
    assert len(items) == 26_114
    assert len(statements) > 24_800
    assert all(len(item.row) == 4 for item in statements)
