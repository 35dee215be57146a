"""How the disputes of a tie are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jumelage.ties.dispute_words import say_about, why_of
from jumelage.ties.domain.disputes import Difference
from jumelage.ties.domain.terms import Side
from jumelage.ties.models import Tie
from jumelage.ties.showing import ClaimShown


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """What sources differ on: the claims that say what decides, and beside them those that say otherwise."""

    about: str
    heading: str
    why: str
    decides: Sequence[ClaimShown]
    differs: Sequence[ClaimShown]

    @property
    def sides(self) -> tuple[Sequence[ClaimShown], Sequence[ClaimShown]]:
        """Both, the one that decides first."""
        return (self.decides, self.differs)


def disputes_shown(
    tie: Tie, disputes: Iterable[Difference], shown: Sequence[ClaimShown]
) -> list[DisputeShown]:
    """Return what sources differ on about a tie, with the words of all claims on either side."""
    names = {Side.A: tie.place_a.local_name, Side.B: tie.place_b.local_name, Side.BOTH: ""}
    by_id = {claim.claim.pk: claim for claim in shown}
    claims = {number: item.claim for number, item in by_id.items()}
    return [
        DisputeShown(
            about=dispute.about.value,
            heading=say_about(dispute.about, names[dispute.side]),
            why=why_of(claims, dispute),
            decides=[by_id[number] for number in dispute.decides],
            differs=[by_id[number] for number in dispute.differs],
        )
        for dispute in disputes
    ]
