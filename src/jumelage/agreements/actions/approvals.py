"""Decisions of councils, and of other bodies."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.agreements.actions.acceptance import claim_of_approval
from jumelage.agreements.actions.common import Step, own_document, sides_of, step_for
from jumelage.agreements.actions.turns import locked_proposal
from jumelage.agreements.domain.proposals import State
from jumelage.agreements.models import Approval, Proposal
from jumelage.agreements.positions import position_of
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Tie


@dataclass(frozen=True, slots=True)
class ApprovalData:
    """Which body decided what and when. ``reference`` is the number of the decision."""

    body: str
    decided_on: date
    outcome: str = Approval.APPROVED
    reference: str = ""
    document: Document | None = None


@atomic_action
def record_approval(
    *,
    actor: Actor,
    place: Place,
    data: ApprovalData,
    proposal: Proposal | None = None,
    tie: Tie | None = None,
) -> Approval:
    """Record, as an officer, what a body of the own place decided about a proposal or about a tie: one of the two.

    Of an approval about a tie on the register a claim is made for this side (source: the minutes); of one about a
    proposal that is not public only once the proposal is accepted. A refusal stays between the two sides.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        RefusedError: with every reason.
    """
    step = _step(actor, place, proposal, tie)
    refuse(_problems(place, data))
    if proposal is not None:
        proposal = locked_proposal(proposal)
        tie = proposal.tie if _is_public(proposal) else None
    approval = Approval(
        proposal=proposal,
        tie=tie,
        place=place,
        body=data.body.strip(),
        decided_on=data.decided_on,
        outcome=data.outcome,
        reference=data.reference.strip(),
        document=data.document,
        author=actor.label,
        created_at=now(),
    )
    approval.claim = claim_of_approval(step, approval)
    approval.save()
    step.log(
        "record_approval",
        f"approval:{approval.pk}",
        {"outcome": approval.outcome, "decided_on": data.decided_on.isoformat()},
    )
    page, number = ("proposal", proposal.pk) if proposal else ("tie", tie.pk if tie else 0)
    step.tell("approved", page, number)
    return approval


def _step(actor: Actor, place: Place, proposal: Proposal | None, tie: Tie | None) -> Step:
    if proposal is not None:
        return step_for(actor, place, (proposal.proposer, proposal.addressee))
    if tie is None:
        raise ValueError("an approval is about a proposal or about a tie")
    return step_for(actor, place, sides_of(tie))


def _is_public(proposal: Proposal) -> bool:
    """Whether the register may speak of a proposal: it is accepted, or was public from the beginning."""
    state = position_of(proposal).state
    return state is State.ACCEPTED or (state is State.OPEN and proposal.shown == Proposal.NOW)


def _problems(place: Place, data: ApprovalData) -> list[Problem]:
    problems = need(data.body, "body", _("Say which body decided: the council, a committee …"))
    problems += too_long(data.body, "body", 200) + too_long(data.reference, "reference", 200)
    problems += not_ahead(data.decided_on, "decided_on") + own_document(place, data.document)
    if data.outcome not in dict(Approval.OUTCOMES):
        problems.append(Problem("outcome", "outcome", _("Say how the body decided.")))
    return problems
