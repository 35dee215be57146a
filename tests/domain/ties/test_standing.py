"""What follows from claims."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.dates import parse_date
from jumelage.sources.domain.authority import Authority
from jumelage.ties.domain.standing import (
    Claim,
    Dispute,
    DisputeAbout,
    Standing,
    Thresholds,
    activity_on,
    changes,
    combine,
    standing,
)
from jumelage.ties.domain.terms import Activity, ClaimKind, Form, Legal, Side
from tests.domain.ties.strategies import DAYS, claim_lists, claims

TODAY = date(2026, 11, 24)


def claim(
    id: int,
    kind: ClaimKind,
    when: str = "",
    *,
    side: Side = Side.BOTH,
    authority: Authority = Authority.PRESS,
    said_on: date = TODAY,
    recorded_at: date = date(2020, 1, 1),
    form: Form = Form.UNKNOWN,
) -> Claim:
    return Claim(
        id=id,
        kind=kind,
        side=side,
        authority=authority,
        said_on=said_on,
        recorded_at=datetime(recorded_at.year, recorded_at.month, recorded_at.day, tzinfo=UTC),
        when=parse_date(when) if when else None,
        form=form,
    )


def stand(*items: Claim, on: date = TODAY, known_by: date = TODAY) -> Standing:
    return standing(items, on, known_by)


def test_nothing_known_is_no_standing() -> None:
    result = stand()
    assert (result.a.legal, result.b.legal, result.legal) == (Legal.NONE,) * 3
    assert result.activity is Activity.UNKNOWN
    assert not result.disputed


def test_signed_then_suspended_by_one_side() -> None:
    history = (
        claim(1, ClaimKind.SIGNED, "1991"),
        claim(2, ClaimKind.SUSPENDED, "2022-03-10", side=Side.A),
    )
    assert stand(*history, on=date(1990, 6, 1)).legal is Legal.NONE
    assert stand(*history, on=date(2022, 3, 9)).legal is Legal.IN_FORCE
    result = stand(*history)
    assert (result.a.legal, result.b.legal) == (Legal.SUSPENDED, Legal.IN_FORCE)
    assert result.legal is Legal.SUSPENDED
    assert result.changed_on == date(2022, 3, 10)
    assert result.since is not None
    assert result.since.text == "1991"
    assert not result.disputed


def test_papers_that_differ_on_the_same_month_dispute_and_both_are_named() -> None:
    result = stand(
        claim(1, ClaimKind.SIGNED, "1992"),
        claim(2, ClaimKind.SUSPENDED, "2022-03", recorded_at=date(2022, 3, 12)),
        claim(3, ClaimKind.ENDED, "2022-03", recorded_at=date(2022, 4, 21)),
    )
    assert result.disputes == (Dispute(DisputeAbout.STANDING, Side.BOTH, 3, 2),)
    assert result.legal is Legal.ENDED


def test_of_two_that_differ_the_more_authoritative_decides() -> None:
    result = stand(
        claim(1, ClaimKind.SUSPENDED, "2022-03", authority=Authority.COUNCIL),
        claim(2, ClaimKind.ENDED, "2022-03", recorded_at=date(2022, 4, 21)),
    )
    assert result.legal is Legal.SUSPENDED
    assert result.disputes == (Dispute(DisputeAbout.STANDING, Side.BOTH, 1, 2),)


def test_an_undated_report_of_an_end_disputes_a_suspension_shortly_before() -> None:
    result = stand(
        claim(1, ClaimKind.SIGNED, "1992"),
        claim(2, ClaimKind.SUSPENDED, "2022-03-14"),
        claim(3, ClaimKind.ENDED, said_on=date(2022, 4, 21)),
    )
    assert result.disputed
    before = stand(claim(3, ClaimKind.ENDED, said_on=date(2022, 4, 21)), on=date(2022, 4, 20))
    assert before.legal is Legal.NONE


def test_a_list_that_still_names_an_ended_tie_disputes_but_does_not_revive_it() -> None:
    ended = claim(1, ClaimKind.ENDED, "2022-04", authority=Authority.PRESS)
    listed = claim(2, ClaimKind.ATTESTED, authority=Authority.WIKIPEDIA)
    result = stand(ended, listed)
    assert result.legal is Legal.ENDED
    assert result.disputes == (Dispute(DisputeAbout.STANDING, Side.BOTH, 1, 2),)


def test_a_register_that_still_names_it_outweighs_the_press() -> None:
    ended = claim(1, ClaimKind.ENDED, "2022-04", authority=Authority.PRESS)
    listed = claim(2, ClaimKind.ATTESTED, authority=Authority.REGISTER)
    assert stand(ended, listed).legal is Legal.IN_FORCE
    assert stand(ended, listed).disputed


def test_a_list_from_before_the_end_says_nothing_against_it() -> None:
    result = stand(
        claim(1, ClaimKind.ENDED, "2022-04"),
        claim(2, ClaimKind.ATTESTED, said_on=date(2019, 10, 11)),
    )
    assert result.legal is Legal.ENDED
    assert not result.disputed


def test_an_undated_list_counts_from_the_day_it_speaks() -> None:
    listed = claim(1, ClaimKind.ATTESTED, said_on=date(2019, 10, 11))
    assert stand(listed, on=date(2019, 10, 10)).legal is Legal.NONE
    assert stand(listed, on=date(2019, 10, 11)).legal is Legal.IN_FORCE


def test_resumed_is_in_force_again_and_proposals_count_after_an_end() -> None:
    history = (
        claim(1, ClaimKind.SIGNED, "1991"),
        claim(2, ClaimKind.SUSPENDED, "2014"),
        claim(3, ClaimKind.RESUMED, "2016"),
    )
    assert stand(*history).legal is Legal.IN_FORCE
    ended = claim(4, ClaimKind.ENDED, "2022")
    anew = claim(5, ClaimKind.PROPOSED, "2025", side=Side.B)
    result = stand(*history, ended, anew)
    assert (result.a.legal, result.b.legal) == (Legal.ENDED, Legal.PROPOSED)


def test_a_proposal_does_not_weaken_what_is_in_force() -> None:
    assert (
        stand(claim(1, ClaimKind.SIGNED, "1991"), claim(2, ClaimKind.PROPOSED, "2000")).legal
        is Legal.IN_FORCE
    )


def test_years_that_differ_dispute_the_beginning_and_the_weightier_decides() -> None:
    result = stand(
        claim(1, ClaimKind.SIGNED, "1988", authority=Authority.WIKIPEDIA),
        claim(2, ClaimKind.SIGNED, "1991", authority=Authority.MUNICIPALITY),
    )
    assert result.since is not None
    assert result.since.text == "1991"
    assert result.disputes == (Dispute(DisputeAbout.SINCE, Side.BOTH, 2, 1),)


def test_a_change_of_form_is_no_dispute() -> None:
    result = stand(
        claim(1, ClaimKind.SIGNED, "1991", form=Form.FRIENDSHIP),
        claim(2, ClaimKind.FORM_CHANGED, "1999", form=Form.TWINNING),
    )
    assert result.form is Form.TWINNING
    assert not result.disputed


def test_activity_comes_from_what_was_done_never_from_lists() -> None:
    listed = claim(1, ClaimKind.ATTESTED)
    visit = claim(2, ClaimKind.ACTIVE, "2023-05-01")
    assert stand(listed).activity is Activity.UNKNOWN
    assert stand(listed, visit, on=date(2025, 5, 1)).activity is Activity.ACTIVE
    assert stand(listed, visit, on=date(2025, 5, 2)).activity is Activity.QUIET
    assert stand(listed, visit, on=date(2028, 5, 2)).activity is Activity.DORMANT


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        (Legal.IN_FORCE, Legal.IN_FORCE, Legal.IN_FORCE),
        (Legal.IN_FORCE, Legal.ENDED, Legal.ENDED),
        (Legal.SUSPENDED, Legal.IN_FORCE, Legal.SUSPENDED),
        (Legal.NONE, Legal.PROPOSED, Legal.PROPOSED),
        (Legal.NONE, Legal.IN_FORCE, Legal.NONE),
        (Legal.SUSPENDED, Legal.ENDED, Legal.ENDED),
    ],
)
def test_two_sides_together(a: Legal, b: Legal, together: Legal) -> None:
    assert combine(a, b) is together
    assert combine(b, a) is together


# Properties


@given(claim_lists(), DAYS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(items, on, known_by, random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert standing(items, on, known_by) == standing(shuffled, on, known_by)


@given(claim_lists(), claims(id=99), DAYS, DAYS)
def test_a_claim_recorded_later_never_changes_what_was_known(items, new, on, known_by) -> None:
    later = datetime.combine(known_by, datetime.min.time(), tzinfo=UTC) + timedelta(days=1)
    recorded = replace(new, recorded_at=max(new.recorded_at, later))
    assert standing([*items, recorded], on, known_by) == standing(items, on, known_by)


@given(claim_lists(), claims(id=99), DAYS)
def test_retraction_restores(items, wrong, on) -> None:
    retracted = replace(wrong, retracted_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert standing([*items, retracted], on, TODAY) == standing(items, on, TODAY)


@given(claim_lists(), claims(id=99), DAYS)
def test_a_claim_that_begins_later_changes_nothing(items, new, on) -> None:
    if new.counts_from > on:
        assert standing([*items, new], on, TODAY) == standing(items, on, TODAY)


@given(claim_lists(), claims(id=99), DAYS)
def test_sides_are_independent(items, new, on) -> None:
    about_a = replace(new, side=Side.A)
    before, after = standing(items, on, TODAY), standing([*items, about_a], on, TODAY)
    assert before.b == after.b


@given(claim_lists(), DAYS, DAYS)
def test_a_dispute_names_two_different_known_claims(items, on, known_by) -> None:
    known = {item.id for item in items if item.is_known(known_by)}
    for dispute in standing(items, on, known_by).disputes:
        assert dispute.decides != dispute.differs
        assert {dispute.decides, dispute.differs} <= known


@given(claim_lists(), DAYS, DAYS)
def test_the_standing_follows_from_a_claim_or_is_none(items, on, known_by) -> None:
    result = standing(items, on, known_by)
    for side in (result.a, result.b):
        assert (side.claim is None) == (side.legal is Legal.NONE)


@given(claim_lists(), DAYS, st.integers(1, 400))
def test_the_legal_standing_changes_only_on_days_of_change(items, on, days) -> None:
    later = on + timedelta(days=days)
    if not any(on < day <= later for day in changes(items, TODAY)):
        first, second = standing(items, on, TODAY), standing(items, later, TODAY)
        assert (first.a, first.b, first.form) == (second.a, second.b, second.form)


@given(st.none() | DAYS, DAYS)
def test_activity_only_fades(last, on) -> None:
    order = [Activity.ACTIVE, Activity.QUIET, Activity.DORMANT]
    now, later = (activity_on(last, day, Thresholds()) for day in (on, on + timedelta(days=900)))
    if last is None:
        assert now is later is Activity.UNKNOWN
    else:
        assert order.index(now) <= order.index(later)
