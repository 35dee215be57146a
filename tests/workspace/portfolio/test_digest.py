"""The monthly e-mail: what it says, to whom, once, and how it is switched off."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.test import Client

from jumelage.core.models import AuditEntry
from jumelage.core.schedule import JOBS
from jumelage.memberships.models import Membership
from jumelage.ties.models import Claim
from jumelage.workspace.models import DigestChoice, DigestDone
from jumelage.workspace.portfolio import digest as digests
from jumelage.workspace.portfolio.actions import unsubscribe_token
from jumelage.workspace.portfolio.digest import send_digests
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import read, words
from tests.workspace.portfolio.conftest import (
    MOMENT,
    agree,
    member,
    partner_of,
    plan,
    propose,
    suspend,
    tie,
)

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 12, tzinfo=UTC)


@pytest.fixture
def busy(town, officer):
    """A town with something of everything."""
    one = tie(town, "Arles", when="1977-01-20", active="2025-01-10")
    propose(town, partner_of(one, town), by=partner_of(one, town), tie=one)
    agree(one, expires=date(2027, 1, 10))
    plan(one, date(2026, 12, 24))
    stopped = tie(town, "Brest", "BY", when="1989-06-01")
    suspend(stopped, by=partner_of(stopped, town))
    Claim.objects.filter(kind="suspended").update(created_at=OCTOBER)
    return one


def test_it_says_what_changed_what_waits_and_what_is_coming(busy, town) -> None:
    assert send_digests() == 1
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Hub: the ties in October 2026", ["olga@example.org"])
    text = message.body
    assert "The partner waits for an answer to its proposal, since 5 November 2026." in text
    assert "Becomes quiet on 11 January 2027 unless something is done together." in text
    assert "Brest: The partner suspended the tie in 2022; on our side it is in force." in text
    assert "* Arles: 50 years, 20 January 2027" in text
    assert "10 January 2027: Arles: the agreement expires" in text
    assert "24 December 2026: Arles: due: Item 1" in text
    assert "Brest: Suspended by Brest, 2022 (Source" in text
    assert "Signed" not in text  # came on record in another month
    assert f"https://jumelage.example/en/workspace/{town.pk}/" in text
    assert not re.search(r"\n{3,}", text)
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "<h2>What needs care</h2>" in html
    assert "style=" not in html


def test_it_is_sent_in_the_readers_language(busy, town) -> None:
    member(town, "ivan@example.org", language="ru")
    assert send_digests() == 2
    russian = next(message for message in mail.outbox if message.to == ["ivan@example.org"])
    assert russian.extra_headers["Content-Language"] == "ru"
    assert "20 января 2027" in russian.body
    assert "/ru/workspace/" in russian.body


def test_a_month_is_sent_once(busy) -> None:
    assert (send_digests(), send_digests()) == (1, 0)
    assert len(mail.outbox) == 1
    done = DigestDone.objects.get()
    assert (done.month, done.was_sent) == ("2026-10", True)


def test_the_next_month_is_sent_again(busy, monkeypatch) -> None:
    send_digests()
    december = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: december)
    assert send_digests() == 1
    assert "November 2026" in mail.outbox[-1].subject


def test_broken_off_it_goes_on_where_it_stood(busy, town, monkeypatch) -> None:
    for number in range(3):
        member(town, f"m{number}@example.org")
    send = digests.mail.send

    def breaks_off(**values):
        if len(mail.outbox) == 2:
            raise SystemExit  # the worker is stopped
        send(**values)

    monkeypatch.setattr(digests.mail, "send", breaks_off)
    with pytest.raises(SystemExit):
        send_digests()
    assert len(mail.outbox) == DigestDone.objects.count() == 2
    monkeypatch.setattr(digests.mail, "send", send)
    assert send_digests() == 2
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 4


def test_one_that_fails_keeps_nobody_elses_back(busy, town, monkeypatch, caplog) -> None:
    member(make_place("Broken"), "broken@example.org")
    make = digests.digest_of

    def fails(place, *rest):
        if place.name == "Broken":
            raise ValueError("no")
        return make(place, *rest)

    monkeypatch.setattr(digests, "digest_of", fails)
    with pytest.raises(RuntimeError, match="1 monthly"):
        send_digests()
    assert [message.to for message in mail.outbox] == [["olga@example.org"]]
    assert "membership" in caplog.text


def test_two_workers_at_once_send_it_once(busy, monkeypatch) -> None:
    make = digests.digest_of

    def meanwhile(*args):
        made = make(*args)
        monkeypatch.setattr(digests, "digest_of", make)
        assert send_digests() == 1  # the other worker is faster
        return made

    monkeypatch.setattr(digests, "digest_of", meanwhile)
    assert send_digests() == 0
    assert len(mail.outbox) == 1


def test_where_there_is_nothing_to_say_nothing_is_sent(town, officer) -> None:
    assert send_digests() == 0
    assert mail.outbox == []
    assert DigestDone.objects.get().was_sent is False


@pytest.mark.parametrize(
    "changes",
    [{"state": Membership.ENDED}, {"state": Membership.APPLIED}, {"state": Membership.DECLINED}],
)
def test_only_members_get_it(busy, changes) -> None:
    Membership.objects.update(**changes)
    assert send_digests() == 0


def test_a_closed_account_gets_none(busy, officer) -> None:
    officer.is_active = False
    officer.save()
    assert send_digests() == 0


def test_it_is_switched_off_and_on_for_a_place(busy, desk, town) -> None:
    page = f"/en/workspace/{town.pk}/calendar/"
    assert "It is on." in desk.get(page).content.decode()
    desk.post(f"{page}digest/", {"wanted": "0"})
    assert "It is off." in desk.get(page).content.decode()
    assert send_digests() == 0
    desk.post(f"{page}digest/", {"wanted": "1"})
    desk.post(f"{page}digest/", {"wanted": "1"})
    assert send_digests() == 1
    actions = AuditEntry.objects.filter(action__startswith="workspace.digest").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "workspace.digest_off",
        "workspace.digest_on",
    ]


def test_mail_programs_switch_it_off_by_themselves(busy, town) -> None:
    send_digests()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("https://jumelage.example")
    strict = Client(
        enforce_csrf_checks=True
    )  # they know no token of our forms, and are not signed in
    asked = strict.get(address)
    assert asked.status_code == 200
    assert DigestChoice.objects.count() == 0  # to look is not to switch off
    for _ in range(2):
        done = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert "is off" in words(read(done).one("p", role="status").text)
    assert DigestChoice.objects.get().wanted is False
    entry = AuditEntry.objects.get(action="workspace.digest_off")
    assert entry.actor == "Olga"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_not_made_here_is_refused(client, officer, method) -> None:
    token = unsubscribe_token(Membership.objects.get())
    for wrong in ("x", ":", "а:б", token[:-1], token.replace(":", "x"), token + "x"):
        answer = getattr(client, method)(f"/en/workspace/digest/{wrong}/")
        assert answer.status_code == 404
        assert "no longer valid" in answer.content.decode()
    assert DigestChoice.objects.count() == 0


def test_a_member_of_two_places_switches_off_one(busy, town, officer, client) -> None:
    other = make_place("Other")
    member(other)
    tie(other, "Nancy", when="1977-01-20")
    client.post(f"/en/workspace/digest/{unsubscribe_token(Membership.objects.get(place=town))}/")
    assert send_digests() == 1
    assert mail.outbox[0].subject.startswith("Other")


def test_the_rest_is_counted(town, officer) -> None:
    for _ in range(15):
        one = tie(town, active="2025-01-10")
    partner = partner_of(one, town)
    for year in range(2001, 2016):
        make_claim(town, partner, "renewed", when=str(year), source=make_source())
    Claim.objects.filter(kind="renewed").update(created_at=OCTOBER)
    send_digests()
    assert "3 more on the page of your ties." in mail.outbox[0].body
    assert "3 more in the register." in mail.outbox[0].body


def test_it_is_on_the_schedule() -> None:
    job = JOBS["workspace.send_digests"]
    first = job.rhythm.latest(MOMENT, MOMENT)
    assert (first.day, first.hour) == (1, 6)
