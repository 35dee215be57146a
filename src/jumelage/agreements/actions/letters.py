"""Answers that came by letter, because the other side has nobody here yet: recorded as such, and open to objection."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.agreements import notices
from jumelage.agreements.actions.acceptance import make_accepted, side_of, take_back
from jumelage.agreements.actions.common import Step, let_read, paper_problems, recording_step
from jumelage.agreements.actions.turns import Turn, locked_proposal
from jumelage.agreements.domain.proposals import Move
from jumelage.agreements.models import Proposal, ProposalAnswer
from jumelage.agreements.positions import position_of
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Claim, Objection
from jumelage.ties.objections import object_to


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """An answer that came by letter: ``accepted`` or ``declined``, its day, and the letter."""

    kind: str
    answered_on: date
    document: Document
    reason: str = ""


@atomic_action
def record_paper_answer(*, actor: Actor, proposal: Proposal, answer: PaperAnswer) -> ProposalAnswer:
    """Record what the side whose turn it is answered by letter: while nobody acts for it here, and with the letter.

    The proposing side’s officer may, and those who keep the register of the answering side’s country. The answer is
    marked as such, the answering side sees it once it has somebody here, and may object.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the other side has officers here who answer for themselves; the document is not the actor’s
            place’s; the day is in the future.
    """
    proposal = locked_proposal(proposal)
    side, asks = _answering_side(proposal)
    step, recorder = recording_step(actor, side, asks)
    refuse(_answer_problems(answer, side, recorder))
    turn = Turn(Step(actor, side, asks), proposal)
    move = Move.ACCEPT if answer.kind == ProposalAnswer.ACCEPTED else Move.DECLINE
    turn.require(move, turn.last.number)
    entry = turn.answer(answer.kind, answer.reason, answer=answer, recorded_for=recorder)
    let_read(step, answer.document, side, asks)
    if move is Move.ACCEPT:
        make_accepted(
            step, proposal, turn.last, side, accepted_on=answer.answered_on, records_of=asks
        )
    else:
        take_back(step, proposal, "The proposal was declined.")
    step.log(
        "record_letter", f"proposal:{proposal.pk}", {"answer": answer.kind}, reason=answer.reason
    )
    if recorder is None:
        notices.tell(sender=side, receiver=asks, kind="letter", page="proposal", number=proposal.pk)
    return entry


@atomic_action
def object_to_answer(*, actor: Actor, place: Place, proposal: Proposal, reason: str) -> Proposal:
    """Say, as an officer of the side whose answer was recorded by letter, that it never answered so.

    The answer counts no more and the proposal is open again. The claim that was made of it is objected to
    (:class:`ties.models.Objection`): those who keep the register decide.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: there is no such answer, the place has signed an agreement since, or no reason is given.
    """
    turn = Turn.of(actor, place, proposal)
    refuse(need(reason, "reason", _("Say what is wrong with the answer, and how it was.")))
    entry = turn.proposal.answers.filter(on_paper=True, by=place, objected_at__isnull=True).first()
    if entry is None:
        message = _("No answer of your place was recorded by letter.")
        raise RefusedError(Problem("no_letter", "", message))
    if turn.proposal.agreements.filter(
        signatures__place=place, signatures__on_paper=False
    ).exists():
        message = _("Your place has signed an agreement since: it stands behind the proposal.")
        raise RefusedError(Problem("signed", "", message))
    entry.objected_at, entry.objection = now(), reason.strip()
    entry.save(update_fields=["objected_at", "objection"])
    if not _opens_again(turn.proposal):
        message = _("There is a newer open proposal between the two places. Answer that one.")
        raise RefusedError(Problem("open", "", message))
    for claim in _claims_of(turn.proposal, place):
        object_to(actor=actor, claim=claim, place=place, reason=reason.strip())
    turn.done("object_to_letter", "objected", {}, reason)
    return turn.proposal


def _answering_side(proposal: Proposal) -> tuple[Place, Place]:
    """Return the side that is to answer, and the one that waits.

    Raises:
        RefusedError: the proposal is closed.
    """
    sides = {place.pk: place for place in (proposal.proposer, proposal.addressee)}
    where = position_of(proposal)
    if where.turn is None:
        raise RefusedError(Problem("closed", "", _("This proposal was answered before.")))
    return sides[where.turn], sides[where.standing_by]


def _answer_problems(answer: PaperAnswer, side: Place, recorder: Place | None) -> list[Problem]:
    problems = not_ahead(answer.answered_on, "answered_on") + too_long(answer.reason, "reason")
    if answer.kind not in {ProposalAnswer.ACCEPTED, ProposalAnswer.DECLINED}:
        problems.append(Problem("kind", "kind", _("Say what the other side answered.")))
    missing = _("Upload the letter: an answer on paper is recorded only with it.")
    return problems + paper_problems(answer.document, side, recorder, missing)


def _opens_again(proposal: Proposal) -> bool:
    """Let a proposal wait for an answer again; not if there is another open one between the two."""
    pair = [proposal.proposer_id, proposal.addressee_id]
    others = Proposal.objects.filter(
        proposer__in=pair, addressee__in=pair, closed_at__isnull=True
    ).exclude(pk=proposal.pk)
    if others.exists():
        return False
    proposal.closed_at = None
    proposal.save(update_fields=["closed_at"])
    return True


def _claims_of(proposal: Proposal, place: Place) -> list[Claim]:
    """Return what the register says of this side because of the letter, if the side has not objected to it yet."""
    if proposal.tie is None:
        return []
    objected = Objection.objects.filter(place=place, state=Objection.OPEN).values("claim")
    live = proposal.claims.filter(side=side_of(proposal.tie, place), retracted_at__isnull=True)
    return list(live.exclude(pk__in=objected))
