"""Networks: pairs of identifiers, with a file of names."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.imports.adapters.edges import EdgeList
from jumelage.imports.domain.statements import (
    ATTESTED,
    Acting,
    Remark,
    Statement,
    UnreadableSourceError,
)
from jumelage.places.domain.matcher import Query
from tests.imports.real import real

NAMES = "Q64\tBerlin\nQ90\tParis\nQ84\tLondon\n"


def edges(tmp_path, pairs, names=NAMES, **options):
    (tmp_path / "edges.tsv").write_text(pairs, encoding="utf-8")
    (tmp_path / "names.tsv").write_text(names, encoding="utf-8")
    return EdgeList(tmp_path / "edges.tsv", tmp_path / "names.tsv", **options)


def read(tmp_path, pairs, names=NAMES, **options):
    return list(edges(tmp_path, pairs, names, **options).read())


def test_a_pair_is_stated_by_its_first_place(tmp_path):
    (item,) = read(tmp_path, "Q64\tQ90\n")
    assert item.first.query == Query("Berlin", "", identifiers=(("wikidata", "Q64"),))
    assert item.second.query == Query("Paris", "", identifiers=(("wikidata", "Q90"),))
    assert (item.claims, item.stated_by) == (ATTESTED, Acting.FIRST)
    assert item.locator == "line 1: Q64 Q90"
    assert item.row == {"id1": "Q64", "id2": "Q90", "name1": "Berlin", "name2": "Paris"}


def test_both_sides_may_state_a_tie(tmp_path):
    assert [type(item) for item in read(tmp_path, "Q64\tQ90\nQ90\tQ64\n")] == [Statement, Statement]


def test_pairs_that_cannot_be_used(tmp_path):
    text = "Q64\tQ90\nQ64\tQ90\nQ64\tQ64\nQ64\tP90\nQ64\tQ99\nQ64\n"
    codes = [getattr(item, "code", "") for item in read(tmp_path, text)]
    assert codes == ["", "duplicate", "same_place", "identifier", "name", "columns"]


def test_names_that_cannot_be_used(tmp_path):
    items = read(tmp_path, "Q64\tQ90\n", NAMES + "Q64\tWien\nx1\tNowhere\nQ5\t\n")
    assert [(item.line, item.code) for item in items[:-1]] == [
        (4, "name"),
        (5, "identifier"),
        (6, "name"),
    ]
    assert "names.tsv" in items[0].message
    assert items[-1].first.query.name == "Berlin"


@pytest.mark.parametrize(
    "text",
    [
        "from\tto\nQ64\tQ90\n",
        "# a comment\n% sym\n\nQ64 Q90\n",
        "Q64,Q90\r\n",
        "Q64;Q90;extra\n",
        "http://www.wikidata.org/entity/Q64\twd:Q90\n",
        "<http://www.wikidata.org/entity/Q64> <https://www.wikidata.org/wiki/Q90>\n",
        '"Q64"\t"Q90"\n',
    ],
)
def test_forms_of_files(tmp_path, text):
    (item,) = read(tmp_path, text, "id\tname\n" + NAMES)
    assert (item.first.query.name, item.second.query.name) == ("Berlin", "Paris")


def test_names_with_spaces_and_commas(tmp_path):
    (item,) = read(tmp_path, "Q1 Q2\n", "Q1 New York City\nQ2 Baker, Louisiana\n")
    assert (item.first.query.name, item.second.query.name) == ("New York City", "Baker, Louisiana")


def test_numbers_do_not_say_whose_they_are(tmp_path):
    with pytest.raises(UnreadableSourceError, match="--scheme geonames"):
        read(tmp_path, "1\t2\n", "1\tA\n2\tB\n")
    (item,) = read(tmp_path, "1\t2\n", "1\tA\n2\tB\n", scheme="geonames")
    assert item.first.query.identifiers == (("geonames", "1"),)


@pytest.mark.parametrize(
    ("text", "scheme", "words"),
    [
        ("a\tb\n", "", "no identifiers known"),
        ("", "", "no identifiers"),
        ("Q1\tQ2", "osm", "geonames"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, text, scheme, words):
    with pytest.raises(UnreadableSourceError, match=words):
        read(tmp_path, text, scheme=scheme)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableSourceError, match="No such file"):
        list(EdgeList(tmp_path / "none.tsv", tmp_path / "none.tsv").read())


def test_the_digest_stands_for_both_files(tmp_path):
    before = edges(tmp_path, "Q64\tQ90\n").digest()
    assert edges(tmp_path, "Q64\tQ90\n").digest() == before
    assert edges(tmp_path, "Q64\tQ90\n", NAMES + "Q1\tX\n").digest() != before


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(alphabet="Q0123456789\t\n ,;%#xé", max_size=200))
def test_any_files_are_read_or_refused(tmp_path_factory, data, text):
    tmp_path = tmp_path_factory.getbasetemp()
    for content in (data, text.encode()):
        (tmp_path / "edges.tsv").write_bytes(content)
        (tmp_path / "names.tsv").write_bytes(content)
        for scheme in ("", "wikidata", "geonames"):
            with suppress(UnreadableSourceError):
                adapter = EdgeList(tmp_path / "edges.tsv", tmp_path / "names.tsv", scheme=scheme)
                for item in adapter.read():
                    assert isinstance(item, Statement) or item.message


def test_the_real_network():
    adapter = EdgeList(real("wikidata-2016/relations.tsv"), real("wikidata-2016/names.tsv"))
    items = list(adapter.read())
    remarks = [item for item in items if isinstance(item, Remark)]
    assert Counter(remark.code for remark in remarks) == {"duplicate": 4}
    assert len(items) - len(remarks) == 34_178
