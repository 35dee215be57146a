"""``jumelage editors``: who may decide."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import override_settings

from jumelage.accounts.models import User


def test_an_editor_is_named_listed_and_removed(jumelage):
    done = jumelage("editors", "add", "Anna Petrova", "--email", "Anna@example.org", "--lang", "ru")
    assert done.exit_code == 0, done.stderr
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("anna@example.org", "Anna Petrova", "ru")
    assert not user.has_usable_password()
    assert user.has_perm("imports.review")
    assert "open https://jumelage.example/ru/sign-in/" in done.stderr.replace("\n", " ")
    assert "appears in the terminal" in done.stderr
    assert "anna@example.org\tAnna Petrova" in jumelage("editors", "list").stdout
    assert jumelage("editors", "remove", "anna petrova").exit_code == 0
    assert not User.objects.get().has_perm("imports.review")
    assert "no editors yet" in jumelage("editors", "list").stderr


@override_settings(EMAIL_HOST="mail.example.org")
def test_an_editor_named_again_stays_one_and_wakes_up(jumelage):
    jumelage("editors", "add", "anna@example.org")
    User.objects.update(is_active=False)
    again = jumelage("editors", "add", "Anna", "--email", "Anna@example.org")
    assert "terminal" not in again.stderr
    user = User.objects.get()
    assert (user.is_active, user.name) == (True, "Anna")


def test_somebody_who_lost_every_key_is_helped_in(jumelage):
    jumelage("editors", "add", "anna@example.org")
    TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXP")
    done = jumelage("editors", "unlock", "ANNA@example.org")
    assert done.exit_code == 0, done.stderr
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "Anna"), "give the e-mail address"),
        (("add", "Anna", "--email", "nowhere"), "is no e-mail address"),
        (("add", "anna@example.org", "--lang", "xx"), "there is no language"),
        (("remove", "Anna"), "there is no editor"),
        (("unlock", "nobody@example.org"), "there is no account"),
    ],
)
def test_what_cannot_be_done_is_explained(jumelage, words, reason):
    done = jumelage("editors", *words)
    assert done.exit_code == 1
    assert reason in done.stderr
    assert not User.objects.exists()
