"""What a place should know of a tie before it is too late; the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from jumelage.core.domain.dates import months_between
from jumelage.ties.domain.terms import Activity, Legal
from jumelage.workspace.domain.activity import Outlook
from jumelage.workspace.domain.facts import TieFacts, WaitsFor

#: A day so near is urgent.
NEAR = timedelta(days=60)
#: So long before a tie falls quiet or dormant one is warned: a visit wants time to prepare.
ASLEEP_AHEAD = timedelta(days=183)
#: So long before an agreement ends one is warned: councils want time to decide.
EXPIRY_AHEAD = timedelta(days=366)
#: After so many months without a sign of life one is told.
SILENT_MONTHS = 12


class Urgency(IntEnum):
    """How soon something has to be done."""

    NOW = 0
    SOON = 1
    LATER = 2


class WarningKind(StrEnum):
    """What a warning is about. The order is that of equally urgent ones."""

    WAITS = "waits"
    OVERDUE = "overdue"
    EXPIRES = "expires"
    PARTNER_STOPPED = "partner_stopped"
    FALLS_ASLEEP = "falls_asleep"
    DISPUTED = "disputed"
    NO_PERSON = "no_person"
    NO_CONTACT = "no_contact"


@dataclass(frozen=True, slots=True)
class TieWarning:
    """One warning about one tie; which of the facts are given depends on the kind."""

    kind: WarningKind
    urgency: Urgency
    day: date | None = (
        None  # WAITS, OVERDUE: since; EXPIRES, FALLS_ASLEEP: on; PARTNER_STOPPED: since
    )
    number: int = (
        0  # OVERDUE: commitments; NO_CONTACT: months (0: none on record); WAITS: its number
    )
    waits_for: WaitsFor | None = None
    becomes: Activity | None = None
    theirs: Legal | None = None
    notice_by: date | None = None
    prolonged: bool = False  # EXPIRES: it is prolonged by itself instead
    is_over: bool = False  # EXPIRES: it has

    @property
    def rank(self) -> tuple[int, int, date]:
        """The order of warnings: by urgency, kind and day."""
        return (self.urgency, tuple(WarningKind).index(self.kind), self.day or date.max)


def warnings_of(facts: TieFacts, outlook: Outlook, on: date) -> list[TieWarning]:
    """Return the warnings about a tie on a day, the most urgent first."""
    found = [
        *_waits(facts),
        *_overdue(facts),
        *_expires(facts, on),
        *_stopped(facts),
        *_falls_asleep(facts, outlook, on),
        *_gaps(facts, on),
    ]
    return sorted(found, key=lambda warning: warning.rank)


def _waits(facts: TieFacts) -> Iterator[TieWarning]:
    for waiting in facts.waiting:
        yield TieWarning(
            WarningKind.WAITS, Urgency.NOW, waiting.since, waiting.number, waits_for=waiting.what
        )


def _overdue(facts: TieFacts) -> Iterator[TieWarning]:
    if facts.plan.overdue and facts.legal is not Legal.ENDED:
        yield TieWarning(
            WarningKind.OVERDUE, Urgency.NOW, facts.plan.first_overdue, facts.plan.overdue
        )


def _expires(facts: TieFacts, on: date) -> Iterator[TieWarning]:
    term = facts.term
    if term is None or facts.ours is Legal.ENDED or term.ends_on - on > EXPIRY_AHEAD:
        return
    act_by = term.notice_by or term.ends_on
    yield TieWarning(
        WarningKind.EXPIRES,
        Urgency.NOW if act_by - on <= NEAR else Urgency.SOON,
        term.ends_on,
        notice_by=term.notice_by,
        prolonged=term.prolonged,
        is_over=term.is_over,
    )


def _stopped(facts: TieFacts) -> Iterator[TieWarning]:
    if facts.ours is Legal.IN_FORCE and facts.theirs in (Legal.SUSPENDED, Legal.ENDED):
        yield TieWarning(
            WarningKind.PARTNER_STOPPED, Urgency.SOON, facts.changed_on, theirs=facts.theirs
        )


def _falls_asleep(facts: TieFacts, outlook: Outlook, on: date) -> Iterator[TieWarning]:
    if not facts.is_alive or outlook.turns_on is None or outlook.turns_on - on > ASLEEP_AHEAD:
        return
    urgency = Urgency.NOW if outlook.turns_on - on <= NEAR else Urgency.SOON
    yield TieWarning(WarningKind.FALLS_ASLEEP, urgency, outlook.turns_on, becomes=outlook.turns)


def _gaps(facts: TieFacts, on: date) -> Iterator[TieWarning]:
    """What is missing: agreement of the sources, somebody who sees to it, a sign of life."""
    if facts.disputed:
        yield TieWarning(WarningKind.DISPUTED, Urgency.LATER)
    if not facts.is_alive:
        return
    if not facts.people:
        yield TieWarning(WarningKind.NO_PERSON, Urgency.LATER)
    months = months_between(facts.last_sign, on) if facts.last_sign else None
    if months is None or months >= SILENT_MONTHS:
        yield TieWarning(WarningKind.NO_CONTACT, Urgency.LATER, facts.last_sign, months or 0)
