"""Address lists on pages: taken over, and given out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jumelage.contacts.domain.cards import read_cards
from jumelage.contacts.models import AddressList, Person
from jumelage.core.models import AuditEntry
from tests.contacts import made
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db

TABLE = "ФИО;Эл. почта;Цвет\nПетрова Анна;anna@vlc.ru;красный\nБорис;не помню;синий\n"


def upload(client, base, text: str | bytes = TABLE, name: str = "лист.csv"):
    data = text.encode("cp1251") if isinstance(text, str) else text
    return client.post(
        f"{base}/contacts/import/", {"file": SimpleUploadedFile(name, data)}, follow=True
    )


def test_a_list_is_looked_at_and_taken_over(helping, base, own):
    page = read(upload(helping, base))
    text = words(page.one("main").text)
    assert "2 to add, 0 to update, 0 to leave out" in text
    assert "“не помню” is no e-mail address: left out." in text
    assert not Person.objects.exists()
    waiting = AddressList.objects.get()
    url = f"{base}/contacts/import/{waiting.pk}/"
    done = helping.post(url, {"do": "apply", "do-1": "new", "do-2": "skip"}, follow=True)
    assert "1 entry added, 0 updated, 1 left out." in words(read(done).one("main").text)
    assert Person.objects.get().name == "Петрова Анна"
    assert "was taken over on" in helping.get(url).content.decode()


def test_choices_are_kept_and_columns_read_otherwise(helping, base):
    upload(helping, base)
    url = f"{base}/contacts/import/{AddressList.objects.get().pk}/"
    helping.post(url, {"page": "1", "do-1": "skip"})
    assert "1 to add, 0 to update, 1 to leave out" in words(read(helping.get(url)).one("main").text)
    twice = helping.post(
        url, {"do": "mapping", "column-0": "name", "column-1": "name"}, follow=True
    )
    assert "Two columns cannot hold the same" in twice.content.decode()
    helping.post(
        url, {"do": "mapping", "column-0": "name", "column-1": "email", "column-2": "note"}
    )
    assert AddressList.objects.get().mapping == ["name", "email", "note"]
    thrown = helping.post(url, {"do": "throw-away"}, follow=True)
    assert "nothing of it is kept" in thrown.content.decode()
    assert not AddressList.objects.exists()
    assert helping.get(url).status_code == 404


def test_what_an_update_would_change_is_shown(signed_in, base, own):
    made.person(own, "Анна Петрова", email="anna@vlc.ru", function="clerk")
    table = "Name,Email,Position\nАнна Петрова,anna@vlc.ru,head\n"
    page = read(upload(signed_in, base, table.encode()))
    assert words(page.one("ul", class_="contact-changes").text) == "Function: clerk head"


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"x" * 2_200_000])
def test_what_is_no_list_is_refused_on_the_page(helping, base, data):
    response = upload(helping, base, data)
    assert response.status_code == 422
    assert read(response).one("div", role="alert")


def test_another_place_sees_no_list_of_ours(helping, foreign, base, partner):
    upload(helping, base)
    number = AddressList.objects.get().pk
    assert foreign.get(f"/en/workspace/{partner.pk}/contacts/import/{number}/").status_code == 404


def test_a_long_list_comes_in_pages_and_is_taken_over_whole(helping, base):
    rows = "".join(f"Person {n},p{n}@vlc.ru\n" for n in range(250))
    page = read(upload(helping, base, f"Name,Email\n{rows}".encode()))
    assert len(page.all("select")) == 2 + 100
    url = f"{base}/contacts/import/{AddressList.objects.get().pk}/"
    following = helping.post(url, {"page": "2", "do-1": "skip"})
    assert following.headers["Location"].endswith("?page=2")
    helping.post(url, {"do": "apply", "do-101": "skip"})
    assert Person.objects.count() == 248


def test_contacts_are_given_out_as_one_may_see_them(foreign, own, partner, tie):
    office = made.office(own, "=SUM(1)", visibility="partners", email="ir@vlc.ru")
    made.person(own, "Anna Petrova", "partners", note="secret", office=office)
    made.person(own, "Hidden")
    made.person(partner, "Ann Smith", note="ours")
    url = f"/en/workspace/{partner.pk}/contacts/export/"
    table = foreign.post(url, {"format": "csv", "whose": "all"})
    text = table.content.decode("utf-8-sig")
    assert table.headers["Content-Disposition"] == 'attachment; filename="contacts-san-diego.csv"'
    assert "Anna Petrova" in text
    assert "ours" in text
    assert "'=SUM(1)" in text
    for word in ("secret", "Hidden"):
        assert word not in text
    cards = foreign.post(url, {"format": "vcard3", "whose": "partners"})
    rows = read_cards(cards.content)
    assert [row.name for row in rows] == ["", "Anna Petrova"]
    trail = AuditEntry.objects.first()
    assert (trail.action, trail.changes) == ("contacts.export", {"format": "vcard3", "contacts": 2})
    assert foreign.post(url, {"format": "exe"}).status_code == 200  # the form again
