"""``jumelage editors``: who may decide."""

import pytest

from jumelage.accounts.models import User


def test_an_editor_is_named_listed_and_removed(jumelage):
    done = jumelage("editors", "add", "Anna Petrova", "--email", "anna@example.org", "--generate")
    assert done.exit_code == 0, done.stderr
    user = User.objects.get()
    assert user.check_password(done.stdout.strip())
    assert user.has_perm("imports.review")
    assert "anna@example.org\tAnna Petrova" in jumelage("editors", "list").stdout
    assert jumelage("editors", "remove", "anna petrova").exit_code == 0
    assert not User.objects.get().has_perm("imports.review")
    assert "no editors yet" in jumelage("editors", "list").stderr


def test_an_editor_named_again_gets_a_new_password(jumelage):
    first = jumelage("editors", "add", "anna@example.org", "--generate").stdout.strip()
    second = jumelage("editors", "add", "Anna@example.org", "--generate").stdout.strip()
    assert User.objects.get().check_password(second)
    assert first != second


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "Anna"), "give the e-mail address"),
        (("add", "Anna", "--email", "nowhere"), "is no e-mail address"),
        (("remove", "Anna"), "there is no editor"),
    ],
)
def test_what_cannot_be_done_is_explained(jumelage, words, reason):
    done = jumelage("editors", *words)
    assert done.exit_code == 1
    assert reason in done.stderr
