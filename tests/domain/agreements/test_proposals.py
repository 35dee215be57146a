"""Where a proposal stands, whatever the two sides do in their turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.agreements.domain.proposals import (
    Answer,
    BrokenRulesError,
    Move,
    Position,
    State,
    Version,
    open_moves,
    position,
)

PARTIES = (1, 2)
KINDS = {Move.ACCEPT: State.ACCEPTED, Move.DECLINE: State.DECLINED, Move.WITHDRAW: State.WITHDRAWN}


class Game:
    """A proposal being played: only moves that the rules leave open are made."""

    def __init__(self) -> None:
        self.versions = [Version(1, 1)]
        self.answers: list[Answer] = []

    @property
    def where(self) -> Position:
        return position(PARTIES, self.versions, self.answers)

    def move(self, party: int, move: Move) -> bool:
        if move not in open_moves(self.where, party):
            return False
        if move is Move.COUNTER:
            self.versions.append(Version(len(self.versions) + 1, party))
        else:
            self.answers.append(Answer(len(self.versions), party, KINDS[move]))
        return True


MOVES = st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(list(Move))), max_size=12)


@given(moves=MOVES)
def test_whatever_is_tried_the_rules_hold(moves) -> None:
    game = Game()
    for party, move in moves:
        before = game.where
        moved = game.move(party, move)
        after = game.where
        if not before.is_open:
            assert not moved
            assert after == before
        if moved and move is Move.COUNTER:
            assert before.turn == party  # turns alternate
            assert after.turn == before.standing_by
        if after.state is State.ACCEPTED:
            # Both stand behind the version: one wrote it, the other accepted it.
            (answer,) = game.answers
            assert {answer.by, after.standing_by} == set(PARTIES)
            assert answer.version == game.versions[-1].number


@given(moves=MOVES)
def test_who_may_answer_may_not_withdraw(moves) -> None:
    game = Game()
    for party, move in moves:
        game.move(party, move)
    one, two = (open_moves(game.where, party) for party in PARTIES)
    assert not one & two
    if game.where.is_open:
        assert one | two == set(Move)
    else:
        assert not one | two
        assert game.where.turn is None


def test_a_third_party_has_no_move() -> None:
    assert not open_moves(Game().where, 3)


@pytest.mark.parametrize(
    ("versions", "answers"),
    [
        ([], []),
        ([Version(1, 2)], []),
        ([Version(1, 1), Version(2, 1)], []),
        ([Version(2, 1)], []),
        ([Version(1, 1)], [Answer(1, 1, State.ACCEPTED)]),
        ([Version(1, 1)], [Answer(1, 2, State.WITHDRAWN)]),
        ([Version(1, 1), Version(2, 2)], [Answer(1, 1, State.ACCEPTED)]),
        ([Version(1, 1)], [Answer(1, 2, State.DECLINED), Answer(1, 2, State.ACCEPTED)]),
        ([Version(1, 1)], [Answer(1, 2, State.OPEN)]),
    ],
)
def test_what_breaks_the_rules_is_not_understood(versions, answers) -> None:
    with pytest.raises(BrokenRulesError):
        position(PARTIES, versions, answers)
