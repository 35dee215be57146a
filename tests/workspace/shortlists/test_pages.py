"""Pages of shortlists: who sees and does what, notes, order, sharing, and the way to a proposal."""

from datetime import timedelta

import pytest

from jumelage.core.clock import today
from jumelage.core.models import AuditEntry
from jumelage.partners.models import Shortlist
from jumelage.places.models import Place
from jumelage.workspace.shortlists import items as item_views
from tests.factories import make_claim, make_place
from tests.partners.conftest import officer_of
from tests.workspace.shortlists.conftest import at_browser

pytestmark = pytest.mark.django_db
LEIPZIG = "geonames:2879139"


@pytest.fixture
def shortlist(client, town, other) -> Shortlist:
    """A list with a place of the gazetteer and one of the register."""
    for ref in (LEIPZIG, f"place:{other.pk}"):
        client.post("/en/workspace/shortlists/add/", {"place": town.key, "ref": ref})
    return Shortlist.objects.get()


def _address(shortlist: Shortlist, more: str = "") -> str:
    return f"/en/workspace/{shortlist.place_id}/shortlists/{shortlist.pk}/{more}"


def test_lists_begin_here(client, town):
    page = client.get(f"/en/workspace/{town.pk}/shortlists/").content.decode()
    assert "No list yet" in page
    new = f"/en/workspace/{town.pk}/shortlists/new/"
    assert client.post(new, {"title": " "}).status_code == 422
    answer = client.post(new, {"title": "Ports", "note": "Why\n\nnot"}, follow=True)
    assert "Nothing is on the list yet" in answer.content.decode()
    assert Shortlist.objects.get().title == "Ports"
    page = client.get(f"/en/workspace/{town.pk}/").content.decode()
    assert f'href="/en/workspace/{town.pk}/shortlists/"' in page


def test_what_is_known_stands_side_by_side(client, town, other, shortlist):
    make_claim(town, other, "ended", when="2015")
    page = client.get(_address(shortlist)).content.decode()
    for words in (
        "504,971",
        "not in the register yet",
        "1 tie",
        "Tie with Vladivostok",
        "for comparison",
    ):
        assert words in page
    assert 'href="/en/places/us/san-diego/"' in page
    russian = client.get(_address(shortlist).replace("/en/", "/ru/")).content.decode()
    assert "Сан-Диего" in russian
    assert "504\xa0971" in russian


def test_helpers_read_and_write_nothing(town, shortlist):
    helper = at_browser(officer_of(town, "h@vlad.example", role="helper"))
    page = helper.get(_address(shortlist)).content.decode()
    assert "Leipzig" in page
    main = page.partition("<main")[2].partition('class="columns"')[2]
    assert "<form" not in main
    assert helper.get(_address(shortlist, "pdf/")).status_code == 200
    item = shortlist.items.first()
    for more in ("edit/", "remove/", "find/", f"{item.pk}/note/", f"{item.pk}/propose/"):
        assert helper.get(_address(shortlist, more)).status_code == 403
    for more in (
        "share/",
        "address/",
        "address/drop/",
        "explain/",
        f"{item.pk}/move/",
        f"{item.pk}/off/",
    ):
        assert helper.post(_address(shortlist, more)).status_code == 403


def test_a_list_of_another_place_is_not_there(other, shortlist):
    bob = at_browser(officer_of(other, "bob@sd.example"))
    item = shortlist.items.first()
    foreign = f"/en/workspace/{other.pk}/shortlists/{shortlist.pk}/"
    for more in (
        "",
        "edit/",
        "remove/",
        "pdf/",
        "find/",
        f"{item.pk}/note/",
        f"{item.pk}/propose/",
    ):
        assert bob.get(foreign + more).status_code == 404
    assert bob.get(_address(shortlist)).status_code == 403


def test_a_note_is_written_and_two_at_once_are_told(client, shortlist):
    item = shortlist.items.first()
    address = _address(shortlist, f"{item.pk}/note/")
    client.post(address, {"note": "A fair", "version": "1"})
    answer = client.post(address, {"note": "Books", "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "A fair" in page
    assert 'name="version" value="2"' in page
    assert client.post(address, {"note": "x" * 5001, "version": "2"}).status_code == 422
    client.post(address, {"note": "A fair and books", "version": "2"})
    item.refresh_from_db()
    assert item.note == "A fair and books"
    client.post(address, {"note": "", "version": "3"})
    item.refresh_from_db()
    assert item.note == ""


def test_title_and_note_of_a_list_as_well(client, shortlist):
    address = _address(shortlist, "edit/")
    shown = client.get(address).content.decode()
    assert f'name="version" value="{shortlist.version}"' in shown
    first = {"title": "Ports", "note": "", "version": str(shortlist.version)}
    assert client.post(address, first).status_code == 302
    answer = client.post(address, {**first, "title": "Harbours"})
    assert answer.status_code == 409
    assert "Harbours" in answer.content.decode()


def test_the_order_is_changed_by_buttons(client, shortlist):
    item = shortlist.items.last()
    address = _address(shortlist, f"{item.pk}/move/")
    client.post(address, {"to": "up", "version": str(shortlist.version)})
    assert shortlist.items.first() == item
    answer = client.post(address, {"to": "down", "version": str(shortlist.version)}, follow=True)
    assert "Somebody else changed this" in answer.content.decode()
    assert shortlist.items.first() == item


def test_a_place_comes_off_and_the_list_goes(client, shortlist):
    item = shortlist.items.first()
    client.post(_address(shortlist, f"{item.pk}/off/"), {"version": "1"})
    assert shortlist.items.count() == 1
    shortlist.refresh_from_db()
    assert (
        "Remove “Possible partners”?" in client.get(_address(shortlist, "remove/")).content.decode()
    )
    client.post(_address(shortlist, "remove/"), {"version": str(shortlist.version)})
    assert not Shortlist.objects.exists()


def test_sharing_begins_changes_and_ends(client, shortlist):
    version = str(shortlist.version)
    past = {"version": version, "until": (today() - timedelta(days=1)).isoformat()}
    answer = client.post(_address(shortlist, "share/"), past)
    assert answer.status_code == 422
    assert "This day is over" in answer.content.decode()
    assert client.post(_address(shortlist, "share/"), {"version": version}).status_code == 422
    until = (today() + timedelta(days=20)).isoformat()
    sent = {"version": version, "until": until}
    page = client.post(_address(shortlist, "share/"), sent, follow=True).content.decode()
    address = page.partition('class="calendar-address" readonly value="')[2].partition('"')[0]
    assert address.startswith("https://jumelage.example/en/shortlists/")
    path = address.removeprefix("https://jumelage.example")
    assert client.get(path).status_code == 200
    lists = client.get(f"/en/workspace/{shortlist.place_id}/shortlists/").content.decode()
    assert str((today() + timedelta(days=20)).year) in lists
    shortlist.refresh_from_db()
    client.post(_address(shortlist, "address/"), {"version": str(shortlist.version)})
    assert client.get(path).status_code == 404
    shortlist.refresh_from_db()
    client.post(_address(shortlist, "address/drop/"), {"version": str(shortlist.version)})
    shortlist.refresh_from_db()
    assert not shortlist.is_shared(today())
    assert "Secret address" not in client.get(_address(shortlist)).content.decode()


def test_places_are_found_by_name(client, town, other, shortlist):
    find = _address(shortlist, "find/")
    page = client.get(find, {"q": "Сан-Ди"}).content.decode()
    assert "On the list already." in page
    page = client.get(find, {"q": "Berlin", "country": "DE"}).content.decode()
    assert 'name="ref" value="geonames:2950159"' in page
    assert "Nothing found" in client.get(find, {"q": "Berlin"}).content.decode()
    page = client.get(find, {"q": "Vladivostok", "country": "XX"}).content.decode()
    assert 'name="ref"' not in page  # the own place


def test_a_proposal_begins_with_the_place_filled_in(client, town, other, shortlist):
    item = shortlist.items.get(place=other)
    answer = client.get(_address(shortlist, f"{item.pk}/propose/"))
    assert answer.headers["Location"] == f"/en/workspace/{town.pk}/proposals/new/?to={other.pk}"
    assert "San Diego" in client.get(answer.headers["Location"]).content.decode()


def test_a_place_that_is_not_in_the_register_is_put_there_first(client, town, shortlist):
    item = shortlist.items.get(place=None)
    address = _address(shortlist, f"{item.pk}/propose/")
    assert "Leipzig is not in the register yet" in client.get(address).content.decode()
    assert not Place.objects.filter(name="Leipzig").exists()
    answer = client.post(address)
    leipzig = Place.objects.get(name="Leipzig")
    assert answer.headers["Location"].endswith(f"?to={leipzig.pk}")
    assert (leipzig.country, leipzig.kind, leipzig.source.key) == ("DE", "city", "geonames")
    assert leipzig.identifiers.get(scheme="geonames").value == "2879139"
    entry = AuditEntry.objects.filter(action="places.record").latest("pk")
    assert (entry.target, entry.acting_for) == ("place:de/leipzig", "Vladivostok")
    item.refresh_from_db()
    assert (item.place, item.ref) == (leipzig, f"place:{leipzig.pk}")
    client.post(address)  # once more: nothing is written twice
    assert Place.objects.filter(name="Leipzig").count() == 1


def test_a_place_that_has_come_into_the_register_is_not_put_there_twice(client, shortlist):
    leipzig = make_place("Leipzig", "DE", identifiers={"geonames": "2879139"})
    item = shortlist.items.get(place=None)
    answer = client.get(_address(shortlist, f"{item.pk}/propose/"))
    assert answer.headers["Location"].endswith(f"?to={leipzig.pk}")


def test_a_place_that_the_gazetteer_has_lost_is_refused(client, shortlist):
    item = shortlist.items.get(place=None)
    item.ref = "geonames:1"
    item.save()
    answer = client.post(_address(shortlist, f"{item.pk}/propose/"), follow=True)
    assert "The gazetteer does not know Leipzig any more" in answer.content.decode()


def test_what_speaks_for_each_is_worked_out_when_it_can_be(client, town, shortlist, monkeypatch):
    monkeypatch.setattr(item_views, "is_ready", lambda: False)
    answer = client.post(_address(shortlist, "explain/"), follow=True)
    assert "Suggestions have to be prepared first" in answer.content.decode()
    monkeypatch.setattr(item_views, "is_ready", lambda: True)
    monkeypatch.setattr(item_views, "current", lambda **_: None)
    kept = [{"code": "both_by_the_sea", "values": {}, "named": [], "speaks_for": True}]
    monkeypatch.setattr(
        item_views,
        "reasons_for",
        lambda _suggester, _place, refs: {LEIPZIG: kept} if LEIPZIG in refs else {},
    )
    page = client.post(_address(shortlist, "explain/"), follow=True).content.decode()
    assert "Both lie by the sea" in page
    assert shortlist.items.get(ref=LEIPZIG).reasons_on == today()


def test_the_paper_has_a_name_and_is_refused_in_words(client, shortlist):
    answer = client.get(_address(shortlist, "pdf/"))
    assert answer["Content-Disposition"] == f'inline; filename="shortlist-{shortlist.pk}.pdf"'
    shortlist.items.update(note="釜山")
    page = client.get(_address(shortlist, "pdf/"), follow=True).content.decode()
    assert "no font here has the letters" in page


def test_the_page_asks_the_database_as_often_however_long_it_is(
    client, town, shortlist, django_assert_num_queries
):
    client.get(_address(shortlist))
    with django_assert_num_queries(14):
        client.get(_address(shortlist))
    for _ in range(3):
        place = make_place(country="US")
        make_claim(town, place, "ended", when="1999")
        client.post(
            "/en/workspace/shortlists/add/", {"place": town.key, "ref": f"place:{place.pk}"}
        )
    client.get(_address(shortlist))
    with django_assert_num_queries(14):
        client.get(_address(shortlist))


def test_the_trail_names_the_list(client, town, shortlist):
    page = client.get(f"/en/workspace/{town.pk}/trail/").content.decode()
    assert "Place put on a shortlist" in page
    assert "Possible partners" in page
