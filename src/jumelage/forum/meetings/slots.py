"""The slots in which somebody is away: of a delegation, and of an interpreter."""

from collections.abc import Sequence

from jumelage.forum.models import Attendance, MeetingInterpreter, MeetingSlot


def set_slots(
    row: Attendance | MeetingInterpreter, absent: Sequence[MeetingSlot], *, was_saved: bool
) -> list[str]:
    """Set when a locked row is away; return ``["absent"]`` if that is different.

    ``was_saved``: whether the row is another version already.
    """
    if {slot.pk for slot in row.absent.all()} == {slot.pk for slot in absent}:
        return []
    row.absent.set(absent)
    if not was_saved:
        row.version += 1
        row.save(update_fields=["version"])
    return ["absent"]
