"""Suspended, resumed, ended, renewed, changed in form: by one side at once, by both when the other confirms."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from jumelage.agreements.actions import changes
from jumelage.agreements.actions.changes import ChangeData, Decision
from jumelage.agreements.domain.texts import Renewal
from jumelage.agreements.models import Change
from jumelage.agreements.queries import waiting_for
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.documents.models import Document
from jumelage.ties.actions import retract_claim
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim
from jumelage.ties.own_sources import source_of_minutes
from tests.agreements.life import TERMS
from tests.factories import make_claim, make_place, make_source
from tests.factories.people import keeper, member

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def legal(life) -> tuple[str, str, str]:
    tie = life.tie
    return (tie.legal_a, tie.legal_b, tie.legal)


def test_a_suspension_by_one_side_leaves_the_other_in_force_and_is_resumed(life) -> None:
    life.signed()
    change = life.declare("suspended", on=date(2026, 6, 1))
    assert legal(life) == ("suspended", "in_force", "suspended")
    claim = change.claim
    assert (claim.kind, claim.side, claim.when, claim.is_joint) == (
        "suspended",
        "a",
        "2026-06-01",
        False,
    )
    assert (claim.source.key, claim.entered_for) == (f"place-{life.a.pk}-records", life.a)
    life.declare("resumed", on=date(2026, 9, 1))
    assert legal(life) == ("in_force", "in_force", "in_force")
    assert not life.tie.disputed
    assert list(check_registry()) == []


def test_the_other_side_too_decides_for_itself_only(life) -> None:
    life.in_force()
    life.declare("suspended", by="b")
    assert legal(life) == ("in_force", "suspended", "suspended")
    with pytest.raises(RefusedError) as refused:
        life.declare("resumed", by="a", on=date(2026, 9, 1))
    assert codes(refused) == ["not_suspended"]
    life.declare("ended", by="a", on=date(2026, 9, 1))
    assert legal(life) == ("ended", "suspended", "ended")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ChangeData("resumed", date(2026, 6, 1), "x"), "not_suspended"),
        (ChangeData("signed", date(2026, 6, 1), "x"), "no_such_change"),
        (ChangeData("suspended", date(2026, 6, 1), " "), "missing"),
        (ChangeData("renewed", date(2026, 6, 1), "x"), "always_joint"),
        (
            ChangeData("form_changed", date(2026, 6, 1), "x", jointly=True, form="twinning"),
            "same_form",
        ),
        (ChangeData("form_changed", date(2026, 6, 1), "x", jointly=True, form="love"), "no_form"),
        (ChangeData("ended", date(2036, 6, 1), "x"), "too_far"),
        (ChangeData("suspended", date(2026, 6, 1), "x", until=date(2026, 5, 1)), "until"),
        (
            ChangeData("ended", date(2026, 6, 1), "x", decision=Decision("", date(2026, 5, 1))),
            "missing",
        ),
    ],
)
def test_only_sensible_changes_are_taken(life, data, code) -> None:
    life.in_force()
    with pytest.raises(RefusedError) as refused:
        changes.declare_change(**life.side("a"), tie=life.tie, data=data)
    assert codes(refused) == [code]
    assert all(problem.message for problem in refused.value.problems)
    assert not Change.objects.exists()


def test_two_different_things_of_one_day_are_refused_not_disputed(life) -> None:
    life.signed()
    with pytest.raises(RefusedError) as refused:
        life.declare("suspended", on=date(2026, 5, 14))
    assert codes(refused) == ["same_day"]
    life.declare("suspended", on=date(2026, 5, 15))
    with pytest.raises(RefusedError) as refused:
        life.declare("resumed", on=date(2026, 5, 15))
    assert codes(refused) == ["not_suspended"]
    assert not life.tie.disputed


def test_an_announced_change_counts_from_its_day(life) -> None:
    life.in_force()
    ahead = today() + timedelta(days=30)
    life.declare("ended", on=ahead)
    tie = life.tie
    assert (tie.legal, tie.stale_from) == ("in_force", ahead)
    with pytest.raises(RefusedError) as refused:
        life.declare("suspended", on=ahead + timedelta(days=1))
    assert codes(refused) == ["ended"]


def test_the_minutes_are_the_source_and_a_private_reason_stays_private(life) -> None:
    life.in_force()
    decision = Decision("City Council", date(2026, 5, 20), "No. 12")
    change = life.declare("suspended", decision=decision)
    source = change.claim.source
    assert (source.get_authority_display(), source.title) == (
        "council minutes", "City Council, Vladivostok: minutes of 2026-05-20",
    )  # fmt: skip
    assert change.claim.note == ""
    shown = life.declare("suspended", by="b", reason="Everybody may know", reason_is_public=True)
    assert shown.claim.note == "Everybody may know"


def test_what_both_declare_waits_for_the_other_side(life, document) -> None:
    life.in_force()
    claims = Claim.objects.count()
    mail.outbox.clear()
    paper = document(life.a, life.anna)
    change = life.declare("ended", jointly=True, document=paper)
    assert (change.state, change.claim, Claim.objects.count()) == ("waiting", None, claims)
    assert legal(life) == ("in_force",) * 3
    assert mail.outbox[0].subject == "Vladivostok wants to change the tie together with San Diego"
    assert [(w.kind, w.thing) for w in waiting_for(life.b, life.bob)] == [("change", change)]
    assert waiting_for(life.a, life.anna) == []
    paper.refresh_from_db()
    assert (paper.visibility, paper.readers.get()) == (Document.PARTIES, life.b)
    with pytest.raises(NotAllowedError):
        changes.confirm_change(**life.side("a"), change=change)
    with pytest.raises(RefusedError) as refused:
        life.declare("ended", by="b", jointly=True)
    assert codes(refused) == ["waits"]
    done = changes.confirm_change(**life.side("b"), change=change)
    claim = done.claim
    assert (claim.side, claim.is_joint, claim.source.get_authority_display()) == (
        "",
        True,
        "agreement",
    )
    assert legal(life) == ("ended",) * 3
    for actor in (life.anna, life.bob):
        with pytest.raises(NotAllowedError):
            retract_claim(actor=actor, claim=claim, reason="Alone")
    with pytest.raises(RefusedError) as refused:
        changes.withdraw_change(**life.side("a"), change=change, reason="Alone")
    assert codes(refused) == ["over"]


def test_what_is_declined_or_withdrawn_changes_nothing(life) -> None:
    life.in_force()
    first = life.declare("suspended", jointly=True)
    changes.decline_change(**life.side("b"), change=first, reason="We do not want that")
    second = life.declare("suspended", jointly=True)
    changes.withdraw_change(**life.side("a"), change=second, reason="A mistake")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("declined", "withdrawn")
    assert legal(life) == ("in_force",) * 3
    for step in (changes.confirm_change, changes.decline_change):
        with pytest.raises(RefusedError) as refused:
            step(**life.side("b"), change=first)
        assert codes(refused) == ["over"]


def test_a_change_that_fits_no_more_is_not_confirmed(life) -> None:
    life.in_force()
    change = life.declare("suspended", jointly=True, on=date(2026, 9, 1))
    life.declare("ended", by="b", on=date(2026, 6, 1))
    with pytest.raises(RefusedError) as refused:
        changes.confirm_change(**life.side("b"), change=change)
    assert codes(refused) == ["ended"]


def test_an_own_declaration_is_taken_back_with_its_claim(life) -> None:
    life.in_force()
    change = life.declare("suspended")
    with pytest.raises(NotAllowedError):
        changes.withdraw_change(**life.side("b"), change=change, reason="Please do not")
    with pytest.raises(RefusedError) as refused:
        changes.withdraw_change(**life.side("a"), change=change, reason="")
    assert codes(refused) == ["missing"]
    changes.withdraw_change(**life.side("a"), change=change, reason="Typed in the wrong tie")
    assert legal(life) == ("in_force",) * 3
    assert Claim.objects.get(kind="suspended").retraction_reason == "Typed in the wrong tie"


def test_a_renewal_prolongs_the_agreement(life) -> None:
    terms = replace(TERMS, renewal=Renewal.EXPRESS, years=5)
    agreement = life.signed(terms=terms, proposal=life.agreed())
    assert agreement.expires_on == date(2031, 5, 13)
    change = life.declare("renewed", jointly=True, on=date(2026, 11, 1))
    changes.confirm_change(**life.side("b"), change=change)
    agreement.refresh_from_db()
    assert agreement.expires_on == date(2036, 5, 13)
    again = life.declare("renewed", jointly=True, on=date(2026, 11, 2), until=date(2040, 1, 1))
    changes.confirm_change(**life.side("b"), change=again)
    agreement.refresh_from_db()
    assert (agreement.expires_on, life.tie.since) == (date(2040, 1, 1), "2026-05-14")


def test_another_form_is_from_then_on(life) -> None:
    life.in_force(form="friendship")
    change = life.declare("form_changed", by="b", jointly=True, form="twinning")
    changes.confirm_change(**life.side("a"), change=change)
    tie = life.tie
    assert (tie.form, tie.legal, tie.disputed) == ("twinning", "in_force", False)


def test_an_older_suspension_that_a_list_did_not_know_can_be_told(life) -> None:
    make_claim(life.a, life.b, "attested", source=make_source(published="2019-05-05"))
    life.declare("suspended", on=date(2022, 3, 1))
    life.declare("resumed", on=date(2025, 3, 1))
    assert legal(life) == ("in_force",) * 3


@pytest.mark.parametrize("who", ["helper", "third", "keeper", "other"])
def test_declaring_and_confirming_needs_an_officer_of_the_side(life, who) -> None:
    life.in_force()
    change = life.declare("ended", jointly=True)
    actor = {
        "helper": member(life.a, life.b, role="helper"),
        "third": member(make_place(country="DE")),
        "keeper": keeper("RU", "US", staff=True),
        "other": life.anna,
    }[who]
    data = ChangeData("suspended", date(2026, 6, 1), "x")
    with pytest.raises(NotAllowedError):
        changes.declare_change(actor=actor, place=life.b, tie=life.tie, data=data)
    for step in (changes.confirm_change, changes.decline_change):
        with pytest.raises(NotAllowedError):
            step(actor=actor, place=life.b, change=change)


@pytest.mark.parametrize("kind", ["suspended", "renewed"])
def test_what_both_declare_has_no_council_of_one_side_for_its_source(life, kind) -> None:
    life.in_force()
    data = ChangeData(
        kind,
        date(2026, 6, 1),
        "x",
        jointly=True,
        decision=Decision("City Council", date(2026, 5, 20)),
    )
    with pytest.raises(RefusedError) as refused:
        changes.declare_change(actor=life.anna, place=life.a, tie=life.tie, data=data)
    assert "decision" in codes(refused)
    assert not Change.objects.exists()


def test_two_bodies_that_decide_on_one_day_are_two_sources(life) -> None:
    day = date(2026, 5, 20)
    keys = {
        source_of_minutes(life.a, body=body, decided_on=day, reference=number).key
        for body, number in (("City Council", "12"), ("Committee", "12"), ("City Council", "13"))
    }
    assert len(keys) == 3
    assert all(len(key) <= 120 for key in keys)
