"""Who may hold a round of matching: officers of its association. Who answers in it: whoever writes the wish."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Association, Membership
from jumelage.partners.models import Wish
from jumelage.partners.wishes.permissions import may_write_wish


def may_hold_rounds(actor: Actor, association: Association) -> bool:
    """Whether the actor may hold rounds of an association: as its officer or head, as staff, as the operator.

    Another association that keeps the register of the same country may not: a round belongs to one.
    """
    if actor.is_operator or actor.is_staff:
        return True
    own = Membership.objects.active().filter(
        user=actor.user_id, association=association, role__in=[Role.OFFICER, Role.HEAD]
    )
    return actor.user_id is not None and own.exists()


def require_may_hold(actor: Actor, association: Association) -> None:
    """Let only those act who may hold rounds of the association.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_hold_rounds(actor, association):
        message = _("A round of matching is held by officers of its association.")
        raise NotAllowedError(Problem("not_allowed", "", message))


def require_may_answer(actor: Actor, wish: Wish) -> None:
    """Let only those answer for a wish who may write it. The association never answers for a place.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_write_wish(actor, wish.place, wish.institution):
        message = _("Officers of the place, or of the institution, answer for a wish.")
        raise NotAllowedError(Problem("not_allowed", "", message))
