"""Who answers for places: their officers and heads."""

from django.db.models import Q

from jumelage.accounts.models import User
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.places.models import Place


def officers_of(place: Place) -> list[User]:
    """Return who answers for a place: its active officers and heads."""
    members = Membership.objects.filter(
        place=place, state=Membership.ACTIVE, role__in=[Role.OFFICER, Role.HEAD]
    )
    return list(User.objects.filter(memberships__in=members, is_active=True).order_by("pk"))


def places_with_officers(places: list[int]) -> set[int]:
    """Return those of some places that have somebody here who answers for them: one query."""
    rows = Membership.objects.filter(
        Q(role__in=[Role.OFFICER, Role.HEAD]),
        place__in=places,
        state=Membership.ACTIVE,
        user__is_active=True,
    )
    return {pk for pk in rows.values_list("place_id", flat=True) if pk is not None}
