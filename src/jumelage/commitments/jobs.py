"""Jobs of the schedule: what is due soon, what is overdue, and to what nobody has objected in time."""

from jumelage.commitments.reminding import remind, settle_what_is_silent
from jumelage.core.schedule import Daily, periodic


@periodic("commitments.look_after", Daily(hour=5))
def look_after() -> tuple[int, int]:
    """Let count to what nobody objected, then remind of what is due; return how many of each."""
    return settle_what_is_silent(), remind()
