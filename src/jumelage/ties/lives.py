"""How a great many ties stood on any day: one pass over what is said of them, in bounded memory.

Of most ties the claims only say that they were in force from some day on. Of these the database finds that day, and no
claim is read. The others, which a source calls suspended or ended, or of which sources give several dates or forms, are
read claim by claim, some thousands at a time. Both ways follow the rules of ``domain.standing`` exactly.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.bilateral import TieEnds, turns
from jumelage.ties.domain.standing import combine
from jumelage.ties.domain.terms import LEGAL_EFFECT, ClaimKind, Legal, Side
from jumelage.ties.models import Claim, Tie

#: So many ties are read claim by claim at once.
CHUNK = 5000

_BEGINS = [kind for kind, legal in LEGAL_EFFECT.items() if legal is Legal.IN_FORCE]
_PROPOSES = [kind for kind, legal in LEGAL_EFFECT.items() if legal is Legal.PROPOSED]
_STOPS = [kind for kind, legal in LEGAL_EFFECT.items() if legal in (Legal.SUSPENDED, Legal.ENDED)]


@dataclass(frozen=True, slots=True)
class Life:
    """A tie and when it stood how, as known on a day: by its beginnings alone, or by its claims."""

    tie: int
    places: tuple[int, int]
    kinds: tuple[str, str]
    countries: tuple[str, str]
    first_said: date | None  # the first day of which any claim speaks, whenever it came on record
    begun: tuple[date | None, date | None]
    proposed: tuple[date | None, date | None]
    known_by: date
    claims: Sequence[arithmetic.Claim] | None = None

    def stood(self, on: date) -> tuple[Legal, bool]:
        """Return the standing on a day, and whether sources differ."""
        if self.claims is not None:
            found = arithmetic.standing(self.claims, on, self.known_by)
            return found.legal, found.disputed
        return combine(self._side(0, on), self._side(1, on)), False

    def ends(self, on: date, first: Collection[str]) -> TieEnds:
        """Return the tie on a day as a count takes it: turned so that side a is in the first country (its codes)."""
        country_a, country_b = self.countries
        swaps = country_b in first and country_a not in first
        a, b = (1, 0) if swaps else (0, 1)
        legal, disputed = self.stood(on)
        return TieEnds(
            self.places[a], self.kinds[a], self.places[b], self.kinds[b], legal, disputed
        )

    def turns(self) -> list[tuple[int, int]]:
        """Return the years in which it came in force (+1) or ceased to be (-1), as their ends show it."""
        if self.claims is not None:
            return turns(self.claims, self.known_by)
        begun_a, begun_b = self.begun
        return [(max(begun_a, begun_b).year, 1)] if begun_a and begun_b else []

    def _side(self, side: int, on: date) -> Legal:
        begun, proposed = self.begun[side], self.proposed[side]
        if begun and begun <= on:
            return Legal.IN_FORCE
        return Legal.PROPOSED if proposed and proposed <= on else Legal.NONE


def lives(ties: QuerySet[Tie], known_by: date) -> Iterator[Life]:
    """Yield the lives of ties as known on a day: one statement, and one more for each 5,000 read by their claims."""
    waiting: list[Life] = []
    for row in _rows(ties, known_by).iterator(chunk_size=CHUNK):
        life, by_claims = _life(row, known_by)
        if not by_claims:
            yield life
            continue
        waiting.append(life)
        if len(waiting) == CHUNK:
            yield from _with_claims(waiting)
            waiting = []
    if waiting:
        yield from _with_claims(waiting)


def _rows(ties: QuerySet[Tie], known_by: date) -> "QuerySet[Tie, tuple[Any, ...]]":
    day_ends = datetime.combine(known_by, time.max, tzinfo=UTC)
    known = Q(claims__recorded_at__lte=day_ends) & (
        Q(claims__retracted_at__isnull=True) | Q(claims__retracted_at__gt=day_ends)
    )

    def first(kinds: list[ClaimKind], side: Side) -> Min:
        concerned = Q(claims__kind__in=kinds, claims__side__in=[Side.BOTH, side])
        return Min("claims__counts_from", filter=known & concerned)

    named, signed = ~Q(claims__form=""), Q(claims__kind=ClaimKind.SIGNED) & ~Q(claims__when="")
    return (
        ties.order_by()
        .values_list(
            "pk", "place_a_id", "place_b_id", "place_a__kind", "place_b__kind", "country_a",
            "country_b",
        )
        .annotate(
            first_said=Min("claims__counts_from"),
            begun_a=first(_BEGINS, Side.A),
            begun_b=first(_BEGINS, Side.B),
            proposed_a=first(_PROPOSES, Side.A),
            proposed_b=first(_PROPOSES, Side.B),
            stops=Count("claims", filter=Q(claims__kind__in=_STOPS)),
            form_least=Min("claims__form", filter=named),
            form_most=Max("claims__form", filter=named),
            since_least=Min("claims__when", filter=signed),
            since_most=Max("claims__when", filter=signed),
        )
    )  # fmt: skip


def _life(row: tuple[Any, ...], known_by: date) -> tuple[Life, bool]:
    """Return a tie's life, and whether its claims must be read to know it."""
    tie, a, b, kind_a, kind_b, country_a, country_b, said, *days = row
    *days, stops, form, other_form, since, other_since = days
    begun_a, begun_b, proposed_a, proposed_b = days
    life = Life(
        tie, (a, b), (kind_a, kind_b), (country_a, country_b), said, (begun_a, begun_b),
        (proposed_a, proposed_b), known_by,
    )  # fmt: skip
    return life, bool(stops) or form != other_form or since != other_since


def _with_claims(found: Sequence[Life]) -> Iterator[Life]:
    claims: dict[int, list[arithmetic.Claim]] = {life.tie: [] for life in found}
    rows = Claim.objects.filter(tie_id__in=list(claims)).select_related("source").order_by()
    for claim in rows.defer("quote", "note", "locator").iterator(chunk_size=CHUNK):
        claims[claim.tie_id].append(claim.for_arithmetic())
    for life in found:
        yield Life(
            life.tie, life.places, life.kinds, life.countries, life.first_said, life.begun,
            life.proposed, life.known_by, claims[life.tie],
        )  # fmt: skip
