"""Pages of members: asking to act, being let in, inviting, leaving; and the trail of a place."""

import csv
import io
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR, record
from jumelage.memberships.actions import add_institution, add_member, invite
from jumelage.memberships.models import Institution, Invitation, Membership
from tests.documents.files import pdf
from tests.factories import make_claim, make_place
from tests.site.conftest import Document, words

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ru"]


@pytest.fixture
def city(data_dir, db):
    return make_place("Muenster", "DE", ru="Мюнстер")


def member(place, role: str, email: str = "", name: str = "") -> Client:
    email = email or f"{role}@muenster.example"
    add_member(
        actor=OPERATOR, email=email, target=place, role=role, name=name or f"Anna {role.title()}",
        function="international relations",
    )  # fmt: skip
    return client_of(email)


def client_of(email: str) -> Client:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    client = Client()
    client.force_login(user)
    return client


class Page(Document):
    """A page with its words."""

    def __init__(self, response) -> None:
        super().__init__()
        self.html = response.content.decode()
        self.feed(self.html)
        self.close()
        self.text = words("".join(element.text for element in self.all("main")))
        assert self.problems == []


def see(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status, response
    return Page(response)


def send(client: Client, path: str, status: int = 302, **data) -> str | Page:
    response = client.post(path, data)
    assert response.status_code == status, Page(response).text if response.content else response
    return response["Location"] if status == 302 else Page(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_finds_the_place_asks_with_a_letter_and_is_let_in(city, language) -> None:
    head = member(city, "head")
    anna = client_of("anna@example.org")
    apply = f"/{language}/workspace/apply/"
    page = see(anna, f"{apply}?q=мюнст")
    assert page.one("a", href=f"{apply}?place={city.pk}")
    see(anna, f"{apply}?place={city.pk}")
    letter = SimpleUploadedFile("letter.pdf", pdf("letter"), "application/pdf")
    send(anna, apply, place=city.pk, function="clerk", role="officer", message="<b>hello</b>",
         file=letter)  # fmt: skip
    membership = Membership.objects.get(user__email="anna@example.org")
    assert membership.letter.owner is None
    members = f"/{language}/workspace/{city.pk}/members/"
    page = see(head, members)
    assert "<b>hello</b>" not in page.html
    address = next(a.attributes["href"] for a in page.all("a") if a.text == "letter.pdf")
    for reader in (head, anna):
        answer = reader.get(address)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    for stranger in (client_of("x@example.org"), member(city, "officer"), Client()):
        assert stranger.get(address).status_code == 404
    send(head, f"{members}{membership.pk}/decide/", decision="approve", role="officer")
    assert see(anna, members).one("h1")
    assert len(see(anna, apply).all("ul", class_="decided")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_refused_comes_back_as_it_was_typed(city, language) -> None:
    anna = client_of("anna@example.org")
    page = send(
        anna, f"/{language}/workspace/apply/", 422, place=city.pk, function="", role="head",
        message="words that stay",
    )  # fmt: skip
    assert "words that stay" in page.html
    assert page.one("span", id="apply-function-problem").text
    assert not Membership.objects.exists()
    bad = SimpleUploadedFile("letter.pdf", b"no pdf", "application/pdf")
    page = send(
        anna, f"/{language}/workspace/apply/", 422, place=city.pk, function="x", role="head",
        file=bad,
    )  # fmt: skip
    assert page.one("span", id="apply-file-problem").text
    head = member(city, "head")
    page = send(
        head, f"/{language}/workspace/{city.pk}/members/invite/", 422, email="nowhere",
        role="helper", message="Dear Anna",
    )  # fmt: skip
    assert "Dear Anna" in page.html
    assert page.one("span", id="invite-email-problem").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_leads_in(city, language) -> None:
    head = member(city, "head", name="Otto Kopf")
    send(head, f"/{language}/workspace/{city.pk}/members/invite/", email="anna@muenster.example",
         role="helper", language=language)  # fmt: skip
    link = re.search(r"https://jumelage\.example(/\S+/invitations/\S+)", mail.outbox[-1].body)[1]
    asked = Client().get(link)
    assert asked["Location"].startswith(f"/{language}/sign-in/?next=")
    other = see(client_of("eve@example.org"), link)
    assert "a…@muenster.example" in other.text
    assert "anna@muenster.example" not in other.text
    send(client_of("eve@example.org"), link, 403)
    anna = client_of("anna@muenster.example")
    assert "Otto Kopf" in see(anna, link).text
    assert send(anna, link) == f"/{language}/workspace/{city.pk}/"
    see(anna, link)  # used: says so
    assert Membership.objects.get(user__email="anna@muenster.example").role == "helper"
    assert see(anna, reverse("workspace:invitation", args=["x"]), 404)


def test_a_member_is_given_another_role_and_removed(city) -> None:
    head, officer = member(city, "head"), member(city, "officer")
    base = f"/en/workspace/{city.pk}/members/"
    one = Membership.objects.get(role="officer")
    send(head, f"{base}{one.pk}/role/", role="helper")
    one.refresh_from_db()
    assert one.role == "helper"
    assert "Anna Officer" in see(head, f"{base}{one.pk}/remove/").text
    send(head, f"{base}{one.pk}/remove/", 422, reason="")
    send(head, f"{base}{one.pk}/remove/", reason="Retired.")
    assert officer.get(base).status_code == 403
    own = Membership.objects.get(role="head")
    assert (
        head.get(f"{base}{own.pk}/remove/")["Location"]
        == f"/en/workspace/memberships/{own.pk}/leave/"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_head_is_told_why_leaving_does_not_go(city, language) -> None:
    head = member(city, "head")
    member(city, "officer")
    own = Membership.objects.get(role="head")
    leave = f"/{language}/workspace/memberships/{own.pk}/leave/"
    see(head, leave)
    page = send(head, leave, 422)
    assert page.one("div", role="alert").text
    officer = Membership.objects.get(role="officer")
    send(client_of(officer.user.email), f"/{language}/workspace/memberships/{officer.pk}/leave/")
    send(head, leave)
    assert not Membership.objects.active().exists()


def test_what_is_another_places_is_not_there(city) -> None:
    other = make_place("Osnabrueck", "DE")
    member(other, "head", "head@osnabrueck.example")
    foreign = Membership.objects.get(place=other)
    invitation = invite(actor=OPERATOR, target=other, email="x@example.org")
    head = member(city, "head")
    base = f"/en/workspace/{city.pk}/members/"
    for path, data in [
        (f"{foreign.pk}/role/", {"role": "helper"}),
        (f"{foreign.pk}/remove/", {"reason": "so"}),
        (f"{foreign.pk}/decide/", {"decision": "approve"}),
        (f"invitations/{invitation.pk}/withdraw/", {}),
    ]:
        assert head.post(base + path, data).status_code == 404
    assert Membership.objects.get(pk=foreign.pk).role == "head"
    assert Invitation.objects.get().withdrawn_at is None


def test_an_institution_is_put_on_record_and_has_people(city) -> None:
    officer = member(city, "officer")
    base = f"/en/workspace/{city.pk}/members/"
    page = send(officer, f"{base}institutions/", 422, name="", kind="museum")
    assert page.one("span", id="institution-name-problem").text
    send(
        officer, f"{base}institutions/", name="Town museum", kind="museum", url="https://m.example/"
    )
    museum = Institution.objects.get()
    anna = client_of("anna@museum.example")
    send(
        anna,
        "/en/workspace/apply/",
        place=city.pk,
        target=museum.pk,
        function="curator",
        role="head",
    )
    head = member(city, "head")
    one = Membership.objects.get(institution=museum)
    send(head, f"{base}{one.pk}/decide/", decision="approve", role="head")
    assert "Town museum" in see(head, base).text
    assert see(anna, "/en/workspace/apply/").text.count("Town museum")


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_pages_ask_the_database_as_often_for_many_as_for_few(city) -> None:
    head = member(city, "head")
    paths = [f"/en/workspace/{city.pk}/members/", f"/en/workspace/{city.pk}/trail/"]

    def fill(number: int) -> None:
        member(city, "officer", f"o{number}@muenster.example")
        museum = add_institution(actor=OPERATOR, place=city, kind="museum", name=f"Museum {number}")
        add_member(actor=OPERATOR, email=f"m{number}@m.example", target=museum)
        invite(actor=OPERATOR, target=city, email=f"i{number}@example.org")
        send(client_of(f"a{number}@example.org"), "/en/workspace/apply/", place=city.pk,
             function="clerk", role="officer")  # fmt: skip
        make_claim(city, make_place(f"Partner {number}", "FR"))

    fill(0)
    few = [queries_of(head, path) for path in paths]
    fill(1)
    fill(2)
    assert [queries_of(head, path) for path in paths] == few


# The trail


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trail_says_in_words_who_did_what_for_whom_and_why(city, language) -> None:
    head = member(city, "head", name="Otto Kopf")
    member(city, "officer", name="Anna Amt")
    one = Membership.objects.get(role="officer")
    base = f"/{language}/workspace/{city.pk}/"
    send(head, f"{base}members/{one.pk}/role/", role="helper")
    send(head, f"{base}members/{one.pk}/remove/", reason="Left us in May.")
    make_claim(city, make_place("Ryazan", "RU", ru="Рязань"), when="1989")
    page = see(head, f"{base}trail/")
    rows = [row.text for row in page.all("tr")][1:]
    assert len(rows) == 5
    said = {"en": ["Member removed", "Ryazan", "Role of a member changed", "for Muenster"],
            "ru": ["Рязань", "Мюнстер"]}[language]  # fmt: skip
    for part in [*said, "Otto Kopf", "Anna Amt", "Left us in May."]:
        assert any(part in row for row in rows), (part, rows)
    assert not any("memberships." in row or "ties." in row for row in rows)
    only = see(head, f"{base}trail/?kind=ties")
    assert len(only.all("tr")) == 2
    assert see(head, f"{base}trail/?kind=documents").one("div", class_="empty")
    see(head, f"{base}trail/?kind=nonsense&page=99")


def test_the_trail_as_a_file_says_the_same(city) -> None:
    head = member(city, "head", name="=Otto()")
    response = head.get(f"/en/workspace/{city.pk}/trail.csv")
    text = b"".join(response.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["action"] for row in rows] == ["memberships.add"]
    assert rows[0]["what"] == "Member added"
    assert rows[0]["concerns"] == "'=Otto()"
    assert rows[0]["details"] == "role: head"


def test_the_trail_of_another_place_is_not_shown(city) -> None:
    other = make_place("Osnabrueck", "DE")
    member(other, "head", "head@osnabrueck.example", name="Fremd")
    head = member(city, "head")
    assert "Fremd" not in see(head, f"/en/workspace/{city.pk}/trail/").text
    assert head.get(f"/en/workspace/{other.pk}/trail/").status_code == 403


def test_every_action_that_members_read_of_has_a_sentence() -> None:
    from jumelage.workspace.members.trail_words import SENTENCES
    from tests.workspace.actions_recorded import actions_recorded

    recorded = actions_recorded()
    assert {"memberships.approve", "ties.record_claim", "agreements.sign"} <= recorded
    assert recorded - set(SENTENCES) == set(), "word these in workspace/members/trail_words.py"


def test_what_has_no_sentence_is_shown_without_its_code(city) -> None:
    record(actor=OPERATOR, action="future.thing", target="thing:1", places=[city.pk])
    page = see(member(city, "head"), f"/en/workspace/{city.pk}/trail/")
    assert "Something else was changed" in page.text
    assert "future.thing" not in page.text
