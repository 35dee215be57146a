"""The life of an edition: what may follow what."""

from collections.abc import Mapping

DRAFT, ANNOUNCED, OPEN, HELD, CANCELLED = "draft", "announced", "open", "held", "cancelled"

#: What an edition may become. Nothing public becomes a draft again: what was announced stays readable.
_NEXT: Mapping[str, tuple[str, ...]] = {
    DRAFT: (ANNOUNCED, OPEN),
    ANNOUNCED: (OPEN, HELD, CANCELLED),
    OPEN: (ANNOUNCED, HELD, CANCELLED),
    HELD: (),
    CANCELLED: (ANNOUNCED, OPEN),
}


def may_become(state: str) -> tuple[str, ...]:
    """Return the states that may follow a state, the usual one first."""
    return _NEXT.get(state, ())
