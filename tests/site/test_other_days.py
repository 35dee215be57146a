"""Countries, places and sources on another day: how many ties stood then, and over the years."""

from datetime import date

import pytest

from jumelage.core.clock import today
from jumelage.ties.over_time import TiesThen, ties_with
from jumelage.ties.pairs import bilateral
from jumelage.ties.queries import Moment
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import PATHS, words

pytestmark = pytest.mark.usefixtures("starter")
DAYS = [date(1985, 1, 1), date(2019, 10, 11), date(2022, 6, 1)]
TABLE = "Ties in force at its end"


def main_text(document):
    return words(document.all("main")[0].text)


def rows_below(document, head):
    """Return the rows of the table that has a column of this head, as lists of cells."""
    (table,) = [e for e in document.all("table") if head in e.text]
    inside = document.elements[document.elements.index(table) + 1 :]
    rows = []
    for element in inside:
        if element.tag == "table":
            break
        if element.tag == "tr":
            rows.append([])
        elif element.tag in {"th", "td"}:
            rows[-1].append(words(element.text))
    return rows[1:]


@pytest.mark.parametrize("name", ["place", "tie", "pair", "country", "source"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_can_be_asked_for_another_day(get, name, language):
    document = get(f"/{language}/{PATHS[name].replace('russkiymir-2019-forum', 'wp-en-russia')}")
    assert document.one("input", name="on").attributes["type"] == "date"
    assert document.one("input", name="known").attributes["type"] == "date"


@pytest.mark.parametrize("path", [PATHS["country"], "sources/wp-en-russia/"])
def test_a_day_that_is_none_is_said(get, path):
    assert "is no day" in main_text(get(f"/en/{path}?on=yesterday"))


@pytest.mark.parametrize("day", DAYS)
def test_a_country_on_another_day_counts_what_the_pair_counts(get, day):
    document = get(f"/en/countries/ru/?on={day}")
    ((partner, in_force, known),) = rows_below(document, "In force")
    assert partner == "United States"
    found = bilateral("RU", "US", Moment.make(day))
    assert (int(in_force), int(known)) == (found.count.ties, len(found.ties))
    assert f"in force {in_force}; partner countries: 1." in main_text(document)


def test_what_was_not_known_is_not_counted(get):
    assert "No tie was known of that day" in main_text(get("/en/countries/ru/?known=1970-01-01"))


def test_the_places_of_a_country_show_their_ties_in_force_then(get):
    def vladivostok(query):
        document = get(f"/en/countries/ru/{query}")
        (row,) = [r for r in rows_below(document, "Population") if r[0] == "Vladivostok"]
        return int(row[-1])

    assert vladivostok("?on=1960-01-01") == 0
    assert 0 < vladivostok("?on=1992-06-30") <= vladivostok("?on=2019-10-11")


def test_the_curve_of_a_country_is_that_of_its_only_pair(get):
    country, pair = (rows_below(get(f"/en/countries/{path}"), TABLE) for path in ("ru/", "ru/us/"))
    assert country == pair
    assert len(country) > 30


@pytest.mark.parametrize("day", [*DAYS, today()])
def test_the_kept_columns_count_what_the_claims_do(monkeypatch, day):
    def asked():
        then = TiesThen(ties_with("RU"), Moment.make(day))
        places = list(ties_with("RU").values_list("place_a", flat=True))
        return then.partners("RU"), then.in_force_by_place(places), then.over_years()

    partners, by_place, years = asked()
    monkeypatch.setattr("jumelage.ties.over_time.EXACT_TIES", 0)
    partners_kept, by_place_kept, years_kept = asked()
    assert (years.is_exact, years_kept.is_exact) == (True, False)
    ((partner, known, in_force),), ((_, known_kept, in_force_kept),) = partners, partners_kept
    assert (partner, in_force_kept) == ("US", in_force)
    assert in_force <= known_kept <= known  # the columns know no proposal
    assert by_place_kept == by_place
    assert years_kept.rows == years.rows


def test_of_a_great_many_ties_it_is_said_how_they_are_counted(get, monkeypatch):
    said = "not every claim is read"
    assert said not in main_text(get("/en/countries/ru/?on=2019-10-11"))
    monkeypatch.setattr("jumelage.ties.over_time.EXACT_TIES", 3)
    assert said in main_text(get("/en/countries/ru/?on=2019-10-11"))
    assert said not in main_text(get("/en/countries/ru/"))


def test_an_interruption_is_drawn_where_claims_are_read(db):
    a, b, source = make_place(country="CA"), make_place(country="IS"), make_source()
    make_claim(a, b, when="1990", source=source)
    make_claim(a, b, "suspended", when="2000", source=source)
    make_claim(a, b, "resumed", when="2010", source=source)
    rows = dict(TiesThen(ties_with("CA"), Moment.make()).over_years().rows)
    assert (rows[1995], rows[2005], rows[2015]) == (1, 0, 1)


def test_a_place_has_a_curve_once_enough_beginnings_are_known(get):
    hub = make_place("Hubtown", "CA")

    def curve():
        return get("/en/places/ca/hubtown/").all("svg", class_="curve")

    for year in (1990, 1991, 1992):
        make_claim(hub, make_place(country="IS"), when=str(year))
    assert curve() == []
    make_claim(hub, make_place(country="IS"), when="1993")
    assert len(curve()) == 1
    rows = rows_below(get("/en/places/ca/hubtown/?on=1980-01-01"), TABLE)
    assert rows[:4] == [["1990", "1"], ["1991", "2"], ["1992", "3"], ["1993", "4"]]


def test_the_ties_of_a_source_stand_as_of_the_day(get):
    def listed(query):
        document = get(f"/en/sources/times-of-san-diego-2022-04-21/{query}")
        (row,) = [row for row in rows_below(document, "Standing") if "Des Moines" in row[1]]
        return row[4]

    assert "ended" in listed("")
    assert listed("?on=2019-10-11") == "in force"
    before = main_text(get("/en/sources/times-of-san-diego-2022-04-21/?known=2022-04-20"))
    assert "Nothing that this source says of ties was on record by that day" in before
