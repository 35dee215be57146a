"""What can be done next by a side of a tie: what it may do, what the other side waits for, and what it waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jumelage.core.domain.dates import years_before
from jumelage.ties.domain.terms import BOUND, Legal


class StepKind(StrEnum):
    """A step in the life of a tie, from mandate to end."""

    PROPOSE = "propose"  # a new tie, or one that ended anew
    ANSWER_PROPOSAL = "answer_proposal"
    RECORD_APPROVAL = "record_approval"
    START_AGREEMENT = "start_agreement"
    DRAFT = "draft"
    SIGN = "sign"
    ADD_COPY = "add_copy"
    CONFIRM_CHANGE = "confirm_change"
    RESUME = "resume"
    RENEW = "renew"
    CHANGE_FORM = "change_form"
    SUSPEND = "suspend"
    END = "end"
    MAKE_PLAN = "make_plan"
    RECORD_ACTIVITY = "record_activity"
    REVIEW = "review"


class Whose(StrEnum):
    """Whose move a step is: the own side is waited for, it waits for the other, or it may if it wants to."""

    OWN = "own"
    OTHER = "other"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Step:
    """A step, whose move it is, and the number of what it is about (a proposal, an agreement, a change, a year)."""

    kind: StepKind
    whose: Whose
    number: int | None = None


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal between the two sides that is open, or accepted and not yet followed by an agreement."""

    number: int
    own_turn: bool
    accepted: bool
    own_approved: bool  # a body of the own side has approved it


@dataclass(frozen=True, slots=True)
class OpenAgreement:
    """The agreement that the two sides work at."""

    number: int
    own_signed: bool
    other_signed: bool
    last_draft_is_own: bool


@dataclass(frozen=True, slots=True)
class SignedAgreement:
    """The agreement in force."""

    number: int
    own_copy: bool
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change declared for both that waits for the other side."""

    number: int
    own: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides which steps are open to a side."""

    today: date
    own: Legal
    other: Legal
    proposals: Sequence[OpenProposal] = ()
    drafting: OpenAgreement | None = None
    signed: SignedAgreement | None = None
    changes: Sequence[WaitingChange] = ()
    planned_years: frozenset[int] = frozenset()
    reviewed_years: frozenset[int] = frozenset()
    since: date | None = None  # the first day of the tie, as far as known


#: So many years before an agreement expires its renewal is asked for.
RENEW_YEARS_BEFORE = 1


def next_steps(at: Situation) -> list[Step]:
    """Return the steps open to a side, those first with which the other side waits, then what it waits for itself."""
    steps = [*_proposals(at), *_agreement(at), *_changes(at), *_upkeep(at), *_turns(at)]
    order = {Whose.OWN: 0, Whose.OTHER: 1, Whose.MAY: 2}
    return sorted(steps, key=lambda step: order[step.whose])


def _is_bound(at: Situation) -> bool:
    """Whether the tie exists on both sides, though one may have suspended it."""
    return at.own in BOUND and at.other in BOUND


def _proposals(at: Situation) -> Iterator[Step]:
    for proposal in at.proposals:
        if not proposal.own_approved:
            yield Step(StepKind.RECORD_APPROVAL, Whose.MAY, proposal.number)
        if not proposal.accepted:
            whose = Whose.OWN if proposal.own_turn else Whose.OTHER
            yield Step(StepKind.ANSWER_PROPOSAL, whose, proposal.number)
        elif at.drafting is None:
            yield Step(StepKind.START_AGREEMENT, Whose.OWN, proposal.number)
    if not at.proposals and not _is_bound(at) and at.drafting is None:
        yield Step(StepKind.PROPOSE, Whose.MAY)


def _agreement(at: Situation) -> Iterator[Step]:
    if at.drafting is not None:
        text = at.drafting
        if not text.own_signed and not text.other_signed:
            whose = Whose.MAY if text.last_draft_is_own else Whose.OWN
            yield Step(StepKind.DRAFT, whose, text.number)
            yield Step(StepKind.SIGN, Whose.MAY, text.number)
        else:
            yield Step(StepKind.SIGN, Whose.OTHER if text.own_signed else Whose.OWN, text.number)
    elif _is_bound(at) and not at.proposals:
        yield Step(StepKind.START_AGREEMENT, Whose.MAY)
    if at.signed is not None and not at.signed.own_copy:
        yield Step(StepKind.ADD_COPY, Whose.MAY, at.signed.number)


def _changes(at: Situation) -> Iterator[Step]:
    for change in at.changes:
        yield Step(StepKind.CONFIRM_CHANGE, Whose.OTHER if change.own else Whose.OWN, change.number)


def _upkeep(at: Situation) -> Iterator[Step]:
    if not _is_bound(at):
        return
    year = at.today.year
    if year not in at.planned_years:
        yield Step(StepKind.MAKE_PLAN, Whose.MAY, year)
    yield Step(StepKind.RECORD_ACTIVITY, Whose.MAY)
    began_before = at.since is None or at.since.year < year
    if began_before and year - 1 not in at.reviewed_years:
        yield Step(StepKind.REVIEW, Whose.MAY, year - 1)


def _turns(at: Situation) -> Iterator[Step]:
    """Yield the changes that a side may declare, and the renewal that is due."""
    if at.own is Legal.SUSPENDED:
        yield Step(StepKind.RESUME, Whose.MAY)
    if at.own is Legal.IN_FORCE and at.other is Legal.IN_FORCE:
        yield Step(StepKind.RENEW, Whose.OWN if _expires_soon(at) else Whose.MAY)
        yield Step(StepKind.CHANGE_FORM, Whose.MAY)
    if at.own is Legal.IN_FORCE:
        yield Step(StepKind.SUSPEND, Whose.MAY)
    if at.own in BOUND:
        yield Step(StepKind.END, Whose.MAY)


def _expires_soon(at: Situation) -> bool:
    expires = at.signed.expires_on if at.signed else None
    return expires is not None and years_before(expires, RENEW_YEARS_BEFORE) <= at.today
