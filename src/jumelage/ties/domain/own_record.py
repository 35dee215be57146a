"""What others say about a tie that differs from a side's own record: one remark for each voice and matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jumelage.ties.domain.standing import Claim, DisputeAbout, SideStanding, Standing, standing
from jumelage.ties.domain.terms import ClaimKind, Form, Legal, Side

#: How a voice is called: the caller's own key for a source, or for the other side.
Voice = str


@dataclass(frozen=True, slots=True)
class Remark:
    """One voice says something else than the own record, or something on which that is silent (``ours`` is empty).

    ``theirs`` and ``ours`` are a value of ``Legal`` or ``Form``, or an EDTF date. ``claim`` is the one that says it.
    """

    voice: Voice
    about: DisputeAbout
    side: Side
    theirs: str
    ours: str
    claim: int


def remarks(
    own: Sequence[Claim], others: Mapping[Voice, Sequence[Claim]], on: date
) -> list[Remark]:
    """Return what differs, in the order of the voices.

    Args:
        own: the own record's claims. If there are none, there is nothing to compare with.
        others: the claims of every other voice.
        on: the day for which all are compared, as known on it.
    """
    ours = standing(own, on, on)
    by_id = {claim.id: claim for claim in own}
    found: list[Remark] = []
    if not own:
        return found
    for voice, claims in others.items():
        theirs = standing(claims, on, on)
        known = by_id | {claim.id: claim for claim in claims}
        found += _merged(voice, ours, theirs, known)
        found += _since(voice, ours, theirs)
        found += _form(voice, ours.form, theirs.form, claims)
    return found


def _merged(
    voice: Voice, ours: Standing, theirs: Standing, claims: Mapping[int, Claim]
) -> Iterable[Remark]:
    """Return what differs in the standing: as one remark where it is the same on both sides."""
    sides = [
        _standing(voice, Side.A, ours.a, theirs.a, claims),
        _standing(voice, Side.B, ours.b, theirs.b, claims),
    ]
    found = [remark for remark in sides if remark]
    if len(found) == 2 and len({(r.theirs, r.ours, r.claim) for r in found}) == 1:
        first = found[0]
        return [Remark(voice, first.about, Side.BOTH, first.theirs, first.ours, first.claim)]
    return found


def _standing(
    voice: Voice,
    side: Side,
    ours: SideStanding,
    theirs: SideStanding,
    claims: Mapping[int, Claim],
) -> Remark | None:
    if ours.claim is None or theirs.claim is None or ours.legal is theirs.legal:
        return None
    if theirs.legal in {Legal.NONE, Legal.PROPOSED}:
        return None  # how it began does not say how it stands
    mine, other = claims[ours.claim], claims[theirs.claim]
    if mine.kind is not ClaimKind.ATTESTED and other.span.is_before(mine.span):
        return None  # it could not know yet
    return Remark(
        voice, DisputeAbout.STANDING, side, theirs.legal.value, ours.legal.value, other.id
    )


def _since(voice: Voice, ours: Standing, theirs: Standing) -> Iterable[Remark]:
    if theirs.since is None or theirs.since_claim is None:
        return []
    if ours.since and ours.since.span.overlaps(theirs.since.span):
        return []
    own = ours.since.text if ours.since else ""
    return [
        Remark(voice, DisputeAbout.SINCE, Side.BOTH, theirs.since.text, own, theirs.since_claim)
    ]


def _form(voice: Voice, ours: Form, theirs: Form, claims: Sequence[Claim]) -> Iterable[Remark]:
    if theirs is Form.UNKNOWN or ours is Form.UNKNOWN or theirs is ours:
        return []
    says = [claim.id for claim in claims if claim.form is theirs and claim.retracted_at is None]
    return [Remark(voice, DisputeAbout.FORM, Side.BOTH, theirs.value, ours.value, max(says))]
