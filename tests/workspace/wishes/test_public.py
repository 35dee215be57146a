"""The public pages on which visitors write: what is shown to whom, and what keeps programs away."""

import re

import pytest

from jumelage.core.memory import memory
from jumelage.partners.actions.mail_choice import stop_token, wants_mail
from jumelage.partners.actions.wishes import publish_new, withdraw
from jumelage.partners.models.answers import WishMessage
from jumelage.workspace.wishes import public
from tests.partners.conftest import wish_data
from tests.site.conftest import read, words
from tests.workspace.wishes.conftest import at_browser

pytestmark = pytest.mark.django_db
FORM = {"name": "Ivan Orlov", "email": "ivan@choir.example", "text": "We sing too."}


def link_in(mail) -> str:
    return re.search(r"https?://[^/]+(/\S+/wishes/messages/\S+)", mail.body)[1]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_somebody_writes_confirms_and_takes_back(client, wish, language, mailoutbox):
    url = f"/{language}/wishes/{wish.pk}/write/"
    assert read(client.get(url)).problems == []
    sent = client.post(url, FORM)
    assert sent.headers["Location"] == f"{url}sent/"
    assert client.get(sent.headers["Location"]).status_code == 200
    link = link_in(mailoutbox[0])
    assert link.startswith(f"/{language}/")
    looked = client.get(link)  # as mail programs do
    assert looked.headers["Referrer-Policy"] == "same-origin"
    assert WishMessage.objects.get().confirmed_at is None
    client.post(link)
    assert WishMessage.objects.get().confirmed_at
    assert "We sing too." in client.get(link).content.decode()
    assert client.post(link, {"do": "back"}).status_code == 200
    assert not WishMessage.objects.exists()
    assert client.get(link).status_code == 410


def test_what_is_wrong_is_said_and_kept(client, wish):
    response = client.post(f"/en/wishes/{wish.pk}/write/", {**FORM, "email": "ivan@", "name": ""})
    assert response.status_code == 422
    page = read(response)
    assert page.one("input", name="email").attributes["value"] == "ivan@"
    assert page.one("textarea", name="text").text.strip() == "We sing too."
    assert page.all("span", id="id_name_error")
    wrong = read(client.post(f"/en/wishes/{wish.pk}/write/", {**FORM, "email": "ivan@"}))
    assert wrong.all("span", id="id_email_error")


def test_a_program_that_fills_in_everything_writes_nothing_and_is_not_told(
    client, wish, mailoutbox
):
    sent = client.post(f"/en/wishes/{wish.pk}/write/", {**FORM, "website": "https://spam.example"})
    assert sent.status_code == 302
    assert (WishMessage.objects.count(), mailoutbox) == (0, [])


def test_who_writes_too_often_waits(client, wish, monkeypatch):
    monkeypatch.setattr(public, "FROM_ONE_ADDRESS", 2)
    url = f"/en/wishes/{wish.pk}/write/"
    assert [client.post(url, FORM).status_code for _ in range(3)] == [302, 302, 429]
    memory.clear()
    monkeypatch.setattr(public, "FROM_ONE_NETWORK", 2)
    codes = [client.post(url, FORM | {"email": f"{n}@b.example"}).status_code for n in range(3)]
    assert codes[-1] == 429


def test_no_address_of_anybody_and_no_secret_is_public(client, town, wish, officer, mailoutbox):
    client.post(f"/en/wishes/{wish.pk}/write/", FORM)
    link = link_in(mailoutbox[0])
    client.post(link)
    secret = link.rstrip("/").rsplit("/", 1)[1]
    public_pages = [
        "/en/wishes/", f"/en/wishes/{wish.pk}/", f"/en/wishes/{wish.pk}/write/", "/en/wishes.atom",
        "/en/wishes/?format=csv", "/en/wishes/?format=json", f"/en/places/{town.key}/", "/en/changes/",
    ]  # fmt: skip
    for path in public_pages:
        response = client.get(path)
        body = (
            b"".join(response.streaming_content) if response.streaming else response.content
        ).decode()
        for word in ("choir.example", "Ivan Orlov", "We sing too", "anna@vlad", secret):
            assert word not in body, (path, word)


def test_a_closed_wish_says_so_and_takes_nothing(client, wish, officer):
    withdraw(actor=officer.actor, wish=wish, version=wish.version)
    page = read(client.get(f"/en/wishes/{wish.pk}/write/"))
    assert page.all("textarea") == []
    assert client.post(f"/en/wishes/{wish.pk}/write/", FORM).status_code == 422
    assert not WishMessage.objects.exists()


def test_a_draft_and_what_is_not_there_take_nothing(client, wish):
    assert client.get("/en/wishes/999/write/").status_code == 404
    type(wish).objects.update(state="draft", opened_at=None)
    assert client.get(f"/en/wishes/{wish.pk}/write/").status_code == 404


def test_officers_are_led_to_write_for_their_place(bobs, other, wish):
    page = bobs.get(f"/en/wishes/{wish.pk}/write/").content.decode()
    assert f"/en/workspace/{other.pk}/wishes/write/?to={wish.pk}" in page


def test_officers_of_an_institution_are_led_likewise(curator, town, museum, bob, other):
    theirs = publish_new(actor=bob.actor, place=other, data=wish_data(any_kind=True))
    client = at_browser(curator)
    page = client.get(f"/en/wishes/{theirs.pk}/write/").content.decode()
    url = f"/en/workspace/{town.pk}/wishes/write/?to={theirs.pk}"
    assert url in page
    assert "Write for Arseniev Museum" in page
    sent = client.post(url, {"sender": str(museum.pk), "text": "We have a hall."})
    assert sent.status_code == 302
    message = WishMessage.objects.get()
    assert (message.sender_place, message.sender_institution) == (town, museum)
    assert "We have a hall." in client.get(sent.headers["Location"]).content.decode()
    refused = client.post(url, {"sender": "place", "text": "For the whole town."})
    assert refused.status_code == 422


def test_wrong_links_tell_nothing(client, wish, mailoutbox):
    client.post(f"/en/wishes/{wish.pk}/write/", FORM)
    link = link_in(mailoutbox[0])
    for wrong in (link[:-2] + "x/", re.sub(r"messages/\d+", "messages/999", link)):
        assert client.get(wrong).status_code == 410
        assert client.post(wrong, {"do": "back"}).status_code == 410
    assert WishMessage.objects.count() == 1


def test_the_mail_is_switched_off_by_its_link_alone(client, officer):
    url = f"/en/wishes/mail/{stop_token(officer.user)}/"
    assert client.get(url).status_code == 200
    assert wants_mail(officer.user.pk)
    assert "It is off" in words(client.post(url).content.decode())
    assert not wants_mail(officer.user.pk)
    assert client.post("/en/wishes/mail/nonsense/").status_code == 404
