"""The demonstration: written by the actions that people use, only where it is meant, and once."""

import pytest
from django.test import Client

from jumelage.accounts.models import User
from jumelage.agreements.models import Agreement
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.demonstration.actions import fill
from jumelage.demonstration.people import sign_ins
from jumelage.forum.models import Edition
from jumelage.forum.queries import clashes_of, sessions_of
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Legal
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, data_dir) -> None:
    settings.JUMELAGE = {**settings.JUMELAGE, "DEMO": True}


def tie(first: str, second: str) -> Tie:
    places = Place.objects.filter(slug__in=[first, second]).order_by("pk")
    return Tie.objects.get(place_a=places[0], place_b=places[1])


def test_it_shows_a_signed_agreement_and_a_tie_suspended_by_one_side(demo):
    fill(actor=OPERATOR)
    signed = Agreement.objects.get()
    assert signed.in_force_on is not None
    assert tie("svetlozersk", "maple-harbor").legal == Legal.IN_FORCE
    suspended = tie("olkhovsk", "lindenau-am-see")
    assert {suspended.legal_a, suspended.legal_b} == {Legal.IN_FORCE, Legal.SUSPENDED}
    assert list(check_registry()) == []


def test_a_forum_is_open_with_a_clash_and_a_delegation_that_waits(demo):
    fill(actor=OPERATOR)
    edition = Edition.objects.get()
    assert edition.state == Edition.OPEN
    sessions = sessions_of(edition, "en")
    assert len(clashes_of(edition, sessions)) == 1
    states = sorted(edition.delegations.values_list("state", flat=True))
    assert states == ["accepted", "approved", "approved", "invited", "invited", "invited"]
    page = Client().get(f"/en/forums/{edition.series.slug}/{edition.slug}/").content
    assert "Ольга Ветрова".encode() in page
    assert b"Guest of the demonstration" not in page


def test_every_page_says_so(demo):
    assert b"A demonstration:" in Client().get("/en/about/").content


def test_no_page_says_so_elsewhere():
    assert b"A demonstration:" not in Client().get("/en/about/").content


def test_everybody_named_can_open_the_workspace(demo):
    fill(actor=OPERATOR)
    for email, _who in sign_ins():
        client = Client()
        client.force_login(User.objects.get(email=email))
        answer = client.get("/en/workspace/", follow=True)
        assert answer.status_code == 200, email


def test_an_open_proposal_is_seen_by_its_two_sides_only(demo):
    fill(actor=OPERATOR)
    assert b"Cedar Prairie" in _page("olga@olkhovsk.example", "olkhovsk")
    assert b"dairy" not in Client().get("/en/places/us/cedar-prairie/").content
    assert not Tie.objects.filter(
        place_a__slug__in=["olkhovsk", "cedar-prairie"],
        place_b__slug__in=["olkhovsk", "cedar-prairie"],
    ).exists()


def _page(email: str, slug: str) -> bytes:
    client = Client()
    client.force_login(User.objects.get(email=email))
    place = Place.objects.get(slug=slug)
    return client.get(f"/en/workspace/{place.pk}/").content


def test_it_is_refused_where_it_is_not_meant_and_the_second_time(settings, data_dir):
    with pytest.raises(RefusedError, match="invented"):
        fill(actor=OPERATOR)
    assert not User.objects.exists()
    settings.JUMELAGE = {**settings.JUMELAGE, "DEMO": True}
    with pytest.raises(NotAllowedError):
        fill(actor=Actor(label="somebody"))
    fill(actor=OPERATOR)
    with pytest.raises(RefusedError, match="already"):
        fill(actor=OPERATOR)
