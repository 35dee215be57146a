"""Inviting people by e-mail. The secret is in the link only; of it the hash is kept."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.utils.translation import gettext as _

from jumelage.accounts.actions import clean_email
from jumelage.accounts.queries import account_of
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.memberships import notices
from jumelage.memberships.actions.members import become_member
from jumelage.memberships.actions.shared import clean_role, clean_text, person_of
from jumelage.memberships.actors import actor_for
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Invitation, InvitationQuerySet, Membership
from jumelage.memberships.permissions import may_manage, require_manager
from jumelage.memberships.targets import (
    Target,
    capacity_of,
    concerned,
    field_of,
    memberships_in,
)

#: How long an invitation is good.
GOOD_FOR = timedelta(days=14)
#: So many invitations of one office may be open at once, and be sent in a day.
MOST_OPEN, MOST_A_DAY = 30, 60


def hash_of(secret: str) -> str:
    """Return what is kept of an invitation's secret."""
    return sha256(secret.encode()).hexdigest()


@atomic_action
def invite(
    *,
    actor: Actor,
    target: Target,
    email: str,
    role: str = Role.OFFICER,
    message: str = "",
    language: str = "en",
) -> Invitation:
    """Invite a person by e-mail to act for a target. An earlier invitation of the same person to it is withdrawn.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the address is none, its owner acts already, or too many invitations are open.
    """
    require_manager(actor, target)
    wanted, message = clean_role(role), clean_text(message, "message", 2000)
    email = clean_email(email)
    _require_outside(actor, target, email)
    moment = now()
    _invitations(target).open().filter(email__iexact=email).update(withdrawn_at=moment)
    _require_room(target)
    secret = token_urlsafe(32)
    invitation = Invitation.objects.create(
        **{field_of(target): target},
        role=wanted,
        email=email,
        language=language if language in dict(settings.LANGUAGES) else "en",
        message=message,
        secret_sha256=hash_of(secret),
        invited_by=actor.label,
        inviter_id=actor.user_id,
        created_at=moment,
        expires_at=moment + GOOD_FOR,
    )
    _note(actor, "invite", invitation)
    notices.send_invitation(invitation, secret)
    return invitation


def _require_outside(actor: Actor, target: Target, email: str) -> None:
    """Refuse to invite who acts already, and oneself: a keeper does not let in the keeper."""
    account = account_of(email)
    if account is not None and account.pk == actor.user_id:
        text = _("Somebody else has to invite you.")
        raise RefusedError(Problem("own", "email", text))
    if account and memberships_in(target).filter(user=account, state=Membership.ACTIVE).exists():
        text = _("%(email)s acts for it already.") % {"email": email}
        raise RefusedError(Problem("present", "email", text))


def _require_room(target: Target) -> None:
    """Refuse to send more than anybody means to."""
    sent = _invitations(target).filter(created_at__gt=now() - timedelta(days=1)).count()
    if _invitations(target).open().count() >= MOST_OPEN or sent >= MOST_A_DAY:
        text = _("Too many invitations are open. Withdraw some of them first.")
        raise RefusedError(Problem("many", "", text))


def _invitations(target: Target) -> InvitationQuerySet:
    return Invitation.objects.filter(**{field_of(target): target})


@atomic_action
def accept_invitation(*, actor: Actor, secret: str) -> Membership:
    """Accept an invitation: the person acts from now on.

    Raises:
        NotAllowedError: nobody has signed in, or another than was invited.
        RefusedError: there is no such invitation, or it is not good any more: the message says why.
    """
    user = person_of(actor)
    found = Invitation.objects.select_for_update().filter(secret_sha256=hash_of(secret)).first()
    if found is None:
        text = _("There is no such invitation. Open the link just as it stands in the e-mail.")
        raise RefusedError(Problem("unknown", "", text))
    if found.email.lower() != user.email.lower():
        text = _("This invitation was sent to another e-mail address than that of your account.")
        raise NotAllowedError(Problem("other_address", "", text))
    if problem := why_not(found):
        raise RefusedError(problem)
    target = found.target
    membership, changed = become_member(user, target, _role_gained(user.pk, target, found))
    found.accepted_at = now()
    found.save(update_fields=["accepted_at"])
    if changed:
        membership.decided_by = found.invited_by
        membership.save(update_fields=["decided_by"])
    _note(actor, "accept", found)
    notices.tell_inviter(found, membership)
    return membership


def _role_gained(user_id: int, target: Target, invitation: Invitation) -> Role:
    """Return the role that an invitation gives: never a lesser one than the person has."""
    held = memberships_in(target).filter(user=user_id, state=Membership.ACTIVE).first()
    roles = [Role(invitation.role), *([Role(held.role)] if held else [])]
    return max(roles, key=list(Role).index)


def why_not(invitation: Invitation) -> Problem | None:
    """Return why an invitation cannot be accepted any more, if so."""
    if invitation.accepted_at is not None:
        return Problem("accepted", "", _("This invitation was accepted before."))
    if invitation.withdrawn_at is not None or not _may_still_invite(invitation):
        text = _("This invitation was withdrawn. Ask who invited you for a new one.")
        return Problem("withdrawn", "", text)
    if invitation.expires_at <= now():
        text = _("This invitation was good for two weeks. Ask who invited you for a new one.")
        return Problem("expired", "", text)
    return None


def _may_still_invite(invitation: Invitation) -> bool:
    """Whether who invited still decides who acts for the target: nobody gets in by the word of one who is out."""
    inviter = invitation.inviter
    if inviter is None:  # the operator
        return True
    return inviter.is_active and may_manage(actor_for(inviter), invitation.target)


@atomic_action
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Withdraw an invitation.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was accepted or withdrawn before.
    """
    require_manager(actor, invitation.target)
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.accepted_at is not None or found.withdrawn_at is not None:
        text = _("This invitation was accepted or withdrawn before.")
        raise RefusedError(Problem("over", "", text))
    found.withdrawn_at = now()
    found.save(update_fields=["withdrawn_at"])
    _note(actor, "withdraw_invitation", found)
    return found


def _note(actor: Actor, action: str, invitation: Invitation) -> None:
    target = invitation.target
    accepted = action == "accept"
    record(
        actor=actor,
        action=f"memberships.{action}",
        target=f"invitation:{invitation.pk}",
        changes={"role": str(invitation.role)},
        acting_for="" if accepted else capacity_of(actor, target),
        places=concerned(target),
        registry=False,
    )
