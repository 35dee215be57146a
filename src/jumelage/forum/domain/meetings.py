"""What can become of a meeting: how its parties answer, and whether it was held."""

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """Where one party of a meeting stands."""

    WISHED = "wished"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """Whether a meeting took place."""

    OPEN = "open"
    HELD = "held"
    MISSED = "missed"


#: Those who want a meeting.
FOR = frozenset({Answer.WISHED, Answer.ACCEPTED})
#: Those who are out of it.
AGAINST = frozenset({Answer.DECLINED, Answer.WITHDRAWN})


def is_ended(answers: Iterable[str]) -> bool:
    """Whether a meeting is off: fewer than two parties are left, or nobody wants it any more."""
    left = [answer for answer in answers if answer not in AGAINST]
    return len(left) < 2 or not any(answer in FOR for answer in left)


def is_agreed(answers: Iterable[str]) -> bool:
    """Whether all parties that are left want a meeting, and these are two or more."""
    left = [answer for answer in answers if answer not in AGAINST]
    return len(left) >= 2 and all(answer in FOR for answer in left)
