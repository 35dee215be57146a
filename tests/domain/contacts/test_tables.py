"""Address lists as spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.contacts.domain.rows import (
    MOST_BYTES,
    MOST_ROWS,
    ContactRow,
    RowProblem,
    UnreadableError,
    make_row,
)
from jumelage.contacts.domain.tables import decode, guess_mapping, read_table, rows_of

RUSSIAN = "ФИО;Должность;Эл. почта;Телефон;Организация\nПетрова Анна;начальник отдела;ANNA@vlc.ru;+7 423;Отдел связей\n"
GERMAN = "Nachname,Vorname,Behörde,E-Mail,Sprachen\nMüller,Jürg,Amt für Größe,j@x.de,Deutsch; Französisch\n"
FRENCH = "Nom\tPrénom\tFonction\tCourriel\nLefèvre\tHélène\tchargée de mission\th@ville.fr\n"
ENGLISH = "Full name|Job title|Email address\nAnn Smith|Clerk|ann@sd.gov\n"


def read(data: bytes) -> list[ContactRow]:
    table = read_table(data)
    return rows_of(table, guess_mapping(table))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_a_russian_list_in_any_encoding(encoding):
    (row,) = read(RUSSIAN.encode(encoding))
    assert (row.name, row.email) == ("Петрова Анна", "anna@vlc.ru")
    assert (row.function, row.office) == ("начальник отдела", "Отдел связей")
    assert not row.problems


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize(
    ("text", "name", "email"),
    [(GERMAN, "Jürg Müller", "j@x.de"), (FRENCH, "Hélène Lefèvre", "h@ville.fr")],
)
def test_german_and_french_lists_put_the_parts_of_a_name_together(encoding, text, name, email):
    (row,) = read(text.encode(encoding))
    assert (row.name, row.email) == (name, email)


def test_languages_are_read_in_the_lists_own_language():
    assert read(GERMAN.encode())[0].languages == ("de", "fr")


def test_any_delimiter_also_the_one_that_excel_tells():
    assert read(ENGLISH.encode())[0].name == "Ann Smith"
    told = b"sep=;\r\nName;Function, long\r\nAnn, Smith;a, b, c, d\r\n"
    assert read_table(told).columns == ["Name", "Function, long"]


def test_commas_and_line_ends_within_quotes_stay():
    (row,) = read(b'Name,Address,Email\r\n"Smith, Ann","1 Main St\r\nSan Diego",a@b.org\r\n')
    assert (row.name, row.address) == ("Smith, Ann", "1 Main St\nSan Diego")


def test_a_list_without_heads_still_shows_its_addresses():
    table = read_table(b"Ann Smith,ann@sd.gov\nBob Lee,bob@sd.gov\n")
    assert (table.columns, len(table.rows)) == (["", ""], 2)
    assert guess_mapping(table) == ["name", "email"]


def test_a_family_name_alone_is_a_name():
    assert read(b"Nom;Courriel\nDupont;d@ville.fr\n")[0].name == "Dupont"


def test_two_columns_do_not_hold_the_same():
    table = read_table("Email;E-mail;Имя\na@b.org;c@d.org;Анна\n".encode())
    assert guess_mapping(table) == ["email", "", "given"]


@pytest.mark.parametrize(
    ("values", "problem", "kept"),
    [
        ({"name": "", "office": " "}, RowProblem("empty", "name", stops=True), {}),
        ({"name": "A", "email": "nobody"}, RowProblem("email", "email", "nobody"), {"email": ""}),
        (
            {"name": "A", "email": "a@b.org; c@d.org"},
            RowProblem("several", "email", "c@d.org"),
            {"email": "a@b.org", "note": "c@d.org"},
        ),
        ({"name": "A", "time_zone": "Berlin"}, RowProblem("time_zone", "time_zone", "Berlin"), {"time_zone": ""}),
        (
            {"name": "A", "languages": "en, klingon"},
            RowProblem("language", "languages", "klingon"),
            {"languages": ("en",)},
        ),
        ({"name": "x" * 201}, RowProblem("too_long", "name", "200", stops=True), {}),
    ],
)  # fmt: skip
def test_problems_are_said_and_what_is_good_is_kept(values, problem, kept):
    row = make_row(1, values)
    assert row.problems == (problem,)
    assert row.can_be_taken is not problem.stops
    assert {name: getattr(row, name) for name in kept} == kept


def test_hostile_texts_lose_their_control_characters():
    row = make_row(1, {"name": "An\x00na\x1b[31m\nPetrova", "note": "a\r\n\x07b"})
    assert row.name == "An na [31m Petrova"
    assert row.note == "a\nb"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (b"name\n" + b"a\n" * (MOST_ROWS + 1), "too_many"),
        (b'name\n"' + b"x" * 200_000 + b'"\n', "no_table"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(UnreadableError) as error:
        read_table(data)
    assert error.value.code == code


@given(st.binary(max_size=3000))
def test_no_bytes_break_it(data):
    try:
        rows = read(data)
    except UnreadableError:
        return
    for row in rows:
        assert ContactRow.from_json(row.as_json()) == row
        assert "\x00" not in row.name + row.note


@pytest.mark.parametrize(
    "text",
    ["Ёлкина Ия", "Łódź? Müller, Åse Ødegård und François", "Ответственный за связи", "Größe"],
)
def test_one_byte_a_letter_is_russian_or_western_by_its_words(text):
    encoding = "cp1251" if "и" in text.lower() else "cp1252"
    assert decode(text.encode(encoding, "ignore")) == text.encode(encoding, "ignore").decode(
        encoding
    )
