"""Reading memberships."""

from dataclasses import dataclass, field

from jumelage.accounts.models import User
from jumelage.memberships.models import AssociationCountry, Membership


@dataclass(frozen=True, slots=True)
class Rights:
    """What the active memberships of a person give: roles by place and institution, and the countries kept."""

    places: dict[int, str] = field(default_factory=dict)
    institutions: dict[int, str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()


def rights_of(user: User) -> Rights:
    """Return what a person's active memberships give, in at most two queries."""
    places: dict[int, str] = {}
    institutions: dict[int, str] = {}
    associations: list[int] = []
    rows = Membership.objects.filter(user=user, state=Membership.ACTIVE)
    for place, institution, association, role in rows.values_list(
        "place_id", "institution_id", "association_id", "role"
    ):
        if place is not None:
            places[place] = role
        elif institution is not None:
            institutions[institution] = role
        else:
            associations.append(association)
    countries: frozenset[str] = frozenset()
    if associations:
        kept = AssociationCountry.objects.filter(association__in=associations)
        countries = frozenset(kept.values_list("country", flat=True))
    return Rights(places, institutions, countries)
