"""Disputes as a reader needs them: who says the same as what decides, who says otherwise, and why it decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jumelage.ties.domain.standing import Claim, Dispute, DisputeAbout
from jumelage.ties.domain.terms import ClaimKind, Side


class Why(StrEnum):
    """For which of the rules a claim decides over another."""

    AUTHORITY = "authority"  # its source weighs more
    LATER = "later"  # both sources weigh the same, and it came on record later
    EVENT = "event"  # an event is news; a list repeats what it knew
    OFFICIAL_LIST = "official_list"  # an official source still names the tie, and weighs more


@dataclass(frozen=True, slots=True)
class Difference:
    """What sources differ on: ids of the claims that say what decides, the deciding one first, and of the others."""

    about: DisputeAbout
    side: Side
    decides: tuple[int, ...]
    differs: tuple[int, ...]
    why: Why


def differences(disputes: Iterable[Dispute], claims: Iterable[Claim]) -> list[Difference]:
    """Return the disputes of one tie, those over the same claim as one.

    Args:
        disputes: of the tie's standing.
        claims: those that the standing follows from (known, begun), in the order in which they are to be shown.
    """
    in_effect = list(claims)
    by_id = {claim.id: claim for claim in in_effect}
    groups: dict[tuple[DisputeAbout, int], list[Dispute]] = {}
    for dispute in disputes:
        groups.setdefault((dispute.about, dispute.decides), []).append(dispute)
    return [_difference(group, by_id, in_effect) for group in groups.values()]


def _difference(
    group: Sequence[Dispute], by_id: Mapping[int, Claim], in_effect: Iterable[Claim]
) -> Difference:
    about, decides = group[0].about, by_id[group[0].decides]
    said = _says(about, decides)
    agreeing = (c.id for c in in_effect if c is not decides and _says(about, c) == said)
    differs = tuple(dict.fromkeys(dispute.differs for dispute in group))
    sides = {dispute.side for dispute in group}
    heaviest = max((by_id[pk] for pk in differs), key=lambda claim: claim.authority)
    return Difference(
        about,
        sides.pop() if len(sides) == 1 else Side.BOTH,
        (decides.id, *agreeing),
        differs,
        why(about, decides, heaviest),
    )


def _says(about: DisputeAbout, claim: Claim) -> tuple[object, ...]:
    """Return what a claim says about the matter, to find those that say the same."""
    if about is DisputeAbout.SINCE:
        return (claim.kind, claim.when.text if claim.when else "")
    return (claim.form,) if about is DisputeAbout.FORM else (claim.kind, claim.side)


def why(about: DisputeAbout, decides: Claim, other: Claim) -> Why:
    """Return the rule by which ``decides`` decides over ``other`` (see :mod:`jumelage.ties.domain.standing`)."""
    listed = (decides.kind is ClaimKind.ATTESTED, other.kind is ClaimKind.ATTESTED)
    if about is DisputeAbout.STANDING and listed == (False, True):
        return Why.EVENT
    if about is DisputeAbout.STANDING and listed == (True, False):
        return Why.OFFICIAL_LIST
    return Why.AUTHORITY if decides.authority > other.authority else Why.LATER
