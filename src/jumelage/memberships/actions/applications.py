"""Asking to act for a place or an institution, and what is answered."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.documents.models import Document
from jumelage.memberships import notices
from jumelage.memberships.actions.shared import (
    clean_role,
    clean_text,
    lock_members,
    matches_domain,
    note,
    person_of,
)
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Institution, Membership
from jumelage.memberships.permissions import require_manager
from jumelage.memberships.targets import deciders_of, has_head
from jumelage.places.models import Place

#: So many applications of one person may wait at once, and be made in a day: who decides is not to be flooded.
MOST_WAITING, MOST_A_DAY = 5, 10


@atomic_action
def apply_for(
    *,
    actor: Actor,
    target: Place | Institution,
    role: str = Role.OFFICER,
    function: str = "",
    message: str = "",
    letter: Document | None = None,
) -> Membership:
    """Ask to act for a place or an institution.

    Args:
        actor: the person, signed in.
        target: for whom.
        role: as what.
        function: what the person does there, in own words.
        message: what those who decide should know.
        letter: a letter of the authority that says so.

    Raises:
        NotAllowedError: nobody has signed in.
        RefusedError: the person acts for it, or has asked before; or asks for too many.
    """
    user = person_of(actor)
    _require_room(user)
    function = clean_text(function, "function", 200)
    if not function:
        text = _("Say what your function is, such as “international relations officer”.")
        raise RefusedError(Problem("function", "function", text))
    membership = Membership(
        user=user,
        role=clean_role(role),
        function=function,
        message=clean_text(message, "message"),
        letter=letter,
        domain_matches=matches_domain(user, target),
        applied_at=now(),
        place=target if isinstance(target, Place) else None,
        institution=target if isinstance(target, Institution) else None,
    )
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as error:
        text = _("You act for it already, or have asked before.")
        raise RefusedError(Problem("present", "", text)) from error
    note(actor, "apply", membership)
    notices.tell_applicant(membership)
    notices.tell_deciders(membership, deciders_of(target))
    return membership


def _require_room(user: User) -> None:
    """Refuse more applications of a person than anybody means to make."""
    made = user.memberships.filter(applied_at__gt=now() - timedelta(days=1)).count()
    waiting = user.memberships.filter(state=Membership.APPLIED).count()
    if waiting >= MOST_WAITING or made >= MOST_A_DAY:
        text = _("Several of your applications still wait. Ask again when they are decided.")
        raise RefusedError(Problem("many", "", text))


@atomic_action
def approve(
    *, actor: Actor, membership: Membership, role: str = "", reason: str = ""
) -> Membership:
    """Let a person act for whom the person asked to.

    Where nobody heads the office yet, there has to be a reason to believe the person: an e-mail address of the official
    domain, a letter, or how the one who decides has made sure, in words.

    Args:
        actor: its head, who keeps its country's register, or staff; nobody approves an own application.
        membership: the application.
        role: the role to give, if it is another than was asked for.
        reason: how it was made sure; the applicant reads it.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was decided before, or nothing speaks for it.
    """
    membership = _to_decide(actor, membership)
    reason = clean_text(reason, "reason")
    membership.domain_matches = matches_domain(membership.user, membership.target)
    evidence = membership.domain_matches or membership.letter_id or reason
    if not evidence and not has_head(membership.target):
        text = _(
            "Neither an official e-mail address nor a letter speaks for this person. Write down how you made sure."
        )
        raise RefusedError(Problem("evidence", "reason", text))
    membership.role = clean_role(role or membership.role)
    membership.state = Membership.ACTIVE
    return _decided(actor, membership, "approve", reason)


@atomic_action
def decline(*, actor: Actor, membership: Membership, reason: str) -> Membership:
    """Refuse an application, saying why: the applicant reads it.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was decided before, or no reason is given.
    """
    membership = _to_decide(actor, membership)
    reason = clean_text(reason, "reason")
    if not reason:
        text = _("Say why: the applicant is told, and can do better.")
        raise RefusedError(Problem("reason", "reason", text))
    membership.state = Membership.DECLINED
    return _decided(actor, membership, "decline", reason)


def _to_decide(actor: Actor, membership: Membership) -> Membership:
    require_manager(actor, membership.target)
    if actor.user_id is not None and actor.user_id == membership.user_id:
        text = _("Somebody else has to decide about your own application.")
        raise NotAllowedError(Problem("own", "", text))
    lock_members(membership.target)
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    if membership.state != Membership.APPLIED:
        raise RefusedError(Problem("decided", "", _("This application was decided before.")))
    return membership


def _decided(actor: Actor, membership: Membership, action: str, reason: str) -> Membership:
    membership.decided_at = now()
    membership.decided_by = actor.label
    membership.decision_reason = reason
    membership.save()
    note(actor, action, membership, reason, domain_matches=membership.domain_matches)
    notices.tell_decision(membership)
    return membership
