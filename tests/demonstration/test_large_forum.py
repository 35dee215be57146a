"""The large forum of the demonstration: as many towns as came to Moscow in 2019, with a timetable that holds."""

from collections import Counter

import pytest
from django.test import Client

from jumelage.commitments.models import Commitment
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.demonstration.actions import fill, fill_forum
from jumelage.demonstration.forum_towns import forum_towns
from jumelage.forum.domain.timetable.checking import check
from jumelage.forum.models import Edition, Meeting, Timetable
from jumelage.forum.timetables.problem_of import drawn_from, places_of
from jumelage.ties.integrity import check_registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, data_dir) -> None:
    settings.JUMELAGE = {**settings.JUMELAGE, "DEMO": True}


def test_no_two_of_the_towns_have_a_name_or_an_address_in_common():
    towns = list(forum_towns())
    for values in (
        [town.slug for town in towns],
        [town.names[0] for town in towns],
        [town.names[1] for town in towns],
    ):
        assert len(set(values)) == len(values) == 39
    people = [person.name for town in towns for person in town.people]
    assert len(set(people)) == len(people)


def test_it_is_a_forum_of_43_towns_whose_timetable_breaks_no_rule(demo):
    fill(actor=OPERATOR)
    steps: list[str] = []
    fill_forum(actor=OPERATOR, told=steps.append)
    assert steps == ["towns", "editions", "delegations", "agenda", "wishes", "timetable"]
    timetable = Timetable.objects.get(is_published=True)
    edition = timetable.edition
    coming = edition.delegations.filter(state="approved").select_related("place")
    assert Counter(one.place.country for one in coming) == {"RU": 25, "US": 18}
    forum, places = drawn_from(timetable), places_of(timetable)
    assert check(forum, places) == []
    wanted = Meeting.objects.wanted().filter(edition=edition)
    assert len(places.places) + len(timetable.not_held) == len(forum.meetings) <= wanted.count()
    assert len(places.places) > 80
    promised = Commitment.objects.filter(forum_origin__edition__series=edition.series)
    states = sorted(promised.values_list("state", flat=True))
    assert states == ["agreed", "kept", "under_way", "under_way"]
    assert list(check_registry()) == []
    page = Client().get(f"/en/forums/{edition.series.slug}/{edition.slug}/")
    assert b"demonstration" in page.content
    with pytest.raises(RefusedError, match="already"):
        fill_forum(actor=OPERATOR, told=steps.append)


def test_it_needs_the_demonstration_and_the_operator(demo):
    with pytest.raises(RefusedError, match="first"):
        fill_forum(actor=OPERATOR, told=print)
    with pytest.raises(NotAllowedError):
        fill_forum(actor=Actor(label="somebody"), told=print)
    assert not Edition.objects.exists()
