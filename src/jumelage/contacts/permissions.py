"""Who may do what with contacts: those who act for the place, each office its own."""

from django.utils.translation import gettext as _

from jumelage.contacts.models import OWN, ErasureRequest
from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member, may_keep, require_member
from jumelage.places.models import Place


def require_may_edit(actor: Actor, place: Place, visibility: str = OWN) -> None:
    """Let only members of the place write its contacts; where others see them afterwards, only officers.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_member(actor, place.pk, Role.HELPER)
    if visibility != OWN and not is_member(actor, place.pk, Role.OFFICER):
        message = _(
            "What others see is written by officers: keep it in the own office, or ask one."
        )
        raise NotAllowedError(Problem("not_allowed", "visibility", message))


def may_see_to_people(actor: Actor, place: Place) -> bool:
    """Whether the actor answers what people ask about their data: officers of the place, and who keeps its register."""
    return is_member(actor, place.pk, Role.OFFICER) or may_keep(actor, place.country)


def require_may_see_to_people(actor: Actor, place: Place) -> None:
    """Let only those answer people about their data who may (:func:`may_see_to_people`).

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_see_to_people(actor, place):
        message = _("Only officers of the place, and those who keep the register, do this.")
        raise NotAllowedError(Problem("not_allowed", "", message))


def may_answer(actor: Actor, request: ErasureRequest) -> bool:
    """Whether the actor may answer a request. One that names no place is for platform staff."""
    if request.place is None:
        return actor.is_operator or actor.is_staff
    return may_see_to_people(actor, request.place)


def require_may_answer(actor: Actor, request: ErasureRequest) -> None:
    """Let only those answer a request who may (:func:`may_answer`).

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_answer(actor, request):
        message = _("This request is for another office.")
        raise NotAllowedError(Problem("not_allowed", "", message))
