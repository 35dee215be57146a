"""Lists become registers: names of one place are one place."""

from jumelage.partners.domain.facts import Register, register_of
from jumelage.places.domain.lists import read_list, unanswered
from jumelage.places.domain.matcher import NameMatcher
from jumelage.places.domain.reconcile import reconcile
from tests.domain.places.small import gazetteer


def read(text: str) -> Register:
    names = read_list(f"city1,country1,city2,country2\n{text}".encode(), "pairs.csv")
    mentions, places = names.mentions()
    found = reconcile(mentions, NameMatcher(gazetteer()))
    answers = [
        found[places[n]] if n in places else unanswered(x) for n, x in enumerate(names.names)
    ]
    return register_of(names, answers)


def test_each_tie_and_place_once() -> None:
    found = read(
        "Vladivostok,Russia,San Diego,USA\nSan Diego,United States,Владивосток,Russia\n"
        "Vladivostok,Russia,Bolzano,Italy\nBozen,Italy,Vladivostok,Russian Federation\n"
    )
    assert [place.name for place in found.places] == ["Vladivostok", "San Diego", "Bolzano"]
    assert found.edges.tolist() == [[0, 1], [0, 2]]
    assert found.places[2].population == 107_000
    assert found.places[2].fame == 1


def test_a_name_that_is_not_found_is_a_place_by_name_and_country() -> None:
    found = read(
        "Nowhere,Russia,Bolzano,Italy\nNOWHERE,Russia,Tokyo,Japan\nNowhere,Japan,Tokyo,Japan\n"
    )
    names = [(place.name, place.country) for place in found.places]
    assert names == [("Nowhere", "RU"), ("Bolzano", "IT"), ("Tokyo", "JP"), ("Nowhere", "JP")]
    assert found.places[0].lat is None
    assert found.places[0].kind is None
    assert found.edges.tolist() == [[0, 1], [0, 2], [2, 3]]


def test_rows_that_are_not_understood_and_loops_are_left_out() -> None:
    found = read("Vladivostok,Kazakhstah,Bolzano,Italy\nBolzano,Italy,Bozen,Italy\n")
    assert len(found.edges) == 0
