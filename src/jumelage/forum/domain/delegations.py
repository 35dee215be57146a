"""What can become of an invitation: who may take which step, and where it leads."""

from enum import StrEnum


class State(StrEnum):
    """Where a delegation stands."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What somebody does about it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    INVITE_AGAIN = "invite_again"


class Side(StrEnum):
    """Who does it."""

    PLACE = "place"
    ORGANISER = "organiser"


#: From which state which side may take which step to which state; what is not here cannot be done.
_STEPS: dict[tuple[State, Step, Side], State] = {
    (State.INVITED, Step.ACCEPT, Side.PLACE): State.ACCEPTED,
    (State.INVITED, Step.DECLINE, Side.PLACE): State.DECLINED,
    (State.DECLINED, Step.ACCEPT, Side.PLACE): State.ACCEPTED,
    (State.ACCEPTED, Step.WITHDRAW, Side.PLACE): State.WITHDRAWN,
    (State.APPROVED, Step.WITHDRAW, Side.PLACE): State.WITHDRAWN,
    (State.ACCEPTED, Step.APPROVE, Side.ORGANISER): State.APPROVED,
    (State.INVITED, Step.WITHDRAW, Side.ORGANISER): State.WITHDRAWN,
    (State.ACCEPTED, Step.WITHDRAW, Side.ORGANISER): State.WITHDRAWN,
    (State.APPROVED, Step.WITHDRAW, Side.ORGANISER): State.WITHDRAWN,
    (State.WITHDRAWN, Step.INVITE_AGAIN, Side.ORGANISER): State.INVITED,
    (State.DECLINED, Step.INVITE_AGAIN, Side.ORGANISER): State.INVITED,
}
#: A place that comes: its people are named and changed in these.
COMING = frozenset({State.ACCEPTED, State.APPROVED})


def after(state: str, step: Step, side: Side) -> State | None:
    """Return the state after a step of a side; ``None`` if that side cannot take it from there."""
    return _STEPS.get((State(state), step, side))


def steps(state: str, side: Side) -> list[Step]:
    """Return the steps that a side may take from a state, in the order of :class:`Step`."""
    return [step for step in Step if after(state, step, side)]
