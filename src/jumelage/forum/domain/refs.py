"""How what a timetable is made of is called in it: by kind and number, never by name (``member:17``)."""

SLOT, TABLE, DELEGATION, MEMBER = "slot", "table", "delegation", "member"
INTERPRETER, MEETING, SESSION = "interpreter", "meeting", "session"


def ref(kind: str, number: int) -> str:
    """Return the reference of a record."""
    return f"{kind}:{number}"


def number_of(reference: str) -> int:
    """Return the number in a reference; 0 for somebody of whom nothing is known (``delegation:3.1``)."""
    number = reference.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def kind_of(reference: str) -> str:
    """Return the kind in a reference."""
    return reference.partition(":")[0]


def nobody_named(delegation: int) -> str:
    """Return the reference of the one person that stands for a delegation of which nobody is named yet."""
    return f"{ref(DELEGATION, delegation)}.1"
