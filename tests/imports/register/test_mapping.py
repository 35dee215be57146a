"""Descriptions of registers: what is wrong is named by its key, all at once."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.imports.adapters.register import find_map, maps_at_hand, read_map
from jumelage.imports.domain.identifiers import PATTERNS
from jumelage.imports.domain.mapping import MappingError, RegisterMap, parse_map
from jumelage.imports.domain.statements import UnreadableSourceError
from jumelage.places.models import IDENTIFIER_SCHEMES

LEAST = """
[first]
name = "town"
country = { value = "CZ" }
[second]
name = "partner"
country = "state"
"""


def test_the_least_that_must_be_said():
    form = parse_map(LEAST)
    assert form.first.country.of({}) == "CZ"
    assert form.second.country.of({"state": " DE "}) == "DE"
    assert form.columns == ("town", "partner", "state")
    assert (form.dated, form.undated, form.side) == ("signed", "attested", "both")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "first.name: must be given"),
        (
            LEAST + "populaton = 'x'",
            "second.populaton: there is no such key; the keys here are",
        ),
        (LEAST + "[yaer]\ncolumn='x'", "yaer: there is no such key"),
        (LEAST + "[year]\nunknown=['0']", "year.column: must be given"),
        (LEAST + "[year]\ncolumn='y'\nformats=['%Y']", "year.formats: there is no such key"),
        (LEAST + "[year]\ncolumn='y'\nearliest=12", "year.earliest: a whole number from 800"),
        (LEAST + "[year]\ncolumn='y'\nearliest=1990\nlatest=1980", "year.latest: is before"),
        (LEAST + "[date]\ncolumn='y'\nformats=['%d.%m.']", "date.formats: “%d.%m.” has no year"),
        (LEAST + "lat='x'", "second.lat: lat and lng go together"),
        (LEAST + "scheme='wikidata'", "second.scheme: needs code"),
        (LEAST + "code='c'\nscheme='loc'", "second.scheme: “loc” is none of wikidata"),
        (LEAST + "kind={value='planet'}", "second.kind.value: “planet” is none of city"),
        (LEAST + "division={}", "second.division: either column"),
        (LEAST + "[form]\nvalue='marriage'", "form.value: “marriage” is none of twinning"),
        (LEAST + "[form]\ncolumn='f'\n[form.values]\na='b'", "form.values.a: “b” is none of"),
        (LEAST + "[form.values]\na='twinning'", "form.values: needs column"),
        (LEAST + "[claim]\ndated='founded'", "claim.dated: “founded” is none of attested"),
        (LEAST + "[claim]\nside='left'", "claim.side: “left” is none of both"),
        (LEAST + "[source]\nauthority='king'", "source.authority: “king” is no kind of source"),
        (LEAST + "[countries]\nKorea='KOR'", "countries.Korea: “KOR” is no code of a country"),
        (LEAST + "[file]\ndelimiter='ab'", "file.delimiter: one sign is expected"),
        (LEAST + "[file]\nencoding='klingon'", "file.encoding: there is no encoding"),
        (LEAST.replace('"CZ"', '"CS"'), "first.country.value: “CS” is no code"),
        (LEAST.replace('"partner"', "{ value = 'Praha' }"), "second.name: a column is expected"),
        ("first = 3", "first: a table is expected"),
        ("= 3", "this is no TOML"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(text, message):
    with pytest.raises(MappingError) as caught:
        parse_map(text)
    assert any(line.startswith(message) for line in str(caught.value).splitlines()), caught.value


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(MappingError) as caught:
        parse_map("[first]\nnam='x'\n[second]\nname='y'\n")
    assert len(str(caught.value).splitlines()) == 4


def test_descriptions_that_come_with_the_package_are_sound():
    assert "czech-register-2013" in maps_at_hand()
    for name in maps_at_hand():
        assert isinstance(read_map(find_map(name)), RegisterMap)


def test_a_description_that_is_not_there(tmp_path):
    with pytest.raises(UnreadableSourceError, match=r"one of .*czech-register-2013"):
        find_map("atlantis")
    with pytest.raises(UnreadableSourceError, match="there is no map"):
        find_map(tmp_path / "czech-register-2013")


def test_a_description_in_another_encoding(tmp_path):
    path = tmp_path / "map.toml"
    path.write_bytes("# čeština\n".encode("cp1250"))
    with pytest.raises(UnreadableSourceError, match="save the file as UTF-8"):
        read_map(path)


def test_the_schemes_are_those_of_the_registry():
    assert {scheme: pattern.pattern for scheme, pattern in PATTERNS.items()} == {
        scheme: pattern for scheme, (pattern, _) in IDENTIFIER_SCHEMES.items()
    }


_VALUES = st.recursive(
    st.sampled_from(["'x'", "1", "true", "1.5", "1990-01-01", "''", "{}", "[]"]),
    lambda inner: st.one_of(
        inner.map(lambda value: f"[{value}]"), inner.map(lambda value: f"{{ column = {value} }}")
    ),
    max_leaves=3,
)
_KEYS = st.sampled_from(
    ["language", "file", "first", "second", "year", "date", "form", "claim", "source", "countries",
     "first.name", "first.country", "second.code", "second.scheme", "year.column", "year.unknown",
     "form.values", "form.values.x", "claim.note", "file.columns", "file.skip", "date.formats"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(_KEYS, _VALUES), max_size=6), st.text(max_size=20))
def test_any_description_is_read_or_refused(lines, tail):
    for text in ("\n".join(f"{key} = {value}" for key, value in lines), tail):
        with suppress(MappingError):
            parse_map(text)
