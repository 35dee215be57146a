"""The public page to ask about one’s data, the office’s answer, and what the public page of a place shows."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jumelage.contacts.actions.requests import RequestData, note_request
from jumelage.contacts.models import ErasureRequest, Person
from jumelage.core.memory import memory
from jumelage.workspace.contacts import public
from tests.contacts import made
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "erase",
    "name": "Anna Petrova",
    "email": "anna@vlc.ru",
    "place_said": "Владивосток",
}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_somebody_asks_confirms_and_is_answered(
    client, signed_in, own, language, django_capture_on_commit_callbacks
):
    made.person(own, "Anna Petrova", email="anna@vlc.ru")
    assert read(client.get(f"/{language}/your-data/")).problems == []
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(f"/{language}/your-data/", FORM)
    assert done.headers["Location"] == f"/{language}/your-data/sent/"
    assert client.get(done.headers["Location"]).status_code == 200
    asked = ErasureRequest.objects.get()
    assert (asked.place, asked.confirmed_at, asked.language) == (own, None, language)
    link = re.search(r"https://jumelage.example(\S+)", mail.outbox[0].body)[1]
    looked = client.get(link)  # as mail programs do
    assert looked.headers["Referrer-Policy"] == "same-origin"
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    client.post(link)
    asked.refresh_from_db()
    assert asked.confirmed_at
    url = f"/{language}/workspace/{own.pk}/contacts/requests/{asked.pk}/"
    assert "Anna Petrova" in signed_in.get(url).content.decode()
    refused = signed_in.post(url, {"done": "no"})
    assert refused.status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(url, {"done": "yes"})
    assert len(mail.outbox) > 1
    assert "Anna" not in signed_in.get(url).content.decode()
    assert client.post(link).status_code == 410


def test_whether_anything_is_kept_is_not_told(client, own):
    made.person(own, email="anna@vlc.ru")
    known = client.post("/en/your-data/", FORM)
    unknown = client.post("/en/your-data/", FORM | {"email": "nobody@vlc.ru"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code, unknown.headers["Location"],
    )  # fmt: skip


def test_who_asks_too_often_waits(client, monkeypatch):
    for _ in range(public.FOR_ONE_ADDRESS):
        assert client.post("/en/your-data/", FORM).status_code == 302
    assert client.post("/en/your-data/", FORM).status_code == 429
    monkeypatch.setattr(public, "FROM_ONE_NETWORK", 5)
    answers = [
        client.post("/en/your-data/", FORM | {"email": f"{n}@b.org"}).status_code for n in range(3)
    ]
    assert answers == [302, 429, 429]
    assert ErasureRequest.objects.count() == public.FOR_ONE_ADDRESS + 1


def test_a_form_that_is_wrong_keeps_what_was_typed(client):
    page = read(client.post("/en/your-data/", FORM | {"email": "anna@"}))
    assert page.one("input", name="email").attributes["value"] == "anna@"
    assert page.one("div", role="alert")
    assert mail.outbox == []


def test_an_office_notes_a_request_and_answers_it_with_the_data(
    signed_in, base, own, django_capture_on_commit_callbacks
):
    person = made.person(own, "Anna Petrova", email="anna@vlc.ru", note="likes tea")
    form = {"kind": "see", "name": "Anna Petrova", "email": "anna@vlc.ru"}
    done = signed_in.post(f"{base}/contacts/requests/new/", form, follow=True)
    page = read(done)
    chosen = [e for e in page.all("input", name="person") if "checked" in e.attributes]
    assert [e.attributes["value"] for e in chosen] == [str(person.pk)]
    assert "1 person asks" in signed_in.get(f"{base}/contacts/").content.decode()
    url = done.redirect_chain[-1][0]
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(url, {"done": "yes", "person": person.pk})
    assert "likes tea" in mail.outbox[-1].body


@pytest.fixture
def staff(own) -> Client:
    user = made.member(made.place("Elsewhere", "DE"), "helper", "staff@example.org")
    type(user).objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(user)
    return client


def test_staff_sends_a_request_on_or_erases_for_an_office_that_does_not(
    staff, own, officer, helping
):
    person = made.person(own, "Anna Petrova", email="anna@vlc.ru")
    data = RequestData(kind="erase", name="Anna Petrova", email="anna@vlc.ru")
    asked = note_request(actor=officer, place=own, data=data)
    ErasureRequest.objects.update(place=None)
    url = f"/en/workspace/data-requests/{asked.pk}/"
    assert helping.get(url).status_code == 403
    assert "office not known yet" in staff.get("/en/workspace/data-requests/").content.decode()
    lost = staff.post(url, {"do": "send", "to": "Nowhere"}, follow=True)
    assert "is not one place of the register" in lost.content.decode()
    staff.post(url, {"do": "send", "to": "Vladivostok"})
    asked.refresh_from_db()
    assert asked.place == own
    assert read(staff.get(url)).problems == []
    staff.post(url, {"do": "erase", "person": person.pk})
    assert Person.objects.get(pk=person.pk).erased_at


def place_page(client, own) -> str:
    return client.get(f"/en/places/{own.key}/").content.decode()


def test_the_public_page_of_a_place_shows_what_is_public_to_everybody_alike(client, signed_in, own):
    office = made.office(own, "International Relations", visibility="public", phone="+7 423")
    made.person(own, "Anna Petrova", "public", office=office, note="secret")
    made.person(own, "Boris Orlov", "partners")
    made.office(own, "Hidden office")
    page = place_page(client, own)
    assert "+7 423" in page
    assert "Anna Petrova" in page
    for word in ("Boris", "Hidden", "secret", "/workspace/%d" % own.pk):  # noqa: UP031
        assert word not in page
    assert place_page(signed_in, own) == page


def test_the_public_page_asks_the_same_however_many_contacts(client, own, data_dir):
    def asked() -> int:
        memory.clear()
        with CaptureQueriesContext(connection) as captured:
            place_page(client, own)
        return len(captured)

    def add(number: int) -> None:
        for _ in range(number):
            made.person(own, visibility="public", office=made.office(own, visibility="public"))

    add(1)
    asked()
    one = asked()
    add(2)
    assert asked() == one


def test_a_place_that_shows_nothing_has_no_such_section(client, own):
    made.person(own)
    assert 'id="contact"' not in place_page(client, own)
    assert words(place_page(client, own))
