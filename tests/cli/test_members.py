"""``jumelage members``: who acts for whom."""

import pytest

from jumelage.accounts.models import User
from jumelage.memberships.models import Membership


def test_members_are_added_listed_and_ended(jumelage):
    done = jumelage(
        "members", "add", "anna@example.org", "--place", "Владивосток", "--role", "head",
        "--name", "Anna Petrova", "--function", "international relations",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "acts now for Vladivostok as head" in done.stderr
    again = jumelage(
        "members", "add", "anna@example.org", "--place", "ru/vladivostok", "--role", "head"
    )
    assert "acted already" in again.stderr
    line = "anna@example.org\tAnna Petrova\thead\tru/vladivostok\tinternational relations"
    assert jumelage("members", "list").stdout.strip() == line
    assert jumelage("members", "list", "--country", "ru").stdout.strip() == line
    assert jumelage("members", "list", "--country", "us").stdout == ""
    assert jumelage("members", "list", "--place", "San Diego", "--waiting").stdout == ""
    words = ("members", "end", "anna@example.org", "--place", "Vladivostok")
    assert "Say why" in jumelage(*words).stderr
    assert jumelage(*words, "--reason", "retired").exit_code == 0
    assert Membership.objects.get().state == "ended"
    assert "does not act for" in jumelage(*words, "--reason", "retired").stderr


def test_associations_and_staff_are_named(jumelage):
    words = ("members", "association", "add", "Union of Cities", "--country", "Russia")
    assert "keeps the register of: RU, BY" in jumelage(*words, "--country", "by").stderr
    done = jumelage("members", "add", "keeper@example.org", "--association", "union of cities")
    assert done.exit_code == 0, done.stderr
    listed = jumelage("members", "association", "list").stdout
    assert listed.strip() == "Union of Cities\tBY,RU\tkeeper@example.org"
    assert jumelage("members", "staff", "add", "staff@example.org").exit_code == 0
    assert jumelage("members", "staff", "list").stdout == "staff@example.org\t\n"
    assert jumelage("members", "staff", "remove", "Staff@example.org").exit_code == 0
    assert not User.objects.get(email="staff@example.org").is_staff
    assert "none yet" in jumelage("members", "staff", "list").stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "anna@example.org"), "say for whom"),
        (("add", "anna@example.org", "--place", "Nowhereville"), "no place is called"),
        (("add", "nowhere", "--place", "Vladivostok"), "is no e-mail address"),
        (("add", "anna@example.org", "--place", "Vladivostok", "--role", "mayor"), "Choose a role"),
        (
            ("add", "a@example.org", "--place", "Vladivostok", "--institution", "x"),
            "no institution",
        ),
        (("add", "anna@example.org", "--association", "none"), "there is no association"),
        (("association", "add", "Union", "--country", "Atlantis"), "is no country"),
        (("staff", "add", "nowhere"), "is no e-mail address"),
        (("staff", "remove", "nobody@example.org"), "there is no account"),
    ],
)
def test_what_cannot_be_done_is_explained(jumelage, words, reason):
    done = jumelage("members", *words)
    assert done.exit_code == 1
    assert reason in done.stderr
    assert not Membership.objects.exists()
