"""A side’s move in a proposal: whether it is its turn, and what is written of it."""

from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from jumelage.agreements.actions.common import Step, step_for
from jumelage.agreements.domain.proposals import Move, open_moves
from jumelage.agreements.models import Proposal, ProposalAnswer, ProposalVersion
from jumelage.agreements.positions import position_of
from jumelage.core.audit import Actor
from jumelage.core.clock import now
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse, too_long
from jumelage.places.models import Place

if TYPE_CHECKING:
    from jumelage.documents.models import Document


class Letter(Protocol):
    """What is kept of an answer that came by letter."""

    @property
    def document(self) -> "Document":
        """The letter."""

    @property
    def answered_on(self) -> date:
        """Its day."""


def locked_proposal(proposal: Proposal) -> Proposal:
    """Return a proposal with both places, locked until the step is done."""
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("proposer", "addressee", "tie").get(pk=proposal.pk)


class Turn:
    """A side’s move in a proposal, locked until it is done."""

    def __init__(self, step: Step, proposal: Proposal) -> None:
        self.step, self.proposal = step, proposal
        self.versions = list(proposal.versions.all())
        self.where = position_of(proposal)

    @classmethod
    def of(cls, actor: Actor, place: Place, proposal: Proposal) -> "Turn":
        """Return the turn of an officer of one of the two sides.

        Raises:
            NotAllowedError: the actor is no officer, or the place is on neither side.
        """
        step = step_for(actor, place, (proposal.proposer, proposal.addressee))
        return cls(step, locked_proposal(proposal))

    @property
    def last(self) -> ProposalVersion:
        """The version that stands."""
        return self.versions[-1]

    def require(self, move: Move, version: int) -> None:
        """Let the side make a move about the version that it has read.

        Raises:
            RefusedError: the proposal is closed, or it is the other side’s turn.
            ConflictError: there is a newer version.
        """
        if not self.where.is_open:
            raise RefusedError(Problem("closed", "", _("This proposal was answered before.")))
        if version != self.where.standing:
            raise ConflictError(self.last)
        if move not in open_moves(self.where, self.step.place.pk):
            raise RefusedError(Problem("turn", "", self._not_now(move)))

    def _not_now(self, move: Move) -> str:
        if move is Move.WITHDRAW:
            return _("The version that stands is the other side’s: accept it, decline it or reply.")
        return _("It is the other side’s turn. You can withdraw your version while it waits.")

    def answer(
        self,
        kind: str,
        reason: str,
        *,
        answer: Letter | None = None,
        recorded_for: Place | None = None,
    ) -> ProposalAnswer:
        """Write the answer that closes the proposal: the side’s own, or one that came by letter."""
        refuse(too_long(reason, "reason"))
        moment = now()
        standing, turn = self.where.standing_by, self.where.turn
        by = standing if turn is None or kind == ProposalAnswer.WITHDRAWN else turn
        entry = ProposalAnswer.objects.create(
            proposal=self.proposal,
            version=self.last,
            by_id=by,
            kind=kind,
            reason=reason.strip(),
            on_paper=answer is not None,
            document=answer.document if answer else None,
            answered_on=answer.answered_on if answer else None,
            recorded_for=recorded_for,
            author=self.step.actor.label,
            created_at=moment,
        )
        self.proposal.closed_at = moment
        self.proposal.save(update_fields=["closed_at"])
        return entry

    def done(self, action: str, notice: str, changes: dict[str, object], reason: str = "") -> None:
        """Write the trail, and tell the other side."""
        self.step.log(action, f"proposal:{self.proposal.pk}", changes, reason=reason.strip())
        self.step.tell(notice, "proposal", self.proposal.pk)
