"""Members: other roles, leaving, being removed, and deleting the account."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from jumelage.accounts.actions import delete_account, own_actor
from jumelage.accounts.exporting import export_account
from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.memberships.actions import (
    add_domain,
    add_member,
    apply_for,
    approve,
    change_role,
    end,
    invite,
    keep_association,
    name_staff,
)
from jumelage.memberships.models import AssociationCountry, Invitation, Membership, OfficialDomain

pytestmark = pytest.mark.django_db


def code_of(refused) -> str:
    return refused.value.problems[0].code


def membership_of(user, place) -> Membership:
    return Membership.objects.get(user=user, place=place)


def test_the_last_head_does_not_leave_others_alone(act, person, city) -> None:
    head = person("head@muenster.de", city, "head")
    other = person("other@muenster.de", city, "officer")
    with pytest.raises(RefusedError) as refused:
        end(actor=act(head), membership=membership_of(head, city))
    assert code_of(refused) == "last_head"
    with pytest.raises(RefusedError) as refused:
        change_role(actor=act(head), membership=membership_of(head, city), role="officer")
    assert code_of(refused) == "last_head"
    change_role(actor=act(head), membership=membership_of(other, city), role="head")
    end(actor=act(head), membership=membership_of(head, city))
    assert act(head).places == {}
    assert act(other).places == {city.pk: "head"}


def test_a_head_whose_account_sleeps_is_none(act, person, city) -> None:
    head = person("head@muenster.de", city, "head")
    asleep = person("old@muenster.de", city, "head")
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    with pytest.raises(RefusedError) as refused:
        end(actor=act(head), membership=membership_of(head, city))
    assert code_of(refused) == "last_head"


def test_alone_a_head_may_leave(act, person, city) -> None:
    head = person("head@muenster.de", city, "head")
    end(actor=act(head), membership=membership_of(head, city))
    assert not Membership.objects.active().exists()


def test_a_head_removes_a_member_and_says_why(act, person, city) -> None:
    head = person("head@muenster.de", city, "head")
    other = person("other@muenster.de", city, "officer")
    invited_by_other = person("second@muenster.de", city, "head")
    invite(actor=act(invited_by_other), target=city, email="friend@example.org")
    with pytest.raises(RefusedError) as refused:
        end(actor=act(head), membership=membership_of(other, city))
    assert code_of(refused) == "reason"
    end(actor=act(head), membership=membership_of(other, city), reason="She has retired.")
    assert act(other).places == {}
    assert "She has retired." in mail.outbox[-1].body
    end(actor=act(head), membership=membership_of(invited_by_other, city), reason="Moved.")
    assert Invitation.objects.get().withdrawn_at is not None
    with pytest.raises(RefusedError) as refused:
        end(actor=act(head), membership=membership_of(other, city), reason="again")
    assert code_of(refused) == "ended"


def test_others_remove_nobody(act, person, city, other_city) -> None:
    head = person("head@muenster.de", city, "head")
    officer = person("officer@muenster.de", city, "officer")
    for user in (officer, person("head@ryazan.ru", other_city, "head"), person("x@example.org")):
        with pytest.raises(NotAllowedError):
            end(actor=act(user), membership=membership_of(head, city), reason="so")
        with pytest.raises(NotAllowedError):
            change_role(actor=act(user), membership=membership_of(officer, city), role="head")
    assert Membership.objects.active().of_place(city.pk).count() == 2


def test_who_keeps_the_register_ends_the_last_heads_membership(
    act, person, city, association
) -> None:
    head = person("head@muenster.de", city, "head")
    officer = person("officer@muenster.de", city, "officer")
    keeper = act(person("keeper@union.example", association))
    end(actor=keeper, membership=membership_of(head, city), reason="The account was stolen.")
    change_role(actor=keeper, membership=membership_of(officer, city), role="head")
    assert act(officer).places == {city.pk: "head"}
    assert "head of the office" in mail.outbox[-1].body


def test_a_keeper_raises_no_own_role(act, person, city, association) -> None:
    both = person("both@union.example", association)
    add_member(actor=OPERATOR, email=both.email, target=city, role="helper")
    with pytest.raises(NotAllowedError) as refused:
        change_role(actor=act(both), membership=membership_of(both, city), role="head")
    assert code_of(refused) == "own"


def test_an_associations_helper_keeps_no_register(act, person, association) -> None:
    assert act(person("h@union.example", association, "helper")).countries == frozenset()
    assert act(person("o@union.example", association, "officer")).countries == {"DE"}


def test_associations_are_kept_by_staff_only(act, person, staff, association) -> None:
    keeper = person("keeper@union.example", association, "head")
    with pytest.raises(NotAllowedError):
        keep_association(actor=act(keeper), name=association.name, countries=["DE", "RU"])
    kept = keep_association(actor=act(staff), name=association.name, countries=["at", " DE"])
    assert kept == association
    assert set(AssociationCountry.objects.values_list("country", flat=True)) == {"AT", "DE"}
    for more, code in [
        ({"name": " "}, "name"),
        ({"countries": ["Atlantis"]}, "countries"),
        ({"url": "javascript:alert(1)"}, "url"),
    ]:
        with pytest.raises(RefusedError) as refused:
            keep_association(actor=act(staff), **{"name": "Union", **more})
        assert code_of(refused) == code


def test_only_the_operator_names_staff_and_members(act, staff, city) -> None:
    with pytest.raises(NotAllowedError):
        name_staff(actor=act(staff), email="friend@example.org", is_staff=True)
    with pytest.raises(NotAllowedError):
        add_member(actor=act(staff), email="friend@example.org", target=city)
    assert not User.objects.filter(email="friend@example.org").exists()


def test_who_is_needed_cannot_delete_the_account(act, person, city) -> None:
    head = person("head@muenster.de", city, "head")
    person("other@muenster.de", city, "officer")
    with pytest.raises(RefusedError) as refused:
        delete_account(actor=own_actor(head), user=head)
    assert code_of(refused) == "last_head"
    assert User.objects.filter(pk=head.pk).exists()


def test_a_deleted_account_leaves_no_name_behind(act, person, city, staff, data_dir) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from jumelage.documents.actions import store
    from jumelage.documents.models import Document

    name_staff(actor=OPERATOR, email="second@jumelage.example", is_staff=True)
    second = User.objects.get(email="second@jumelage.example")
    applicant = person("applicant@muenster.de")
    letter = store(
        actor=act(applicant),
        owner=None,
        file=SimpleUploadedFile("letter.png", _png(), content_type="image/png"),
        title="Letter",
    )
    membership = apply_for(actor=act(applicant), target=city, function="officer", letter=letter)
    approve(actor=act(second), membership=membership, role="head")
    add_domain(actor=act(second), place=city, domain="muenster.de")
    invite(actor=act(applicant), target=city, email="second@jumelage.example")
    assert export_account(second)["invitations"][0]["to_act_for"] == "Muenster"
    delete_account(actor=own_actor(second), user=second)
    membership.refresh_from_db()
    assert membership.decided_by == "former account"
    assert OfficialDomain.objects.get().set_by == "former account"
    assert not Invitation.objects.filter(email__icontains="second").exists()
    assert export_account(applicant)["memberships"][0]["letter"] == "letter.png"
    delete_account(actor=own_actor(applicant), user=applicant)
    assert Document.objects.get(pk=letter.pk).removed_at is not None
    assert not Membership.objects.filter(user=applicant.pk).exists()


def _png() -> bytes:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, so there is no race"
)
def test_of_two_heads_who_leave_at_once_one_stays(act, person, city) -> None:
    heads = [person(f"h{number}@muenster.de", city, "head") for number in range(2)]
    person("officer@muenster.de", city, "officer")
    steps = [(act(user), membership_of(user, city)) for user in heads]
    both = Barrier(2)

    def leave(actor, membership) -> str:
        both.wait(10)
        try:
            end(actor=actor, membership=membership)
        except RefusedError as error:
            return error.problems[0].code
        finally:
            connection.close()
        return "left"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(lambda step: leave(*step), steps))
    assert results == ["last_head", "left"]
    assert Membership.objects.active().filter(role="head").count() == 1
