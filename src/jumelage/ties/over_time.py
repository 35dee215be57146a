"""What the ties of a country or a place add up to on another day, and over the years.

Exactly, from the claims, while the ties are few enough to read all that is said of them. Beyond, from two columns kept
with each tie: the first day on which a source shows it in force, and the day of the suspension or end that decides.
These know nothing of interruptions in between, nor of what was known on another day.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import ExtractYear

from jumelage.core.clock import today
from jumelage.places.domain.countries import members
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.bilateral import in_force_between, in_force_by_year
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie
from jumelage.ties.queries import Moment, claims_by_tie, thresholds

#: Of so many ties the claims are read; of more, the kept columns answer.
EXACT_TIES = 2000
#: A curve begins here at the earliest; what was in force before counts from its first year.
EARLIEST_YEAR = 1900

_STOPPED = (Legal.SUSPENDED, Legal.ENDED)


@dataclass(frozen=True, slots=True)
class OverYears:
    """How many ties were in force at the end of each year, and how well that is known."""

    rows: list[tuple[int, int]]
    ties: int
    dated: int  # ties of which a source gives the beginning
    is_exact: bool


def ties_with(country: str) -> QuerySet[Tie]:
    """Return the ties of a country's places (a historic one's: of its successors'), also those within it."""
    codes = members(country)
    return Tie.objects.filter(Q(country_a__in=codes) | Q(country_b__in=codes)).order_by()


@dataclass(frozen=True)
class TiesThen:
    """Some ties at a moment: from their claims if they are few, else from the kept columns."""

    ties: QuerySet[Tie]
    moment: Moment

    @property
    def is_exact(self) -> bool:
        """Whether the claims of all these ties are read."""
        return self._numbers[0] <= EXACT_TIES

    @cached_property
    def _numbers(self) -> tuple[int, int]:
        counted = self.ties.aggregate(ties=Count("pk"), dated=Count("since_year"))
        return counted["ties"], counted["dated"]

    @property
    def dated(self) -> int:
        """Of how many of the ties a source gives the beginning, as known today."""
        return self._numbers[1]

    @cached_property
    def _claims(self) -> dict[int, list[arithmetic.Claim]]:
        found = claims_by_tie(self.ties.values_list("pk", flat=True))
        return {pk: [claim.for_arithmetic() for claim in claims] for pk, claims in found.items()}

    @cached_property
    def _legal(self) -> dict[int, Legal]:
        on, known_by = self.moment.on, self.moment.known_by
        return {
            pk: arithmetic.standing(claims, on, known_by, thresholds()).legal
            for pk, claims in self._claims.items()
        }

    def partners(self, country: str) -> list[tuple[str, int, int]]:
        """Return the countries that a country had ties with: code, ties known, ties in force; the most first."""
        codes = members(country)
        rows = self.ties.annotate(
            partner=Case(When(country_a__in=codes, then=F("country_b")), default=F("country_a"))
        )
        if not self.is_exact:
            counted = rows.values_list("partner").annotate(
                known=Count("pk", filter=self._begun), in_force=Count("pk", filter=self._stood)
            )
            return _most_first(counted.order_by())
        known: Counter[str] = Counter()
        in_force: Counter[str] = Counter()
        for pk, partner in rows.values_list("pk", "partner"):
            known[partner] += self._legal[pk] is not Legal.NONE
            in_force[partner] += self._legal[pk] is Legal.IN_FORCE
        return _most_first((code, known[code], in_force[code]) for code in known)

    def in_force_by_place(self, places: Collection[int]) -> dict[int, int]:
        """Return how many of the ties of each of ``places`` were in force; a place without any is left out."""
        counts: Counter[int] = Counter()
        if self.is_exact:
            ends = self.ties.filter(Q(place_a__in=places) | Q(place_b__in=places))
            for pk, a, b in ends.values_list("pk", "place_a_id", "place_b_id"):
                if self._legal[pk] is Legal.IN_FORCE:
                    counts.update({a, b} & set(places))
            return dict(counts)
        for side in ("place_a_id", "place_b_id"):
            rows = self.ties.filter(self._stood, **{f"{side}__in": places}).values_list(side)
            counts.update(dict(rows.annotate(number=Count("pk")).order_by()))
        return dict(counts)

    def over_years(self) -> OverYears:
        """Return the number in force at the end of each year until the current one; no rows if nothing is known."""
        rows = self._rows_from_claims() if self.is_exact else self._rows_from_columns()
        return OverYears(rows, *self._numbers, self.is_exact)

    def _rows_from_claims(self) -> list[tuple[int, int]]:
        known_by = self.moment.known_by
        lists = list(self._claims.values())
        years = [day.year for claims in lists for day in arithmetic.changes(claims, known_by)]
        if not years:
            return []
        return in_force_by_year(lists, max(min(years), EARLIEST_YEAR), today().year, known_by)

    def _rows_from_columns(self) -> list[tuple[int, int]]:
        lives = (
            self.ties.filter(attested_from__isnull=False)
            .annotate(begin=ExtractYear("attested_from"), end=ExtractYear("changed_on"))
            .values_list("begin", "end")
            .annotate(number=Count("pk"))
            .order_by()
        )
        counted = list(lives)
        if not counted:
            return []
        first = max(min(begin for begin, _end, _number in counted), EARLIEST_YEAR)
        return in_force_between(counted, first, today().year)

    @property
    def _begun(self) -> Q:
        return Q(attested_from__lte=self.moment.on)

    @property
    def _stood(self) -> Q:
        stopped_later = Q(legal__in=_STOPPED, changed_on__gt=self.moment.on)
        return self._begun & (Q(legal=Legal.IN_FORCE) | stopped_later)


def _most_first(rows: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    return sorted((row for row in rows if row[1]), key=lambda row: (-row[1], row[0]))
