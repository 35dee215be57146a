"""The portfolio of a place: its ties with what follows from their facts; narrowed, put in order, summed up."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jumelage.core.domain.text import search_key
from jumelage.ties.domain.standing import Thresholds
from jumelage.ties.domain.terms import Activity, Legal
from jumelage.workspace.domain.activity import Outlook, outlook
from jumelage.workspace.domain.anniversaries import Anniversary, next_anniversary, next_round
from jumelage.workspace.domain.facts import TieFacts
from jumelage.workspace.domain.warnings import TieWarning, Urgency, warnings_of

#: Within so long a tie that will fall quiet or dormant is counted as falling asleep; a round anniversary goes first.
YEAR_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Row:
    """One tie of the portfolio."""

    facts: TieFacts
    outlook: Outlook
    anniversary: Anniversary | None
    round_anniversary: Anniversary | None
    warnings: tuple[TieWarning, ...]

    @property
    def urgency(self) -> Urgency | None:
        """That of the most urgent warning."""
        return self.warnings[0].urgency if self.warnings else None


def row_of(facts: TieFacts, on: date, thresholds: Thresholds) -> Row:
    """Return what follows from the facts of a tie on a day."""
    life = outlook(facts.last_activity, on, thresholds)
    ended = facts.legal is Legal.ENDED
    return Row(
        facts=facts,
        outlook=life,
        anniversary=None if ended else next_anniversary(facts.since, on),
        round_anniversary=None if ended else next_round(facts.since, on),
        warnings=tuple(warnings_of(facts, life, on)),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the portfolio is narrowed to. Empty means: not narrowed."""

    country: str = ""
    standing: str = ""
    activity: str = ""
    warning: str = ""  # a kind, “any”, or “urgent”
    form: str = ""  # “unknown” for none
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return self != Wanted()


def narrowed(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Return the rows that pass a filter; a text is looked for in the names of partner, country and people."""
    key = search_key(wanted.text)
    return [row for row in rows if _passes(row, wanted) and (not key or key in _text(row))]


def _passes(row: Row, wanted: Wanted) -> bool:
    facts = row.facts
    kinds = {warning.kind.value for warning in row.warnings}
    if row.warnings:
        kinds.add("any")
    if row.urgency is Urgency.NOW:
        kinds.add("urgent")
    return (
        wanted.country in ("", facts.country)
        and wanted.standing in ("", facts.legal.value, facts.ours.value, facts.theirs.value)
        and wanted.activity in ("", row.outlook.activity.value)
        and wanted.form in ("", facts.form.value or "unknown")
        and (not wanted.warning or wanted.warning in kinds)
    )


def _text(row: Row) -> str:
    return search_key(" ".join((row.facts.name, row.facts.country_name, *row.facts.people)))


def _alphabet(name: str) -> str:
    """Order as the reader's alphabet has it; ё stands with е."""
    return name.casefold().replace("ё", "е")


def _by_name(row: Row) -> tuple[str, int]:
    return (_alphabet(row.facts.name), row.facts.tie)


_STANDINGS = (Legal.IN_FORCE, Legal.PROPOSED, Legal.SUSPENDED, Legal.ENDED, Legal.NONE)
_ACTIVITIES = (Activity.ACTIVE, Activity.QUIET, Activity.DORMANT, Activity.UNKNOWN)


def _since(row: Row) -> date | None:
    facts = row.facts
    return facts.since.span.earliest if facts.since else facts.attested_from


def _anniversary(row: Row) -> tuple[bool, date] | None:
    """Round ones of the year ahead come first."""
    found = row.anniversary
    return (not found.is_round, found.span.earliest) if found else None


#: What each order goes by. A row of which it is not known comes last, in either direction.
ORDERS: dict[str, Callable[[Row], Any]] = {
    "partner": _by_name,
    "country": lambda row: _alphabet(row.facts.country_name),
    "since": _since,
    "standing": lambda row: (
        _STANDINGS.index(row.facts.ours),
        _STANDINGS.index(row.facts.theirs),
    ),
    "activity": lambda row: (
        _ACTIVITIES.index(row.outlook.activity),
        row.outlook.turns_on or date.max,
    ),
    "contact": lambda row: row.facts.last_contact,
    "together": lambda row: row.facts.last_activity,
    "anniversary": _anniversary,
    "expiry": lambda row: row.facts.term.ends_on if row.facts.term else None,
    "open": lambda row: (
        (-row.facts.plan.overdue, -(row.facts.plan.items + row.facts.proposals))
        if row.facts.plan.items + row.facts.proposals
        else None
    ),
    "warnings": lambda row: (row.warnings[0].rank, -len(row.warnings)) if row.warnings else None,
}


def in_order(rows: Iterable[Row], order: str) -> list[Row]:
    """Return rows by one of :data:`ORDERS`, turned round with a leading ``-``; equal ones by name."""
    by = ORDERS[order.lstrip("-")]
    named = sorted(rows, key=_by_name)
    known = [row for row in named if by(row) is not None]
    unknown = [row for row in named if by(row) is None]
    return [*sorted(known, key=by, reverse=order.startswith("-")), *unknown]


@dataclass(frozen=True, slots=True)
class Summary:
    """The portfolio in a few numbers. Activity is counted among ties in force on both sides."""

    ties: int
    countries: int
    in_force: int
    activity: dict[Activity, int]
    fall_asleep: int  # become quiet or dormant within a year
    urgent: int  # ties with something to be done now
    waiting: int  # things that partners wait for


def summary_of(rows: Sequence[Row], on: date) -> Summary:
    """Return the portfolio in a few numbers; ended ties are left out."""
    present = [row for row in rows if row.facts.legal is not Legal.ENDED]
    alive = [row for row in present if row.facts.is_alive]
    turning = (row.outlook.turns_on for row in alive)
    return Summary(
        ties=len(present),
        countries=len({row.facts.country for row in present}),
        in_force=len(alive),
        activity=dict(Counter(row.outlook.activity for row in alive)),
        fall_asleep=sum(day is not None and day - on <= YEAR_AHEAD for day in turning),
        urgent=sum(row.urgency is Urgency.NOW for row in rows),
        waiting=sum(len(row.facts.waiting) for row in rows),
    )
