"""Templates of agreements: whole in English and Russian, for every form and every duration."""

from dataclasses import replace

import pytest

from jumelage.agreements.domain import words_en, words_ru
from jumelage.agreements.domain.clauses import (
    KEYS,
    Setting,
    clause_text,
    default_terms,
    first_text,
    follow_terms,
)
from jumelage.agreements.domain.texts import Clause, Renewal, Terms, Text, gaps
from jumelage.core.domain.themes import THEMES, unknown

TERMS = Terms("twinning", ("en", "ru"), Renewal.AUTOMATIC, years=5, notice_months=6)
SETTING = Setting(
    terms=TERMS,
    places={"en": ("Vladivostok", "San Diego"), "ru": ("Владивосток", "Сан-Диего"),
            "de": ("Wladiwostok", "San Diego")},
    countries={"en": ("Russia", "United States"), "ru": ("Россия", "США")},
    languages={"en": ("English", "Russian"), "ru": ("английский", "русский")},
    themes={"en": ("youth", "sport"), "ru": ("молодёжь", "спорт")},
)  # fmt: skip


def text_in(language: str, key: str, setting: Setting = SETTING) -> str:
    return clause_text(key, language, setting)


@pytest.mark.parametrize("renewal", list(Renewal))
@pytest.mark.parametrize("form", ["twinning", "partnership", "friendship", "cooperation", "project",
                                  "contact", "solidarity"])  # fmt: skip
def test_a_first_draft_is_whole(form, renewal) -> None:
    years = None if renewal is Renewal.UNLIMITED else 3
    setting = replace(SETTING, terms=Terms(form, ("en", "ru"), renewal, years))
    text = first_text(setting)
    assert gaps(setting.terms, text) == []
    assert [clause.key for clause in text.clauses] == list(KEYS)
    for clause in text.clauses:
        for words in (*clause.title.values(), *clause.text.values()):
            assert words
            assert "{" not in words
            assert "%" not in words
    titles = {first_text(replace(setting, terms=replace(setting.terms, form=other))).title["ru"]
              for other in ("twinning", "friendship", "project")}  # fmt: skip
    assert len(titles) == 3


def test_both_languages_have_the_same_templates() -> None:
    for name in ("titles", "texts"):
        assert getattr(words_en.TEMPLATES, name).keys() == getattr(words_ru.TEMPLATES, name).keys()
    for key, english in words_en.TEMPLATES.texts.items():
        russian = words_ru.TEMPLATES.texts[key]
        for mark in ("{a}", "{b}", "{years}", "{months}", "{languages}"):
            assert (mark in english) == (mark in russian), (key, mark)


def test_names_numbers_and_themes_stand_where_they_belong() -> None:
    assert "Vladivostok (Russia) and San Diego (United States)" in text_in("en", "parties")
    assert "Владивосток (Россия) и Сан-Диего (США)" in text_in("ru", "parties")
    assert "5 years" in text_in("en", "duration")
    assert "5 лет" in text_in("ru", "duration")
    assert "6 месяцев" in text_in("ru", "termination")
    assert text_in("ru", "areas").endswith("– молодёжь;\n– спорт.")
    assert "английский, русский" in text_in("ru", "languages")


@pytest.mark.parametrize(
    ("number", "russian"),
    [
        (1, "1 год"),
        (2, "2 года"),
        (5, "5 лет"),
        (11, "11 лет"),
        (12, "12 лет"),
        (21, "21 год"),
        (22, "22 года"),
    ],
)
def test_russian_counts(number, russian) -> None:
    assert words_ru.TEMPLATES.years(number) == russian


def test_english_counts() -> None:
    assert (words_en.TEMPLATES.years(1), words_en.TEMPLATES.months(1)) == ("1 year", "1 month")


def test_another_language_begins_empty_beside_one_that_is_there() -> None:
    setting = replace(SETTING, terms=Terms("twinning", ("de", "ru")))
    text = first_text(setting)
    assert text.title["de"] == text.preamble["de"] == ""
    assert all(clause.text["de"] == "" and clause.text["ru"] for clause in text.clauses)


def test_aims_of_the_proposal_are_kept_word_for_word() -> None:
    setting = replace(SETTING, aims="Learn from each other’s harbours. {a} % {x}")
    for language in ("en", "ru"):
        assert "Learn from each other’s harbours. {a} % {x}" in text_in(language, "aims", setting)


def test_new_terms_change_the_templates_words_and_leave_the_sides_own() -> None:
    before = first_text(SETTING)
    own = [
        replace(clause, text={**clause.text, "en": "We decide ourselves."})
        if clause.key == "termination"
        else clause
        for clause in before.clauses
    ]
    now = replace(SETTING, terms=Terms("friendship", ("en", "ru"), Renewal.EXPRESS, 2, 3))
    after = follow_terms(Text(before.title, before.preamble, own), SETTING, now)
    by_key = {clause.key: clause for clause in after.clauses}
    assert "Friendship Agreement" in after.title["en"]
    assert "2 years" in by_key["duration"].text["en"]
    assert "ends with that time" in by_key["renewal"].text["en"]
    assert by_key["termination"].text["en"] == "We decide ourselves."
    assert "3 месяца" in by_key["termination"].text["ru"]
    assert by_key["visits"] == next(c for c in before.clauses if c.key == "visits")


def test_a_language_that_is_added_gets_the_templates_where_the_other_has_them() -> None:
    one = replace(SETTING, terms=replace(TERMS, languages=("en",)))
    text = first_text(one)
    own = Clause("own-1", {"en": "Harbour"}, {"en": "Our own."})
    after = follow_terms(Text(text.title, text.preamble, [*text.clauses, own]), one, SETTING)
    assert after.title["ru"].startswith("Соглашение о побратимских связях")
    assert after.preamble["ru"]
    by_key = {clause.key: clause for clause in after.clauses}
    assert by_key["costs"].text["ru"] == text_in("ru", "costs")
    assert by_key["own-1"].text == {"en": "Our own.", "ru": ""}


def test_usual_terms_are_sensible() -> None:
    assert default_terms("twinning", ("en",)).renewal is Renewal.UNLIMITED
    assert default_terms("friendship", ("en",)).years == 5
    assert default_terms("project", ("en",)).renewal is Renewal.EXPRESS


def test_themes_are_a_list_without_doubles() -> None:
    assert len(set(THEMES)) == len(THEMES)
    assert unknown(["youth", "love"]) == ["love"]
