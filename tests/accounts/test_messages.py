"""Every message about accounts: in both languages, as text and as HTML, with nothing from outside."""

import re
from pathlib import Path

import pytest

import jumelage.accounts
from jumelage.accounts.wording import CHANGES
from jumelage.core import mail
from jumelage.core.clock import now

FOLDER = Path(jumelage.accounts.__file__).parent / "templates" / "accounts" / "mail"
NAMES = sorted(path.name.removesuffix(".subject.txt") for path in FOLDER.glob("*.subject.txt"))
CONTEXT = {
    "code": "1234-5678", "email": "anna@example.org", "what": CHANGES["webauthn_added"], "at": now(),
    "account_url": "https://jumelage.example/en/account/", "sign_in_url": "https://jumelage.example/en/sign-in/",
    "sign_up_url": "https://jumelage.example/en/sign-up/",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_whole(name, language):
    message = mail.render(template=f"accounts/mail/{name}", context=CONTEXT, language=language)
    assert message["subject"]
    assert "jumelage.example" in message["text"]
    assert f'<html lang="{language}">' in message["html"]
    assert "&" not in message["text"]
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", message["html"])
    assert all(address.startswith("https://jumelage.example") for address in addresses)
    assert not re.search(r"url\(|@import|<script|<img", message["html"])


def test_there_are_as_many_messages_as_allauth_sends():
    assert NAMES == [
        "account_already_exists", "changed", "email_confirmation", "login_code", "unknown_account",
    ]  # fmt: skip
