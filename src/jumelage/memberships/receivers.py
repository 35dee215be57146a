"""What memberships do when an account is deleted, and what they tell a person who asks what is kept."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from jumelage.accounts.exporting import section
from jumelage.accounts.models import User
from jumelage.accounts.signals import account_leaving
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.documents.actions import remove
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Invitation, Membership, OfficialDomain
from jumelage.memberships.targets import heads_of, memberships_in


@receiver(account_leaving)
def leave(sender: type[User], user: User, neutral: str, **_more: Any) -> None:  # noqa: ARG001 - a receiver's arguments
    """Refuse where the person is the last head of others; else take away what is personal."""
    for membership in user.memberships.filter(state=Membership.ACTIVE, role=Role.HEAD):
        _require_not_needed(membership)
    for membership in user.memberships.filter(letter__isnull=False).select_related("letter"):
        if membership.letter and membership.letter.removed_at is None:
            remove(actor=OPERATOR, document=membership.letter)
    addressed = Invitation.objects.filter(email__iexact=user.email)
    addressed.filter(accepted_at__isnull=True).delete()
    addressed.update(email="")
    Invitation.objects.filter(
        inviter=user, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=now())
    Invitation.objects.filter(inviter=user).update(invited_by=neutral, inviter=None)
    _forget_names(user, neutral)


def _require_not_needed(membership: Membership) -> None:
    target = membership.target
    members = memberships_in(target).filter(state=Membership.ACTIVE).exclude(pk=membership.pk)
    if members.exists() and not heads_of(target).exclude(pk=membership.pk).exists():
        text = _(
            "You are the only head of %(target)s, and others act for it too. Make one of them head first."
        ) % {"target": target}
        raise RefusedError(Problem("last_head", "", text))


def _forget_names(user: User, neutral: str) -> None:
    """Take the person's name out of decisions about others: the trail knows which they were."""
    own = AuditEntry.objects.filter(user=user, action__startswith="memberships.")
    numbers = [
        int(target.partition(":")[2])
        for target in own.filter(target__startswith="membership:").values_list("target", flat=True)
    ]
    labels = {user.email, str(user)[:200]}
    Membership.objects.filter(Q(pk__in=numbers) & Q(decided_by__in=labels)).update(
        decided_by=neutral
    )
    places = own.filter(action="memberships.add_domain").values_list("target", flat=True)
    OfficialDomain.objects.filter(
        place__in=[int(target.partition(":")[2]) for target in places], set_by__in=labels
    ).update(set_by=neutral)


@section("memberships")
def memberships_of(user: User) -> list[dict[str, Any]]:
    """Return what is kept about for whom a person acts, acted, or asked to act."""
    rows = user.memberships.select_related("place", "institution", "association", "letter")
    return [
        {
            "for": str(membership.target),
            "role": membership.role,
            "function": membership.function,
            "state": membership.state,
            "message": membership.message,
            "letter": membership.letter.file_name if membership.letter else "",
            "applied_at": membership.applied_at.isoformat(),
            "decided_at": membership.decided_at.isoformat() if membership.decided_at else None,
            "reason": membership.decision_reason,
            "ended_at": membership.ended_at.isoformat() if membership.ended_at else None,
        }
        for membership in rows.order_by("pk")
    ]


@section("invitations")
def invitations_of(user: User) -> list[dict[str, Any]]:
    """Return the invitations that were sent to a person's address."""
    rows = Invitation.objects.filter(email__iexact=user.email).order_by("pk")
    return [
        {
            "to_act_for": str(invitation.target),
            "role": invitation.role,
            "message": invitation.message,
            "created_at": invitation.created_at.isoformat(),
        }
        for invitation in rows.select_related("place", "institution", "association")
    ]
