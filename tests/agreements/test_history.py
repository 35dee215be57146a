"""The history of a tie, what is open next, and in how many queries they are read."""

from datetime import date

import pytest
from django.utils import translation

from jumelage.agreements.actions import changes, drafting, proposals, signing, work
from jumelage.agreements.actions.approvals import ApprovalData, record_approval
from jumelage.agreements.actions.work import ActivityData, ItemData, ReviewData
from jumelage.agreements.domain.lifecycle import StepKind, Whose
from jumelage.agreements.history import Happened, history_of
from jumelage.agreements.history_words import say_line
from jumelage.agreements.queries import (
    agreements_of,
    expiries_of,
    next_steps_of,
    open_commitments,
    waiting_for,
)
from jumelage.core.audit import Actor
from tests.agreements.life import TEXT
from tests.agreements.test_agreements import changed
from tests.factories import make_claim
from tests.factories.people import member

pytestmark = pytest.mark.django_db


def whole_life(life) -> None:
    """Everything that can happen, once."""
    proposal = life.propose()
    proposals.counter(**life.side("b"), proposal=proposal, based_on=1, text=TEXT)
    record_approval(
        **life.side("a"), data=ApprovalData("Duma", date(2026, 4, 1)), proposal=proposal
    )
    life.accept(proposal, by="a", version=2)
    given_up = life.start(proposal=proposal)
    drafting.drop(**life.side("b"), agreement=given_up, reason="Too long")
    agreement = life.start(proposal=proposal)
    life.sign(agreement, "a")
    signing.withdraw_signature(**life.side("a"), agreement=agreement, reason="A typing error")
    drafting.save_draft(
        **life.side("b"), agreement=agreement, based_on=1, text=changed(agreement), note="May"
    )
    life.sign(agreement, "a", may_publish=True)
    life.sign(agreement, "b", date(2026, 5, 14), may_publish=True)
    life.declare("suspended", on=date(2026, 6, 1), reason="Ours only")
    life.declare("resumed", on=date(2026, 7, 1))
    asked = life.declare("renewed", jointly=True, on=date(2026, 8, 1))
    changes.confirm_change(**life.side("b"), change=asked)
    declined = life.declare("ended", jointly=True, on=date(2026, 9, 1))
    changes.decline_change(**life.side("b"), change=declined, reason="No")
    withdrawn = life.declare("suspended", jointly=True, on=date(2026, 9, 1))
    changes.withdraw_change(**life.side("a"), change=withdrawn, reason="No")
    plan = work.make_plan(**life.side("a"), tie=life.tie, year=2026)
    work.add_item(**life.side("a"), plan=plan, data=ItemData("Visit"))
    data = ActivityData("visit", "2026-08", "Pilots 100 %")
    work.record_activity(**life.side("b"), tie=life.tie, data=data)
    work.save_review(**life.side("a"), tie=life.tie, data=ReviewData(2025, 3, "Private"))
    work.save_review(
        **life.side("b"), tie=life.tie, data=ReviewData(2025, 4, "Shared", is_shared=True)
    )
    make_claim(life.a, life.b, "active", when="2026-09-09")


def test_both_sides_read_the_same_history_but_for_what_is_the_own_sides(life) -> None:
    whole_life(life)
    ours = history_of(life.tie, life.anna, life.a)
    theirs = history_of(life.tie, life.bob, life.b)
    own = [line for line in ours if line.what is Happened.REVIEWED and line.by == life.a]
    assert len(own) == 1
    assert [(line.what, line.when, line.by, line.reason) for line in ours if line not in own] == [
        (line.what, line.when, line.by, line.reason) for line in theirs
    ]
    assert all(not line.author for line in ours if line.by != life.a)
    assert any(line.author for line in ours)
    assert [line.day for line in ours] == sorted((line.day for line in ours), reverse=True)


def test_the_history_leaves_nothing_out_and_says_nothing_twice(life) -> None:
    whole_life(life)
    lines = history_of(life.tie, life.anna, life.a)
    found = [line.what for line in lines]
    missing = set(Happened) - set(found)
    never = {Happened.OBJECTED, Happened.SIGNATURE_OBJECTED, Happened.REFUSED}
    assert missing == {Happened.DECLINED, Happened.WITHDRAWN, *never}
    for once in (Happened.PROPOSED, Happened.COUNTERED, Happened.ACCEPTED, Happened.APPROVED, Happened.IN_FORCE,
                 Happened.PUBLISHED, Happened.CHANGE_CONFIRMED, Happened.DONE_TOGETHER, Happened.CLAIMED):  # fmt: skip
        assert found.count(once) == 1, once
    (claimed,) = [line for line in lines if line.what is Happened.CLAIMED]
    assert claimed.when == "2026-09-09"


def test_the_history_is_worded_in_the_readers_language(life) -> None:
    whole_life(life)
    said = {line.what: say_line(line) for line in history_of(life.tie, life.anna, life.a)}
    assert said[Happened.DRAFTED] == "San Diego wrote draft 2"
    assert said[Happened.APPROVED] == "Duma of Vladivostok approved it"
    assert said[Happened.CHANGE_CONFIRMED] == "Both sides renewed the tie"
    assert said[Happened.DONE_TOGETHER] == "Pilots 100 %"
    assert said[Happened.CLAIMED] == "Active"
    with translation.override("ru"):
        lines = history_of(life.tie, life.anna, life.a)
        assert any("Сан-Диего" in say_line(line) for line in lines)


def test_nobody_else_reads_the_history(life) -> None:
    tie = life.in_force()
    for actor in (Actor(label="nobody"), member(life.b)):
        assert history_of(tie, actor, life.a) == []
        assert next_steps_of(tie, actor, life.a) == []


def test_the_next_steps_follow_the_life(life) -> None:
    def steps(side):
        who = life.side(side)
        return {
            step.kind: step.whose for step in next_steps_of(life.tie, who["actor"], who["place"])
        }

    proposal = life.agreed()
    assert steps("a")[StepKind.START_AGREEMENT] is Whose.OWN
    agreement = life.start(proposal=proposal)
    assert steps("b")[StepKind.DRAFT] is Whose.OWN
    assert steps("a")[StepKind.DRAFT] is Whose.MAY
    life.sign(agreement, "a")
    assert (steps("a")[StepKind.SIGN], steps("b")[StepKind.SIGN]) == (Whose.OTHER, Whose.OWN)
    life.sign(agreement, "b")
    assert {StepKind.SUSPEND, StepKind.MAKE_PLAN, StepKind.ADD_COPY} <= steps("a").keys()
    assert not {StepKind.SIGN, StepKind.PROPOSE, StepKind.ANSWER_PROPOSAL} & steps("a").keys()
    life.declare("suspended")
    assert StepKind.RESUME in steps("a")
    assert StepKind.RESUME not in steps("b")


def test_a_renewal_that_was_proposed_is_done_with_the_declaration(life) -> None:
    life.in_force()
    life.accept(life.propose(purpose="renew"))
    kinds = [step.kind for step in next_steps_of(life.tie, life.anna, life.a)]
    assert StepKind.START_AGREEMENT in kinds
    change = life.declare("renewed", jointly=True)
    changes.confirm_change(**life.side("b"), change=change)
    own = [step for step in next_steps_of(life.tie, life.anna, life.a) if step.whose is Whose.OWN]
    assert own == []


@pytest.mark.parametrize("number", [1, 3])
def test_everything_is_read_in_a_constant_number_of_queries(
    life, number, django_assert_num_queries
) -> None:
    whole_life(life)
    tie = life.tie
    plan = work.make_plan(**life.side("a"), tie=tie, year=2027)
    for count in range(number):
        work.add_item(**life.side("a"), plan=plan, data=ItemData(f"Visit {count}"))
        work.record_activity(
            **life.side("a"), tie=tie, data=ActivityData("event", f"2026-0{count + 1}", "Concert")
        )
        agreement = life.start(tie=tie)
        drafting.drop(**life.side("a"), agreement=agreement, reason="Again")
    for count, read in (
        (15, lambda: [say_line(line) for line in history_of(tie, life.anna, life.a)]),
        (10, lambda: next_steps_of(tie, life.anna, life.a)),
        (3, lambda: open_commitments(life.a, life.anna)),
        (5, lambda: agreements_of(tie, life.anna, life.a)),
        (4, lambda: waiting_for(life.a, life.anna)),
        (1, lambda: expiries_of(life.a, life.anna)),
    ):
        with django_assert_num_queries(count):
            read()
