"""Proposals: made, countered, answered. Nothing of a proposal is public before both sides agree, unless it says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jumelage.agreements.models import Proposal, ProposalAnswer, ProposalVersion
from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place


@dataclass(frozen=True, slots=True)
class ProposalText:
    """What a version of a proposal says. ``themes`` are codes of :mod:`agreements.domain.themes`."""

    form: str
    aims: str
    themes: Sequence[str] = ()
    message: str = ""  # to the other side; never public


def propose(
    *,
    actor: Actor,
    place: Place,
    addressee: Place,
    text: ProposalText,
    purpose: str = Proposal.ESTABLISH,
    shown: str = Proposal.WHEN_AGREED,
) -> Proposal:
    """Propose something to another place, as its officer. The addressee need not have anybody here yet.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: with every reason: there is an open proposal between the two already; the purpose does not fit how
            the tie stands; the text is incomplete.
    """
    raise NotImplementedError


def counter(
    *, actor: Actor, place: Place, proposal: Proposal, based_on: int, text: ProposalText
) -> ProposalVersion:
    """Answer the version ``based_on`` (its number) with another one. Then it is the other side’s turn.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        ConflictError: there is a newer version, or the proposal was answered; what was typed is not lost.
        RefusedError: it is not this side’s turn, or the text is incomplete.
    """
    raise NotImplementedError


def accept(
    *, actor: Actor, place: Place, proposal: Proposal, version: int, reason: str = ""
) -> Proposal:
    """Accept the version that the actor has read (its number). A tie that was proposed is on the register from now on.

    Raises:
        NotAllowedError, ConflictError, RefusedError: as :func:`counter`.
    """
    raise NotImplementedError


def decline(
    *, actor: Actor, place: Place, proposal: Proposal, version: int, reason: str = ""
) -> Proposal:
    """Decline the version that the actor has read. That closes the proposal.

    Raises:
        NotAllowedError, ConflictError, RefusedError: as :func:`counter`.
    """
    raise NotImplementedError


def withdraw(*, actor: Actor, place: Place, proposal: Proposal, reason: str = "") -> Proposal:
    """Take the own version back that waits for the other side’s answer. That closes the proposal.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: the version that stands is the other side’s (decline it), or the proposal is closed.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """An answer that came by letter: ``accepted`` or ``declined``, its day, and the letter."""

    kind: str
    answered_on: date
    document: Document
    reason: str = ""


def record_paper_answer(*, actor: Actor, proposal: Proposal, answer: PaperAnswer) -> ProposalAnswer:
    """Record what the side whose turn it is answered by letter: while nobody acts for it here, and with the letter.

    The proposing side’s officer may, and those who keep the register of the answering side’s country. The answer is
    marked as such, the answering side sees it once it has somebody here, and may object.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the other side has officers here who answer for themselves; the document is not the actor’s
            place’s; the day is in the future.
    """
    raise NotImplementedError


def object_to_answer(*, actor: Actor, place: Place, proposal: Proposal, reason: str) -> Proposal:
    """Say, as an officer of the side whose answer was recorded by letter, that it never answered so.

    The answer counts no more and the proposal is open again. The claim that was made of it is objected to
    (:class:`ties.models.Objection`): those who keep the register decide.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: there is no such answer, the place has signed an agreement since, or no reason is given.
    """
    raise NotImplementedError
