"""Recognising people, finding their names in texts, and languages in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.contacts.domain.mentions import mentions, without_name
from jumelage.contacts.domain.same import Book, Known, Likeness
from jumelage.core.domain.languages import LANGUAGES, language_names, read_languages

ANNA = Known(1, "Анна Петрова", "anna@vlc.ru")
BOB = Known(2, "Bob Lee", "")


@pytest.mark.parametrize(
    ("name", "email", "likeness", "who"),
    [
        ("Petrova, Anna", "ANNA@vlc.ru", Likeness.SAME, 1),
        ("Анна Петрова", "", Likeness.SAME, 1),
        ("Lee Bob", "bob@sd.gov", Likeness.SAME, 2),
        ("Анна Петрова", "other@vlc.ru", Likeness.LIKELY, 1),
        ("Анна Сергеевна Петрова", "anna@vlc.ru", Likeness.LIKELY, 1),
        ("Ivan Ivanov", "anna@vlc.ru", Likeness.OFFICE_MAIL, 1),
        ("Ivan Ivanov", "", Likeness.NEW, None),
        ("", "", Likeness.NEW, None),
        ("!!!", "", Likeness.NEW, None),
    ],
)
def test_whom_an_entry_means(name, email, likeness, who):
    found, known = Book([ANNA, BOB]).find(name, email)
    assert (found, known.id if known else None) == (likeness, who)


def test_of_two_namesakes_the_address_decides_and_without_one_nothing_is_sure():
    book = Book([Known(1, "Ann Lee", "a@x.org"), Known(2, "Ann Lee", "b@x.org")])
    assert book.find("Ann Lee", "b@x.org")[1].id == 2
    assert book.find("Ann Lee", "")[0] is Likeness.LIKELY


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Call with Anna Petrova, then PETROVA  ANNA.", "Anna Petrova", ["Anna Petrova", "PETROVA  ANNA"]),
        ("Annabel Petrova and Anna Petrovan", "Anna Petrova", []),
        ("Встреча с Анной Петровой; письмо Петровой Анны", "Анна Петрова", ["Анной Петровой", "Петровой Анны"]),
        ("К Петру Иванову и от Пётра", "Пётр Иванов", ["Петру Иванову"]),
        ("Анна Сергеевна звонила; Анне Петровой", "Анна Сергеевна Петрова", ["Анна Сергеевна", "Анне Петровой"]),
        ("Anna (Petrova)", "Anna Petrova", []),
        ("C++ (x) [a-z] Smith", "C++ (x) [a-z]", ["C++ (x) [a-z]"]),
        ("anything", "", []),
    ],
)  # fmt: skip
def test_where_a_name_stands(text, name, found):
    assert mentions(text, name) == found


@given(st.text(max_size=80), st.text(min_size=1, max_size=30))
def test_a_name_that_was_taken_out_is_found_no_more(text, name):
    left = without_name(f"{text} {name} {text}", name, "…")
    assert mentions(left, name) == []


def test_languages_in_words_and_codes():
    codes, unknown = read_languages("English, русский;de / Französisch\nklingon")
    assert (codes, unknown) == (["en", "ru", "de", "fr"], ["klingon"])
    assert read_languages(" ,; ") == ([], [])
    assert read_languages("en, English") == (["en"], [])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_words_that_are_shown_are_understood_again(language):
    assert read_languages(language_names(list(LANGUAGES), language)) == (list(LANGUAGES), [])
