"""The forums of a place and of two countries, on their pages."""

import pytest

from jumelage.forum.models import Delegation, Edition, Statement
from jumelage.forum.where import editions_of_pair, editions_of_place
from tests.factories import make_source
from tests.forum.conftest import (  # noqa: F401 - fixtures
    coming,
    draft,
    edition,
    in_days,
    invited,
    officer,
    organiser,
    other,
    series,
    town,
    union,
)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def approved(coming):  # noqa: F811
    Delegation.objects.filter(pk=coming.pk).update(state="approved")
    return coming


def test_a_place_shows_the_forums_to_which_it_sends_people(client, approved, town, edition):  # noqa: F811
    page = text(client.get(f"/en/places/ru/{town.slug}/"))
    assert f"/en/forums/{edition.series.slug}/{edition.slug}/" in page
    assert "sends a delegation" in page


def test_and_those_held_there(client, edition, town):  # noqa: F811
    Edition.objects.filter(pk=edition.pk).update(place=town)
    page = text(client.get(f"/ru/places/ru/{town.slug}/"))
    assert "Весенний форум" in page
    assert "проходит здесь" in page


def test_nothing_of_a_draft_nor_of_who_is_only_invited(invited, town, edition):  # noqa: F811
    assert editions_of_place(town) == []
    Edition.objects.filter(pk=edition.pk).update(place=town, state=Edition.DRAFT)
    assert editions_of_place(town) == []


def test_not_before_it_began_on_a_page_of_another_day(approved, town, edition):  # noqa: F811
    assert editions_of_place(town, in_days(0)) == []
    assert editions_of_place(town, in_days(31)) == [edition]


def test_two_countries_show_forums_of_both(client, approved, edition, town, other):  # noqa: F811
    assert editions_of_pair("RU", "US") == []
    Statement.objects.create(
        edition=edition, source=make_source(), about=Statement.PLACES, country="US", number=3,
        recorded_at=edition.created_at,
    )  # fmt: skip
    assert editions_of_pair("RU", "US") == [edition]
    page = text(client.get("/en/countries/ru/us/"))
    assert "Spring forum" in page


def test_one_query_for_many(approved, town, edition, series, django_assert_num_queries):  # noqa: F811
    with django_assert_num_queries(1):
        rows = editions_of_place(town)
        assert [str(row.series) for row in rows] == [series.slug]
    with django_assert_num_queries(1):
        editions_of_pair("RU", "US")
