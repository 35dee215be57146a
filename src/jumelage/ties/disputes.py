"""Reading disputes: which ties sources differ on, who says what since when, what decides and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex

from jumelage.places.domain.countries import members
from jumelage.sources.models import Source
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.disputes import Difference, differences
from jumelage.ties.domain.standing import DisputeAbout, standing
from jumelage.ties.domain.terms import ClaimKind, Side
from jumelage.ties.models import Claim, Tie
from jumelage.ties.queries import Moment, with_places

#: So many ties are read at once when disputes are streamed.
CHUNK = 500
#: What these kinds say is never the same as what a list says.
NOT_IN_FORCE = (ClaimKind.PROPOSED, ClaimKind.APPROVED, ClaimKind.SUSPENDED, ClaimKind.ENDED)


@dataclass(frozen=True, slots=True)
class DisputedTie:
    """A tie on which sources differ, at a moment."""

    tie: Tie
    differences: Sequence[Difference]
    claims: Mapping[int, Claim]  # by id, with source and batch

    def place_of(self, side: Side) -> str:
        """Return the name of a side's place in the reader's language; of both sides, nothing."""
        if side is Side.BOTH:
            return ""
        return (self.tie.place_a if side is Side.A else self.tie.place_b).local_name


def disputed_now(countries: Sequence[str] = ()) -> QuerySet[Tie]:
    """Return the ties on which sources differ today, by countries (former ones: their successors')."""
    ties = Tie.objects.filter(disputed=True)
    return _of_countries(ties, countries).order_by("country_a", "country_b", "pk")


def _of_countries(ties: QuerySet[Tie], countries: Sequence[str]) -> QuerySet[Tie]:
    for country in countries:
        codes = members(country)
        ties = ties.filter(Q(country_a__in=codes) | Q(country_b__in=codes))
    return ties


def dates_differ(other: str) -> Q:
    """Return the condition that a date of beginning and that of an outer claim may not be the same day.

    A date is written so that what is more exact begins with what is less exact (1991, 1991-05): where one text
    begins the other, they do not differ. What is left may differ: dates that are not plain are for the caller.
    """
    outer = OuterRef(other)
    return ~Q(when="") & ~Q(begins=1) & ~Q(begun=1) & ~Q(when=outer)


def with_beginnings(claims: QuerySet[Claim], other: str) -> QuerySet[Claim]:
    """Annotate claims with what :func:`dates_differ` asks."""
    return claims.alias(
        begins=StrIndex("when", OuterRef(other)), begun=StrIndex(OuterRef(other), "when")
    )


def _may_be_disputed(ties: QuerySet[Tie]) -> QuerySet[Tie]:
    """Narrow ties to those whose claims can differ on any day, with any knowledge: all others need not be read."""
    same = Claim.objects.filter(tie=OuterRef("tie"))
    signed = Claim.objects.filter(kind=ClaimKind.SIGNED).exclude(when="")
    begun = with_beginnings(same.filter(kind=ClaimKind.SIGNED), "when").filter(dates_differ("when"))
    formed = same.exclude(form="").exclude(form=OuterRef("form"))
    mine = {"tie": OuterRef("pk")}
    return ties.filter(
        Exists(Claim.objects.filter(**mine, kind__in=NOT_IN_FORCE))
        | Exists(signed.filter(Exists(begun), **mine))
        | Exists(Claim.objects.exclude(form="").filter(Exists(formed), **mine))
    )


def disputes_of(
    ties: Iterable[Tie], moment: Moment, about: DisputeAbout | None = None
) -> list[DisputedTie]:
    """Return those of these ties on which sources differ at a moment, in their order, narrowed to a matter.

    One statement, however many ties.
    """
    listed = list(ties)
    claims: dict[int, list[Claim]] = {tie.pk: [] for tie in listed}
    rows = Claim.objects.filter(tie__in=list(claims)).select_related("source", "batch")
    for claim in rows:
        claims[claim.tie_id].append(claim)
    found = (_disputed(tie, claims[tie.pk], moment, about) for tie in listed)
    return [disputed for disputed in found if disputed.differences]


def _disputed(
    tie: Tie, claims: Sequence[Claim], moment: Moment, about: DisputeAbout | None
) -> DisputedTie:
    known = in_effect([claim.for_arithmetic() for claim in claims], moment)
    disputes = standing(known, moment.on, moment.known_by).disputes
    wanted = [dispute for dispute in disputes if about is None or dispute.about is about]
    return DisputedTie(tie, differences(wanted, known), {claim.pk: claim for claim in claims})


def in_effect(claims: Iterable[arithmetic.Claim], moment: Moment) -> list[arithmetic.Claim]:
    """Return the claims that the standing at a moment follows from, in the order of their dates."""
    known = (c for c in claims if c.is_known(moment.known_by) and c.counts_from <= moment.on)
    return sorted(known, key=lambda claim: (claim.counts_from, claim.id))


def stream_disputes(
    countries: Sequence[str],
    moment: Moment,
    about: DisputeAbout | None = None,
    language: str = "en",
) -> Iterator[DisputedTie]:
    """Yield every tie on which sources differ at a moment, in the order of their entry, read in chunks."""
    now = moment.is_now
    ties = Tie.objects.filter(disputed=True) if now else _may_be_disputed(Tie.objects.all())
    rows = with_places(_of_countries(ties, countries), language).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield from disputes_of(chunk, moment, about)


def matters(countries: Sequence[str], moment: Moment) -> list[tuple[int, tuple[DisputeAbout, ...]]]:
    """Return the ties on which sources differ today with what they differ on, in the order of :func:`disputed_now`.

    One statement and one pass over their claims: for thousands of ties, not for hundreds of thousands.
    """
    order = ("tie__country_a", "tie__country_b", "tie_id", "pk")
    ties = disputed_now(countries).order_by().values("pk")
    rows = Claim.objects.filter(tie__in=ties, retracted_at__isnull=True).order_by(*order)
    sources: dict[int, Source] = {}
    found = []
    for tie, claims in groupby(rows.iterator(), key=lambda claim: claim.tie_id):
        known = [_with_source(claim, sources).for_arithmetic() for claim in claims]
        disputes = standing(known, moment.on, moment.known_by).disputes
        if disputes:
            found.append((tie, tuple(dict.fromkeys(dispute.about for dispute in disputes))))
    return found


def _with_source(claim: Claim, sources: dict[int, Source]) -> Claim:
    """Give a claim its source: there are few sources, so all are read once."""
    if not sources:
        sources.update(Source.objects.in_bulk())
    claim.source = sources[claim.source_id]
    return claim
