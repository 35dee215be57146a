"""What happened, once: however many sources tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jumelage.sources.models import Source
from jumelage.ties.models import Claim


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a tie, with everyone who says so."""

    claim: Claim
    sources: list[Source] = field(default_factory=list)


def happenings(claims: Iterable[Claim]) -> list[Happening]:
    """Return claims of the same thing about the same tie as one, in the place of the first."""
    found: dict[tuple[int, str, str], Happening] = {}
    for claim in claims:
        # What is told of another year is another happening.
        key = (claim.tie_id, f"{claim.kind} {claim.counts_from.year}", claim.side)
        happening = found.setdefault(key, Happening(claim))
        if claim.source not in happening.sources:
            happening.sources.append(claim.source)
    return list(found.values())
