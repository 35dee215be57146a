"""How far a commitment is, and which steps are open from there: pure.

An office or the organisers of a forum *propose*; that binds nobody before the office of each owner has *confirmed*.
From then on it is *agreed*, with the first progress *under way*, and it ends by an outcome that no owner objects to:
kept, partly kept, not kept, or dropped. Whether it is overdue is never stored: it follows from the day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """How far a commitment is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    DROPPED = "dropped"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What one owner says that the others may object to: an outcome, or another due date."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    DROPPED = "dropped"
    DUE = "due"


#: Bound by all, and not over yet.
OPEN = frozenset({State.AGREED, State.UNDER_WAY})
#: Over, by what came of it.
OUTCOMES = frozenset({State.KEPT, State.PARTLY, State.NOT_KEPT, State.DROPPED})
#: What all owners stand behind; the rest never was a promise.
BINDING = OPEN | OUTCOMES
#: For so long the other owners may object to what one says.
OBJECTION = timedelta(days=30)


def is_overdue(state: State | str, due: date | None, today: date) -> bool:
    """Whether the due date is past and the commitment is neither kept nor over otherwise."""
    return due is not None and due < today and State(state) in OPEN


def state_when_confirmed(owners: Iterable[bool]) -> State:
    """Return the state of a proposed commitment from whether each owner has confirmed it."""
    known = list(owners)
    return State.AGREED if known and all(known) else State.PROPOSED


@dataclass(frozen=True, slots=True)
class Answers:
    """What the owners have said to what one of them says: their numbers, and whether they agree."""

    owners: frozenset[int]
    by: int
    said: Mapping[int, bool]

    @property
    def waiting(self) -> frozenset[int]:
        """Who has not answered yet. Who says it needs no answer."""
        return self.owners - set(self.said) - {self.by}


class Verdict(StrEnum):
    """What follows from the answers."""

    OPEN = "open"
    SETTLED = "settled"
    OBJECTED = "objected"


def verdict(kind: Kind, answers: Answers, until: date, today: date) -> Verdict:
    """Return whether something holds: one objection stops it, the consent of all settles it.

    Silence is consent after the last day for objections; but nothing is dropped by silence.
    """
    if any(not agrees for agrees in answers.said.values()):
        return Verdict.OBJECTED
    if not answers.waiting:
        return Verdict.SETTLED
    silent = kind is not Kind.DROPPED and today > until
    return Verdict.SETTLED if silent else Verdict.OPEN
