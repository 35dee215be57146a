"""Noting that contacts left the house as a file."""

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import require_member
from jumelage.places.models import Place


@atomic_action
def note_export(*, actor: Actor, place: Place, format: str, number: int) -> None:
    """Write into the trail that so many contacts were taken out as a file.

    Raises:
        NotAllowedError: the actor does not act for the place.
    """
    require_member(actor, place.pk, Role.HELPER)
    record(
        actor=actor,
        action="contacts.export",
        target=f"place:{place.pk}",
        changes={"format": format, "contacts": number},
        acting_for=place.name,
        places=[place.pk],
        registry=False,
    )
