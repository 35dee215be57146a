"""Putting a place on a list: from a form, from a link, after signing in, and what is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from jumelage.partners.models import Shortlist, ShortlistItem
from tests.factories import make_place
from tests.partners.conftest import officer_of
from tests.workspace.shortlists.conftest import at_browser

pytestmark = pytest.mark.django_db
ADD = "/en/workspace/shortlists/add/"
LEIPZIG = "geonames:2879139"


def _sent(town, ref: str, **more) -> dict[str, str]:
    return {"place": town.key, "ref": ref, **more}


def test_the_first_place_makes_the_first_list(client, town, other):
    answer = client.post(ADD, _sent(town, f"place:{other.pk}"), follow=True)
    item = ShortlistItem.objects.get()
    assert (item.place, item.shortlist.place) == (other, town)
    assert "San Diego is on the list “Possible partners” now." in answer.content.decode()


def test_a_place_of_the_gazetteer_is_put_on_with_what_is_known_of_it(client, town):
    client.post(ADD, _sent(town, LEIPZIG, name="Anything", country="XX"))
    item = ShortlistItem.objects.get()
    assert (item.ref, item.place, item.name, item.country) == (LEIPZIG, None, "Leipzig", "DE")
    assert item.population > 400_000
    assert round(item.lat) == 51


def test_a_place_of_the_gazetteer_that_is_on_record_is_that_of_the_register(client, town):
    leipzig = make_place("Leipzig", "DE", identifiers={"geonames": "2879139"})
    client.post(ADD, _sent(town, LEIPZIG))
    assert ShortlistItem.objects.get().place == leipzig
    answer = client.post(ADD, _sent(town, f"place:{leipzig.pk}"))
    assert answer.status_code == 422
    assert "is on the list “Possible partners” already" in answer.content.decode()


@pytest.mark.parametrize(
    "ref", ["", "place:", "place:999999", "geonames:1", "x:y", "x:\0", "place:²", "9" * 90]
)
def test_what_nobody_knows_is_refused(client, town, ref):
    answer = client.post(ADD, _sent(town, ref))
    assert answer.status_code == 422
    assert not ShortlistItem.objects.exists()
    assert client.get(ADD, _sent(town, ref)).status_code == 404


def test_the_own_place_is_no_partner_of_itself(client, town):
    answer = client.post(ADD, _sent(town, f"place:{town.pk}"))
    assert "This is your own place." in answer.content.decode()
    assert not Shortlist.objects.exists()


def test_onto_a_list_that_is_chosen_or_new(client, town, other):
    client.post(ADD, _sent(town, f"place:{other.pk}"))
    first = Shortlist.objects.get()
    client.post(ADD, _sent(town, LEIPZIG, shortlist=str(first.pk)))
    assert first.items.count() == 2
    client.post(ADD, _sent(town, LEIPZIG, shortlist="new"))
    assert Shortlist.objects.count() == 2
    client.post(ADD, _sent(town, "geonames:1", shortlist="new"))
    assert Shortlist.objects.count() == 2  # no empty one stays behind


def test_a_list_of_another_place_is_none_to_choose(client, town, other):
    foreign = Shortlist.objects.create(place=other, title="Theirs", created_at="2026-01-01T00:00Z")
    answer = client.post(ADD, _sent(town, LEIPZIG, shortlist=str(foreign.pk)))
    assert answer.status_code == 422
    assert not foreign.items.exists()


@pytest.mark.parametrize(
    ("onward", "is_shown"),
    [
        ("/en/places/", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_the_list_leads_back_to_pages_of_this_registry_only(client, town, onward, is_shown):
    answer = client.post(ADD, _sent(town, LEIPZIG, next=onward), follow=True)
    page = answer.content.decode()
    assert "Leipzig is on the list" in page
    assert (f'href="{onward}">Back to where you were</a>' in page) is is_shown
    item = ShortlistItem.objects.get()
    address = f"/en/workspace/{town.pk}/shortlists/{item.shortlist_id}/"
    assert (
        "Back to where you were" in client.get(address, {"from": onward}).content.decode()
    ) is is_shown


def test_whoever_signs_in_first_is_asked_again(client, town):
    answer = Client().post(ADD, _sent(town, LEIPZIG, next="/en/places/", password="x"))
    onward = parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]
    assert "password" not in onward
    page = client.get(onward).content.decode()
    assert "Put Leipzig on a shortlist" in page
    assert f'value="{LEIPZIG}"' in page


def test_only_officers_of_the_place_put_something_on_its_lists(town, other):
    for person in (
        officer_of(town, "h@vlad.example", role="helper"),
        officer_of(other, "b@sd.example"),
    ):
        browser = at_browser(person)
        assert browser.post(ADD, _sent(town, LEIPZIG)).status_code == 403
        assert browser.get(ADD, _sent(town, LEIPZIG)).status_code == 403
    assert not ShortlistItem.objects.exists()


def test_a_place_that_is_not_there_has_no_lists(client):
    assert client.post(ADD, {"place": "ru/nowhere", "ref": LEIPZIG}).status_code == 404
