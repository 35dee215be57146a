"""What comparable places do: which are compared, how often the database is asked, and what the page says."""

import pytest

from jumelage.core.memory import memory
from jumelage.places.models import Place
from jumelage.workspace.portfolio import peers as reading
from jumelage.workspace.portfolio.peers import peers_of
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import read, words
from tests.workspace.portfolio.conftest import DAY, suspend, tie

pytestmark = pytest.mark.django_db


def peer(
    population: int | None, ties: int = 1, *, country: str = "DE", kind: str = "city", **more
) -> Place:
    place = make_place(country=country, kind=kind)
    for _ in range(ties):
        make_claim(place, make_place(country="FR"), form="twinning", source=make_source(), **more)
    Place.objects.filter(pk=place.pk).update(population=population)
    return place


@pytest.fixture
def sized(town) -> Place:
    Place.objects.filter(pk=town.pk).update(population=100_000)
    town.refresh_from_db()
    return town


def test_compared_are_places_of_the_country_kind_and_size_that_have_ties(sized) -> None:
    for population, ties in [(50_000, 1), (99_999, 2), (100_000, 3), (200_000, 4)]:
        peer(population, ties)
    peer(49_999)
    peer(200_001)
    peer(100_000, country="FR")
    peer(100_000, kind="county")
    peer(100_000, 0)
    peer(None)
    tie(sized)  # the place itself is not compared with itself
    found = peers_of(sized, DAY)
    assert found.counts == (1, 2, 3, 4)
    assert (found.smallest, found.largest) == (50_000, 200_000)


def test_only_ties_in_force_count(sized) -> None:
    one = peer(90_000, 2)
    suspend(one.ties_a.first() or one.ties_b.first(), by=one)
    assert peers_of(sized, DAY).counts == (1,)


def test_the_nearest_in_size_are_taken(sized, monkeypatch) -> None:
    monkeypatch.setattr(reading, "EACH_SIDE", 2)
    for population in (60_000, 80_000, 90_000, 110_000, 120_000, 190_000):
        peer(population)
    found = peers_of(sized, DAY)
    assert (found.places, found.smallest, found.largest) == (4, 80_000, 120_000)


def test_it_is_counted_once_a_day(sized, django_assert_num_queries) -> None:
    peer(90_000)
    memory.clear()
    with django_assert_num_queries(4):
        first = peers_of(sized, DAY)
    peer(90_000)
    with django_assert_num_queries(0):
        assert peers_of(sized, DAY) == first
    assert peers_of(sized, DAY.replace(day=26)).places == 2


def test_the_page_says_with_whom_it_compares(desk, sized) -> None:
    for ties in (1, 2, 3, 4, 5):
        peer(90_000 + ties, ties, kind="city", when="1990")
    tie(sized, form="friendship")
    tie(sized, country="PL", form="twinning")
    tie(sized, country="IT", form="twinning")
    found = read(desk.get(f"/en/workspace/{sized.pk}/"))
    text = words(found.one("section", **{"aria-labelledby": "comparable"}).text)
    assert "Hub has 3 ties in force, more than 2 of 5 comparable places." in text
    assert "The middle half of them has 2 to 4." in text
    assert "Ties in force332–4" in text
    assert "Partner countries311–1" in text
    assert "Form: twinning67%100%" in text
    assert "Commonest partner countriesFrance, Italy, PolandFrance" in text
    assert "Compared with 5 places of Germany" in text
    assert "between 90,001 and 90,005 inhabitants" in text
    assert "Active" not in text.partition("Partner countries")[2].partition("Form")[0]


@pytest.mark.parametrize(
    ("population", "expected"),
    [(None, "does not know how many inhabitants"), (100_000, "too few places of Germany")],
)
def test_where_nothing_can_be_compared_the_page_says_why(desk, town, population, expected) -> None:
    Place.objects.filter(pk=town.pk).update(population=population)
    tie(town)
    peer(90_000)
    assert expected in desk.get(f"/en/workspace/{town.pk}/").content.decode()
