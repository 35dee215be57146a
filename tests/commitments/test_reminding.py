"""Reminders: on their days, once, in the reader's language, for those who want them."""

from datetime import timedelta

import pytest
from django.core import mail

from jumelage.accounts.exporting import export_account
from jumelage.commitments.actions.mail_choice import choose_mail, stop_mail, stop_token
from jumelage.commitments.jobs import look_after
from jumelage.commitments.models import Commitment, ReminderChoice
from jumelage.core.clock import today
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.models import AuditEntry
from jumelage.imports.attachments import attached_to_place
from tests.commitments.conftest import in_days


@pytest.fixture
def letters(agreed):
    """Return the reminders that went out."""

    def reminders() -> list:
        return [one for one in mail.outbox if "List-Unsubscribe" in one.extra_headers]

    return reminders


def due_in(agreed, days: int, *, agreed_ago: int = 100, reminded_ago: int | None = None) -> None:
    Commitment.objects.filter(pk=agreed.pk).update(
        due=in_days(days).isoformat(),
        due_on=in_days(days),
        agreed_on=in_days(-agreed_ago),
        reminded_on=None if reminded_ago is None else in_days(-reminded_ago),
    )


@pytest.mark.parametrize(
    ("days", "reminded_ago", "sent"),
    [
        (31, None, False),
        (30, None, True),
        (8, 22, False),
        (7, 23, True),
        (0, 7, False),
        (-1, 8, True),
        (-20, 19, False),
        (-33, 32, True),
    ],
)
def test_the_owners_are_reminded_on_these_days(towns, agreed, letters, days, reminded_ago, sent):
    due_in(agreed, days, reminded_ago=reminded_ago)
    look_after()
    assert {one.to[0] for one in letters()} == (
        {"anna@vlad.example", "bob@sd.example"} if sent else set()
    )
    before = len(letters())
    look_after()
    assert len(letters()) == before


def test_each_reads_it_in_the_own_language(towns, agreed, letters):
    due_in(agreed, -1)
    look_after()
    subjects = {one.to[0]: one.subject for one in letters()}
    assert subjects["bob@sd.example"] == "A commitment is overdue: A sister school for each"
    assert subjects["anna@vlad.example"].endswith("По школе-побратиму")
    entry = AuditEntry.objects.get(action="commitments.remind")
    assert entry.concerns.count() == 2


def test_who_does_not_want_them_gets_none(towns, agreed, letters):
    due_in(agreed, -1)
    choose_mail(actor=towns.anna, wanted=False)
    stop_mail(token=stop_token(towns.b.memberships.first().user))
    look_after()
    assert not letters()
    with pytest.raises(RefusedError):
        stop_mail(token="made-up")


def test_who_sees_to_it_is_reminded_beside_the_officers(towns, agreed, letters):
    helper = towns.a.memberships.get(role="helper")
    agreed.owners.filter(place=towns.a).update(member=helper)
    due_in(agreed, 7)
    look_after()
    assert "hans@vlad.example" in {one.to[0] for one in letters()}


def test_what_was_agreed_shortly_before_it_is_due_is_not_reminded_of_at_once(
    towns, agreed, letters
):
    due_in(agreed, 20, agreed_ago=0)
    look_after()
    assert not letters()


def test_nobody_is_reminded_of_what_is_over(towns, agreed, letters):
    due_in(agreed, -1)
    Commitment.objects.update(state="kept", closed_on=today() - timedelta(days=2))
    look_after()
    assert not letters()


def test_who_asks_reads_what_is_kept_and_who_leaves_takes_it_along(towns, agreed):
    helper = towns.a.memberships.get(role="helper")
    agreed.owners.filter(place=towns.a).update(member=helper)
    choose_mail(actor=towns.helper, wanted=False)
    kept = export_account(helper.user)["commitments"]
    assert kept == {"sees_to": [agreed.pk], "reminders_by_email": False}
    helper.user.delete()
    assert agreed.owners.get(place=towns.a).member is None
    assert not ReminderChoice.objects.exists()


def test_what_a_place_has_promised_holds_it_fast(towns, agreed):
    assert "commitments (1)" in attached_to_place(towns.a)
