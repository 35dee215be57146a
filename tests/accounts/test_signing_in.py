"""Signing in: by a code from the mailbox, and nothing said about who has an account."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from jumelage.accounts.models import User
from jumelage.core.work_models import SharedEntry
from tests.accounts.conftest import CODE, EMAIL, ask_for_code, last_code, last_mail, sign_in
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_code_lets_in_and_leads_on(client, anna):
    asked = ask_for_code(client, "Anna@Example.org", data={"next": "/en/account/"})
    assert asked.headers["Location"].startswith("/en/sign-in/code/")
    assert last_mail().to == [EMAIL]
    page = client.get(asked.headers["Location"])
    kept = {e.attributes["value"] for e in read(page).all("input", name="next")}
    assert kept == {"/en/account/"}
    done = client.post("/en/sign-in/code/", {"code": last_code(), "next": "/en/account/"})
    assert (done.status_code, done.headers["Location"]) == (302, "/en/account/")
    assert who(client) == str(anna.pk)
    assert EmailAddress.objects.get(user=anna).verified
    assert client.get("/en/sign-out/").status_code == 405
    assert client.post("/en/sign-out/").headers["Location"] == "/en/sign-in/"
    assert who(client) is None


def test_a_code_is_good_without_its_dash_and_once(client, anna):
    ask_for_code(client)
    code = last_code()
    assert client.post("/en/sign-in/code/", {"code": code.replace("-", " ")}).status_code == 302
    client.post("/en/sign-out/")
    ask_for_code(client)
    assert last_code() != code
    client.post("/en/sign-in/code/", {"code": code})
    assert who(client) is None


def test_an_account_opened_elsewhere_signs_in_with_one_code(client, db):
    user = User.objects.create_user("new@example.org")
    sign_in(client, "new@example.org")
    assert who(client) == str(user.pk)
    assert len(mail.outbox) == 1


def test_a_code_belongs_to_the_browser_that_asked(client, anna):
    ask_for_code(client)
    other = Client()
    assert other.post("/en/sign-in/code/", {"code": last_code()}).status_code == 302
    assert who(other) is None


def test_after_three_wrong_codes_one_begins_again(client, anna):
    ask_for_code(client)
    for _ in range(2):
        again = client.post("/en/sign-in/code/", {"code": "0000-0000"})
        assert "This is not the code" in read(again).one("span", id="id_code-problem").text
    ended = client.post("/en/sign-in/code/", {"code": "0000-0000"})
    assert ended.headers["Location"] == "/en/sign-in/"
    client.post("/en/sign-in/code/", {"code": last_code()})
    assert who(client) is None


def test_a_code_runs_out(client, anna, monkeypatch):
    ask_for_code(client)
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("time.time", lambda: later)
    client.post("/en/sign-in/code/", {"code": last_code()})
    assert who(client) is None


def test_another_code_can_be_asked_for(client, anna):
    ask_for_code(client)
    first = last_code()
    client.post("/en/sign-in/code/", {"action": "resend"})
    assert last_code() != first
    client.post("/en/sign-in/code/", {"code": last_code()})
    assert who(client) == str(anna.pk)


def pages(client, email):
    answers = [ask_for_code(client, email)]
    answers.append(client.get(answers[0].headers["Location"]))
    answers.append(client.post("/en/sign-in/code/", {"code": "0000-0000"}))
    return [
        (a.status_code, words(read(a).one("main").text).replace(email, "…") if a.content else "")
        for a in answers
    ]


def test_nothing_tells_who_has_an_account(anna):
    asleep = User.objects.create_user("asleep@example.org")
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    known, unknown, sleeping = (
        pages(Client(), email) for email in (EMAIL, "nobody@example.org", asleep.email)
    )
    assert known == unknown == sleeping
    assert CODE.search(mail.outbox[0].body)
    for message in mail.outbox[1:]:
        assert not CODE.search(message.body)
        assert "/en/sign-up/" in message.body


def test_opening_an_account_tells_nothing_either(anna):
    answers = []
    for email in (EMAIL, "new@example.org"):
        client = Client()
        asked = client.post("/en/sign-up/", {"email": email, "name": "X"})
        page = client.get(asked.headers["Location"])
        text = words(read(page).one("main").text).replace(email, "…")
        answers.append((asked.status_code, asked.headers["Location"], text))
    assert answers[0] == answers[1]
    assert User.objects.filter(email__iexact=EMAIL).count() == 1
    exists, proof = mail.outbox
    assert "It has one: just sign in" in exists.body
    assert CODE.search(proof.body)


def test_an_account_is_opened_by_proving_the_address_in_the_pages_language(client, db):
    asked = client.post("/ru/sign-up/", {"email": "Ivan@Example.org", "name": "Иван"})
    assert asked.headers["Location"] == "/ru/sign-up/code/"
    assert User.objects.get().last_login is None
    assert last_mail().extra_headers["Content-Language"] == "ru"
    done = client.post("/ru/sign-up/code/", {"code": last_code()})
    assert done.status_code == 302
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("ivan@example.org", "Иван", "ru")
    assert not user.has_usable_password()
    assert not user.get_all_permissions()
    assert who(client) == str(user.pk)


def test_no_one_is_led_to_another_site(client, anna):
    asked = ask_for_code(client, data={"next": "https://evil.example/"})
    done = client.post(asked.headers["Location"], {"code": last_code()})
    assert done.headers["Location"].startswith("/en/")
    ask = client.get("/en/sign-in/?next=https://evil.example/")
    assert ask.headers["Location"].startswith("/en/")


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_a_mailbox_is_not_flooded(anna, email):
    answers = [ask_for_code(Client(), email, REMOTE_ADDR=f"10.0.0.{n}") for n in range(4)]
    assert [a.status_code for a in answers] == [302, 302, 302, 200]
    assert "wait a while" in read(answers[3]).one("span", id="id_email-problem").text
    assert len(mail.outbox) == 3


def test_an_address_of_the_network_asks_only_so_often(anna):
    answers = [ask_for_code(Client(), f"name{n}@example.org") for n in range(21)]
    assert {a.status_code for a in answers[:20]} == {302}
    assert answers[20].status_code == 200
    assert ask_for_code(Client(), REMOTE_ADDR="10.9.9.9").status_code == 302


def test_behind_a_trusted_proxy_visitors_are_told_apart(anna, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(25):
        came_by = (
            f"10.8.8.8, 10.0.0.{number}"  # what stands before the proxy's own word may be made up
        )
        answer = ask_for_code(Client(), f"name{number}@example.org", HTTP_X_FORWARDED_FOR=came_by)
        assert answer.status_code == 302


def test_how_often_somebody_tried_is_known_to_all_processes(anna):
    ask_for_code(Client())
    assert SharedEntry.objects.filter(cache_key__contains="request_login_code").exists()


@pytest.mark.parametrize(
    "path", ["login/", "password/reset/", "sign-in/password/", "account/password/"]
)
def test_there_are_no_pages_about_passwords(client, db, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_a_password_lets_nobody_in(client, anna):
    anna.set_password("a long quiet river")
    anna.save()
    answer = client.post("/en/sign-in/", {"email": EMAIL, "password": "a long quiet river"})
    assert answer.headers["Location"] == "/en/sign-in/code/"
    assert who(client) is None


def test_pages_are_not_kept_and_not_found_by_searches(client, db):
    for path in ("sign-in/", "sign-up/"):
        page = client.get(f"/en/{path}")
        assert "no-store" in page.headers["Cache-Control"]
        assert read(page).one("meta", name="robots").attributes["content"] == "noindex"


def test_without_the_forms_own_token_no_code_is_sent(anna):
    client = Client(enforce_csrf_checks=True)
    assert ask_for_code(client).status_code == 403
    assert mail.outbox == []


def app_code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def two_locks(anna) -> User:
    TOTP.activate(anna, SECRET)
    RecoveryCodes.activate(anna)
    return anna


def test_with_a_second_lock_the_code_alone_does_not_let_in(client, two_locks):
    done = sign_in(client)
    assert done.headers["Location"] == "/en/sign-in/second/"
    assert who(client) is None
    wrong = client.post("/en/sign-in/second/", {"code": "000000"})
    assert "This is not the code" in read(wrong).one("span", id="id_code-problem").text
    client.post("/en/sign-in/second/", {"code": app_code()})
    assert who(client) == str(two_locks.pk)


def test_a_code_of_the_app_is_good_once(client, two_locks):
    code = app_code()
    sign_in(client)
    client.post("/en/sign-in/second/", {"code": code})
    other = Client()
    sign_in(other)
    other.post("/en/sign-in/second/", {"code": code})
    assert who(other) is None


def test_a_recovery_code_lets_in_once(two_locks):
    row = Authenticator.objects.get(user=two_locks, type="recovery_codes")
    code = row.wrap().get_unused_codes()[0]
    for expected in (str(two_locks.pk), None):
        client = Client()
        sign_in(client)
        client.post("/en/sign-in/second/", {"code": code})
        assert who(client) == expected


def test_the_second_lock_cannot_be_tried_out(client, two_locks):
    sign_in(client)
    answers = [client.post("/en/sign-in/second/", {"code": "000000"}) for _ in range(6)]
    assert "wait a while" in read(answers[-1]).one("span", id="id_code-problem").text
    client.post("/en/sign-in/second/", {"code": app_code()})
    assert who(client) is None


def test_the_demonstration_alone_shows_the_code(client, anna, settings):
    ask_for_code(client)
    assert last_code() not in client.get("/en/sign-in/code/").content.decode()
    settings.JUMELAGE = {**settings.JUMELAGE, "DEMO": True}
    page = read(client.get("/en/sign-in/code/"))
    assert page.one("p", class_="shown-code").text == last_code()
    assert "This is a demonstration" in page.one("main").text
    stranger = Client()
    ask_for_code(stranger, "nobody@example.org")
    assert "No account has this address" in stranger.get("/en/sign-in/code/").content.decode()
    stranger.post("/en/sign-out/")
    stranger.post("/en/sign-up/", {"email": "new@example.org"})
    assert last_code() in stranger.get("/en/sign-up/code/").content.decode()
