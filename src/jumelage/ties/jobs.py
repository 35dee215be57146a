"""Jobs of the schedule: claims begin to count on their day."""

from jumelage.core.schedule import Daily, periodic
from jumelage.ties.actions import refresh_stale


@periodic("ties.refresh_stale", Daily(hour=0))
def refresh() -> None:
    """Refresh the ties for which a claim has begun to count."""
    refresh_stale()
