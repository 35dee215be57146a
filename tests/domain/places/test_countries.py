"""Countries: every usual spelling, nothing by guess, and the forms that sentences need."""

from datetime import date

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.places.domain.countries import (
    by_name,
    country_codes,
    country_genitive,
    country_name,
    country_on,
    country_with_article,
    is_country,
    is_former,
    members,
    parse_country,
)

FORMER = {"SUHH", "YUCS", "CSHH", "DDDE", "CSXX"}


def test_all_countries_of_iso_kosovo_and_the_former_states_are_there() -> None:
    iso = {country.alpha_2 for country in pycountry.countries}
    assert set(country_codes()) == iso | {"XK"} | FORMER
    assert {code for code in country_codes() if is_former(code)} == FORMER
    assert not is_country("ZZ")


@pytest.mark.parametrize("code", country_codes())
def test_every_country_has_its_names_and_forms(code: str) -> None:
    for language in ("en", "ru"):
        assert country_name(code, language).strip()
        assert country_genitive(code, language).strip()
        assert parse_country(country_name(code, language)).code == code
    assert parse_country(country_with_article(code)).code == code
    assert parse_country(code).code == code
    assert parse_country(code.lower()).code == code
    english = country_with_article(code)
    assert english.removeprefix("the ") == country_name(code).removeprefix("the ")


@pytest.mark.parametrize("code", country_codes())
def test_russian_forms_are_written_in_russian(code: str) -> None:
    allowed = set("абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯЁ ,-—.’")
    assert set(country_name(code, "ru") + country_genitive(code, "ru")) <= allowed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Russia", "RU"), ("Россия", "RU"), ("Russian Federation", "RU"), ("РФ", "RU"),
        ("USA", "US"), ("U.S.", "US"), ("U. S. A.", "US"), ("the United States", "US"),
        ("США", "US"), ("États-Unis", "US"), ("Vereinigte Staaten", "US"),
        ("Czech Republic", "CZ"), ("Česko", "CZ"), ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("North Korea", "KP"), ("Ivory Coast", "CI"), ("Côte d’Ivoire", "CI"), ("Burma", "MM"),
        ("Macedonia", "MK"), ("North Macedonia", "MK"), ("Palestine", "PS"), ("West Bank", "PS"),
        ("Turkey", "TR"), ("Türkiye", "TR"), ("Kosovo", "XK"), ("Northern Cyprus", "CY"),
        ("Taiwan", "TW"), ("Republic of China", "TW"), ("China", "CN"), ("中国", "CN"),
        ("日本", "JP"), ("Georgia", "GE"), ("Georgia (country)", "GE"), ("Deutschland", "DE"),
        ("Ireland", "IE"), ("Republic of Ireland", "IE"), ("Réunion, France", "RE"),
        ("Åland Islands, Finland", "AX"), ("Congo", "CG"), ("DR Congo", "CD"), ("USSR", "SUHH"),
        ("СССР", "SUHH"), ("Yugoslavia", "YUCS"), ("GDR", "DDDE"), ("ГДР", "DDDE"),
        ("Czechoslovakia", "CSHH"), ("Serbia and Montenegro", "CSXX"), ("Moldavia", "MD"),
    ],
)  # fmt: skip
def test_usual_spellings(text: str, code: str) -> None:
    match = parse_country(text)
    assert (match.code, match.found, match.reason) == (code, True, "")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("England", "GB-ENG"),
        ("England, United Kingdom", "GB-ENG"),
        ("Scotland, UK", "GB-SCT"),
        ("Wales", "GB-WLS"),
        ("Northern Ireland, United Kingdom", "GB-NIR"),
        ("Уэльс", "GB-WLS"),
        ("Ohio, United States", "US-OH"),
        ("Azores, Portugal", "PT-20"),
    ],
)
def test_parts_of_countries(text: str, part: str) -> None:
    match = parse_country(text)
    assert (match.code, match.part) == (part[:2], part)


def test_what_stands_before_the_country_is_kept() -> None:
    match = parse_country("Tinn, Norway")
    assert (match.code, match.part, match.within) == ("NO", "", "Tinn")


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("in Italy", "Italy"), ("Kazakhstah", "Kazakhstan"), ("Japa", "Japan"), ("Rusia X", "Russia")],
)
def test_what_is_no_country_is_not_taken_for_one(text: str, suggestion: str) -> None:
    match = parse_country(text)
    assert not match.found
    assert match.code == ""
    assert match.suggestion == suggestion
    assert match.reason_code == "unknown"
    assert suggestion in match.reason


def test_a_suggestion_is_in_the_script_of_the_question() -> None:
    assert parse_country("Казахстн").suggestion == "Казахстан"


@pytest.mark.parametrize("text", ["", "  ", "—"])
def test_no_country_named(text: str) -> None:
    match = parse_country(text)
    assert (match.found, match.reason_code, match.suggestion) == (False, "empty", "")


def test_a_name_of_two_countries_in_two_languages_decides_nothing() -> None:
    assert not parse_country("Kongo").found  # Poland's Republic, Norway's Democratic Republic


@given(st.text(max_size=40))
def test_any_text_gives_a_country_or_a_reason(text: str) -> None:
    match = parse_country(text)
    assert match.found != bool(match.reason)
    assert not match.found or is_country(match.code)


def test_forms_in_sentences() -> None:
    assert country_with_article("US") == "the United States"
    assert country_with_article("NL") == "the Netherlands"
    assert country_with_article("RU") == "Russia"
    assert country_genitive("RU", "ru") == "России"
    assert country_genitive("US", "ru") == "США"
    assert country_genitive("EG", "ru") == "Египта"
    assert country_genitive("SUHH", "ru") == "Советского Союза"


def test_unknown_codes_and_languages_do_not_fail() -> None:
    assert country_name("ZZ") == country_genitive("ZZ", "ru") == "ZZ"
    assert country_name("DE", "fr") == "Allemagne"
    assert country_name("DE", "zh-Hant") == "德國"
    assert country_name("SUHH", "fr") == "Soviet Union"
    assert country_name("DE", "xx-nonsense") == "Germany"


@pytest.mark.parametrize(
    ("code", "day", "state"),
    [
        ("RU", "1991-12-25", "SUHH"), ("RU", "1991-12-26", "RU"), ("RU", "1922-12-29", "RU"),
        ("UA", "1991-08-23", "SUHH"), ("UA", "1991-08-24", "UA"),
        ("LT", "1930-01-01", "LT"), ("LT", "1990-03-10", "SUHH"), ("LT", "1990-03-11", "LT"),
        ("KZ", "1991-12-15", "SUHH"), ("GE", "1991-04-09", "GE"),
        ("CZ", "1992-12-31", "CSHH"), ("SK", "1993-01-01", "SK"),
        ("HR", "1991-06-24", "YUCS"), ("MK", "1991-09-08", "MK"),
        ("RS", "2003-02-03", "YUCS"), ("RS", "2003-02-04", "CSXX"), ("RS", "2006-06-05", "RS"),
        ("XK", "2007-01-01", "RS"), ("XK", "2008-02-17", "XK"),
        ("DE", "1970-01-01", "DE"),  # ambiguous: the claim must say
        ("US", "1970-01-01", "US"),
    ],
)  # fmt: skip
def test_the_state_on_a_day(code: str, day: str, state: str) -> None:
    assert country_on(code, date.fromisoformat(day)) == state


def test_members_of_former_states() -> None:
    assert len(members("SUHH")) == 15
    assert members("CSHH") == ("CZ", "SK")
    assert members("DDDE") == ("DE",)
    assert members("FR") == ("FR",)


PRESENT = [code for code in country_codes() if not is_former(code)]


@given(st.sampled_from(PRESENT), st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_a_former_state_on_a_day_has_the_country_as_a_member(code: str, day: date) -> None:
    state = country_on(code, day)
    assert is_country(state)
    assert code in members(state) or not is_former(state)


def test_order_by_name() -> None:
    assert by_name(["AX", "ZW", "AL", "US"], "en") == ["AX", "AL", "US", "ZW"]
    assert by_name(["US", "EE", "ER", "AM"], "ru") == ["AM", "US", "ER", "EE"]
