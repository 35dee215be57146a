"""Forums in words, in both languages."""

import pytest
from django.utils.translation import override

from jumelage.core.clock import today
from jumelage.core.domain.dates import parse_date
from jumelage.forum.models import Edition, Session, Statement
from jumelage.forum.wording import is_uncertain, say_delegates, say_people, say_stated, say_when


def edition(when: str, state: str = Edition.ANNOUNCED) -> Edition:
    span = parse_date(when).span
    return Edition(when=when, first_day=span.earliest, last_day=span.latest, state=state)


@pytest.mark.parametrize(
    ("when", "english", "russian"),
    [
        ("2019-10-11", "11 October 2019", "11 октября 2019 г."),
        ("2027-05-12/2027-05-14", "12–14 May 2027", "12–14 мая 2027 г."),
        ("2027-05-30/2027-06-02", "30 May 2027 – 2 June 2027", "30 мая 2027 г. – 2 июня 2027 г."),
        ("2020-03/2020-05", "March – May 2020", "март – май 2020 г."),
        ("2027-05", "May 2027", "май 2027 г."),
        ("2027", "2027", "2027"),
    ],
)
def test_days_are_said_in_few_words(when, english, russian):
    for language, words in (("en", english), ("ru", russian)):
        with override(language):
            said = say_when(edition(when))
        assert " ".join(said.split()) == words


def test_what_sources_count_is_a_sentence():
    rows = [Statement(country="US", number=18), Statement(country="RU", number=25)]
    with override("ru"):
        assert (
            say_stated(rows)
            == "В форуме участвовали делегаты из 18 городов США и 25 городов России."
        )
        assert say_stated([Statement(country="US", number=21)]) == (
            "В форуме участвовали делегаты из 21 города США."
        )
    assert say_stated([Statement(about=Statement.PLACES)]) == ""
    assert say_delegates({"FR": 2}, held=False) == "Delegates from 2 places of France are coming."
    assert (
        say_delegates({"FR": 2}, held=False, of_cities=True)
        == "Delegates from 2 cities of France are coming."
    )
    assert say_delegates({"FR": 1}, held=True) == "Delegates from 1 place of France took part."


@pytest.mark.parametrize(
    ("bound", "english", "russian"),
    [
        (">=", "more than 100 participants", "более 100 участников"),
        ("~", "about 100 participants", "около 100 участников"),
        ("", "100 participants", "100 участников"),
    ],
)
def test_how_many_took_part(bound, english, russian):
    said = Statement(about=Statement.PEOPLE, number=100, bound=bound)
    assert say_people(said) == english
    with override("ru"):
        assert say_people(said) == russian


def test_what_was_announced_for_a_time_that_is_over_is_uncertain():
    assert is_uncertain(edition("2020-03/2020-05"))
    assert not is_uncertain(edition("2019-10-11", Edition.HELD))
    assert not is_uncertain(edition(f"{today().year + 1}"))


def test_a_text_says_its_language():
    session = Session(titles={"ru": "Открытие"})
    assert (str(session.title), session.title.language) == ("Открытие", "ru")
