"""One's own account: kept, secured, exported and deleted by the person whose it is."""

import time
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db.models import ProtectedError
from django.test import Client

from jumelage.accounts import actions
from jumelage.accounts.exporting import SECTIONS, export_account
from jumelage.accounts.jobs import clear_sessions
from jumelage.accounts.models import User
from jumelage.accounts.naming import fields_with_names
from jumelage.accounts.signals import account_leaving
from jumelage.accounts.templatetags.accounts import browser
from jumelage.core.audit import OPERATOR, Actor, record, revision
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.imports.models import Decision
from tests.accounts.conftest import EMAIL, last_code, last_mail, sign_in
from tests.factories import make_source
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db
ACCOUNT = "/en/account/"
SECRET = "JBSWY3DPEHPK3PXP"
PAGES = [
    "", "address/", "app/", "app/remove/", "codes/", "codes/new/", "codes/codes.txt", "data.json",
    "leave/", "passkeys/add/", "passkeys/1/name/", "passkeys/1/remove/",
]  # fmt: skip


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def app_code(steps: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


@pytest.mark.parametrize("path", PAGES)
def test_an_account_is_seen_by_nobody_else(client, path):
    asked = client.get(f"{ACCOUNT}{path}")
    assert asked.status_code == 302
    assert unquote(asked.headers["Location"]) == f"/en/sign-in/?next={ACCOUNT}{path}"


def test_another_persons_passkey_cannot_be_touched(signed_in):
    other = User.objects.create_user("other@example.org")
    data = {"name": "x", "credential": {}}
    key = Authenticator.objects.create(user=other, type="webauthn", data=data)
    for path in ("name", "remove"):
        assert (
            signed_in.post(f"{ACCOUNT}passkeys/{key.pk}/{path}/", {"name": "y"}).status_code == 404
        )
    assert Authenticator.objects.filter(pk=key.pk, data__name="x").exists()


def test_name_and_language_are_kept(signed_in, anna):
    done = signed_in.post(ACCOUNT, {"name": "  Anna  P. ", "language": "ru"}, follow=True)
    assert read(done).one("div", role="status").text.strip() == "Kept."
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Anna P.", "ru")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.target) == ("accounts.keep", f"user:{anna.pk}")
    wrong = signed_in.post(ACCOUNT, {"name": "A", "language": "xx"})
    assert wrong.status_code == 200
    signed_in.post("/en/sign-out/")
    sign_in(signed_in)
    assert last_mail().subject.startswith("Ваш код") or "ru" in last_mail().extra_headers.values()


def test_a_new_address_takes_the_old_ones_place_once_proven(signed_in, anna):
    asked = signed_in.post(f"{ACCOUNT}address/", {"action_add": "1", "email": "New@example.org"})
    assert asked.headers["Location"] == "/en/sign-up/code/"
    assert last_mail().to == ["new@example.org"]
    anna.refresh_from_db()
    assert anna.email == EMAIL
    done = signed_in.post("/en/sign-up/code/", {"code": last_code()})
    assert done.headers["Location"] == ACCOUNT
    assert "Your address is now new@example.org" in signed_in.get(ACCOUNT).content.decode()
    anna.refresh_from_db()
    assert anna.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [
        ("new@example.org", True, True)
    ]
    told = last_mail()
    assert (told.to, told.subject) == ([EMAIL], "Something was changed about your account")


def test_an_address_of_somebody_else_is_not_taken_and_not_told(signed_in, anna):
    actions.open_account(email="other@example.org")
    asked = signed_in.post(f"{ACCOUNT}address/", {"action_add": "1", "email": "other@example.org"})
    assert asked.headers["Location"] == "/en/sign-up/code/"
    page = signed_in.post("/en/sign-up/code/", {"code": last_code()})
    assert page.status_code == 200
    anna.refresh_from_db()
    assert anna.email == EMAIL


def test_an_app_is_added_with_recovery_codes_and_the_person_is_told(
    signed_in, anna, django_capture_on_commit_callbacks
):
    page = read(signed_in.get(f"{ACCOUNT}app/"))
    secret = page.one("code", class_="key").text
    assert page.one("img").attributes["src"].startswith("data:image/svg+xml;base64,")
    wrong = signed_in.post(f"{ACCOUNT}app/", {"code": "000000"})
    assert "This is not the code" in wrong.content.decode()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        done = signed_in.post(f"{ACCOUNT}app/", {"code": code})
    assert done.headers["Location"] == f"{ACCOUNT}codes/"
    assert "An authenticator app was added." in last_mail().body
    shown = read(signed_in.get(f"{ACCOUNT}codes/"))  # without asking for a code that was just given
    assert len(shown.all("code")) == 10


@pytest.fixture
def locked(signed_in, anna) -> Client:
    """Signed in with the second lock, and shown a moment ago who it is."""
    TOTP.activate(anna, SECRET)
    signed_in.post("/en/sign-in/again/", {"code": app_code()})
    return signed_in


def test_what_opens_the_door_is_changed_only_by_who_shows_the_key_once_more(signed_in, anna):
    TOTP.activate(anna, SECRET)
    for path in ("app/remove/", "passkeys/add/", "leave/"):
        asked = signed_in.get(f"{ACCOUNT}{path}")
        assert asked.headers["Location"].startswith("/en/sign-in/again/?next=")
    again = signed_in.get("/en/sign-in/again/?next=/en/account/app/remove/")
    assert "show once more" in again.content.decode()
    wrong = signed_in.post("/en/sign-in/again/", {"code": "000000"})
    assert wrong.status_code == 200
    done = signed_in.post(
        "/en/sign-in/again/", {"code": app_code(), "next": "/en/account/app/remove/"}
    )
    assert done.headers["Location"] == "/en/account/app/remove/"
    signed_in.post(f"{ACCOUNT}app/remove/")
    assert not Authenticator.objects.filter(user=anna).exists()
    assert "The authenticator app was removed." in last_mail().body


def test_recovery_codes_are_shown_saved_and_made_anew(locked, anna):
    locked.post(f"{ACCOUNT}codes/new/")
    shown = [e.text for e in read(locked.get(f"{ACCOUNT}codes/")).all("code")]
    assert len(set(shown)) == 10
    saved = locked.get(f"{ACCOUNT}codes/codes.txt")
    assert saved.content.decode().split() == shown
    assert "no-store" in saved.headers["Cache-Control"]
    locked.post(f"{ACCOUNT}codes/new/")
    fresh = [e.text for e in read(locked.get(f"{ACCOUNT}codes/")).all("code")]
    assert not set(shown) & set(fresh)
    assert "10 left" in words(read(locked.get(ACCOUNT)).one("main").text)


def test_codes_without_a_lock_make_no_sense(signed_in):
    page = signed_in.post(f"{ACCOUNT}codes/new/")
    assert "Add a passkey or an authenticator app first." in page.content.decode()


def test_adding_a_passkey_asks_for_one_that_knows_its_owner(signed_in):
    page = signed_in.get(f"{ACCOUNT}passkeys/add/")
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"] == {"id": "testserver", "name": "Jumelage"}


MADE_UP = [
    "", "{}", "[]", "1", "nonsense", '"text"', "null", '{"id": "x"}', '{"id": "x", "rawId": "!", "response": {}}',
    '{"response": {"userHandle": "MQ"}}', '{"id": "AA", "rawId": "AA", "response": 7}',
    (
        '{"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}, "response": {"userHandle":'
        ' "MQ", "clientDataJSON": "e30", "authenticatorData": "AAAA", "attestationObject": "AAAA", "signature": "AA"}}'
    ),
]  # fmt: skip


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_not_added_and_opens_no_second_lock(signed_in, anna, credential):
    signed_in.get(f"{ACCOUNT}passkeys/add/")
    refused = signed_in.post(f"{ACCOUNT}passkeys/add/", {"credential": credential})
    assert refused.status_code == 200
    assert not Authenticator.objects.exists()
    TOTP.activate(anna, SECRET)
    other = Client()
    sign_in(other)
    other.get("/en/sign-in/second/")
    assert other.post("/en/sign-in/second/", {"credential": credential}).status_code == 200
    assert who(other) is None


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_lets_nobody_in(client, anna, credential):
    client.get("/en/sign-in/passkey/", headers={"Accept": "application/json"})
    done = client.post("/en/sign-in/passkey/", {"credential": credential})
    assert done.headers["Location"] == "/en/sign-in/"
    assert who(client) is None


def test_sessions_are_seen_and_ended(signed_in, anna):
    others = [Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT) Firefox/140.0") for _ in range(3)]
    for other in others:
        cache.clear()
        sign_in(other)
    page = read(signed_in.get(ACCOUNT))
    assert words(page.one("main").text).count("Firefox, Windows") >= 3
    assert "here" in [e.text for e in page.all("b")]
    first = UserSession.objects.get(session_key=others[0].session.session_key)
    signed_in.post(f"{ACCOUNT}sessions/end/", {"session": first.pk})
    assert [who(c) is None for c in others] == [True, False, False]
    signed_in.post(f"{ACCOUNT}sessions/end/", {"session": "others"})
    assert [who(c) is None for c in others] == [True, True, True]
    assert who(signed_in) == str(anna.pk)


def test_another_persons_session_is_not_ended(signed_in):
    other = Client()
    user, _ = actions.open_account(email="other@example.org")
    sign_in(other, "other@example.org")
    row = UserSession.objects.get(user=user)
    signed_in.post(f"{ACCOUNT}sessions/end/", {"session": row.pk})
    assert who(other) == str(user.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_account_page_asks_as_often_however_much_it_shows(
    signed_in, anna, count, django_assert_num_queries
):
    credential = {"clientExtensionResults": {}}
    for number in range(count):
        sign_in(Client())
        mail.outbox.clear()
        Authenticator.objects.create(
            user=anna, type="webauthn", data={"name": f"key {number}", "credential": credential}
        )
        cache.clear()  # how often somebody signed in is no matter here
    signed_in.get(ACCOUNT)
    with django_assert_num_queries(
        5
    ):  # session, person, ways to sign in, sessions, which of them last
        signed_in.get(ACCOUNT)


def test_all_that_is_kept_is_given_to_the_person(signed_in, anna, monkeypatch):
    TOTP.activate(anna, SECRET)
    record(actor=actions.own_actor(anna), action="x.y", target="place:1", registry=False)
    monkeypatch.setitem(SECTIONS, "more", lambda user: [user.pk])
    saved = signed_in.get(f"{ACCOUNT}data.json")
    assert "attachment" in saved.headers["Content-Disposition"]
    kept = saved.json()
    assert kept["account"]["email"] == EMAIL
    assert [way["kind"] for way in kept["ways_to_sign_in"]] == ["totp"]
    assert len(kept["sessions"]) == 1
    assert [done["action"] for done in kept["what_you_did"]] == ["x.y"]
    assert kept["more"] == [anna.pk]
    assert SECRET not in saved.content.decode()


def test_leaving_deletes_the_account_and_the_name_from_the_trail(signed_in, anna):
    entry = record(actor=actions.own_actor(anna), action="x.y", target="place:1", registry=False)
    assert entry.actor == "Anna Petrova"
    other = Client()
    sign_in(other)
    wrong = signed_in.post(f"{ACCOUNT}leave/", {"email": "other@example.org"})
    assert "not the address of this account" in wrong.content.decode()
    done = signed_in.post(f"{ACCOUNT}leave/", {"email": EMAIL.upper()}, follow=True)
    assert "Your account is deleted." in done.content.decode()
    assert not User.objects.exists()
    assert not UserSession.objects.exists()
    assert [who(c) for c in (signed_in, other)] == [None, None]
    assert set(AuditEntry.objects.values_list("actor", "user")) == {(actions.FORMER, None)}
    assert AuditEntry.objects.latest("pk").action == "accounts.delete"


def test_a_name_leaves_every_record_but_a_namesakes_stay(anna):
    def decided(by: str) -> Decision:
        return Decision.objects.create(
            source=source, name=by, key=by.lower(), decided_by=by, decided_at=now()
        )

    source = make_source("A list")
    namesake, _made = actions.open_account(email="other@example.org", name="Olga")
    record(actor=actions.own_actor(anna), action="x.y", target="place:1", registry=False)
    anna.name = "Olga"  # since; a namesake's records are not to be told from one's own
    anna.save()
    record(actor=actions.own_actor(namesake), action="x.y", target="place:1", registry=False)
    rows = [decided("Anna Petrova"), decided("Olga"), decided("Ivan")]
    actions.delete_account(actor=actions.own_actor(anna), user=anna)
    for row in rows:
        row.refresh_from_db()
    assert [row.decided_by for row in rows] == [actions.FORMER, "Olga", "Ivan"]
    assert AuditEntry.objects.filter(user=namesake, actor="Olga").exists()
    assert not AuditEntry.objects.filter(actor="Anna Petrova").exists()


def test_the_fields_with_names_are_known():
    assert {(model.__name__, name) for model, name in fields_with_names()} >= {
        ("AuditEntry", "actor"), ("Decision", "decided_by"), ("Objection", "author"), ("Document", "uploaded_by"),
    }  # fmt: skip


def test_what_has_to_be_done_first_is_said(signed_in, anna):
    def last_head(sender, user, **_more):
        raise RefusedError(Problem("last_head", "", "Name another head first."))

    account_leaving.connect(last_head)
    try:
        refused = signed_in.post(f"{ACCOUNT}leave/", {"email": EMAIL})
    finally:
        account_leaving.disconnect(last_head)
    assert "Name another head first." in refused.content.decode()
    assert User.objects.filter(pk=anna.pk).exists()


def test_what_depends_on_an_account_is_not_torn_away(anna, monkeypatch):
    def protected(*_args, **_more):
        raise ProtectedError("in use", set())

    monkeypatch.setattr(User, "delete", protected)
    with pytest.raises(RefusedError, match="depends on this account"):
        actions.delete_account(actor=actions.own_actor(anna), user=anna)


def test_only_the_person_and_the_operator_change_an_account(anna):
    stranger = Actor(
        label="Somebody", user_id=anna.pk + 1, permissions=frozenset({"imports.review"})
    )
    for act in (
        lambda: actions.keep_account(actor=stranger, user=anna, name="X", language="en"),
        lambda: actions.end_sessions(actor=stranger, user=anna, keys=["x"]),
        lambda: actions.delete_account(actor=stranger, user=anna),
        lambda: actions.delete_account(actor=Actor(label="anonymous"), user=anna),
        lambda: actions.reset_factors(actor=actions.own_actor(anna), user=anna),
        lambda: actions.add_editor(actor=actions.own_actor(anna), email=EMAIL),
        lambda: actions.remove_editor(actor=actions.own_actor(anna), user=anna),
    ):
        with pytest.raises(NotAllowedError):
            act()
    actions.delete_account(actor=OPERATOR, user=anna)
    assert not User.objects.exists()


def test_a_name_too_long_and_a_language_unknown_are_refused_together(anna):
    with pytest.raises(RefusedError) as refused:
        actions.keep_account(
            actor=actions.own_actor(anna), user=anna, name="x" * 151, language="xx"
        )
    assert [p.code for p in refused.value.problems] == ["language", "name"]


def test_accounts_change_nothing_that_readers_see(anna):
    before = revision()
    actions.keep_account(actor=actions.own_actor(anna), user=anna, name="A", language="en")
    actions.add_editor(actor=OPERATOR, email="e@example.org")
    actions.delete_account(actor=OPERATOR, user=anna)
    assert revision() == before


def test_what_is_kept_of_sessions_is_cleared(signed_in, anna):
    sign_in(Client())
    key = signed_in.session.session_key
    Session.objects.exclude(session_key=key).update(expire_date=now())
    assert clear_sessions() >= 1
    assert [s.session_key for s in UserSession.objects.filter(user=anna)] == [key]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8", "another browser"),
    ],
)
def test_browsers_are_told_apart(said, shown):
    assert browser(said) == shown


def test_exports_of_an_account_are_of_that_account(anna):
    other, _ = actions.open_account(email="other@example.org")
    record(actor=actions.own_actor(other), action="x.y", target="place:1", registry=False)
    assert export_account(anna)["what_you_did"] == []
