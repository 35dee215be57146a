"""The registry's sentences, in both languages."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from jumelage.ties.domain.bilateral import BilateralCount
from jumelage.ties.domain.terms import Legal
from jumelage.ties.wording import bilateral_sentence, say_claim, say_date, say_day, then_note

FORUM = BilateralCount(
    {"city": 67, "region": 2}, {"city": 73, "state": 1, "district": 2}, {Legal.IN_FORCE: 97}
)
ONE = BilateralCount({"city": 1}, {"city": 1}, {Legal.IN_FORCE: 1})


def say(count: BilateralCount, language: str, on: date | None = None) -> str:
    with translation.override(language):
        return bilateral_sentence(count, "RU", "US", on)


def test_the_sentence_of_the_forum_in_english() -> None:
    assert say(FORUM, "en") == (
        "67 cities and two regions of Russia are connected by twinning relations with 73 cities, "
        "one state and two districts of the United States."
    )


def test_the_sentence_of_the_forum_in_russian() -> None:
    with_counties = replace(FORUM, b={"city": 73, "state": 1, "county": 2})
    assert say(with_counties, "ru") == (
        "67 городов и два региона России связаны побратимскими отношениями с 73 городами, "
        "одним штатом и двумя округами США."
    )


def test_plurals() -> None:
    assert say(ONE, "en") == (
        "One city of Russia is connected by twinning relations with one city of the United States."
    )
    assert (
        say(ONE, "ru") == "Один город России связан побратимскими отношениями с одним городом США."
    )
    some = BilateralCount({"city": 22}, {"city": 25, "county": 3}, {})
    assert say(some, "ru") == (
        "22 города России связаны побратимскими отношениями с 25 городами и тремя округами США."
    )
    more = BilateralCount({"city": 21}, {"city": 101}, {})
    assert say(more, "ru") == "21 город России связан побратимскими отношениями с 101 городом США."


def test_another_day() -> None:
    assert say(FORUM, "en", date(2019, 10, 11)).startswith("On 11 October 2019, 67 cities and two")
    assert say(FORUM, "ru", date(2019, 10, 11)).startswith("На 11 октября 2019")
    assert "no tie in force" in say(BilateralCount(), "en", date(1960, 1, 1))
    assert say(BilateralCount(), "ru").startswith("О действующих связях")


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("1991", "1991", "1991"),
        ("1991-05", "May 1991", "май 1991\u202fг."),
        ("1991-05-12", "12 May 1991", "12 мая 1991\u202fг."),
        ("1989~", "about 1989", "около 1989"),
        ("1989?", "1989 (?)", "1989 (?)"),
        ("198X", "the 1980s", "1980-е"),
        ("1989/1991", "1989 – 1991", "1989 – 1991"),
        ("../1991", "until 1991", "до 1991"),
        ("1989/..", "since 1989", "с 1989"),
    ],
)
def test_dates_as_people_write_them(text, english, russian) -> None:
    with translation.override("en"):
        assert say_date(text) == english
    with translation.override("ru"):
        assert say_date(text) == russian


def test_claims_in_words() -> None:
    with translation.override("en"):
        assert say_claim("suspended", "Des Moines") == "Suspended by Des Moines"
    with translation.override("ru"):
        assert say_claim("suspended", "Де-Мойн") == "Приостановлено: Де-Мойн"


def test_the_state_of_that_day_is_named() -> None:
    with translation.override("en"):
        assert "Soviet Union" in then_note("RU", date(1985, 1, 1))
        assert then_note("RU", date(2019, 1, 1)) == ""
        assert say_day(date(2019, 10, 11)) == "11 October 2019"
