"""What can become of a meeting: how its parties answer, and whether it was held; the slots and tables for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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


def key_of(delegations: Iterable[int]) -> str:
    """Return under which key a meeting stands: its delegations in order, so that two that wish each other share it."""
    return "-".join(str(number) for number in sorted(set(delegations)))


Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a day filled with slots: from when to when, how long each is, and the pause after each, in minutes."""

    begins: datetime
    ends: datetime
    minutes: int
    pause: int = 0

    def slots(self) -> list[Span]:
        """Return the slots that fit in whole."""
        found: list[Span] = []
        length, step = timedelta(minutes=self.minutes), timedelta(minutes=self.minutes + self.pause)
        begins = self.begins
        while length and begins + length <= self.ends:
            found.append((begins, begins + length))
            begins += step
        return found


def overlapping(there: Sequence[Span], new: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Return the new slots that overlap others, each with the one before it; slots may touch.

    Those that are there do not overlap each other.
    """
    spans = sorted([(span, False) for span in there] + [(span, True) for span in new])
    found: list[tuple[Span, Span]] = []
    last: tuple[Span, bool] | None = None
    for span, is_new in spans:
        if last is not None and span[0] < last[0][1]:
            if is_new or last[1]:
                found.append((last[0], span) if is_new else (span, last[0]))
            if span[1] <= last[0][1]:
                continue  # it lies within the other, which still goes on
        last = (span, is_new)
    return found


#: A table's sign holds so many characters.
LONGEST_LABEL = 40
_RANGE = re.compile(r"(\D*)(\d{1,4})\s*[-–—…]\s*(\D*)(\d{1,4})")


def labels_of(text: str, most: int = 500) -> list[str]:
    """Return the signs of tables that somebody wrote: “1-20, B1-B4, by the window”, each once.

    Raises:
        ValueError: a range that runs backwards or joins different letters (the message is the range), or more tables
            than ``most`` (the message is empty).
    """
    labels: dict[str, None] = {}
    for part in re.split(r"[,;\n]", text):
        labels.update(dict.fromkeys(_labels(part.strip())))
        if len(labels) > most:
            raise ValueError
    return list(labels)


def _labels(part: str) -> Iterable[str]:
    found = _RANGE.fullmatch(part)
    if not found:
        return [part] if part else []
    first, begins, second, ends = found.groups()
    if (second and second != first) or int(begins) > int(ends):
        raise ValueError(part)
    return [f"{first}{number}" for number in range(int(begins), int(ends) + 1)]
