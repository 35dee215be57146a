"""Reading the life of ties. Everything here is for members of one of the two sides, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jumelage.agreements.domain.lifecycle import Step
from jumelage.agreements.domain.proposals import Position
from jumelage.agreements.models import (
    Agreement,
    AgreementDraft,
    Change,
    PlanItem,
    Proposal,
    ProposalVersion,
    Signature,
)
from jumelage.core.audit import Actor
from jumelage.places.models import Place
from jumelage.ties.models import Tie


@dataclass(frozen=True, slots=True)
class SeenProposal:
    """A proposal as one of its two sides sees it.

    ``position`` says where it stands (state, whose turn, which version stands), ``other`` the other side,
    ``is_own_turn`` whether this side is to answer, ``other_is_here`` whether the other side has officers here.
    """

    proposal: Proposal
    place: Place
    other: Place
    position: Position
    versions: Sequence[ProposalVersion]
    is_own_turn: bool
    other_is_here: bool

    @property
    def standing_version(self) -> ProposalVersion:
        """The version that stands: the last one."""
        return self.versions[-1]


def proposals_of(place: Place, actor: Actor) -> list[SeenProposal]:
    """Return all proposals that a place made or received, the newest first. Nothing for those who do not act for it."""
    raise NotImplementedError


def proposal_for(actor: Actor, place: Place, number: int) -> SeenProposal | None:
    """Return one proposal as the place sees it; ``None`` if the actor may not see it or there is none."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SeenAgreement:
    """An agreement as one of its two sides sees it.

    ``draft`` is the last one, or the one that was signed. ``own`` and ``others`` are the signatures that stand.
    """

    agreement: Agreement
    place: Place
    other: Place
    drafts: Sequence[AgreementDraft]
    own: Signature | None
    others: Signature | None

    @property
    def draft(self) -> AgreementDraft:
        """The draft that counts."""
        return self.drafts[-1]


def agreements_of(tie: Tie, actor: Actor, place: Place) -> list[SeenAgreement]:
    """Return the agreements of a tie, the newest first, as a side sees them."""
    raise NotImplementedError


def agreement_for(actor: Actor, place: Place, number: int) -> SeenAgreement | None:
    """Return one agreement as a side sees it; ``None`` if the actor may not see it or there is none."""
    raise NotImplementedError


def open_commitments(place: Place, actor: Actor) -> list[PlanItem]:
    """Return what is planned and open in all ties of a place, what is due first. ``item.plan.tie`` is fetched."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for an answer of a place.

    ``kind`` is ``proposal``, ``draft``, ``signature``, ``change`` or ``paper`` (an answer recorded by letter).
    ``thing`` is the proposal, the agreement or the change; ``other`` the side that waits, ``since`` for how long.
    """

    kind: str
    thing: Proposal | Agreement | Change
    other: Place
    since: datetime


def waiting_for(place: Place, actor: Actor) -> list[Waiting]:
    """Return what waits for an answer of a place, the oldest first."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Expiry:
    """An agreement in force that ends or is prolonged on a day. ``last_notice_on``: the last day to give notice."""

    agreement: Agreement
    other: Place
    on: date
    is_prolonged: bool
    last_notice_on: date | None


def expiries_of(place: Place, actor: Actor, *, within_months: int = 12) -> list[Expiry]:
    """Return the agreements of a place that end or are prolonged within some months, the soonest first."""
    raise NotImplementedError


def next_steps_of(tie: Tie, actor: Actor, place: Place) -> list[Step]:
    """Return which steps are open now to a side of a tie (:func:`agreements.domain.lifecycle.next_steps`)."""
    raise NotImplementedError
