"""What becomes of a session that somebody proposed: who may take which step from where."""

from datetime import date
from enum import StrEnum


class Stand(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What is done about it: organisers accept and decline, the proposer changes and withdraws."""

    CHANGE = "change"
    ACCEPT = "accept"
    DECLINE = "decline"
    PLACE = "place"
    WITHDRAW = "withdraw"


#: From which state which step leads to which state; what is not here cannot be done.
_MOVES: dict[tuple[Stand, Move], Stand] = {
    (Stand.PROPOSED, Move.CHANGE): Stand.PROPOSED,
    (Stand.PROPOSED, Move.ACCEPT): Stand.ACCEPTED,
    (Stand.PROPOSED, Move.DECLINE): Stand.DECLINED,
    (Stand.PROPOSED, Move.WITHDRAW): Stand.WITHDRAWN,
    (Stand.ACCEPTED, Move.PLACE): Stand.ACCEPTED,
    (Stand.ACCEPTED, Move.DECLINE): Stand.DECLINED,
    (Stand.ACCEPTED, Move.WITHDRAW): Stand.WITHDRAWN,
    (Stand.DECLINED, Move.ACCEPT): Stand.ACCEPTED,
}


def after(state: str, move: Move, *, placed: bool = False) -> Stand | None:
    """Return the state after a step; ``None`` if it cannot be taken from there.

    What is ``placed``, on the agenda, can only be withdrawn: its session is taken off before it is declined.
    """
    if placed and move is not Move.WITHDRAW:
        return None
    return _MOVES.get((Stand(state), move))


def moves(state: str, *, placed: bool = False) -> list[Move]:
    """Return the steps that can be taken from a state, in the order of :class:`Move`."""
    return [move for move in Move if after(state, move, placed=placed)]


def is_open(day: date, until: date, *, wanted: bool) -> bool:
    """Whether a call takes proposals on a day: its last day is not over, and the organisers have not closed it."""
    return wanted and day <= until
