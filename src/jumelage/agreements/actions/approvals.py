"""Decisions of councils, and of other bodies."""

from dataclasses import dataclass
from datetime import date

from jumelage.agreements.models import Approval, Proposal
from jumelage.core.audit import Actor
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
    raise NotImplementedError
