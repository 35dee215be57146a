"""People who act: as the actions know them, without a browser."""

from jumelage.core.audit import Actor
from jumelage.places.models import Place


def member(*places: Place, role: str = "officer", name: str = "Anna Petrova") -> Actor:
    """Return somebody who acts for places in a role."""
    return Actor(label=name, user_id=None, places={place.pk: role for place in places})


def keeper(*countries: str, staff: bool = False, places: dict[int, str] | None = None) -> Actor:
    """Return somebody who keeps the register of countries, or is of the platform's staff."""
    return Actor(
        label="Keeper", countries=frozenset(countries), is_staff=staff, places=places or {}
    )
