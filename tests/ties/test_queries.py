"""Reading ties at a moment."""

from datetime import date

import pytest

from jumelage.core.audit import OPERATOR
from jumelage.ties.actions import FigureData, record_figure
from jumelage.ties.models import Tie
from jumelage.ties.pairs import bilateral
from jumelage.ties.queries import (
    Moment,
    TieFilter,
    dated,
    filter_ties,
    partner_countries,
    sort_ties,
    ties_of,
)
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db
NOW = Moment.make()


@pytest.fixture
def history():
    """Two ties of Vladivostok, one suspended by the other side in 2022, and one between regions."""
    vladivostok = make_place("Vladivostok")
    san_diego, juneau = make_place("San Diego", "US"), make_place("Juneau", "US")
    make_claim(vladivostok, san_diego, "signed", when="1991")
    make_claim(vladivostok, juneau, "signed", when="1991-10")
    make_claim(
        vladivostok, juneau, "suspended", when="2022-03-10", by=juneau, recorded=date(2022, 3, 20)
    )
    make_claim(
        make_place("Leningrad Oblast", kind="region"),
        make_place("Maryland", "US", kind="state"),
        "signed",
        when="1993",
    )
    return vladivostok


def test_the_count_of_two_countries_follows_history(history) -> None:
    def count(on: date, known: date | None = None):
        return bilateral("RU", "US", Moment.make(on, known)).count

    assert count(date(1985, 1, 1)).ties == 0
    assert count(date(1992, 1, 1)).a == {"city": 1}
    assert count(date(1992, 1, 1)).b == {"city": 2}
    assert count(date(2019, 10, 11)).a == {"city": 1, "region": 1}
    assert count(date(2022, 12, 31)).b == {"city": 1, "state": 1}
    assert count(date(2022, 12, 31), date(2022, 3, 15)).b == {"city": 2, "state": 1}


def test_two_countries_can_be_asked_either_way_round(history) -> None:
    there, back = bilateral("RU", "US", NOW).count, bilateral("US", "RU", NOW).count
    assert (there.a, there.b) == (back.b, back.a)


def test_a_former_state_stands_for_its_successors(history) -> None:
    found = bilateral("SUHH", "US", Moment.make(date(1991, 11, 1)))
    assert found.count.ties == 2


def test_columns_and_claims_give_the_same_answer(history) -> None:
    from_columns = dated(Tie.objects.order_by("pk"), NOW)
    other_day = Moment(NOW.on, date(2999, 1, 1))
    from_claims = dated(Tie.objects.order_by("pk"), other_day)
    assert from_columns == from_claims


def test_the_ties_of_a_place_have_it_on_side_a(history) -> None:
    ties = ties_of(history, NOW, "en")
    assert [(tie.a.name, tie.b.name, tie.legal_a.value, tie.legal_b.value) for tie in ties] == [
        ("Vladivostok", "Juneau", "in_force", "suspended"),
        ("Vladivostok", "San Diego", "in_force", "in_force"),
    ]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (TieFilter(), 3),
        (TieFilter(countries=("RU",)), 3),
        (TieFilter(countries=("RU", "US")), 3),
        (TieFilter(countries=("DE",)), 0),
        (TieFilter(standings=("suspended",)), 1),
        (TieFilter(since_from=1992), 1),
        (TieFilter(since_to=1991), 2),
        (TieFilter(forms=("unknown",)), 3),
        (TieFilter(forms=("twinning",)), 0),
        (TieFilter(disputed=True), 0),
    ],
)
def test_filters(history, wanted, number) -> None:
    assert filter_ties(wanted).count() == number


def test_orders(history) -> None:
    since = [tie.since for tie in sort_ties(Tie.objects.all(), "-since")]
    assert since == ["1993", "1991-10", "1991"]
    names = [tie.place_b.name for tie in sort_ties(Tie.objects.all(), "b")]
    assert names == ["Juneau", "Maryland", "San Diego"]


def test_partner_countries(history) -> None:
    assert partner_countries("US") == [("RU", 3, 2)]


def test_a_reported_figure_stands_beside_the_count_of_its_day(history) -> None:
    source = make_source(published="2019-10-11")
    record_figure(
        actor=OPERATOR,
        data=FigureData(
            source,
            "RU",
            "US",
            "2019-10-11",
            {"city": 67, "region": 2},
            {"city": 73, "state": 1},
            ties=97,
        ),
    )
    (beside,) = bilateral("US", "RU", NOW).figures()
    assert beside.b == {"city": 67, "region": 2}
    assert beside.difference_b == {"city": -66, "region": -1}
    assert beside.difference_a == {"city": -71, "state": 0}
    assert beside.difference_ties == 3 - 97


def test_the_curve_goes_from_the_first_claim_to_today(history) -> None:
    curve = dict(bilateral("RU", "US", NOW).curve())
    assert (curve[1991], curve[1993], curve[2021], curve[2022]) == (2, 3, 3, 2)
    assert max(curve) == NOW.on.year


@pytest.mark.parametrize("number", [1, 3])
def test_questions_cost_the_same_number_of_queries_for_one_row_and_three(
    number, django_assert_num_queries
) -> None:
    place = make_place("Vladivostok")
    for _ in range(number):
        make_claim(place, make_place(country="US"), when="1991")
    with django_assert_num_queries(3):
        ties_of(place, NOW, "ru")
    with django_assert_num_queries(4):
        ties_of(place, Moment.make(date(2000, 1, 1)), "ru")
    with django_assert_num_queries(3):
        _ = bilateral("RU", "US", NOW, "ru").count
    with django_assert_num_queries(2):
        _ = bilateral("RU", "US", Moment.make(date(2000, 1, 1)), "ru").count
