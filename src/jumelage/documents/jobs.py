"""Jobs of the schedule: contents that no document has."""

from jumelage.core.schedule import Daily, periodic
from jumelage.documents.actions import sweep


@periodic("documents.sweep", Daily(hour=4))
def sweep_contents() -> int:
    """Delete contents that no document has; return how many."""
    return sweep()
