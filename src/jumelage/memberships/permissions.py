"""Who may act for whom."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Membership
from jumelage.memberships.targets import Target, heads_of, place_of


def is_member(actor: Actor, place_id: int, at_least: Role = Role.HELPER) -> bool:
    """Whether the actor acts for a place, in this role or a higher one. The operator acts for all."""
    return actor.is_operator or is_at_least(actor.places.get(place_id), at_least)


def require_member(actor: Actor, place_id: int, at_least: Role = Role.OFFICER) -> None:
    """Let only people act who act for the place.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not is_member(actor, place_id, at_least):
        message = {
            Role.HELPER: _("Only people who act for this place may do this."),
            Role.OFFICER: _("Only officers of this place may do this."),
            Role.HEAD: _("Only the head of this place’s office may do this."),
        }[at_least]
        raise NotAllowedError(Problem("not_allowed", "", message))


def may_keep(actor: Actor, *countries: str) -> bool:
    """Whether the actor keeps the register of any of these countries: for an association, or as platform staff."""
    return actor.is_operator or actor.is_staff or not actor.countries.isdisjoint(countries)


def is_keeper(actor: Actor) -> bool:
    """Whether the actor keeps any country's register, or all of them."""
    return actor.is_operator or actor.is_staff or bool(actor.countries)


def require_keeper(actor: Actor, *countries: str) -> None:
    """Let only those act who keep the register of any of these countries.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_keep(actor, *countries):
        message = _(
            "Only the association that keeps the country’s register, or platform staff, may do this."
        )
        raise NotAllowedError(Problem("not_allowed", "", message))


def may_manage(actor: Actor, target: Target) -> bool:
    """Whether the actor decides who else acts for a target: its head, who keeps its country's register, staff.

    The members of an institution are managed by the head of its place.
    """
    if actor.is_operator or actor.is_staff:
        return True
    place = place_of(target)
    if place is not None:
        return is_member(actor, place.pk, Role.HEAD) or may_keep(actor, place.country)
    return actor.user_id is not None and heads_of(target).filter(user=actor.user_id).exists()


def require_manager(actor: Actor, target: Target) -> None:
    """Let only those act who decide about the members of a target.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_manage(actor, target):
        message = _(
            "Only the head of the office, the association that keeps the country’s register, and platform staff "
            "decide who acts for it."
        )
        raise NotAllowedError(Problem("not_allowed", "", message))


def require_staff(actor: Actor) -> None:
    """Let only platform staff and the operator act.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not (actor.is_operator or actor.is_staff):
        raise NotAllowedError(Problem("not_allowed", "", _("Only platform staff may do this.")))


def require_operator(actor: Actor) -> None:
    """Let only the operator act, at the command line.

    Raises:
        NotAllowedError: the actor is another.
    """
    if not actor.is_operator:
        message = _("Only the operator may do this, at the command line.")
        raise NotAllowedError(Problem("not_allowed", "", message))


def may_read_letter(actor: Actor, document: int) -> bool:
    """Whether a document is the letter of an application that the actor decides about, or has made."""
    rows = Membership.objects.filter(letter=document).select_related(
        "place", "institution__place", "association"
    )
    return any(
        (actor.user_id is not None and membership.user_id == actor.user_id)
        or may_manage(actor, membership.target)
        for membership in rows
    )
