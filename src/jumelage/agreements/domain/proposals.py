"""Where a proposal stands: it follows from its versions and the answers to them, and is never typed in.

Two sides take turns. One proposes; the other accepts, declines, or answers with a version of its own, and so on. The
side whose version stands may withdraw it. A proposal is accepted when the side that did not write the last version
accepts it: then both stand behind the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What a side can do."""

    COUNTER = "counter"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, and the place whose word it is."""

    number: int
    by: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts: to which version, by which place, and what."""

    version: int
    by: int
    kind: State  # never OPEN


@dataclass(frozen=True, slots=True)
class Position:
    """Where a proposal stands. ``turn`` is the place that is to answer, ``None`` once it is closed."""

    state: State
    standing: int  # the number of the version that stands
    standing_by: int
    turn: int | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is State.OPEN


class BrokenRulesError(ValueError):
    """These versions and answers cannot have come about."""


def position(
    parties: tuple[int, int], versions: Sequence[Version], answers: Sequence[Answer]
) -> Position:
    """Return where a proposal between two places stands.

    Args:
        parties: the proposer and the addressee.
        versions: in their order; the first is the proposer’s, then each is by whose turn it was.
        answers: those that count, in any order. At most one closes it.

    Raises:
        BrokenRulesError: what is given breaks the rules of taking turns.
    """
    if not versions or len(answers) > 1:
        raise BrokenRulesError("a proposal has versions and at most one answer")
    for place, version in enumerate(versions):
        if version.by != parties[place % 2] or version.number != place + 1:
            raise BrokenRulesError(f"version {version.number} is out of turn")
    last = versions[-1]
    turn = _other(parties, last.by)
    if not answers:
        return Position(State.OPEN, last.number, last.by, turn)
    (answer,) = answers
    expected = last.by if answer.kind is State.WITHDRAWN else turn
    if answer.version != last.number or answer.by != expected or answer.kind is State.OPEN:
        raise BrokenRulesError(f"{answer.kind} by {answer.by} is out of turn")
    return Position(answer.kind, last.number, last.by, None)


def open_moves(where: Position, party: int) -> frozenset[Move]:
    """Return what a side can do now."""
    if not where.is_open:
        return frozenset()
    if party == where.turn:
        return frozenset({Move.COUNTER, Move.ACCEPT, Move.DECLINE})
    return frozenset({Move.WITHDRAW}) if party == where.standing_by else frozenset()


def _other(parties: tuple[int, int], party: int) -> int:
    first, second = parties
    return second if party == first else first
