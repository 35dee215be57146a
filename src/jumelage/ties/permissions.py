"""Who may do what to ties. Everybody may read: the registry is public."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member, may_keep
from jumelage.places.models import Place
from jumelage.ties.models import Claim


def may_record(actor: Actor, *sides: Place) -> bool:
    """Whether the actor may record what sources say about a tie between these places.

    Officers may for the ties of their own place, those who keep a country's register for its ties.
    """
    return any(
        is_member(actor, side.pk, Role.OFFICER) or may_keep(actor, side.country) for side in sides
    )


def require_may_record(actor: Actor, *sides: Place) -> None:
    """Let only those record claims who may (:func:`may_record`).

    Raises:
        NotAllowedError: the actor may not.
    """
    if not (actor.is_operator or may_record(actor, *sides)):
        message = _(
            "Only officers of one of the two places, and those who keep the register, record this."
        )
        raise NotAllowedError(Problem("not_allowed", "", message))


def may_retract(actor: Actor, claim: Claim) -> bool:
    """Whether the actor may take a claim back: who keeps the register, or the office that recorded it.

    What both sides signed together belongs to both: an office does not take it back alone.
    """
    if actor.is_operator or may_keep(actor, claim.tie.country_a, claim.tie.country_b):
        return True
    own = claim.entered_for_id is not None and is_member(actor, claim.entered_for_id, Role.OFFICER)
    return own and not claim.is_joint


def require_may_retract(actor: Actor, claim: Claim) -> None:
    """Let only those take a claim back who may (:func:`may_retract`).

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_retract(actor, claim):
        message = _(
            "Only the office that recorded a claim, and those who keep the register, take it back."
        )
        raise NotAllowedError(Problem("not_allowed", "", message))
