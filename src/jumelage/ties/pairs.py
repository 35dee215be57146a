"""Two countries: what their ties add up to at a moment, and the ties themselves, a page or a stretch at a time.

Now, the kept columns are counted by the database. At any other moment one pass over the ties counts them
(:mod:`jumelage.ties.lives`), exactly and in bounded memory. Only those ties are loaded that are asked for.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Replace

from jumelage.core.clock import today
from jumelage.places.domain.countries import members
from jumelage.places.models import Place, PlaceName
from jumelage.ties.domain.bilateral import BilateralCount, Tally, difference, over_years
from jumelage.ties.domain.terms import Legal
from jumelage.ties.lives import lives
from jumelage.ties.models import Claim, ReportedFigure, Tie
from jumelage.ties.queries import CHUNK, DatedTie, Moment, Turn, claims_by_tie, dated, with_places

Curve = list[tuple[int, int]]
#: What the ties of two countries may be ordered by; how long they last, only as known today.
SORTS = ("a", "b", "since")


def between(country_a: str, country_b: str) -> QuerySet[Tie]:
    """Return the ties between two countries (historic ones: between their successors)."""
    first, second = members(country_a), members(country_b)
    return Tie.objects.filter(
        Q(country_a__in=first, country_b__in=second) | Q(country_a__in=second, country_b__in=first)
    )


@dataclass(frozen=True, slots=True)
class FigureBeside:
    """A reported total beside the count of the registry on the same day (as known at the moment asked)."""

    figure: ReportedFigure
    a: Mapping[str, int]
    b: Mapping[str, int]
    counted: BilateralCount
    difference_a: Mapping[str, int]
    difference_b: Mapping[str, int]

    @property
    def difference_ties(self) -> int | None:
        """Ties counted in force minus ties reported."""
        return None if self.figure.ties is None else self.counted.ties - self.figure.ties


@dataclass(frozen=True)
class _Told:
    """What one pass over all ties found."""

    count: BilateralCount
    legal: Mapping[int, Legal]
    curve: Curve
    figures: list[FigureBeside]


@dataclass(frozen=True)
class Bilateral:
    """All that the registry can say about the ties between two countries at a moment."""

    country_a: str
    country_b: str
    moment: Moment
    language: str

    @cached_property
    def count(self) -> BilateralCount:
        """The distinct places connected, by kind, and the ties by standing."""
        return self._count_columns() if self.moment.is_now else self._told.count

    @property
    def _ties(self) -> QuerySet[Tie]:
        return between(self.country_a, self.country_b).order_by()

    @property
    def _turn(self) -> Turn:
        return Turn(countries=members(self.country_a))

    def _count_columns(self) -> BilateralCount:
        rows = self._ties.exclude(legal=Legal.NONE).values_list("legal")
        counted = list(rows.annotate(ties=Count("pk"), differ=Count("pk", filter=Q(disputed=True))))
        in_force = self._ties.filter(legal=Legal.IN_FORCE)
        a, b = (
            dict(
                Place.objects.filter(pk__in=in_force.values_list(self._end(side)))
                .order_by()
                .values_list("kind")
                .annotate(number=Count("pk"))
            )
            for side in "ab"
        )
        by_legal = {Legal(legal): ties for legal, ties, _differ in counted}
        return BilateralCount(a, b, by_legal, sum(differ for *_, differ in counted))

    def _end(self, side: str, name: str = "") -> Case:
        """Return the place of a country (its number, or a column of it) as the database finds it in a tie."""
        codes = members(self.country_a)
        here, there = ("a", "b") if side == "a" else ("b", "a")
        column = f"__{name}" if name else "_id"
        return Case(
            When(
                Q(country_b__in=codes) & ~Q(country_a__in=codes), then=F(f"place_{there}{column}")
            ),
            default=F(f"place_{here}{column}"),
        )

    @cached_property
    def is_empty(self) -> bool:
        """Whether no tie between the two is on record, whatever the moment."""
        return not self._ties.exists()

    @cached_property
    def source_count(self) -> int:
        """How many sources speak about the ties known at the moment."""
        claims = Claim.objects.order_by()
        if self.moment.is_now:
            known = self._ties.exclude(legal=Legal.NONE)
            return int(
                claims.filter(tie__in=known).aggregate(n=Count("source", distinct=True))["n"]
            )
        pairs = claims.filter(tie__in=self._ties).values_list("tie_id", "source_id").iterator()
        return len({source for tie, source in pairs if tie in self._told.legal})

    def curve(self) -> Curve:
        """Return the number of ties in force at the end of each year, from the first known to the current one."""
        return self._told.curve

    def figures(self) -> list[FigureBeside]:
        """Return the reported totals beside the count on their own day, with the difference."""
        return self._told.figures

    @cached_property
    def _told(self) -> _Told:
        known_by = self.moment.known_by
        figures = list(figures_between(self.country_a, self.country_b))
        then, on = Tally(), self.moment.on
        tallies = [(min(figure.on_day, today()), Tally()) for figure in figures]
        codes = members(self.country_a)
        gains: Counter[int] = Counter()
        legal: dict[int, Legal] = {}
        first = None
        for life in lives(self._ties, known_by):
            if not self.moment.is_now and (ends := life.ends(on, codes)).legal is not Legal.NONE:
                then.add(ends)
                legal[life.tie] = ends.legal
            for day, tally in tallies:
                tally.add(life.ends(day, codes))
            for year, gain in life.turns():
                gains[year] += gain
            if life.first_said:
                first = min(first or life.first_said, life.first_said)
        curve = over_years(gains, first.year, today().year) if first else []
        counts = [tally.count() for _day, tally in tallies]
        beside = [self._beside(*pair) for pair in zip(figures, counts, strict=True)]
        return _Told(then.count(), legal, curve, beside)

    def _beside(self, figure: ReportedFigure, counted: BilateralCount) -> FigureBeside:
        same = figure.country_a == self.country_a
        a, b = (figure.counts_a, figure.counts_b) if same else (figure.counts_b, figure.counts_a)
        return FigureBeside(
            figure, a, b, counted, difference(counted.a, a), difference(counted.b, b)
        )

    def numbers(self, legal: Legal | None = None, sort: str = "a") -> Sequence[int]:
        """Return the numbers of the ties known at the moment, of one standing or of all, in order.

        The order is by the name of the place of the first country in the reader's language (``a``), by that of the
        second (``b``), or by the year in which the tie began (``since``), descending with a leading ``-``. Now, this
        is a query that can be asked for a part.
        """
        if self.moment.is_now:
            rows = self._ordered(sort).values_list("pk", flat=True)
            return rows.filter(legal=legal) if legal else rows.exclude(legal=Legal.NONE)  # type: ignore[return-value]
        stood = self._told.legal
        if sort not in self._orders:
            rows = self._ordered(sort).values_list("pk", flat=True)
            self._orders[sort] = array("q", (pk for pk in rows.iterator() if pk in stood))
        return [pk for pk in self._orders[sort] if legal in (None, stood[pk])]

    @cached_property
    def _orders(self) -> "dict[str, array[int]]":
        """The ties known at another moment in the orders asked for so far."""
        return {}

    def _ordered(self, sort: str) -> QuerySet[Tie]:
        ends = {side: self._named(side) for side in "ab"}
        key = sort.lstrip("-")
        order: list[Any] = [ends["b"], ends["a"]] if key == "b" else [ends["a"], ends["b"]]
        if key == "since":
            unknown_last = Value(0 if sort.startswith("-") else 9999)
            order = [Coalesce("since_year", unknown_last), *order]
        if sort.startswith("-"):
            order[0] = order[0].desc()
        ties = self._ties.annotate(end_a=self._end("a"), end_b=self._end("b"))
        return ties.order_by(*order, "pk")

    def _named(self, side: str) -> Replace:
        """Return a place's name as the reader's alphabet puts it in order; ё stands with е."""
        name = self._end(side, "name")
        if self.language == "en":
            return name  # type: ignore[return-value]
        official = PlaceName.objects.filter(
            place=OuterRef(f"end_{side}"), language=self.language, kind=PlaceName.OFFICIAL
        )
        local = Coalesce(Subquery(official.order_by("name").values("name")[:1]), name)
        return Replace(Replace(local, Value("ё"), Value("е")), Value("Ё"), Value("Е"))

    def shown(self, numbers: Sequence[int]) -> list[DatedTie]:
        """Return the ties with these numbers at the moment, in the same order."""
        return [tie for tie, _claims in self._read(numbers, with_claims=not self.moment.is_now)]

    def each(self) -> Iterator[tuple[DatedTie, list[Claim]]]:
        """Yield all ties known at the moment with all claims about each, by the names of the places."""
        numbers = list(self.numbers())
        for start in range(0, len(numbers), CHUNK):
            yield from self._read(numbers[start : start + CHUNK], with_claims=True)

    @cached_property
    def ties(self) -> list[DatedTie]:
        """All ties known at the moment, by the names of the places: for those who can take them all."""
        return [tie for tie, _claims in self.each()]

    def _read(
        self, numbers: Sequence[int], *, with_claims: bool
    ) -> list[tuple[DatedTie, list[Claim]]]:
        wanted = list(numbers)
        found = with_places(Tie.objects.filter(pk__in=wanted), self.language).in_bulk()
        claims = claims_by_tie(wanted) if with_claims else None
        ties = dated(
            (found[pk] for pk in wanted if pk in found), self.moment, turn=self._turn, claims=claims
        )
        return [(tie, claims[tie.tie.pk] if claims else []) for tie in ties]


def bilateral(country_a: str, country_b: str, moment: Moment, language: str = "en") -> Bilateral:
    """Return what is known about the ties between two countries at a moment; it is read as it is asked for."""
    return Bilateral(country_a, country_b, moment, language)


def figures_between(country_a: str, country_b: str) -> QuerySet[ReportedFigure]:
    """Return the totals that others reported about two countries, the oldest first."""
    return ReportedFigure.objects.filter(
        Q(country_a=country_a, country_b=country_b) | Q(country_a=country_b, country_b=country_a)
    ).select_related("source")
