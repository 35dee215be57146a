"""Invitations: the secret is in the e-mail only, and opens the door to one address for two weeks."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from jumelage.core.audit import Actor
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.memberships.actions import (
    accept_invitation,
    apply_for,
    change_role,
    end,
    invite,
    withdraw_invitation,
)
from jumelage.memberships.models import Invitation, Membership

pytestmark = pytest.mark.django_db


def code_of(refused) -> str:
    return refused.value.problems[0].code


def secret_sent() -> str:
    found = re.search(r"/workspace/invitations/([\w-]+)/", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[1]


@pytest.fixture
def head(person, city):
    return person("head@muenster.de", city, "head", name="Otto Kopf")


def test_who_was_invited_acts_after_accepting(act, person, city, head) -> None:
    invitation = invite(
        actor=act(head), target=city, email=" Anna@Muenster.de ", role="helper", language="ru"
    )
    sent = mail.outbox[-1]
    assert (sent.to, sent.extra_headers["Content-Language"]) == (["anna@muenster.de"], "ru")
    assert "Мюнстер" in sent.subject
    secret = secret_sent()
    kept = str(Invitation.objects.values().get()) + str(list(AuditEntry.objects.values()))
    assert secret not in kept
    anna = person("anna@muenster.de", name="Anna")
    membership = accept_invitation(actor=act(anna), secret=secret)
    assert (membership.state, membership.role) == (Membership.ACTIVE, "helper")
    assert act(anna).places == {city.pk: "helper"}
    assert mail.outbox[-1].to == ["head@muenster.de"]
    assert "Anna has accepted" in mail.outbox[-1].body
    invitation.refresh_from_db()
    assert invitation.accepted_at is not None
    with pytest.raises(RefusedError) as refused:
        accept_invitation(actor=act(anna), secret=secret)
    assert code_of(refused) == "accepted"


def test_nobody_else_can_use_it(act, person, city, head) -> None:
    invite(actor=act(head), target=city, email="anna@muenster.de")
    secret = secret_sent()
    with pytest.raises(NotAllowedError):
        accept_invitation(actor=act(person("eve@example.org")), secret=secret)
    with pytest.raises(NotAllowedError):
        accept_invitation(actor=Actor(label="anonymous"), secret=secret)
    anna = person("anna@muenster.de")
    for wrong in ("", "x", secret[:-1], Invitation.objects.get().secret_sha256):
        with pytest.raises(RefusedError) as refused:
            accept_invitation(actor=act(anna), secret=wrong)
        assert code_of(refused) == "unknown"
    assert Membership.objects.active().count() == 1


def test_it_ends_after_two_weeks_or_when_withdrawn(act, person, city, head) -> None:
    anna = person("anna@muenster.de")
    invitation = invite(actor=act(head), target=city, email=anna.email)
    assert invitation.expires_at - invitation.created_at == timedelta(days=14)
    secret = secret_sent()
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(RefusedError) as refused:
        accept_invitation(actor=act(anna), secret=secret)
    assert code_of(refused) == "expired"
    second = invite(actor=act(head), target=city, email=anna.email)
    withdraw_invitation(actor=act(head), invitation=second)
    with pytest.raises(RefusedError) as refused:
        accept_invitation(actor=act(anna), secret=secret_sent())
    assert code_of(refused) == "withdrawn"
    with pytest.raises(RefusedError) as refused:
        withdraw_invitation(actor=act(head), invitation=second)
    assert code_of(refused) == "over"


def test_a_second_invitation_takes_the_firsts_place(act, person, city, head) -> None:
    anna = person("anna@muenster.de")
    invite(actor=act(head), target=city, email=anna.email)
    first = secret_sent()
    invite(actor=act(head), target=city, email=anna.email, role="head")
    with pytest.raises(RefusedError):
        accept_invitation(actor=act(anna), secret=first)
    assert accept_invitation(actor=act(anna), secret=secret_sent()).role == "head"


def test_only_heads_and_keepers_invite(act, person, city, other_city, association) -> None:
    for user in (
        person("officer@muenster.de", city, "officer"),
        person("head@ryazan.ru", other_city, "head"),
        person("x@example.org"),
    ):
        with pytest.raises(NotAllowedError):
            invite(actor=act(user), target=city, email="friend@example.org")
        with pytest.raises(NotAllowedError):
            invite(actor=act(user), target=association, email="friend@example.org")
    assert not Invitation.objects.exists()
    keeper = person("keeper@union.example", association, "officer")
    invite(actor=act(keeper), target=city, email="friend@example.org")
    with pytest.raises(NotAllowedError):  # a keeper does not choose the keepers
        invite(actor=act(keeper), target=association, email="friend@example.org")
    chief = person("chief@union.example", association, "head")
    assert invite(actor=act(chief), target=association, email="friend@example.org")


def test_a_head_who_is_none_any_more_has_invited_nobody(act, person, city, head) -> None:
    second = person("second@muenster.de", city, "head")
    anna = person("anna@muenster.de")
    invite(actor=act(second), target=city, email=anna.email)
    secret = secret_sent()
    membership = Membership.objects.get(user=second)
    change_role(actor=act(head), membership=membership, role="officer")
    with pytest.raises(RefusedError) as refused:
        accept_invitation(actor=act(anna), secret=secret)
    assert code_of(refused) == "withdrawn"


def test_who_keeps_no_register_any_more_has_invited_nobody(
    act, person, city, association, staff
) -> None:
    keeper = person("keeper@union.example", association)
    anna = person("anna@muenster.de")
    invite(actor=act(keeper), target=city, email=anna.email, role="head")
    secret = secret_sent()
    membership = Membership.objects.get(user=keeper)
    end(actor=act(staff), membership=membership, reason="The account is in wrong hands.")
    with pytest.raises(RefusedError) as refused:
        accept_invitation(actor=act(anna), secret=secret)
    assert code_of(refused) == "withdrawn"


def test_nobody_lets_themselves_in(act, person, city, association) -> None:
    keeper = person("keeper@union.example", association)
    with pytest.raises(RefusedError) as refused:
        invite(actor=act(keeper), target=city, email=keeper.email, role="head")
    assert code_of(refused) == "own"


def test_what_cannot_be_invited_is_refused(act, person, city, head) -> None:
    person("officer@muenster.de", city, "officer")
    for more, code in [
        ({"email": "nowhere"}, "email"),
        ({"email": "officer@muenster.de"}, "present"),
        ({"email": "Head@muenster.de"}, "own"),
        ({"role": "king"}, "role"),
        ({"message": "x" * 2001}, "long"),
    ]:
        with pytest.raises(RefusedError) as refused:
            invite(actor=act(head), target=city, **{"email": "anna@example.org", **more})
        assert code_of(refused) == code
    for number in range(30):
        invite(actor=act(head), target=city, email=f"p{number}@example.org")
    with pytest.raises(RefusedError) as refused:
        invite(actor=act(head), target=city, email="one-more@example.org")
    assert code_of(refused) == "many"
    for _ in range(30):  # again and again to the same person
        invite(actor=act(head), target=city, email="p0@example.org")
    with pytest.raises(RefusedError) as refused:
        invite(actor=act(head), target=city, email="p0@example.org")
    assert code_of(refused) == "many"


def test_an_invitation_answers_an_application_and_lowers_no_role(act, person, city, head) -> None:
    anna = person("anna@muenster.de")
    invite(actor=act(head), target=city, email=anna.email, role="helper")
    helper = secret_sent()
    applied = apply_for(actor=act(anna), target=city, function="officer")
    membership = accept_invitation(actor=act(anna), secret=helper)
    assert membership.pk == applied.pk
    assert (membership.state, membership.function) == (Membership.ACTIVE, "officer")


def test_accepting_while_one_is_more_already_changes_nothing(act, person, city, head) -> None:
    anna = person("anna@muenster.de")
    invite(actor=act(head), target=city, email=anna.email, role="helper")
    secret = secret_sent()
    approved = apply_for(actor=act(anna), target=city, function="officer", role="head")
    from jumelage.memberships.actions import approve

    approve(actor=act(head), membership=approved)
    assert accept_invitation(actor=act(anna), secret=secret).role == "head"
