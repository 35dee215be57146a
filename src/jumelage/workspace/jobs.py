"""Jobs of the schedule: the monthly e-mail to those who act for a place."""

from jumelage.core.schedule import Monthly, periodic
from jumelage.workspace.portfolio.digest import send_digests


@periodic("workspace.send_digests", Monthly(day=1, hour=6))
def digests() -> int:
    """Send the e-mail of last month to all who have not had it; return how many were sent."""
    return send_digests()
