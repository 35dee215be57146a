"""How the claims and disputes of a tie are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jumelage.places.domain.countries import country_name
from jumelage.ties.domain.standing import Dispute, DisputeAbout
from jumelage.ties.domain.terms import Side
from jumelage.ties.domain.validation import Flag
from jumelage.ties.models import Claim, Tie
from jumelage.ties.queries import Moment
from jumelage.ties.wording import language, say_claim, say_date

FLAGS = {
    Flag.ENDS_BEFORE_BEGINNING: _("Ends before it begins: one of the two dates must be wrong."),
    Flag.UNUSUALLY_OLD: _("Unusually old: worth a second look."),
    Flag.IN_THE_FUTURE: _("Lies in the future."),
    Flag.AFTER_ITS_SOURCE: _("Is dated after its source was published."),
}


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim with its words."""

    claim: Claim
    words: str
    when: str
    state_then: str
    flags: Sequence[str]
    is_known: bool
    is_in_effect: bool


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """What sources differ on: the claims that say what decides, and beside them those that say otherwise."""

    about: str
    decides: Sequence[ClaimShown]
    differs: Sequence[ClaimShown]

    @property
    def sides(self) -> tuple[Sequence[ClaimShown], Sequence[ClaimShown]]:
        """Both, the one that decides first."""
        return (self.decides, self.differs)


def claims_shown(tie: Tie, claims: Iterable[Claim], moment: Moment) -> list[ClaimShown]:
    """Return the claims with their words, in the order of their dates."""
    names = {Side.A: tie.place_a.local_name, Side.B: tie.place_b.local_name, Side.BOTH: ""}
    dated = [(claim, claim.for_arithmetic()) for claim in claims]
    dated.sort(key=lambda pair: (pair[1].counts_from, pair[0].pk))
    return [
        ClaimShown(
            claim=claim,
            words=say_claim(claim.kind, names[arithmetic.side]),
            when=say_date(claim.when),
            state_then=", ".join(
                country_name(code, language())
                for code in (claim.country_a_then, claim.country_b_then)
                if code
            ),
            flags=[str(FLAGS[Flag(flag)]) for flag in claim.flags],
            is_known=claim.recorded_at.date() <= moment.known_by,
            is_in_effect=arithmetic.is_known(moment.known_by)
            and arithmetic.counts_from <= moment.on,
        )
        for claim, arithmetic in dated
    ]


def disputes_shown(disputes: Iterable[Dispute], shown: Sequence[ClaimShown]) -> list[DisputeShown]:
    """Return the disputes, those over the same claim as one, with all claims that say the same as it."""
    by_id = {claim.claim.pk: claim for claim in shown}
    differing: dict[tuple[DisputeAbout, int], list[ClaimShown]] = {}
    for dispute in disputes:
        group = differing.setdefault((dispute.about, dispute.decides), [])
        if by_id[dispute.differs] not in group:
            group.append(by_id[dispute.differs])
    return [
        DisputeShown(about.value, _agreeing(about, by_id[decides], shown), differs)
        for (about, decides), differs in differing.items()
    ]


def _agreeing(
    about: DisputeAbout, decides: ClaimShown, shown: Iterable[ClaimShown]
) -> list[ClaimShown]:
    """Return the claim that decides and those that say the same, the deciding one first."""

    def says(item: ClaimShown) -> tuple[str, ...]:
        claim = item.claim
        if about is DisputeAbout.SINCE:
            return (claim.kind, claim.when)
        return (claim.form,) if about is DisputeAbout.FORM else (claim.kind, claim.side)

    others = [
        item
        for item in shown
        if item is not decides and item.is_in_effect and says(item) == says(decides)
    ]
    return [decides, *others]
