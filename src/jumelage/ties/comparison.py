"""Two sources beside one another: ties that only one of them names, and ties about which they differ.

Only what is on record now, and not retracted, is compared. Each question is one statement that follows the index of
claims by source; nothing reads all claims of a source into memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jumelage.core.clock import today
from jumelage.places.domain.countries import members
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.disputes import NOT_IN_FORCE, dates_differ, with_beginnings
from jumelage.ties.domain.comparison import Part, Said, differing, said
from jumelage.ties.domain.standing import DisputeAbout
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Claim, Tie
from jumelage.ties.queries import Turn, sort_ties, with_places

#: So many ties are read at once when a comparison is streamed.
CHUNK = 500
#: So many of a source's ties are looked at to find the sources that share most of them.
LOOKED_AT = 50_000

Differing = list[tuple[int, tuple[DisputeAbout, ...]]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which two sources are compared, and what the comparison is narrowed to."""

    here: Source
    there: Source
    country: str = ""
    place: int | None = None

    @property
    def turned(self) -> "Comparison":
        """The same from the other source's point of view."""
        return replace(self, here=self.there, there=self.here)

    @property
    def turn(self) -> Turn:
        """Which side of a tie is shown first."""
        return Turn(self.place, members(self.country) if self.country else ())

    def narrow(self, ties: QuerySet[Tie]) -> QuerySet[Tie]:
        """Return those of the ties that the comparison is narrowed to."""
        if self.country:
            codes = members(self.country)
            ties = ties.filter(Q(country_a__in=codes) | Q(country_b__in=codes))
        if self.place is not None:
            ties = ties.filter(Q(place_a=self.place) | Q(place_b=self.place))
        return ties


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a comparison."""

    places: int  # that both sources name
    both: int  # ties
    differs: int
    only_here: int
    only_there: int
    beyond_here: int
    beyond_there: int
    about: Mapping[str, int]  # what they differ on; a tie may count under several

    @property
    def agrees(self) -> int:
        """Ties that both name without differing."""
        return self.both - self.differs

    def of(self, part: Part) -> int:
        """Return the number of ties of a part."""
        return int(getattr(self, part.value.replace("-", "_")))


@dataclass(frozen=True, slots=True)
class ComparedTie:
    """A tie with what each of two sources says about it (``None``: it does not name the tie)."""

    tie: Tie
    a: Place
    b: Place
    here: Said | None
    there: Said | None
    differs: tuple[DisputeAbout, ...]
    swapped: bool


def on_record(source: Source) -> QuerySet[Claim]:
    """Return what a source is on record for."""
    return Claim.objects.filter(source=source, retracted_at__isnull=True)


def _named_by(source: Source, tie: str = "pk") -> Exists:
    return Exists(on_record(source).filter(tie=OuterRef(tie)))


def ties_named(source: Source) -> QuerySet[Tie]:
    """Return the ties that a source names: the statement begins at the source's claims."""
    return Tie.objects.filter(pk__in=on_record(source).values("tie"))


def _place_named_by(source: Source, side: str) -> Q:
    """Return the condition that a source names any tie of the place on a side."""
    named = _named_by(source)
    return Q(Exists(Tie.objects.filter(named, place_a=OuterRef(side)))) | Q(
        Exists(Tie.objects.filter(named, place_b=OuterRef(side)))
    )


def _only(comparison: Comparison) -> QuerySet[Tie]:
    """Return the ties that this source names and the other does not."""
    named = comparison.narrow(ties_named(comparison.here))
    return named.filter(~_named_by(comparison.there))


def _in_scope(comparison: Comparison) -> Q:
    """Return the condition that the other source names one of a tie's places, so that its silence says something."""
    there = comparison.there
    return _place_named_by(there, "place_a") | _place_named_by(there, "place_b")


def both_name(comparison: Comparison) -> QuerySet[Tie]:
    """Return the ties that both sources name."""
    return comparison.narrow(ties_named(comparison.here)).filter(_named_by(comparison.there))


def part_ties(comparison: Comparison, part: Part) -> QuerySet[Tie]:
    """Return the ties of a part; those about which the sources differ are for :func:`differing_ties`."""
    seen_from = comparison.turned if part.is_there else comparison
    scope = _in_scope(seen_from)
    return _only(seen_from).filter(~scope if part.is_beyond else scope)


def _places(comparison: Comparison, source: Source) -> QuerySet[Tie, int]:
    """Return the numbers of the places that a source names, each once."""
    codes = members(comparison.country) if comparison.country else ()
    sides = []
    for side, country in (("place_a", "country_a"), ("place_b", "country_b")):
        ties = ties_named(source).order_by()
        if codes:
            ties = ties.filter(**{f"{country}__in": codes})
        if comparison.place is not None:
            ties = ties.filter(**{side: comparison.place})
        sides.append(ties.values_list(side, flat=True))
    return sides[0].union(sides[1])


def _candidates(comparison: Comparison) -> QuerySet[Tie]:
    """Return the ties that both name and about which they can differ: what is alike in letters is not read."""
    here, there = on_record(comparison.here), on_record(comparison.there)
    other = there.filter(tie=OuterRef("tie"))
    signed = with_beginnings(other.filter(kind=ClaimKind.SIGNED), "when")
    begun = here.filter(kind=ClaimKind.SIGNED).exclude(when="")
    formed = other.exclude(form="").exclude(form=OuterRef("form"))
    mine = {"tie": OuterRef("pk")}
    return both_name(comparison).filter(
        Exists(begun.filter(Exists(signed.filter(dates_differ("when"))), **mine))
        | Exists(here.exclude(form="").filter(Exists(formed), **mine))
        | Exists(here.filter(kind__in=NOT_IN_FORCE, **mine))
        | Exists(there.filter(kind__in=NOT_IN_FORCE, **mine))
    )


_ORDERS = {
    "a": ("tie__place_a__name", "tie__place_b__name"),
    "b": ("tie__place_b__name", "tie__place_a__name"),
}


def differing_ties(comparison: Comparison, sort: str = "a") -> Differing:
    """Return the numbers of the ties about which both sources say different things, and what they differ on.

    One statement, and one pass over the claims that can differ. In the order of a key of ``a`` and ``b``, descending
    with a leading ``-``.
    """
    ties = _candidates(comparison).order_by().values("pk")
    claims = Claim.objects.filter(
        source__in=(comparison.here, comparison.there), retracted_at__isnull=True, tie__in=ties
    )
    mark = "-" if sort.startswith("-") else ""
    keys = _ORDERS.get(sort.lstrip("-"), _ORDERS["a"])
    rows = claims.order_by(*(f"{mark}{key}" for key in keys), "tie_id")
    found = []
    for tie, group in groupby(rows.iterator(), key=lambda claim: claim.tie_id):
        here, there = _said_by(group, comparison)
        if about := differing(here, there):
            found.append((tie, about))
    return found


def _said_by(claims: Iterable[Claim], comparison: Comparison) -> tuple[Said | None, Said | None]:
    """Return what the two sources say in these claims about one tie."""
    sources = {source.pk: source for source in (comparison.here, comparison.there)}
    spoken = []
    for claim in claims:
        claim.source = sources[claim.source_id]
        spoken.append((claim.source_id, claim.for_arithmetic()))
    here, there = (
        said((claim for by, claim in spoken if by == source), today())
        for source in (comparison.here.pk, comparison.there.pk)
    )
    return here, there


def counts(comparison: Comparison, differs: Differing | None = None) -> Counts:
    """Return the numbers of a comparison: five statements, however many ties.

    Args:
        comparison: what is compared.
        differs: the answer of :func:`differing_ties`, where it is at hand.
    """
    found = differing_ties(comparison) if differs is None else differs
    only_here, beyond_here = _count_only(comparison)
    only_there, beyond_there = _count_only(comparison.turned)
    here, there = (_places(comparison, s) for s in (comparison.here, comparison.there))
    return Counts(
        places=here.intersection(there).count(),
        both=both_name(comparison).count(),
        differs=len(found),
        only_here=only_here,
        only_there=only_there,
        beyond_here=beyond_here,
        beyond_there=beyond_there,
        about={matter.value: sum(matter in about for _, about in found) for matter in DisputeAbout},
    )


def _count_only(comparison: Comparison) -> tuple[int, int]:
    numbers = (
        _only(comparison)
        .order_by()
        .aggregate(all=Count("pk"), scope=Count("pk", filter=_in_scope(comparison)))
    )
    return numbers["scope"], numbers["all"] - numbers["scope"]


def compared(ties: Iterable[Tie], comparison: Comparison) -> list[ComparedTie]:
    """Return ties with what each of the two sources says about them: one statement, however many ties."""
    listed = list(ties)
    claims: dict[int, list[Claim]] = {tie.pk: [] for tie in listed}
    for claim in Claim.objects.filter(
        source__in=(comparison.here, comparison.there),
        retracted_at__isnull=True,
        tie__in=list(claims),
    ):
        claims[claim.tie_id].append(claim)
    return [_compared(tie, claims[tie.pk], comparison) for tie in listed]


def _compared(tie: Tie, claims: Iterable[Claim], comparison: Comparison) -> ComparedTie:
    here, there = _said_by(claims, comparison)
    swap = comparison.turn.swaps(tie)
    a, b = (tie.place_b, tie.place_a) if swap else (tie.place_a, tie.place_b)
    return ComparedTie(tie, a, b, here, there, differing(here, there), swap)


def page_ties(comparison: Comparison, part: Part, sort: str, language: str) -> QuerySet[Tie]:
    """Return the ties of a part that only one source names, with their places, in an order."""
    return sort_ties(with_places(part_ties(comparison, part), language), sort)


def ties_at(numbers: Sequence[int], language: str) -> list[Tie]:
    """Return ties by their numbers, with their places, in the order of the numbers."""
    found = with_places(Tie.objects.filter(pk__in=numbers), language).in_bulk()
    return [found[number] for number in numbers if number in found]


def place_ties(comparison: Comparison, language: str) -> list[ComparedTie]:
    """Return all ties of the place compared that either source names, by the partner's country and name."""
    named = Q(_named_by(comparison.here)) | Q(_named_by(comparison.there))
    ties = with_places(comparison.narrow(Tie.objects.filter(named)), language)
    found = compared(ties, comparison)
    return sorted(found, key=lambda tie: (tie.b.country, tie.b.local_name.casefold()))


def stream_part(comparison: Comparison, part: Part, language: str = "en") -> Iterator[ComparedTie]:
    """Yield the ties of a part, read in chunks."""
    if part is Part.DIFFERS:
        numbers = [number for number, _ in differing_ties(comparison)]
        for start in range(0, len(numbers), CHUNK):
            yield from compared(ties_at(numbers[start : start + CHUNK], language), comparison)
        return
    rows = with_places(part_ties(comparison, part), language).order_by("pk")
    last = 0
    while ties := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = ties[-1].pk
        yield from compared(ties, comparison)


def sharing_sources(source: Source) -> list[tuple[int, int]]:
    """Return the other sources that name ties of this one, with how many; those that share most ties first.

    Of a source with very many ties, the first :data:`LOOKED_AT` claims are looked at.
    """
    ties = on_record(source).order_by("pk").values("tie")[:LOOKED_AT]
    rows = (
        Claim.objects.filter(retracted_at__isnull=True, tie__in=ties)
        .exclude(source=source)
        .order_by()
        .values_list("source")
        .annotate(number=Count("tie", distinct=True))
        .order_by("-number", "source")
    )
    return list(rows)
