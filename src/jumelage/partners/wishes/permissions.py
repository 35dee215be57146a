"""Who may write the wishes of a place: its officers; those of an institution also who acts for it as an officer."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Institution
from jumelage.memberships.permissions import is_member
from jumelage.places.models import Place


def may_write_wish(actor: Actor, place: Place, institution: Institution | None) -> bool:
    """Whether the actor may write a wish of the place, or of an institution of it."""
    if is_member(actor, place.pk, Role.OFFICER):
        return True
    if institution is None or institution.place_id != place.pk:
        return False
    return is_at_least(actor.institutions.get(institution.pk), Role.OFFICER)


def require_may_write_wish(actor: Actor, place: Place, institution: Institution | None) -> None:
    """Let only those write a wish who may (:func:`may_write_wish`).

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_write_wish(actor, place, institution):
        message = _("Wishes are written by officers of the place, or of the institution.")
        raise NotAllowedError(Problem("not_allowed", "", message))
