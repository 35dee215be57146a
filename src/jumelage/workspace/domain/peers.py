"""What comparable places do: a place held against others of its country and of a like size.

Counted are ties in force on both sides. A middle value and the middle half say more than an average, which one capital
with a hundred ties would pull up.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from jumelage.ties.domain.standing import Thresholds, activity_on
from jumelage.ties.domain.terms import Activity, Form

#: Fewer places than this say nothing.
FEWEST = 5
#: A place is like another if it has between half and twice as many inhabitants.
FACTOR = 2


@dataclass(frozen=True, slots=True)
class PeerTie:
    """A tie in force of one of the places compared."""

    place: int
    partner_country: str
    form: Form
    last_activity: date | None


@dataclass(frozen=True, slots=True)
class Spread:
    """A middle value, and the range in which the middle half of all values lies."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Practice:
    """What one place or several do, per place or as shares of all their ties (0 to 1)."""

    ties: int = 0
    country_count: int = 0
    active: float | None = None  # of those of which anything is known
    dormant: float | None = None
    activity_known: int = 0
    forms: dict[Form, float] = field(default_factory=dict)
    countries: tuple[
        tuple[str, int], ...
    ] = ()  # the commonest, with how many places have a tie there


@dataclass(frozen=True, slots=True)
class Peers:
    """The places compared, and what they do. ``places`` counts those with a tie in force."""

    places: int
    smallest: int  # inhabitants
    largest: int
    ties: Spread
    partner_countries: Spread
    counts: tuple[int, ...]  # ties of each place, ascending
    practice: Practice

    @property
    def is_enough(self) -> bool:
        """Whether they are enough to say anything."""
        return self.places >= FEWEST

    def share_below(self, ties: int) -> float:
        """Return the share of places (0 to 1) that have fewer ties."""
        return sum(count < ties for count in self.counts) / len(self.counts) if self.counts else 0


def bounds(population: int) -> tuple[int, int]:
    """Return the smallest and the largest number of inhabitants of a place of like size."""
    return population // FACTOR, population * FACTOR


def compared(
    populations: dict[int, int], ties: Sequence[PeerTie], on: date, thresholds: Thresholds
) -> Peers:
    """Return what places do: their inhabitants by number of place, and all their ties in force."""
    counts = Counter(tie.place for tie in ties)
    countries: dict[int, set[str]] = {}
    for tie in ties:
        countries.setdefault(tie.place, set()).add(tie.partner_country)
    sizes = [population for place, population in populations.items() if counts[place]]
    return Peers(
        places=len(counts),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        ties=spread(counts.values()),
        partner_countries=spread(len(found) for found in countries.values()),
        counts=tuple(sorted(counts.values())),
        practice=practice_of(ties, on, thresholds),
    )


def practice_of(ties: Sequence[PeerTie], on: date, thresholds: Thresholds) -> Practice:
    """Return what the places of these ties do."""
    activities = Counter(activity_on(tie.last_activity, on, thresholds) for tie in ties)
    known = len(ties) - activities[Activity.UNKNOWN]
    forms = Counter(tie.form for tie in ties if tie.form is not Form.UNKNOWN)
    named = sum(forms.values())
    partners = Counter(country for _, country in {(t.place, t.partner_country) for t in ties})
    commonest = sorted(partners.items(), key=lambda item: (-item[1], item[0]))
    return Practice(
        ties=len(ties),
        country_count=len(partners),
        active=activities[Activity.ACTIVE] / known if known else None,
        dormant=activities[Activity.DORMANT] / known if known else None,
        activity_known=known,
        forms={form: forms[form] / named for form in sorted(forms, key=lambda f: (-forms[f], f))},
        countries=tuple(commonest[:5]),
    )


def spread(values: Iterable[int]) -> Spread:
    """Return the middle value and the middle half (nearest values, the middle one may lie between two)."""
    ordered = sorted(values)
    if not ordered:
        return Spread(0, 0, 0)
    last = len(ordered) - 1
    middle = (ordered[last // 2] + ordered[(last + 1) // 2]) / 2
    return Spread(ordered[last // 4], middle, ordered[last - last // 4])
