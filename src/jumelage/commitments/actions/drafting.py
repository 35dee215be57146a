"""From the first words of a commitment to its proposal: by the office of an owner, or by organisers of a forum."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from jumelage.commitments.actions.common import (
    OwnerData,
    PromiseData,
    Step,
    bring_up_to_date,
    step_of,
    tie_between,
)
from jumelage.commitments.actions.wellformed import due_day, promise_problems
from jumelage.commitments.domain.states import State
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem
from jumelage.core.domain.texts import clean
from jumelage.core.refusing import need, refuse
from jumelage.memberships.permissions import require_member
from jumelage.places.models import Place


@atomic_action
def draft(*, actor: Actor, place: Place, data: PromiseData) -> Commitment:
    """Write a commitment down for the own office only; :func:`propose` shows it to the other owners.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: with every reason.
    """
    require_member(actor, place.pk)
    refuse(promise_problems(data) + _own_problems(place, data))
    commitment = _created(data, drafted_by=place)
    _step(actor, commitment, place).log("draft")
    return commitment


@atomic_action
def promise(*, actor: Actor, data: PromiseData, require: Callable[[], object]) -> Commitment:
    """Propose a commitment to its owners as somebody who answers for none of them: the organisers of a forum.

    It binds nobody, and nobody else reads it, before the office of each owner has confirmed it.

    Args:
        actor: who writes it.
        data: what shall be promised, and by whom.
        require: the caller’s own check of the actor’s right, which raises ``NotAllowedError``. It is asked first.

    Raises:
        NotAllowedError: says ``require``.
        RefusedError: with every reason.
    """
    require()
    refuse(promise_problems(data))
    commitment = _created(data, state=State.PROPOSED)
    step = Step(actor, commitment)
    step.log("promise")
    step.tell("promised")
    return commitment


@atomic_action
def change(
    *, actor: Actor, place: Place, commitment: Commitment, version: int, data: PromiseData
) -> Commitment:
    """Change a draft; or, as any owner, what is proposed: then the other owners have to confirm the new words.

    Who owns a proposed commitment stays.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        ConflictError: somebody changed it since.
        RefusedError: with every reason; all have confirmed it already.
    """
    step = step_of(actor, place, commitment, version)
    row = step.commitment
    refuse(_changing_problems(row, place, data))
    _fill(row, data)
    if row.state == State.PROPOSED:
        _confirm_anew(row, place)
        row.version += 1
        row.save()
        step.log("reword")
        step.tell("reworded")
        return row
    row.version += 1
    row.save()
    row.owners.all().delete()
    _add_owners(row, data)
    step.log("change_draft")
    return row


@atomic_action
def propose(
    *, actor: Actor, place: Place, commitment: Commitment, version: int, wants_public: bool
) -> Commitment:
    """Show a draft to the other owners, whose offices are asked to confirm it; the own side confirms it thereby.

    Args:
        actor: who does it.
        place: the place that drafted it.
        commitment: the draft.
        version: that was read.
        wants_public: whether the own side wants everybody to read it, once all have confirmed.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it did not draft this.
        ConflictError: somebody changed it since.
        RefusedError: it is no draft.
    """
    step = step_of(actor, place, commitment, version)
    row = step.commitment
    refuse(_unless(row.state == State.DRAFT, _("This is proposed already.")))
    row.state = State.PROPOSED
    row.owners.filter(place=place).update(confirmed_at=now(), wants_public=wants_public)
    bring_up_to_date(row)
    step.log("propose")
    step.tell("proposed")
    return row


@atomic_action
def discard(*, actor: Actor, place: Place, commitment: Commitment) -> None:
    """Throw a draft away.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it did not draft this.
        RefusedError: it is proposed already.
    """
    step = step_of(actor, place, commitment)
    row = step.commitment
    refuse(_unless(row.state == State.DRAFT, _("This is proposed already: withdraw it.")))
    step.log("discard")
    row.delete()


@atomic_action
def withdraw(*, actor: Actor, place: Place, commitment: Commitment, reason: str) -> Commitment:
    """Take back what the own side proposed, before all have confirmed it.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it did not propose this.
        RefusedError: no reason is given; all have confirmed it, or it was answered otherwise.
    """
    step = step_of(actor, place, commitment)
    problems = need(reason, "reason", _("Say why."))
    if step.commitment.drafted_by_id != place.pk:
        message = _("Another proposed this: you can decline it.")
        problems.append(Problem("not_own", "", message))
    return _withdrawn(step, reason, problems)


@atomic_action
def withdraw_promise(
    *, actor: Actor, commitment: Commitment, reason: str, require: Callable[[], object]
) -> Commitment:
    """Take back, as organisers, what they proposed by :func:`promise`, before all have confirmed it.

    Raises:
        NotAllowedError: says ``require``.
        RefusedError: no reason is given; a place proposed it; all have confirmed it, or it was answered otherwise.
    """
    require()
    row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    problems = need(reason, "reason", _("Say why."))
    problems += _unless(row.drafted_by_id is None, _("A place proposed this, and withdraws it."))
    return _withdrawn(Step(actor, row), reason, problems)


def _withdrawn(step: Step, reason: str, problems: list[Problem]) -> Commitment:
    row = step.commitment
    message = _("This does not wait for a confirmation any more.")
    refuse(problems + _unless(row.state == State.PROPOSED, message))
    row.state = State.WITHDRAWN
    bring_up_to_date(row)
    step.log("withdraw", reason=reason.strip())
    step.tell("withdrawn")
    return row


def _created(
    data: PromiseData, *, state: State = State.DRAFT, drafted_by: Place | None = None
) -> Commitment:
    commitment = Commitment(state=state, drafted_by=drafted_by, created_at=now())
    _fill(commitment, data)
    commitment.save()
    _add_owners(commitment, data)
    return commitment


def _fill(row: Commitment, data: PromiseData) -> None:
    row.titles, row.texts, row.origin = clean(data.titles), clean(data.texts), clean(data.origin)
    row.theme, row.due, row.due_on = data.theme, data.due.strip(), due_day(data.due)
    row.tie = data.tie or tie_between([owner.place for owner in data.owners])


def _add_owners(row: Commitment, data: PromiseData) -> None:
    CommitmentOwner.objects.bulk_create(_owner(row, owner) for owner in data.owners)


def _owner(row: Commitment, owner: OwnerData) -> CommitmentOwner:
    who = owner.responsible
    return CommitmentOwner(
        commitment=row,
        place=owner.place,
        office=who.office,
        institution=who.institution,
        function=who.function.strip(),
        member=who.member,
    )


def _changing_problems(row: Commitment, place: Place, data: PromiseData) -> list[Problem]:
    problems = promise_problems(data) + _own_problems(place, data)
    if row.state not in {State.DRAFT, State.PROPOSED}:
        message = _("All owners have confirmed these words: they stay as they are.")
        problems.append(Problem("state", "", message))
    if row.state == State.PROPOSED and _places(data) != _owners(row):
        message = _("This is proposed already: withdraw it, and propose it anew to others.")
        problems.append(Problem("owners", "owners", message))
    return problems


def _confirm_anew(row: Commitment, place: Place) -> None:
    """Let the new words count as confirmed by who wrote them only."""
    row.owners.exclude(place=place).update(confirmed_at=None)
    row.owners.filter(place=place).update(confirmed_at=now())


def _step(actor: Actor, commitment: Commitment, place: Place) -> Step:
    return Step(actor, commitment, commitment.owners.select_related("place").get(place=place))


def _own_problems(place: Place, data: PromiseData) -> list[Problem]:
    message = _("Your own place has to be one of the owners.")
    return _unless(place.pk in _places(data), message, "owners")


def _places(data: PromiseData) -> set[int]:
    return {owner.place.pk for owner in data.owners}


def _owners(row: Commitment) -> set[int]:
    return set(row.owners.values_list("place_id", flat=True))


def _unless(condition: bool, message: str, field: str = "") -> list[Problem]:  # noqa: FBT001 - reads as a sentence
    return [] if condition else [Problem("state", field, message)]
