"""Proposals: made, countered, answered. Nothing of a proposal is public before both sides agree, unless it says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jumelage.agreements.actions.acceptance import make_accepted, make_public, take_back
from jumelage.agreements.actions.common import Step, step_for
from jumelage.agreements.actions.letters import (
    PaperAnswer,
    object_to_answer,
    record_paper_answer,
)
from jumelage.agreements.actions.turns import Turn
from jumelage.agreements.domain.proposals import Move
from jumelage.agreements.models import Proposal, ProposalAnswer, ProposalVersion
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import Problem
from jumelage.core.domain.themes import unknown
from jumelage.core.refusing import need, refuse, too_long
from jumelage.places.models import Place
from jumelage.ties.domain.terms import BOUND, Form, Legal
from jumelage.ties.models import Tie

__all__ = [
    "PaperAnswer",
    "ProposalText",
    "accept",
    "counter",
    "decline",
    "object_to_answer",
    "propose",
    "record_paper_answer",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class ProposalText:
    """What a version of a proposal says. ``themes`` are codes of :mod:`core.domain.themes`."""

    form: str
    aims: str
    themes: Sequence[str] = ()
    message: str = ""  # to the other side; never public


@atomic_action
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
    step = step_for(actor, place, (place, addressee))
    tie = _between(place, addressee)
    refuse(
        _text_problems(text)
        + _purpose_problems(purpose, shown, text.form, tie)
        + _open_problems(place, addressee)
    )
    proposal = Proposal.objects.create(
        proposer=place,
        addressee=addressee,
        tie=tie,
        purpose=purpose,
        shown=shown,
        created_at=now(),
    )
    _add_version(step, proposal, 1, text)
    if shown == Proposal.NOW:
        make_public(step, proposal, [(place, today(), text.form)])
    step.log("propose", f"proposal:{proposal.pk}", {"purpose": purpose, "form": text.form})
    step.tell("proposed", "proposal", proposal.pk)
    return proposal


@atomic_action
def counter(
    *, actor: Actor, place: Place, proposal: Proposal, based_on: int, text: ProposalText
) -> ProposalVersion:
    """Answer the version ``based_on`` (its number) with another one. Then it is the other side’s turn.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        ConflictError: there is a newer version, or the proposal was answered; what was typed is not lost.
        RefusedError: it is not this side’s turn, or the text is incomplete.
    """
    turn = Turn.of(actor, place, proposal)
    turn.require(Move.COUNTER, based_on)
    refuse(
        _text_problems(text) + _form_problems(turn.proposal.purpose, text.form, turn.proposal.tie)
    )
    version = _add_version(turn.step, turn.proposal, based_on + 1, text)
    turn.done("counter", "countered", {"version": version.number, "form": text.form})
    return version


@atomic_action
def accept(
    *, actor: Actor, place: Place, proposal: Proposal, version: int, reason: str = ""
) -> Proposal:
    """Accept the version that the actor has read (its number). A tie that was proposed is on the register from now on.

    Raises:
        NotAllowedError, ConflictError, RefusedError: as :func:`counter`.
    """
    turn = Turn.of(actor, place, proposal)
    turn.require(Move.ACCEPT, version)
    turn.answer(ProposalAnswer.ACCEPTED, reason)
    make_accepted(turn.step, turn.proposal, turn.last, place)
    turn.done("accept", "accepted", {"version": version}, reason)
    return turn.proposal


@atomic_action
def decline(
    *, actor: Actor, place: Place, proposal: Proposal, version: int, reason: str = ""
) -> Proposal:
    """Decline the version that the actor has read. That closes the proposal.

    Raises:
        NotAllowedError, ConflictError, RefusedError: as :func:`counter`.
    """
    turn = Turn.of(actor, place, proposal)
    turn.require(Move.DECLINE, version)
    turn.answer(ProposalAnswer.DECLINED, reason)
    take_back(turn.step, turn.proposal, "The proposal was declined.")
    turn.done("decline", "declined", {"version": version}, reason)
    return turn.proposal


@atomic_action
def withdraw(*, actor: Actor, place: Place, proposal: Proposal, reason: str = "") -> Proposal:
    """Take the own version back that waits for the other side’s answer. That closes the proposal.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: the version that stands is the other side’s (decline it), or the proposal is closed.
    """
    turn = Turn.of(actor, place, proposal)
    turn.require(Move.WITHDRAW, turn.last.number)
    turn.answer(ProposalAnswer.WITHDRAWN, reason)
    take_back(turn.step, turn.proposal, "The proposal was withdrawn.")
    turn.done("withdraw", "withdrawn", {}, reason)
    return turn.proposal


def _add_version(
    step: Step, proposal: Proposal, number: int, text: ProposalText
) -> ProposalVersion:
    return ProposalVersion.objects.create(
        proposal=proposal,
        number=number,
        by=step.place,
        form=text.form,
        themes=list(dict.fromkeys(text.themes)),
        aims=text.aims.strip(),
        message=text.message.strip(),
        author=step.actor.label,
        created_at=now(),
    )


def _between(place: Place, other: Place) -> Tie | None:
    """Return the tie of two places, if there is one; nobody else proposes anything between them meanwhile."""
    first, second = sorted((place.pk, other.pk))
    list(Place.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk"))
    return Tie.objects.filter(place_a=first, place_b=second).first()


def _text_problems(text: ProposalText) -> list[Problem]:
    problems = need(text.aims, "aims", _("Say what you want to reach together."))
    problems += too_long(text.message, "message")
    if text.form not in set(Form) or text.form == Form.UNKNOWN:
        problems.append(Problem("form", "form", _("Say which form of tie you propose.")))
    if unknown(text.themes):
        message = _("Choose the areas from the list.")
        problems.append(Problem("themes", "themes", message))
    return problems


def _purpose_problems(purpose: str, shown: str, form: str, tie: Tie | None) -> list[Problem]:
    """Return why a proposal does not fit how the tie stands."""
    if purpose not in dict(Proposal.PURPOSES):
        return [Problem("purpose", "purpose", _("Say what the proposal is for."))]
    if shown not in dict(Proposal.SHOWN):
        return [Problem("shown", "shown", _("Say when the public learns of it."))]
    stand = {tie.legal_a, tie.legal_b} if tie else {Legal.NONE}
    tied = stand <= BOUND
    if purpose == Proposal.ESTABLISH:
        message = _("The two are tied already. Propose to renew the tie or to change its form.")
        return [Problem("tied", "purpose", message)] if tied else []
    if not tied:
        message = _("There is no tie in force to renew or to change. Propose a new one.")
        return [Problem("not_tied", "purpose", message)]
    return _shown_problems(shown) + _form_problems(purpose, form, tie)


def _shown_problems(shown: str) -> list[Problem]:
    if shown == Proposal.NOW:
        message = _("Only the proposal of a new tie is shown before it is answered.")
        return [Problem("shown", "shown", message)]
    return []


def _form_problems(purpose: str, form: str, tie: Tie | None) -> list[Problem]:
    if purpose == Proposal.CHANGE_FORM and tie is not None and form == tie.form:
        message = _("The tie has this form already. Choose another one.")
        return [Problem("same_form", "form", message)]
    return []


def _open_problems(place: Place, other: Place) -> list[Problem]:
    """Return the problem of a proposal that is open between the two, whoever made it."""
    pair = [place.pk, other.pk]
    rows = Proposal.objects.filter(proposer__in=pair, addressee__in=pair, closed_at__isnull=True)
    if not rows.exists():
        return []
    message = _("There is an open proposal between the two places. Answer or withdraw it first.")
    return [Problem("open", "", message)]
