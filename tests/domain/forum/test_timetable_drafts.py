"""Drafts without proof: what stands on a board keeps the rules, bounds are never too high, interpreters are matched."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.schedule_forums import disturbed, invent
from jumelage.forum.domain.timetable.board import MUST, Board
from jumelage.forum.domain.timetable.bounding import least_lost
from jumelage.forum.domain.timetable.checking import check, figures
from jumelage.forum.domain.timetable.drafting import Drafter
from jumelage.forum.domain.timetable.improving import Improver
from jumelage.forum.domain.timetable.interpreting import matched
from jumelage.forum.domain.timetable.mending import Mender
from jumelage.forum.domain.timetable.repairing import _near, remaining, repair
from jumelage.forum.domain.timetable.smoothing import Smoother
from jumelage.forum.domain.timetable.solving import solve
from tests.domain.forum.forums import best, changed, plain, rich

MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def _kept(found, board):
    """Whatever is not a must and not placed may be missing; all other rules hold, but fairness."""
    problems = check(found, board.timetable())
    return [p for p in problems if "must be held" not in p and not p.startswith("fairness")]


@MANY
@given(st.one_of(plain(), rich()), st.integers(0, 3))
def test_whatever_is_put_and_moved_keeps_every_rule(found, seed):
    board = Board(found)
    chance = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    drafter = Drafter(board, chance)
    for _ in range(20):
        if drafter.waiting:
            drafter.step()
        assert _kept(found, board) == []
        assert drafter.lost == board.lost()
    smoother = Smoother(board, chance)
    smoother.run(20, lambda: True)
    assert _kept(found, board) == []
    assert smoother.total == figures(found, board.timetable()).idle_groups
    assert board.lost() == drafter.lost


@MANY
@given(rich())
def test_no_timetable_loses_less_than_the_bound(found):
    expected = best(found)
    if expected is not None:
        assert least_lost(Board(found)) <= expected[0]


@MANY
@given(st.one_of(plain(), rich()))
def test_what_an_improver_tells_is_a_good_timetable_worth_what_it_says(found):
    said = []
    improver = Improver(found, 1, lambda kind, value: said.append((kind, value)))
    improver.run(turns=2)
    for kind, value in said:
        if kind == "found":
            costs, timetable = value
            assert check(found, timetable) == []
            told = figures(found, timetable)
            assert costs == [told.weight_lost, told.idle_groups]


@given(
    st.dictionaries(
        st.integers(0, 9), st.frozensets(st.sampled_from("abcd"), min_size=1), max_size=5
    )
)
def test_interpreters_are_matched_or_too_few(wanted):
    found, scarce = matched(wanted)
    assert all(helper in wanted[meeting] for meeting, helper in found.items())
    assert len(set(found.values())) == len(found)
    if scarce:
        assert sum(pool <= scarce for pool in wanted.values()) > len(scarce)
    else:
        assert found.keys() == wanted.keys()


def test_two_hundred_delegations_hold_all_that_can_be_held():
    found = invent(200)
    board = Board(found)
    bound = least_lost(board)
    drafter = Drafter(board, random.Random(1))  # noqa: S311 - repeatable, nothing secret
    while drafter.waiting and drafter.lost > bound and drafter.steps < 20_000:
        drafter.step()
    assert drafter.lost == bound < MUST
    assert _kept(found, board) == []


def test_who_can_help_is_counted_where_it_matters():
    """Interpreters of overlapping languages: each alone suffices for what only it can help, not for all together."""
    found = invent(20, seed=3)
    result = solve(found, seconds=300)
    assert result.proved
    assert check(found, result.timetable) == []


def _no_draft(*_args, **_more):
    """Leave all to the proof."""


@MANY
@given(rich(), st.sampled_from(["d0", "d1", "d2"]))
def test_a_repair_begun_with_a_draft_is_as_good_as_one_by_proof_alone(found, ref):
    published = solve(found).timetable
    if published is None:
        return
    gone = changed(found, ref, absent=found.delegation[ref].absent | {"s1"})
    by_draft = repair(gone, published, seconds=None)
    alone = solve(gone, build=_near, draft=_no_draft, more=(published, {}))
    assert by_draft.possible == alone.possible
    if by_draft.timetable is not None:
        assert by_draft.proved
        assert alone.proved
        assert [rank.best for rank in by_draft.ranks] == [rank.best for rank in alone.ranks]
        assert check(gone, by_draft.timetable) == []


def test_a_tight_forum_of_forty_three_is_mended_with_proof_by_bounds_alone():
    """Three delegations miss a morning and an interpreter is ill; the search with proof took minutes for this."""
    found = invent(43)
    improver = Improver(found, 1, lambda *_: None)
    improver.run(turns=1)
    change, now = disturbed(found, improver.timetable())
    rest = remaining(change, improver.timetable(), now)
    mender = Mender(rest, improver.timetable(), {}, 1, lambda *_: None)
    mender.run()
    assert list(mender.best) == mender.bounds
    assert check(rest, mender.timetable()) == []
