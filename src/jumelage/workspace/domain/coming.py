"""What is coming: the days of a place's ties that belong in a calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jumelage.core.domain.dates import Precision, Span, add_months
from jumelage.ties.domain.terms import Legal
from jumelage.workspace.domain.anniversaries import Anniversary, anniversaries_within
from jumelage.workspace.domain.facts import TieFacts


class ComingKind(StrEnum):
    """What happens on a day."""

    ANNIVERSARY = "anniversary"
    NOTICE = "notice"  # last day to give notice
    EXPIRY = "expiry"
    DUE = "due"  # a planned item
    COUNCIL = "council"
    PROMISE = "promise"  # a commitment


@dataclass(frozen=True, slots=True)
class Dated:
    """A planned item or a decision of a council: its number, its day and its words."""

    kind: ComingKind
    tie: int
    number: int
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Coming:
    """One entry of the calendar. ``name`` is the partner's; ``number`` makes it one of its kind for its tie."""

    kind: ComingKind
    tie: int
    name: str
    number: int
    span: Span
    words: str = ""
    anniversary: Anniversary | None = None
    prolonged: bool = False  # EXPIRY: the agreement is then prolonged by itself

    @property
    def day(self) -> date:
        """The day under which it stands; the first on which an anniversary known to the month or year may be kept."""
        return self.span.earliest

    @property
    def is_of_a_day(self) -> bool:
        """Whether the day is known."""
        return self.anniversary is None or self.anniversary.precision is Precision.DAY

    @property
    def key(self) -> str:
        """What stays the same however often the calendar is read, and whatever else changes."""
        return f"{self.kind}-{self.tie}-{self.number}"


def coming_within(
    ties: Iterable[TieFacts], dated: Iterable[Dated], first: date, last: date
) -> list[Coming]:
    """Return what is coming from ``first`` to ``last`` (both included), in order; of ended ties nothing."""
    alive = {facts.tie: facts for facts in ties if facts.legal is not Legal.ENDED}
    found = [entry for facts in alive.values() for entry in _of_tie(facts, first, last)]
    found += [
        Coming(
            item.kind,
            item.tie,
            alive[item.tie].name,
            item.number,
            Span.of_day(item.day),
            item.words,
        )
        for item in dated
        if item.tie in alive and first <= item.day <= last
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.kind, entry.name, entry.key))


def _of_tie(facts: TieFacts, first: date, last: date) -> Iterator[Coming]:
    for anniversary in anniversaries_within(facts.since, first, last):
        yield Coming(
            ComingKind.ANNIVERSARY, facts.tie, facts.name, anniversary.years, anniversary.span,
            anniversary=anniversary,
        )  # fmt: skip
    term = facts.term
    if term is None or facts.ours is Legal.ENDED:
        return
    # The year makes each term's end an entry of its own: one that is prolonged has many.
    for kind, day in ((ComingKind.NOTICE, term.notice_by), (ComingKind.EXPIRY, term.ends_on)):
        if day is not None and first <= day <= last:
            yield Coming(
                kind, facts.tie, facts.name, day.year, Span.of_day(day), prolonged=term.prolonged
            )


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    @classmethod
    def before(cls, day: date) -> "Month":
        """Return the month before that of a day."""
        first = add_months(day.replace(day=1), -1)
        return cls(first.year, first.month)

    @property
    def key(self) -> str:
        """The month as EDTF: ``2026-10``."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def next_first(self) -> date:
        """The first day after it."""
        return add_months(self.first, 1)
