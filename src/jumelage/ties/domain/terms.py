"""The controlled words of the registry (see docs/data-model.md)."""

from enum import StrEnum


class Side(StrEnum):
    """Which of the two sides of a tie a claim concerns."""

    A = "a"
    B = "b"
    BOTH = ""


class Legal(StrEnum):
    """The legal standing of a side. The order is that of the atlas file: only ever add at the end."""

    NONE = "none"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"


#: The standings of a side that is tied, though the tie may rest.
BOUND = frozenset({Legal.IN_FORCE, Legal.SUSPENDED})


class Activity(StrEnum):
    """How lately something was done together."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    QUIET = "quiet"
    DORMANT = "dormant"


class Form(StrEnum):
    """What the two sides call their tie. The order is that of the atlas file: only ever add at the end."""

    UNKNOWN = ""
    TWINNING = "twinning"
    PARTNERSHIP = "partnership"
    FRIENDSHIP = "friendship"
    COOPERATION = "cooperation"
    PROJECT = "project"
    CONTACT = "contact"
    SOLIDARITY = "solidarity"


class ClaimKind(StrEnum):
    """What a source says: that the tie is there (attested), or that something happened to it."""

    ATTESTED = "attested"
    PROPOSED = "proposed"
    APPROVED = "approved"
    SIGNED = "signed"
    RENEWED = "renewed"
    FORM_CHANGED = "form_changed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ENDED = "ended"
    ACTIVE = "active"


class Verification(StrEnum):
    """How the person who entered a claim knows that the source says it."""

    READ = "read"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    IMPORTED = "imported"


#: The legal standing that each kind of claim brings about; what is missing here has no legal effect.
LEGAL_EFFECT: dict[ClaimKind, Legal] = {
    ClaimKind.ATTESTED: Legal.IN_FORCE,
    ClaimKind.PROPOSED: Legal.PROPOSED,
    ClaimKind.APPROVED: Legal.PROPOSED,
    ClaimKind.SIGNED: Legal.IN_FORCE,
    ClaimKind.RENEWED: Legal.IN_FORCE,
    ClaimKind.FORM_CHANGED: Legal.IN_FORCE,
    ClaimKind.RESUMED: Legal.IN_FORCE,
    ClaimKind.SUSPENDED: Legal.SUSPENDED,
    ClaimKind.ENDED: Legal.ENDED,
}
