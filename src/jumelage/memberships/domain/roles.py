"""What a person may be for a place, an institution or an association."""

from enum import StrEnum


class Role(StrEnum):
    """The role of a member. A head may all that an officer may, an officer all that a helper may."""

    HELPER = "helper"
    OFFICER = "officer"
    HEAD = "head"


_ORDER = tuple(Role)


def is_at_least(role: str | None, least: Role) -> bool:
    """Whether a role (or none) has all the rights of another."""
    return role is not None and _ORDER.index(Role(role)) >= _ORDER.index(least)
