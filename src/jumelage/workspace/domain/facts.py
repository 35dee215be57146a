"""What one place knows of one of its ties: the facts that the portfolio reads and reckons with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jumelage.core.domain.dates import EdtfDate
from jumelage.ties.domain.terms import Form, Legal
from jumelage.workspace.domain.terms import Term


class WaitsFor(StrEnum):
    """What the other side waits for."""

    PROPOSAL = "proposal"  # an answer to its proposal
    CHANGE = "change"  # a confirmation of what it declared for both
    SIGNATURE = "signature"  # it has signed, we have not
    DRAFT = "draft"  # a word to its draft of an agreement
    PAPER = "paper"  # a look at an answer of ours that others recorded from a letter
    SIGNED_PAPER = "signed_paper"  # a look at a signature of ours that others recorded from paper


@dataclass(frozen=True, slots=True)
class Waiting:
    """The other side waits for something, since a day. ``number`` is that of the proposal, agreement or change."""

    what: WaitsFor
    since: date
    number: int


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """What is still to be done: planned for a year, or promised."""

    items: int = 0
    overdue: int = 0
    first_overdue: date | None = None
    next_due: date | None = None


@dataclass(frozen=True, slots=True)
class TieFacts:
    """One tie, turned so that the own side is ``ours``."""

    tie: int
    partner: int
    name: str  # of the partner, in the reader's language
    country: str
    country_name: str
    ours: Legal
    theirs: Legal
    legal: Legal
    form: Form = Form.UNKNOWN
    since: EdtfDate | None = None
    attested_from: date | None = None
    changed_on: date | None = None
    disputed: bool = False
    last_activity: date | None = None
    last_contact: date | None = None  # in the log of the own office
    people: tuple[str, ...] = ()  # who sees to it on the own side
    proposals: int = 0  # open ones
    waiting: tuple[Waiting, ...] = ()
    plan: OpenPlan = OpenPlan()
    term: Term | None = None

    @property
    def last_sign(self) -> date | None:
        """The last day of which either the log or the register tells anything."""
        return max(filter(None, (self.last_activity, self.last_contact)), default=None)

    @property
    def is_alive(self) -> bool:
        """Whether both sides hold it to be in force."""
        return self.legal is Legal.IN_FORCE
