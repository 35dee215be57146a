"""Jobs of the schedule: agreements whose time runs out."""

from jumelage.agreements.expiring import look_after_expiry
from jumelage.core.schedule import Daily, periodic


@periodic("agreements.expiry", Daily(hour=6))
def expiry() -> None:
    """Prolong agreements that say so, and remind sides in time."""
    look_after_expiry()
