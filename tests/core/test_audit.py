"""The trail of changes: every write is atomic, and counted."""

import pytest

from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR, Actor, atomic_action, record, revision
from jumelage.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_each_entry_is_a_revision():
    assert revision() == 0
    record(actor=OPERATOR, action="test.first", target="nothing")
    record(actor=OPERATOR, action="test.second", target="nothing", reason="because")
    assert revision() == 2
    assert [entry.action for entry in AuditEntry.objects.all()] == ["test.second", "test.first"]


def test_an_entry_says_who_did_what_and_why():
    user = User.objects.create(email="clerk@example.org")
    entry = record(
        actor=Actor(label="A. Clerk", user_id=user.pk),
        action="test.change",
        target="place:ru/vladivostok",
        changes={"name": "new"},
        reason="the council renamed it",
    )
    entry.refresh_from_db()
    assert (entry.user, entry.actor, entry.changes) == (user, "A. Clerk", {"name": "new"})
    assert "A. Clerk: test.change place:ru/vladivostok" in str(entry)


def test_the_trail_outlives_its_people():
    user = User.objects.create(email="clerk@example.org")
    record(actor=Actor(label="A. Clerk", user_id=user.pk), action="test", target="x")
    user.delete()
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.actor) == (None, "A. Clerk")


def test_an_action_that_fails_leaves_nothing():
    @atomic_action
    def half_done() -> None:
        record(actor=OPERATOR, action="test", target="x")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        half_done()
    assert revision() == 0
    assert not AuditEntry.objects.exists()
