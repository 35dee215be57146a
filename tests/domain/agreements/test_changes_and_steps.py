"""Which changes make sense, what a signature is for the register, and which steps are open."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.agreements.domain.claims import (
    ALWAYS_JOINT,
    KINDS,
    Fault,
    Stand,
    Wanted,
    event_of_agreement,
    faults,
)
from jumelage.agreements.domain.lifecycle import (
    OpenAgreement,
    OpenProposal,
    SignedAgreement,
    Situation,
    StepKind,
    WaitingChange,
    Whose,
    next_steps,
)
from jumelage.core.domain.dates import parse_date
from jumelage.ties.domain.terms import ClaimKind, Form, Legal

DAY = date(2026, 6, 1)
NONE, PROPOSED, FORCE, SUSPENDED, ENDED = Legal


def found(kind: ClaimKind, *before: Legal, now=None, **more) -> list[Fault]:
    joint = len(before) == 2
    wanted = Wanted(
        kind, DAY, joint, form=more.pop("form", Form.UNKNOWN), until=more.pop("until", None)
    )
    wanted = replace(wanted, effective_on=more.pop("on", DAY))
    stand = Stand(before, now or before, more.pop("stands", Form.TWINNING), DAY, **more)
    return faults(wanted, stand)


@pytest.mark.parametrize(
    ("kind", "before", "fault"),
    [
        (ClaimKind.SUSPENDED, (FORCE,), None),
        (ClaimKind.SUSPENDED, (SUSPENDED,), Fault.SUSPENDED),
        (ClaimKind.SUSPENDED, (ENDED,), Fault.ENDED),
        (ClaimKind.SUSPENDED, (NONE,), Fault.NOT_IN_FORCE),
        (ClaimKind.SUSPENDED, (PROPOSED,), Fault.NOT_IN_FORCE),
        (ClaimKind.SUSPENDED, (FORCE, SUSPENDED), None),
        (ClaimKind.RESUMED, (SUSPENDED,), None),
        (ClaimKind.RESUMED, (FORCE,), Fault.NOT_SUSPENDED),
        (ClaimKind.RESUMED, (FORCE, SUSPENDED), None),
        (ClaimKind.RESUMED, (ENDED,), Fault.ENDED),
        (ClaimKind.ENDED, (FORCE,), None),
        (ClaimKind.ENDED, (SUSPENDED,), None),
        (ClaimKind.ENDED, (ENDED,), Fault.ENDED),
        (ClaimKind.ENDED, (FORCE, ENDED), None),
        (ClaimKind.ENDED, (NONE,), Fault.NOT_IN_FORCE),
        (ClaimKind.RENEWED, (FORCE, FORCE), None),
        (ClaimKind.RENEWED, (FORCE, SUSPENDED), Fault.SUSPENDED),
        (ClaimKind.RENEWED, (FORCE, ENDED), Fault.ENDED),
    ],
)
def test_a_change_must_fit_how_the_tie_stood(kind, before, fault) -> None:
    assert found(kind, *before) == ([fault] if fault else [])


def test_what_happened_before_the_register_knew_of_a_tie_can_be_told_later() -> None:
    assert found(ClaimKind.SUSPENDED, NONE, now=(FORCE,)) == []
    assert found(ClaimKind.SUSPENDED, NONE, now=(NONE,)) == [Fault.NOT_IN_FORCE]


def test_renewal_and_another_form_need_both_sides() -> None:
    assert found(ClaimKind.RENEWED, FORCE) == [Fault.ALWAYS_JOINT]
    assert found(ClaimKind.FORM_CHANGED, FORCE, FORCE) == [Fault.NO_FORM]
    assert found(ClaimKind.FORM_CHANGED, FORCE, FORCE, form=Form.TWINNING) == [Fault.SAME_FORM]
    assert found(ClaimKind.FORM_CHANGED, FORCE, FORCE, form=Form.FRIENDSHIP) == []


def test_days_that_cannot_be_meant() -> None:
    assert found(ClaimKind.ENDED, FORCE, on=date(2030, 1, 1)) == [Fault.TOO_FAR]
    assert found(ClaimKind.SUSPENDED, FORCE, until=date(2026, 5, 1)) == [Fault.UNTIL]
    assert found(ClaimKind.SUSPENDED, FORCE, same_day=True) == [Fault.SAME_DAY]


@given(
    kind=st.sampled_from(sorted(KINDS)),
    before=st.tuples(st.sampled_from(list(Legal)), st.sampled_from(list(Legal))),
)
def test_nothing_follows_an_end_on_both_sides_and_no_change_needs_a_tie(kind, before) -> None:
    problems = found(ClaimKind(kind), *before, form=Form.FRIENDSHIP)
    if before in {(ENDED, ENDED), (NONE, NONE)}:
        assert problems
    if before == (FORCE, FORCE) and kind in ALWAYS_JOINT:
        assert not problems


def event(before, since="", form_before=Form.UNKNOWN, form=Form.TWINNING, on=DAY) -> ClaimKind:
    return event_of_agreement(
        before=before,
        since=parse_date(since) if since else None,
        signed_on=on,
        form_before=form_before,
        form=form,
    )


def test_the_first_agreement_is_the_signature_a_later_one_a_renewal() -> None:
    assert event((PROPOSED, PROPOSED)) is ClaimKind.SIGNED
    assert event((NONE, NONE)) is ClaimKind.SIGNED
    assert event((ENDED, FORCE)) is ClaimKind.SIGNED
    assert event((FORCE, FORCE), since="1991") is ClaimKind.RENEWED
    assert event((FORCE, SUSPENDED), form_before=Form.TWINNING) is ClaimKind.RENEWED
    assert event((FORCE, FORCE), form_before=Form.FRIENDSHIP) is ClaimKind.FORM_CHANGED


def test_an_agreement_of_the_time_of_the_signature_is_that_signature() -> None:
    assert event((FORCE, FORCE), since="1991", on=date(1991, 5, 12)) is ClaimKind.SIGNED
    assert event((FORCE, FORCE), since="1991-05-12", on=date(1992, 5, 12)) is ClaimKind.RENEWED


def steps(own: Legal, other: Legal, **more) -> dict[StepKind, Whose]:
    at = Situation(today=DAY, own=own, other=other, **more)
    return {step.kind: step.whose for step in next_steps(at)}


def test_where_nothing_is_a_proposal_is_open() -> None:
    assert steps(NONE, NONE) == {StepKind.PROPOSE: Whose.MAY}
    assert StepKind.PROPOSE in steps(ENDED, ENDED)
    assert StepKind.PROPOSE not in steps(FORCE, FORCE)


def test_a_proposal_is_answered_by_whose_turn_it_is_then_followed_by_a_text() -> None:
    waits = OpenProposal(1, own_turn=True, accepted=False, own_approved=False)
    assert steps(NONE, NONE, proposals=[waits])[StepKind.ANSWER_PROPOSAL] is Whose.OWN
    other = replace(waits, own_turn=False, own_approved=True)
    found = steps(NONE, NONE, proposals=[other])
    assert found == {StepKind.ANSWER_PROPOSAL: Whose.OTHER}
    accepted = replace(waits, own_turn=False, accepted=True)
    found = steps(PROPOSED, PROPOSED, proposals=[accepted])
    assert found[StepKind.START_AGREEMENT] is Whose.OWN
    assert found[StepKind.RECORD_APPROVAL] is Whose.MAY


def test_a_text_is_read_then_signed_by_both() -> None:
    text = OpenAgreement(1, own_signed=False, other_signed=False, last_draft_is_own=False)
    assert steps(PROPOSED, PROPOSED, drafting=text)[StepKind.DRAFT] is Whose.OWN
    signed = replace(text, other_signed=True)
    assert steps(PROPOSED, PROPOSED, drafting=signed)[StepKind.SIGN] is Whose.OWN
    own = replace(text, own_signed=True)
    found = steps(PROPOSED, PROPOSED, drafting=own)
    assert found[StepKind.SIGN] is Whose.OTHER
    assert StepKind.DRAFT not in found


def test_what_a_side_may_declare() -> None:
    assert {StepKind.SUSPEND, StepKind.END, StepKind.RENEW} <= steps(FORCE, FORCE).keys()
    own = steps(SUSPENDED, FORCE)
    assert StepKind.RESUME in own
    assert not {StepKind.SUSPEND, StepKind.RENEW} & own.keys()
    other = steps(FORCE, SUSPENDED)
    assert StepKind.SUSPEND in other
    assert not {StepKind.RESUME, StepKind.RENEW} & other.keys()
    assert steps(ENDED, FORCE).keys() == {StepKind.PROPOSE}


def test_what_waits_comes_first() -> None:
    at = Situation(
        DAY, FORCE, FORCE,
        changes=[WaitingChange(7, own=False), WaitingChange(8, own=True)],
        signed=SignedAgreement(1, own_copy=False, expires_on=date(2027, 1, 1)),
    )  # fmt: skip
    found = next_steps(at)
    assert [step.whose for step in found] == sorted(
        (step.whose for step in found), key=[Whose.OWN, Whose.OTHER, Whose.MAY].index
    )
    renew = next(step for step in found if step.kind is StepKind.RENEW)
    assert renew.whose is Whose.OWN  # it ends within a year
    assert StepKind.ADD_COPY in {step.kind for step in found}


def test_a_year_is_planned_and_looked_back_on_once() -> None:
    found = steps(FORCE, FORCE, since=date(1991, 1, 1))
    assert {StepKind.MAKE_PLAN, StepKind.REVIEW} <= found.keys()
    done = steps(FORCE, FORCE, planned_years=frozenset({2026}), reviewed_years=frozenset({2025}))
    assert not {StepKind.MAKE_PLAN, StepKind.REVIEW} & done.keys()
    assert StepKind.REVIEW not in steps(FORCE, FORCE, since=DAY)
