"""Inviting places, and what they and the organisers make of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse, too_long
from jumelage.forum.actions.common import LONGEST_TEXT, acting_for
from jumelage.forum.domain.delegations import COMING, Side, State, Step, after
from jumelage.forum.meetings.leaving import leave_meetings
from jumelage.forum.models import Delegation, Edition
from jumelage.forum.notices import tell_organisers, tell_place
from jumelage.forum.people import empty_members
from jumelage.forum.permissions import require_organiser
from jumelage.memberships.permissions import require_member
from jumelage.places.models import Place

#: A delegation has so many people at most.
MOST_PEOPLE = 500


@atomic_action
def invite_places(
    *, actor: Actor, edition: Edition, places: Sequence[Place], quota: int, message: str = ""
) -> list[Delegation]:
    """Invite places to an edition, each with so many people at most. Their officers are told.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    refuse(_problems_with_invitations(edition, places, quota, message))
    moment = now()
    invited = [
        Delegation.objects.create(
            edition=edition, place=place, quota=quota, message=message.strip(), invited_at=moment
        )
        for place in places
    ]
    for delegation in invited:
        record_delegation(actor, delegation, "forum.invite", Side.ORGANISER)
        tell_place(delegation, "invited")
    return invited


def _problems_with_invitations(
    edition: Edition, places: Sequence[Place], quota: int, message: str
) -> list[Problem]:
    problems = _problems_with_quota(quota) + too_long(message, "message", LONGEST_TEXT)
    if edition.state != Edition.OPEN:
        text = _("Open the edition for delegations first.")
        problems.append(Problem("state", "", text))
    if not places:
        problems.append(Problem("missing", "places", _("Choose the places to invite.")))
    there = Delegation.objects.filter(edition=edition, place__in=places).select_related("place")
    if names := sorted(delegation.place.name for delegation in there):
        text = _("On the list already: %(places)s.") % {"places": ", ".join(names)}
        problems.append(Problem("twice", "places", text))
    return problems


def _problems_with_quota(quota: int) -> list[Problem]:
    if 1 <= quota <= MOST_PEOPLE:
        return []
    message = _("Let one person come at least, and %(most)s at most.") % {"most": MOST_PEOPLE}
    return [Problem("range", "quota", message)]


@atomic_action
def change_quota(*, actor: Actor, delegation: Delegation, version: int, quota: int) -> Delegation:
    """Let more people of a place come, or fewer; not fewer than are named.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, delegation.edition)
    kept = locked(Delegation, delegation.pk, version)
    problems = _problems_with_quota(quota)
    named = kept.members.coming().count()
    if quota < named:
        message = _("More people are named already (%(number)s).") % {"number": named}
        problems.append(Problem("named", "quota", message))
    refuse(problems)
    if save_changes(kept, {"quota": quota}):
        record_delegation(actor, kept, "forum.change_quota", Side.ORGANISER)
        tell_place(kept, "quota")
    return kept


@atomic_action
def accept(*, actor: Actor, delegation: Delegation, version: int, answer: str = "") -> Delegation:
    """Say for a place that it comes. The organisers are told.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: there is nothing to accept any more.
    """
    require_member(actor, delegation.place_id)
    kept = _step(delegation, version, Step.ACCEPT, Side.PLACE, answer)
    record_delegation(actor, kept, "forum.accept", Side.PLACE)
    tell_organisers(kept, "answered")
    return kept


@atomic_action
def decline(*, actor: Actor, delegation: Delegation, version: int, answer: str = "") -> Delegation:
    """Say for a place that it does not come. The organisers are told.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: it has been answered.
    """
    require_member(actor, delegation.place_id)
    kept = _step(delegation, version, Step.DECLINE, Side.PLACE, answer)
    record_delegation(actor, kept, "forum.decline", Side.PLACE)
    tell_organisers(kept, "answered")
    return kept


@atomic_action
def stay_away(
    *, actor: Actor, delegation: Delegation, version: int, answer: str = ""
) -> Delegation:
    """Say for a place that it does not come after all. What was named of its people is erased.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: it has not said that it comes.
    """
    require_member(actor, delegation.place_id)
    was_public = delegation.state == State.APPROVED
    kept = _step(delegation, version, Step.WITHDRAW, Side.PLACE, answer)
    empty_members(kept)
    leave_meetings(kept)
    record_delegation(actor, kept, "forum.stay_away", Side.PLACE, public=was_public)
    tell_organisers(kept, "answered")
    return kept


@atomic_action
def approve(*, actor: Actor, delegation: Delegation, version: int) -> Delegation:
    """Approve a delegation: from now on it stands on the public page. The place is told.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: it has no head yet, or has not said that it comes.
    """
    require_organiser(actor, delegation.edition)
    kept = _step(delegation, version, Step.APPROVE, Side.ORGANISER)
    if not kept.members.coming().filter(is_head=True).exists():
        message = _("The place has to name the head of its delegation first.")
        raise RefusedError(Problem("head", "", message))
    record_delegation(actor, kept, "forum.approve", Side.ORGANISER, public=True)
    tell_place(kept, "approved")
    return kept


@atomic_action
def take_back(*, actor: Actor, delegation: Delegation, version: int, reason: str) -> Delegation:
    """Take an invitation back. What was named of the place's people is erased; the place is told why.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: without a reason, or it has ended before.
    """
    require_organiser(actor, delegation.edition)
    if not reason.strip():
        raise RefusedError(Problem("missing", "reason", _("Say why: the place is told.")))
    was_public = delegation.state == State.APPROVED
    kept = _step(delegation, version, Step.WITHDRAW, Side.ORGANISER)
    empty_members(kept)
    leave_meetings(kept)
    record_delegation(
        actor, kept, "forum.take_back", Side.ORGANISER, public=was_public, reason=reason
    )
    tell_place(kept, "taken_back", reason=reason)
    return kept


@atomic_action
def invite_again(*, actor: Actor, delegation: Delegation, version: int) -> Delegation:
    """Invite a place again that declined, or was taken off the list.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the delegation meanwhile.
        RefusedError: it is on the list, or the edition is not open.
    """
    require_organiser(actor, delegation.edition)
    kept = _step(delegation, version, Step.INVITE_AGAIN, Side.ORGANISER)
    save_changes(kept, {"invited_at": now(), "answered_at": None, "answer": ""})
    record_delegation(actor, kept, "forum.invite_again", Side.ORGANISER)
    tell_place(kept, "invited")
    return kept


def _step(
    delegation: Delegation, version: int, step: Step, side: Side, answer: str | None = None
) -> Delegation:
    """Lock a delegation and take a step, if that side can take it now."""
    kept = locked(Delegation, delegation.pk, version)
    state = after(kept.state, step, side)
    if state is None:
        message = _("It has changed meanwhile: look at it again.")
        raise RefusedError(Problem("state", "", message))
    if state in {*COMING, State.INVITED} and kept.edition.state != Edition.OPEN:
        message = _("The edition is not open for delegations any more.")
        raise RefusedError(Problem("closed", "", message))
    values: dict[str, object] = {"state": state}
    if answer is not None:
        refuse(too_long(answer, "answer", LONGEST_TEXT))
        values |= {"answer": answer.strip(), "answered_at": now()}
    values["approved_at"] = now() if state == State.APPROVED else None
    save_changes(kept, values)
    return kept


def record_delegation(
    actor: Actor,
    delegation: Delegation,
    action: str,
    side: Side,
    *,
    public: bool = False,
    reason: str = "",
) -> None:
    """Write into the trail what was done about a delegation; its place's members read it."""
    by_place = side is Side.PLACE
    record(
        actor=actor,
        action=action,
        target=f"delegation:{delegation.pk}",
        reason=reason,
        acting_for=delegation.place.name if by_place else acting_for(actor, delegation.edition),
        places=[delegation.place_id],
        registry=public,
    )
