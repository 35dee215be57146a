"""What the ties between two countries add up to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jumelage.ties.domain.standing import Claim, changes, standing
from jumelage.ties.domain.terms import Legal


@dataclass(frozen=True, slots=True)
class TieEnds:
    """A tie between the two countries asked about: a place (its id and kind) of each, and the tie's standing."""

    place_a: int
    kind_a: str
    place_b: int
    kind_b: str
    legal: Legal
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class BilateralCount:
    """How many distinct places of each kind are connected, and how many ties have which standing."""

    a: Mapping[str, int] = field(default_factory=dict)
    b: Mapping[str, int] = field(default_factory=dict)
    by_legal: Mapping[Legal, int] = field(default_factory=dict)
    disputed: int = 0

    @property
    def ties(self) -> int:
        """The number of ties in force."""
        return self.by_legal.get(Legal.IN_FORCE, 0)


@dataclass(slots=True)
class Tally:
    """A count being made, tie by tie: it keeps the places, not the ties."""

    places_a: dict[int, str] = field(default_factory=dict)
    places_b: dict[int, str] = field(default_factory=dict)
    by_legal: Counter[Legal] = field(default_factory=Counter)
    disputed: int = 0

    def add(self, tie: TieEnds) -> None:
        """Count a tie: its places only if it is in force, for others connect nobody."""
        self.by_legal[tie.legal] += 1
        self.disputed += tie.disputed
        if tie.legal is Legal.IN_FORCE:
            self.places_a[tie.place_a] = tie.kind_a
            self.places_b[tie.place_b] = tie.kind_b

    def count(self) -> BilateralCount:
        """Return what was counted so far."""
        a, b = Counter(self.places_a.values()), Counter(self.places_b.values())
        return BilateralCount(dict(a), dict(b), dict(self.by_legal), self.disputed)


def count_bilateral(ties: Iterable[TieEnds]) -> BilateralCount:
    """Count the distinct places connected by ties in force, by kind, on each side.

    ``ties`` must be turned so that side a is in the first country throughout. Ties that are suspended, ended or only
    proposed connect nobody; they are counted in ``by_legal``.
    """
    tally = Tally()
    for tie in ties:
        tally.add(tie)
    return tally.count()


def difference(counted: Mapping[str, int], reported: Mapping[str, int]) -> dict[str, int]:
    """Return counted minus reported, for each kind that the report states."""
    return {kind: counted.get(kind, 0) - number for kind, number in reported.items()}


def in_force_by_year(
    ties: Iterable[Sequence[Claim]], first: int, last: int, known_by: date
) -> list[tuple[int, int]]:
    """Return for each year how many of the ties were in force on its last day (today's year: as known so far).

    A tie's standing is worked out only on the days on which it can change, not for every year.
    """
    gains: Counter[int] = Counter()
    for claims in ties:
        for year, gain in turns(claims, known_by):
            gains[year] += gain
    return over_years(gains, first, last)


def turns(claims: Sequence[Claim], known_by: date) -> list[tuple[int, int]]:
    """Return the years by whose end a tie came in force (+1) or ceased to be (-1), in order."""
    found = []
    in_force = False
    for year, now in _states_by_year(claims, known_by):
        if now != in_force:
            found.append((year, 1 if now else -1))
            in_force = now
    return found


def in_force_between(
    lives: Iterable[tuple[int, int | None, int]], first: int, last: int
) -> list[tuple[int, int]]:
    """Return for each year how many ties were in force at its end, from (first year, year of the end, number).

    A tie that ended in the year in which it began was not in force at the end of any year.
    """
    gains: Counter[int] = Counter()
    for begin, end, number in lives:
        if end is None or begin < end:
            gains[begin] += number
        if end is not None and begin < end:
            gains[end] -= number
    return over_years(gains, first, last)


def over_years(gains: Mapping[int, int], first: int, last: int) -> list[tuple[int, int]]:
    """Return the number at the end of each year from what each year added; what came before ``first`` is in it."""
    total = sum(gain for year, gain in gains.items() if year < first)
    curve = []
    for year in range(first, last + 1):
        total += gains.get(year, 0)
        curve.append((year, total))
    return curve


def _states_by_year(claims: Sequence[Claim], known_by: date) -> list[tuple[int, bool]]:
    """Return, for each year in which the tie can change, whether it was in force at the year's end."""
    years = sorted({day.year for day in changes(claims, known_by)})
    return [
        (year, standing(claims, date(year, 12, 31), known_by).legal is Legal.IN_FORCE)
        for year in years
    ]
