"""How the claims and disputes of a tie are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jumelage.places.domain.countries import country_name
from jumelage.ties.dispute_words import say_about, say_last_named, why_of
from jumelage.ties.domain.disputes import Difference
from jumelage.ties.domain.terms import Side
from jumelage.ties.domain.validation import Flag
from jumelage.ties.models import Claim, Tie
from jumelage.ties.queries import Moment
from jumelage.ties.wording import language, say_claim, say_date, say_day

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
    on_record: str
    last_named: str  # in which edition, if the claim is of a list imported


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
            on_record=say_day(claim.recorded_at.date()),
            last_named=say_last_named(claim),
        )
        for claim, arithmetic in dated
    ]


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
