"""Two people acting at the same moment: one is done, the other is told. Only PostgreSQL lets two write at once."""

import pytest
from django.db import connection

from jumelage.forum.actions import delegations, editions, members
from jumelage.forum.models import Delegation, Edition, Member
from tests.agreements.test_at_once import at_once
from tests.forum.conftest import edition_data, member_data

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def test_the_last_seat_is_taken_once(coming, officer):
    Delegation.objects.update(quota=1)

    def name(who: str) -> None:
        members.name_member(actor=officer.actor, delegation=coming, data=member_data(who))

    assert at_once(lambda: name("Anna"), lambda: name("Boris")) == ["done", "quota"]
    assert Member.objects.count() == 1


def test_of_two_heads_named_at_once_one_is_the_head(coming, officer):
    def name(who: str) -> None:
        data = member_data(who, is_head=True)
        members.name_member(actor=officer.actor, delegation=coming, data=data)

    assert at_once(lambda: name("Anna"), lambda: name("Boris")) == ["done", "done"]
    assert Member.objects.filter(is_head=True).count() == 1


def test_a_place_is_invited_once(edition, organiser, town):
    def invite() -> None:
        delegations.invite_places(actor=organiser.actor, edition=edition, places=[town], quota=2)

    assert at_once(invite, invite) == ["done", "twice"]
    assert Delegation.objects.count() == 1


def test_an_approval_and_the_head_who_leaves_do_not_pass_each_other(coming, officer, organiser):
    head = members.name_member(
        actor=officer.actor, delegation=coming, data=member_data(is_head=True)
    )
    became = at_once(
        lambda: delegations.approve(actor=organiser.actor, delegation=coming, version=2),
        lambda: members.remove_member(actor=officer.actor, member=head, version=1),
    )
    assert became == ["done", "head"]
    kept = Delegation.objects.get()
    has_head = kept.members.coming().filter(is_head=True).exists()
    assert has_head == (kept.state == "approved")


def test_two_editions_of_one_name_have_two_addresses(series, organiser):
    def create() -> None:
        editions.create_edition(actor=organiser.actor, series=series, data=edition_data())

    assert at_once(create, create) == ["done", "done"]
    assert Edition.objects.values("slug").distinct().count() == 2
