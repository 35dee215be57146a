"""Asking to act for a place, and what is answered."""

import pytest
from django.core import mail

from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry, RegistryState
from jumelage.memberships.actions import (
    add_domain,
    add_institution,
    apply_for,
    approve,
    decline,
    end,
    remove_domain,
)
from jumelage.memberships.models import Membership, OfficialDomain
from jumelage.places.models import Place

pytestmark = pytest.mark.django_db


def apply(actor, target, **more):
    return apply_for(actor=actor, target=target, **{"function": "twinning officer", **more})


def code_of(refused) -> str:
    return refused.value.problems[0].code


def test_the_first_of_a_place_is_approved_by_who_keeps_its_country(
    act, person, city, association
) -> None:
    anna = person("anna@muenster.de", name="Anna")
    keeper = person("keeper@union.example", association)
    add_domain(actor=act(keeper), place=city, domain="https://www.muenster.de/")
    mail.outbox.clear()
    membership = apply(act(anna), city, message="I see to the twin towns.")
    assert (membership.state, membership.domain_matches) == ("applied", True)
    assert [message.to for message in mail.outbox] == [
        ["anna@muenster.de"],
        ["keeper@union.example"],
    ]
    assert f"/back-office/memberships/{membership.pk}/" in mail.outbox[1].body
    assert act(anna).places == {}

    approve(actor=act(keeper), membership=membership, role="head")
    assert act(anna).places == {city.pk: "head"}
    assert mail.outbox[2].to == ["anna@muenster.de"]
    assert "you are head of the office of Muenster" in mail.outbox[2].body
    entry = AuditEntry.objects.get(action="memberships.approve")
    assert (entry.actor, entry.acting_for) == ("keeper@union.example", "Union of German Cities")
    assert [concern.place_id for concern in entry.concerns.all()] == [city.pk]


def test_nothing_of_it_changes_the_public_registry(act, person, city) -> None:
    before = RegistryState.objects.get().revision
    apply(act(person()), city)
    assert RegistryState.objects.get().revision == before


def test_messages_are_in_the_readers_language(act, person, city, association) -> None:
    anna = person("anna@muenster.de", language="ru")
    person("keeper@union.example", association)
    mail.outbox.clear()
    apply(act(anna), city)
    assert [message.extra_headers["Content-Language"] for message in mail.outbox] == ["ru", "en"]
    assert "Мюнстер" in mail.outbox[0].body
    assert "/ru/workspace/apply/" in mail.outbox[0].body
    assert "Muenster" in mail.outbox[1].subject


def test_without_evidence_the_first_needs_words(act, person, city, staff) -> None:
    membership = apply(act(person("anna@gmail.com")), city)
    assert not membership.domain_matches
    with pytest.raises(RefusedError) as refused:
        approve(actor=act(staff), membership=membership)
    assert code_of(refused) == "evidence"
    approved = approve(
        actor=act(staff), membership=membership, reason="Called back over the town hall’s exchange."
    )
    assert approved.state == Membership.ACTIVE
    assert "town hall’s exchange" in mail.outbox[-1].body


def test_later_ones_are_decided_by_the_head(act, person, city, association) -> None:
    head = person("head@muenster.de", city, "head")
    person("keeper@union.example", association)
    mail.outbox.clear()
    anna = person("anna@example.org")
    membership = apply(act(anna), city)
    assert [message.to for message in mail.outbox] == [["anna@example.org"], ["head@muenster.de"]]
    assert f"/workspace/{city.pk}/members/" in mail.outbox[1].body
    approve(actor=act(head), membership=membership)
    assert act(anna).places == {city.pk: "officer"}
    assert AuditEntry.objects.get(action="memberships.approve").acting_for == "Muenster"


def test_nobody_decides_without_right(act, person, city, other_city, association) -> None:
    membership = apply(act(person("anna@muenster.de")), city)
    without = [
        person("somebody@example.org"),
        person("officer@muenster.de", city, "officer"),
        person("head@ryazan.ru", other_city, "head"),
        person("keeper@russia.example", _union(["RU"])),
    ]
    for user in without:
        for decision in (approve, decline):
            with pytest.raises(NotAllowedError):
                decision(actor=act(user), membership=membership, reason="so")
    with pytest.raises(NotAllowedError):
        approve(actor=Actor(label="anonymous"), membership=membership, reason="so")
    membership.refresh_from_db()
    assert membership.state == Membership.APPLIED


def _union(countries):
    from jumelage.memberships.actions import keep_association

    return keep_association(actor=OPERATOR, name="Another union", countries=countries)


def test_nobody_approves_an_own_application(act, city, association, person, staff) -> None:
    for user in (person("keeper@union.example", association), staff):
        membership = apply(act(user), city)
        with pytest.raises(NotAllowedError) as refused:
            approve(actor=act(user), membership=membership, reason="I know myself.")
        assert code_of(refused) == "own"


def test_an_application_is_decided_once(act, person, city, staff) -> None:
    membership = apply(act(person()), city)
    with pytest.raises(RefusedError) as refused:
        decline(actor=act(staff), membership=membership, reason=" ")
    assert code_of(refused) == "reason"
    decline(actor=act(staff), membership=membership, reason="We could not reach you.")
    assert "declined" in mail.outbox[-1].subject
    assert "We could not reach you." in mail.outbox[-1].body
    for decision in (approve, decline):
        with pytest.raises(RefusedError) as refused:
            decision(actor=act(staff), membership=membership, reason="again")
        assert code_of(refused) == "decided"


def test_who_was_declined_or_took_it_back_may_ask_again(act, person, city, staff) -> None:
    anna = person()
    decline(actor=act(staff), membership=apply(act(anna), city), reason="No letter.")
    again = apply(act(anna), city)
    with pytest.raises(RefusedError) as refused:
        apply(act(anna), city)
    assert code_of(refused) == "present"
    end(actor=act(anna), membership=again)
    assert apply(act(anna), city).state == Membership.APPLIED


def test_what_is_asked_for_is_looked_at(act, person, city) -> None:
    anna = person()
    for more, code in [
        ({"function": " "}, "function"),
        ({"function": "x" * 201}, "long"),
        ({"message": "x" * 4001}, "long"),
        ({"role": "mayor"}, "role"),
    ]:
        with pytest.raises(RefusedError) as refused:
            apply(act(anna), city, **more)
        assert code_of(refused) == code
    with pytest.raises(NotAllowedError):
        apply(Actor(label="anonymous"), city)


def test_one_person_cannot_flood_those_who_decide(act, person, other_city) -> None:
    from tests.factories import make_place

    anna = person()
    for _ in range(5):
        apply(act(anna), make_place(country="DE"))
    with pytest.raises(RefusedError) as refused:
        apply(act(anna), other_city)
    assert code_of(refused) == "many"
    for membership in Membership.objects.all():
        end(actor=act(anna), membership=membership)
    for _ in range(5):  # asking and taking back, again and again
        end(actor=act(anna), membership=apply(act(anna), other_city))
    with pytest.raises(RefusedError) as refused:
        apply(act(anna), other_city)
    assert code_of(refused) == "many"


def test_a_domain_written_down_later_marks_what_waits(act, person, city, staff) -> None:
    membership = apply(act(person("anna@stadt.muenster.de")), city)
    assert not membership.domain_matches
    domain = add_domain(actor=act(staff), place=city, domain="muenster.de")
    membership.refresh_from_db()
    assert membership.domain_matches
    remove_domain(actor=act(staff), domain=domain)
    membership.refresh_from_db()
    assert not membership.domain_matches


def test_domains_are_set_by_who_keeps_the_register_only(
    act, person, city, association, staff
) -> None:
    keeper = person("keeper@union.example", association)
    domain = add_domain(actor=act(keeper), place=city, domain="muenster.de")
    stranger = person("keeper@russia.example", _union(["RU"]))
    for user in (person("head@muenster.de", city, "head"), person("x@muenster.de"), stranger):
        with pytest.raises(NotAllowedError):
            add_domain(actor=act(user), place=city, domain="evil.example")
        with pytest.raises(NotAllowedError):
            remove_domain(actor=act(user), domain=domain)
    for text, code in [("muenster.de", "present"), ("gmail.com", "free"), ("gov.uk", "shared"),
                       ("мuenster.de", "mixed"), ("town hall", "form")]:  # fmt: skip
        with pytest.raises(RefusedError) as refused:
            add_domain(actor=act(staff), place=city, domain=text)
        assert code_of(refused) == code
    assert list(OfficialDomain.objects.values_list("domain", flat=True)) == ["muenster.de"]


def test_an_institutions_people_are_decided_by_the_head_of_its_place(act, person, city) -> None:
    head = person("head@muenster.de", city, "head")
    with pytest.raises(NotAllowedError):
        add_institution(actor=act(person()), place=city, kind="museum", name="Town museum")
    museum = add_institution(actor=act(head), place=city, kind="museum", name="Town museum")
    curator = person("curator@museum.example")
    approve(actor=act(head), membership=apply(act(curator), museum))
    assert act(curator).institutions == {museum.pk: "officer"}
    assert act(curator).places == {}


def test_only_those_are_asked_who_may_decide(act, person, city, association, staff) -> None:
    museum = add_institution(actor=OPERATOR, place=city, kind="museum", name="Town museum")
    person("curator@museum.example", museum, "head")
    person("helper@union.example", association, "helper")
    mail.outbox.clear()
    apply(act(person("anna@example.org")), museum)
    assert [message.to for message in mail.outbox] == [["anna@example.org"], [staff.email]]


def test_an_application_is_undone_whole_if_it_cannot_be_told(
    act, person, city, monkeypatch
) -> None:
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("jumelage.memberships.notices.tell_deciders", fail)
    with pytest.raises(OSError):  # noqa: PT011 - this one
        apply(act(person()), city)
    assert not Membership.objects.exists()
    assert not AuditEntry.objects.filter(action="memberships.apply").exists()
    assert Place.objects.exists()
