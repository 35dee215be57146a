"""Registers: any table, by a description; what cannot be meant is said and never made up."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.imports.adapters.register import RegisterTable
from jumelage.imports.domain.statements import (
    Acting,
    Remark,
    SourceClaim,
    SourceName,
    Statement,
    UnreadableSourceError,
)
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.matcher import Query
from tests.imports.real import real

MAP = """
language = "cs"
[first]
name = "obec"
country = { value = "CZ" }
lat = "lat"
lng = "lon"
code = "kod"
language = "cs"
[second]
name = "partner"
country = "stát"
[year]
column = "rok"
unknown = ["0", ""]
earliest = 1918
latest = 2013
[form]
column = "druh"
[form.values]
"Partnerství" = "partnership"
[countries]
"Velká Británie" = "GB"
[source]
title = "A register"
authority = "register"
"""
HEADER = ["kod", "lat", "lon", "obec", "partner", "stát", "rok", "druh"]
ROW = ["S-1", "49.9", "14,2", "Beroun", "Goslar", "Německo", "1989", "partnerství"]


def table(tmp_path, *rows, form=MAP, encoding="utf-8", delimiter=";", header=HEADER):
    (tmp_path / "map.toml").write_text(form, encoding="utf-8")
    lines = [delimiter.join(fields) for fields in (header, *rows)]
    (tmp_path / "table.csv").write_bytes("\r\n".join(lines).encode(encoding))
    return RegisterTable(tmp_path / "table.csv", tmp_path / "map.toml")


def row(**changes):
    return [changes.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]


def one(tmp_path, form=MAP, **changes):
    *remarks, statement = table(tmp_path, row(**changes), form=form).read()
    assert all(remark.used for remark in remarks)
    return statement, remarks


def refused(tmp_path, **changes):
    (remark,) = table(tmp_path, row(**changes)).read()
    assert isinstance(remark, Remark)
    assert not remark.used
    return remark


def test_a_row(tmp_path):
    statement, remarks = one(tmp_path)
    assert remarks == []
    assert statement.first.query == Query("Beroun", "CZ", lat=49.9, lng=14.2)
    assert statement.first.names == (SourceName("Beroun", "cs"),)
    assert statement.second.query == Query("Goslar", "DE")
    assert statement.second.names == ()
    assert statement.claims == (SourceClaim("signed", "1989", Acting.BOTH, "partnership"),)
    assert statement.locator == "line 2; kod: S-1"
    assert statement.row["stát"] == "Německo"


@pytest.mark.parametrize("year", ["37546", "208", "1238", "2014", "asi 1990", "1.1.1990", "-5"])
def test_an_impossible_year_is_not_known_and_kept_as_given(tmp_path, year):
    statement, (remark,) = one(tmp_path, rok=year)
    assert statement.claims == (SourceClaim(form="partnership", note=f"year as given: {year}"),)
    assert (remark.code, remark.column, remark.line) == ("date", "rok", 2)
    assert year.split()[-1] in remark.message


@pytest.mark.parametrize("year", ["0", ""])
def test_a_year_that_says_unknown_is_no_mistake(tmp_path, year):
    statement, remarks = one(tmp_path, rok=year)
    assert (statement.claims[0], remarks) == (SourceClaim(form="partnership"), [])


@pytest.mark.parametrize(
    ("given", "formats", "when"),
    [
        ("12.5.1989", '["%d.%m.%Y", "%m/%Y", "%Y"]', "1989-05-12"),
        ("05/1989", '["%d.%m.%Y", "%m/%Y", "%Y"]', "1989-05"),
        ("1989", '["%d.%m.%Y", "%m/%Y", "%Y"]', "1989"),
        ("1989~", "[]", "1989~"),
        ("31.2.1989", '["%d.%m.%Y"]', ""),
        ("1.1.0001", '["%d.%m.%Y"]', ""),
    ],
)
def test_dates_as_precise_as_they_are_given(tmp_path, given, formats, when):
    form = MAP.replace("[year]", "[date]").replace("[form]", f"formats = {formats}\n[form]", 1)
    statement, remarks = one(tmp_path, form, rok=given)
    assert statement.claims[0].when == when
    assert [remark.code for remark in remarks] == ([] if when else ["date"])


def test_where_the_date_is_not_known_the_year_is_taken(tmp_path):
    form = MAP + '[date]\ncolumn = "kod"\nunknown = ["S-1"]\n'
    assert one(tmp_path, form)[0].claims[0].when == "1989"


def test_odd_values_are_left_out_and_said(tmp_path):
    form = MAP.replace("[second]", '[second]\nkind = "kod"\npopulation = "lat"')
    statement, remarks = one(tmp_path, form, lat="99", druh="pobratimství")
    assert {remark.code for remark in remarks} == {"coordinates", "kind", "form"}
    assert (statement.first.query.lat, statement.claims[0].form) == (None, "")
    assert statement.second.population == 99


def test_kinds_and_identifiers(tmp_path):
    form = MAP.replace("[second]", '[second]\nkind = "druh"\ncode = "kod"\nscheme = "wikidata"')
    statement, _ = one(tmp_path, form, druh="oblast", kod="Q42")
    assert statement.second.query.kind is Kind.REGION
    assert statement.second.label == "oblast"
    assert statement.second.query.identifiers == (("wikidata", "Q42"),)
    statement, remarks = one(tmp_path, form, druh="city", kod="42")
    assert statement.second.query.identifiers == ()
    assert [remark.code for remark in remarks] == ["identifier", "form"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Německo", "DE"),
        ("velká  británie", "GB"),
        ("Velké Británie", ""),
        ("Spojené státy", "US"),
        ("Germany", "DE"),
    ],
)
def test_countries_in_the_language_of_the_register(tmp_path, name, code):
    if code:
        assert one(tmp_path, stát=name)[0].second.query.country == code
    else:
        remark = refused(tmp_path, stát=name)
        assert (remark.code, remark.column) == ("country", "stát")
        assert "[countries]" in remark.message


def test_rows_that_cannot_be_used(tmp_path):
    assert refused(tmp_path, partner="—").code == "empty"
    assert refused(tmp_path, stát="").code == "empty"
    assert refused(tmp_path, partner="Beroun", stát="CZ", lat="", lon="").code == "same_place"


def test_damaged_rows_stop_no_other(tmp_path):
    items = list(table(tmp_path, row()[:5], [*row(), "x"], row(), [], row()).read())
    assert [getattr(item, "code", "") for item in items] == ["columns", "columns", "", "duplicate"]
    assert [item.line for item in items] == [2, 3, 4, 6]


def test_the_same_places_with_another_year_are_another_statement(tmp_path):
    items = list(table(tmp_path, row(), row(rok="1996")).read())
    assert [type(item) for item in items] == [Statement, Statement]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(tmp_path, encoding, delimiter):
    fields = row(obec="Žďár nad Sázavou", lon="14.2")
    *remarks, statement = table(tmp_path, fields, encoding=encoding, delimiter=delimiter).read()
    assert statement.first.query.name == "Žďár nad Sázavou"
    assert [remark.code for remark in remarks] == (["encoding"] if encoding == "cp1250" else [])


def test_a_damaged_letter_in_a_file_of_utf_8_is_reported_in_its_row(tmp_path):
    adapter = table(tmp_path, row(), row(partner="Kyšice"))
    data = adapter.path.read_bytes()
    adapter.path.write_bytes(data.replace("š".encode(), b"\x9a"))
    good, bad = adapter.read()
    assert isinstance(good, Statement)
    assert (bad.code, bad.line, bad.column) == ("encoding", 3, "partner")


def test_columns_named_by_the_description(tmp_path):
    names = ", ".join(f'"{name}"' for name in HEADER)
    form = MAP + f"[file]\ncolumns = [{names}]\nskip = 1\n"
    adapter = table(tmp_path, row(rok="1990"), form=form, header=["Partnerská", "města"])
    (statement,) = adapter.read()
    assert statement.line == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "does not name the columns"),
        (b"a;b\n1;2\n", "no column obec"),
        (b"a;a\n", "two columns are called “a”"),
        (b"PK\x03\x04", "save the table as CSV"),
        (b"\xd0\xcf\x11\xe0", "XLS"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path, content, words):
    adapter = table(tmp_path)
    adapter.path.write_bytes(content)
    with pytest.raises(UnreadableSourceError, match=words):
        list(adapter.read())


def test_the_digest_stands_for_table_and_description(tmp_path):
    before = table(tmp_path, row()).digest()
    assert table(tmp_path, row()).digest() == before
    assert table(tmp_path, row(), form=MAP + "\n").digest() != before
    assert table(tmp_path, row(rok="1990")).digest() != before


def test_the_source_is_described(tmp_path):
    assert table(tmp_path).source.title == "A register"


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode())))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    tmp_path = tmp_path_factory.getbasetemp()
    for start in (b"", ";".join(HEADER).encode() + b"\n"):
        adapter = table(tmp_path)
        adapter.path.write_bytes(start + data)
        with suppress(UnreadableSourceError):
            items = list(adapter.read())
            assert all(isinstance(item, Statement) or item.message for item in items)


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), min_size=8, max_size=8))
def test_any_fields_are_understood_or_reported(tmp_path_factory, fields):
    bare = [field.translate(dict.fromkeys(map(ord, ';"\r\n\0'))) for field in fields]
    list(table(tmp_path_factory.getbasetemp(), bare, encoding="utf-16").read())


def test_the_real_register():
    path = real("czech-register-2013/relations.tsv")
    items = list(RegisterTable(path, "czech-register-2013").read())
    statements = [item for item in items if isinstance(item, Statement)]
    remarks = [item for item in items if isinstance(item, Remark)]
    assert len(statements) == 966
    assert Counter((remark.code, remark.used) for remark in remarks) == {("date", True): 2}
    notes = {note for item in statements for note in [item.claims[0].note] if note}
    assert notes == {"year as given: 37546", "year as given: 1238"}
    kinds = Counter(item.claims[0].kind for item in statements)
    assert kinds == {"signed": 884, "attested": 82}
