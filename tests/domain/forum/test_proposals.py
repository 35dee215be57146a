"""What becomes of a proposed session: steps lead somewhere, and what is over stays over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.forum.domain.proposals import Move, Stand, after, is_open, moves

stands = st.sampled_from(list(Stand))


@given(stands, st.booleans())
def test_the_steps_that_can_be_taken_lead_somewhere(stand, placed):
    for move in Move:
        assert (after(stand, move, placed=placed) is not None) == (
            move in moves(stand, placed=placed)
        )


@given(st.lists(st.sampled_from(list(Move)), max_size=8))
def test_what_was_withdrawn_stays_so(steps):
    stand = Stand.PROPOSED
    withdrawn = False
    for move in steps:
        stand = after(stand, move) or stand
        withdrawn = withdrawn or stand is Stand.WITHDRAWN
        assert not withdrawn or stand is Stand.WITHDRAWN


def test_what_stands_on_the_agenda_is_only_withdrawn():
    assert moves(Stand.ACCEPTED, placed=True) == [Move.WITHDRAW]


@pytest.mark.parametrize(
    ("days", "wanted", "takes"), [(0, True, True), (1, True, False), (0, False, False)]
)
def test_a_call_takes_proposals_until_its_last_day(days, wanted, takes):
    until = date(2027, 4, 1)
    assert is_open(until + timedelta(days=days), until, wanted=wanted) == takes
