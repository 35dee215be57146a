"""A person with an account, and what a mailbox holds."""

import re

import pytest
from django.core import mail
from django.test import Client

from jumelage.accounts.actions import open_account
from jumelage.accounts.models import User

EMAIL = "anna@example.org"
CODE = re.compile(r"\b(\d{4}-\d{4})\b")


@pytest.fixture
def anna(db) -> User:
    user, _created = open_account(email=EMAIL, name="Anna Petrova")
    return user


def last_mail():
    """Return the message that came last."""
    return mail.outbox[-1]


def last_code() -> str:
    """Return the code in the message that came last."""
    found = CODE.search(last_mail().body)
    assert found, last_mail().body
    return found[1]


def ask_for_code(client: Client, email: str = EMAIL, language: str = "en", **more):
    return client.post(f"/{language}/sign-in/", {"email": email, **more.pop("data", {})}, **more)


def sign_in(client: Client, email: str = EMAIL, **more):
    """Sign in as a person does: ask, look into the mailbox, enter the code."""
    asked = ask_for_code(client, email, **more)
    assert asked.status_code == 302, asked.content.decode()
    return client.post(asked.headers["Location"], {"code": last_code()})


@pytest.fixture
def signed_in(client, anna) -> Client:
    sign_in(client)
    return client
