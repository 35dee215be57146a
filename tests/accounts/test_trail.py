"""What is done about an account stands in the trail: that it was done, and nothing of what the account holds."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from jumelage.accounts.models import User
from jumelage.core.audit import revision
from jumelage.core.models import AuditEntry
from tests.accounts.conftest import EMAIL, last_code, sign_in
from tests.accounts.test_account import SECRET, app_code
from tests.site.conftest import read

pytestmark = pytest.mark.django_db
ACCOUNT = "/en/account/"


def trail(user: User) -> list[tuple[str, dict[str, object]]]:
    """What the trail says that a person did, all of it about the own account, and no public page changed."""
    rows = AuditEntry.objects.filter(user=user).order_by("pk")
    assert {row.target for row in rows} <= {f"user:{user.pk}"}
    assert revision() == 0
    return [(row.action, row.changes) for row in rows]


def test_who_opens_an_account(client, db) -> None:
    client.post("/en/sign-up/", {"email": "new@example.org", "name": "Nina"})
    client.post("/en/sign-up/code/", {"code": last_code()})
    assert trail(User.objects.get()) == [("accounts.sign_up", {})]


def test_who_takes_another_address(signed_in, anna) -> None:
    signed_in.post(f"{ACCOUNT}address/", {"action_add": "1", "email": "new@example.org"})
    assert trail(anna) == []  # it is not proven yet
    signed_in.post("/en/sign-up/code/", {"code": last_code()})
    assert trail(anna) == [("accounts.change_address", {})]
    said = str(AuditEntry.objects.values().get())
    assert EMAIL not in said
    assert "new@example.org" not in said


def test_who_adds_and_removes_an_app_with_its_codes(
    signed_in, anna, django_capture_on_commit_callbacks
) -> None:
    secret = read(signed_in.get(f"{ACCOUNT}app/")).one("code", class_="key").text
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{ACCOUNT}app/", {"code": code})
    added = [("accounts.add_way", {"kind": kind}) for kind in ("totp", "recovery_codes")]
    assert trail(anna) == added
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{ACCOUNT}codes/new/")
    renewed = ("accounts.renew_way", {"kind": "recovery_codes"})
    assert trail(anna) == [*added, renewed]
    signed_in.post(f"{ACCOUNT}app/remove/")
    removed = [("accounts.remove_way", {"kind": kind}) for kind in ("totp", "recovery_codes")]
    assert trail(anna) == [*added, renewed, *removed]


def test_who_names_and_removes_a_passkey(signed_in, anna) -> None:
    TOTP.activate(anna, SECRET)
    signed_in.post("/en/sign-in/again/", {"code": app_code()})
    data = {"name": "Key", "credential": {}}
    key = Authenticator.objects.create(user=anna, type="webauthn", data=data)
    signed_in.post(f"{ACCOUNT}passkeys/{key.pk}/name/", {"name": "Anna’s secret key"})
    key.refresh_from_db()
    assert key.data["name"] == "Anna’s secret key"
    assert trail(anna) == [("accounts.name_passkey", {})]
    signed_in.post(f"{ACCOUNT}passkeys/{key.pk}/remove/")
    assert trail(anna)[1:] == [("accounts.remove_way", {"kind": "webauthn"})]


def test_who_signs_out_of_other_browsers(signed_in, anna) -> None:
    for _number in range(2):
        sign_in(Client())
    signed_in.post(f"{ACCOUNT}sessions/end/", {"session": "others"})
    assert trail(anna) == [("accounts.end_sessions", {"count": 2})]
    signed_in.post(f"{ACCOUNT}sessions/end/", {"session": "others"})
    assert len(trail(anna)) == 1  # nothing was left to end
