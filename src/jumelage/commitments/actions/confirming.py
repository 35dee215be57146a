"""Each owner’s own word: whether it takes the commitment on, who sees to it there, whether everybody may read it."""

from django.utils.translation import gettext as _

from jumelage.commitments.actions.common import Responsible, bring_up_to_date, step_of
from jumelage.commitments.actions.wellformed import responsible_problems
from jumelage.commitments.domain.states import BINDING, State
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import need, refuse
from jumelage.places.models import Place


@atomic_action
def confirm(
    *,
    actor: Actor,
    place: Place,
    commitment: Commitment,
    version: int,
    responsible: Responsible,
    wants_public: bool,
) -> Commitment:
    """Take a proposed commitment on for the own place. When all owners have, it is agreed.

    Args:
        actor: who confirms.
        place: for which owner.
        commitment: what was proposed.
        version: that was read: nobody confirms words that were changed meanwhile.
        responsible: who sees to it there.
        wants_public: whether everybody may read it.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        ConflictError: somebody changed it since.
        RefusedError: with every reason.
    """
    step = step_of(actor, place, commitment, version)
    row, owner = step.commitment, _own(step.owner)
    refuse(_unless_waiting(row, owner) + responsible_problems(place, responsible))
    _put(owner, responsible, wants_public=wants_public)
    owner.confirmed_at = now()
    owner.save()
    bring_up_to_date(row)
    step.log("confirm", {"public": wants_public})
    step.tell("agreed" if row.state == State.AGREED else "confirmed")
    return row


@atomic_action
def decline(*, actor: Actor, place: Place, commitment: Commitment, reason: str) -> Commitment:
    """Say that the own place does not take a proposed commitment on: nobody is bound by it then.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        RefusedError: no reason is given; all have confirmed it, or it was withdrawn.
    """
    step = step_of(actor, place, commitment)
    row, owner = step.commitment, _own(step.owner)
    refuse(need(reason, "reason", _("Say why.")) + _unless_proposed(row))
    owner.answer, owner.confirmed_at = reason.strip(), None
    owner.save(update_fields=["answer", "confirmed_at"])
    row.state = State.DECLINED
    bring_up_to_date(row)
    step.log("decline", reason=reason.strip())
    step.tell("declined")
    return row


@atomic_action
def set_responsible(
    *,
    actor: Actor,
    place: Place,
    commitment: Commitment,
    responsible: Responsible,
    wants_public: bool,
) -> Commitment:
    """Say who sees to it at the own place from now on, and that everybody may read it.

    What all owners have made public stays so: a promise made in public is not hidden when it gets uncomfortable.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        RefusedError: with every reason.
    """
    step = step_of(actor, place, commitment)
    row, owner = step.commitment, _own(step.owner)
    problems = responsible_problems(place, responsible)
    if row.state not in {State.PROPOSED, *BINDING} or owner.confirmed_at is None:
        message = _("Confirm the commitment first.")
        problems.append(Problem("state", "", message))
    if row.is_public and not wants_public:
        message = _("All owners have made this public: it stays so.")
        problems.append(Problem("public", "wants_public", message))
    refuse(problems)
    _put(owner, responsible, wants_public=wants_public)
    owner.save()
    bring_up_to_date(row)
    step.log("set_responsible", {"public": wants_public})
    return row


def _put(owner: CommitmentOwner, who: Responsible, *, wants_public: bool) -> None:
    owner.office, owner.institution, owner.member = who.office, who.institution, who.member
    owner.function, owner.wants_public = who.function.strip(), wants_public


def _own(owner: CommitmentOwner | None) -> CommitmentOwner:
    if owner is None:  # a step of an officer has one
        raise AssertionError
    return owner


def _unless_waiting(row: Commitment, owner: CommitmentOwner) -> list[Problem]:
    problems = _unless_proposed(row)
    if owner.confirmed_at is not None:
        message = _("Your place has confirmed this already.")
        problems.append(Problem("confirmed", "", message))
    return problems


def _unless_proposed(row: Commitment) -> list[Problem]:
    if row.state == State.PROPOSED:
        return []
    message = _("This does not wait for a confirmation any more.")
    return [Problem("state", "", message)]
