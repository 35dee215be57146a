"""Those who act: named by the operator, in another role, and no longer."""

from django.utils.translation import gettext as _

from jumelage.accounts.actions import open_account
from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.memberships import notices
from jumelage.memberships.actions.shared import (
    clean_role,
    clean_text,
    lock_members,
    note,
)
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Invitation, Membership
from jumelage.memberships.permissions import (
    require_manager,
    require_operator,
)
from jumelage.memberships.targets import Target, field_of, heads_of


@atomic_action
def add_member(
    *,
    actor: Actor,
    email: str,
    target: Target,
    role: str = Role.OFFICER,
    name: str = "",
    function: str = "",
    language: str = "en",
) -> tuple[Membership, bool]:
    """Let a person act for somebody without an application; with an account if there is none.

    Returns:
        The membership, and whether anything is new.

    Raises:
        NotAllowedError: the actor is not the operator.
        RefusedError: the address or the role is none.
    """
    require_operator(actor)
    wanted = clean_role(role)
    user, _created = open_account(email=email, name=name, language=language)
    membership, changed = become_member(user, target, wanted, clean_text(function, "function", 200))
    if changed:
        membership.decided_by = actor.label
        membership.save(update_fields=["decided_by"])
        note(actor, "add", membership)
    return membership, changed


def become_member(
    user: User, target: Target, role: Role, function: str = ""
) -> tuple[Membership, bool]:
    """Let a person act for a target from now on, within the caller's action; an application of the person is answered
    by it.

    Returns:
        The membership, and whether anything is new.
    """
    members = lock_members(target)
    moment = now()
    membership = next((member for member in members if member.user_id == user.pk), None)
    if membership is None:
        membership = Membership(user=user, applied_at=moment, **{field_of(target): target})
    elif membership.state == Membership.ACTIVE and membership.role == role:
        return membership, False
    elif membership.state == Membership.ACTIVE:
        _require_head_left(members, membership, role)
    membership.role, membership.state = role, Membership.ACTIVE
    membership.function = function or membership.function
    membership.decided_at = moment
    membership.save()
    return membership, True


def _require_head_left(members: list[Membership], membership: Membership, role: Role) -> None:
    """Refuse to leave members without a head.

    Raises:
        RefusedError: this is the last head, and others act too.
    """
    others = [m for m in members if m.pk != membership.pk and m.state == Membership.ACTIVE]
    was_head = membership.state == Membership.ACTIVE and membership.role == Role.HEAD
    if not was_head or role == Role.HEAD or not others:
        return
    if not heads_of(membership.target).exclude(pk=membership.pk).exists():
        text = _(
            "Nobody else is head here, and others act too. Make one of them head first: somebody has to see to the "
            "members."
        )
        raise RefusedError(Problem("last_head", "", text))


@atomic_action
def change_role(*, actor: Actor, membership: Membership, role: str, reason: str = "") -> Membership:
    """Give a member another role.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it is no member, or the last head while others act.
    """
    target = membership.target
    require_manager(actor, target)
    wanted, reason = clean_role(role), clean_text(reason, "reason")
    members = lock_members(target)
    membership = _active(membership)
    if membership.role == wanted:
        return membership
    if actor.user_id == membership.user_id and membership.role != Role.HEAD:
        text = _("Somebody else has to decide about your own role.")
        raise NotAllowedError(Problem("own", "", text))
    _require_head_left(members, membership, wanted)
    before, membership.role = str(membership.role), wanted
    membership.save(update_fields=["role"])
    note(actor, "change_role", membership, reason, before=before)
    if before == Role.HEAD:
        _withdraw_invitations(membership)
    if actor.user_id != membership.user_id:
        notices.tell_role(membership, reason)
    return membership


@atomic_action
def end(*, actor: Actor, membership: Membership, reason: str = "") -> Membership:
    """End a membership, or take an application back: the person leaves, or is removed by those who may.

    The last head does not leave while others act: nobody could see to them. Those who keep the register may end that
    membership too, if an account is in wrong hands; they then approve another head.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it has ended before; it is the last head's; somebody is removed without a reason.
    """
    target = membership.target
    own = actor.user_id is not None and actor.user_id == membership.user_id
    if not own:
        require_manager(actor, target)
    reason = clean_text(reason, "reason")
    if not own and not reason:
        raise RefusedError(Problem("reason", "reason", _("Say why: the member is told.")))
    members = lock_members(target)
    if membership.pk not in {member.pk for member in members}:
        raise RefusedError(Problem("ended", "", _("This membership has ended before.")))
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    if membership.state == Membership.APPLIED and not own:
        raise RefusedError(Problem("applied", "", _("This application is to be decided.")))
    if own:
        _require_head_left(members, membership, Role.HELPER)
    was_active = membership.state == Membership.ACTIVE
    membership.state, membership.ended_at = Membership.ENDED, now()
    membership.save(update_fields=["state", "ended_at"])
    _withdraw_invitations(membership)
    note(actor, ("leave" if was_active else "withdraw") if own else "remove", membership, reason)
    if not own:
        membership.decision_reason = reason
        membership.save(update_fields=["decision_reason"])
        notices.tell_end(membership)
    return membership


def _active(membership: Membership) -> Membership:
    """Return a membership as it is now.

    Raises:
        RefusedError: the person does not act any more, or not yet.
    """
    found = Membership.objects.select_related("user").get(pk=membership.pk)
    if found.state != Membership.ACTIVE:
        raise RefusedError(Problem("no_member", "", _("This person does not act for it.")))
    return found


def _withdraw_invitations(membership: Membership) -> None:
    """Withdraw what a person invited who no longer may: nobody gets in by the word of one who is out."""
    Invitation.objects.filter(
        **{field_of(membership.target): membership.target},
        inviter=membership.user,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=now())
