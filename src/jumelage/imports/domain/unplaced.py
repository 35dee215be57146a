"""Which places are meant by names without a country, decided together: by whom each is tied to.

A name alone may be that of places in ten countries; but of what is tied to it much is known. The chance of each
candidate is worked out from its size, from ties on record between its candidates and those of its partners, and from
how usual ties between the countries are; then again with what the first round made likely, until nothing changes (mean
field). “None of them” is a candidate as well: gazetteers do not know every place. What stays open is left to people.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log

from jumelage.places.domain.matcher import Outcome, Reason

#: A place is decided on if it is so likely. docs/importing-registers.md says how that was measured.
SURE = 0.9
#: A tie on record between two candidates makes both so many times likelier.
KNOWN_TIE = 300.0
#: Of two namesakes the one with ten times the inhabitants is meant about this power of ten more often.
SIZE_EXPONENT = 0.8
#: A place that has the name only beside its main one is meant so many times less often.
OTHER_NAME = 0.15
#: Inhabitants of places whose number is not known, and of divisions.
_UNKNOWN, _DIVISION = 300, 30_000
#: “None of the places known” is as likely as a place with so many inhabitants.
NOBODY = 30
#: That ties of a place are on record, but not these, makes it at most so many times less likely: lists have gaps.
_MISSED = 10.0
#: How much usual ties between countries may count, for and against, and how many ties make them certain.
_MOST_AFFINITY, _SMOOTH = 4.0, 5.0
_ROUNDS = 8
_KEPT = 40
_SHOWN = 8
_STILL = 0.001


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant: ``ref`` stands for it, ``main`` says whether the name is its main one.

    ``inside`` says that it lies in what the name says (“Baker (Louisiana)”), or None where the name says nothing.
    """

    ref: str
    name: str
    country: str
    population: int = 0
    main: bool = True
    is_division: bool = False
    inside: bool | None = None
    lat: float | None = None  # degrees, WGS 84
    lng: float | None = None
    also: tuple[str, ...] = ()  # refs of the same place, listed again


@dataclass(frozen=True, slots=True)
class Decision:
    """Which place is meant, if that can be said: with reasons, and the candidates (the likeliest first)."""

    outcome: Outcome
    candidate: Candidate | None = None
    score: float = 0.0  # from 0 to 1: how sure that is
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()


#: Finds the candidates of many names at once.
Finder = Callable[[Sequence[str]], Mapping[str, Sequence[Candidate]]]


def place_network(
    names: Mapping[str, str],
    edges: Sequence[tuple[str, str]],
    candidates: Finder,
    known_ties: Collection[tuple[str, str]],
) -> Mapping[str, Decision]:
    """Decide for every identifier which place is meant.

    Args:
        names: the name of each identifier.
        edges: which identifiers are tied, in either order or both.
        candidates: finds the places that may be meant by names.
        known_ties: pairs of refs of places that are known to be tied, in either order.
    """
    found = candidates(sorted(set(names.values())))
    network = _Network(names, edges, found, _neighbours(known_ties))
    network.run()
    return network.decisions()


def _neighbours(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        if first != second:
            near[first].add(second)
            near[second].add(first)
    return dict(near)


@dataclass(slots=True)
class _Item:
    """An identifier, while it is being decided."""

    options: list[Candidate]
    prior: list[float]  # logarithms; the last is that of nobody
    chance: list[float] = field(default_factory=list)
    countries: dict[str, float] = field(default_factory=dict)


class _Network:
    def __init__(
        self,
        names: Mapping[str, str],
        edges: Sequence[tuple[str, str]],
        found: Mapping[str, Sequence[Candidate]],
        known: Mapping[str, set[str]],
    ) -> None:
        found = {
            name: [_on_record(one, known) for one in options] for name, options in found.items()
        }
        self.known = _renamed(known, found)
        near = _neighbours(edges)
        self.partners = {
            key: sorted(partner for partner in near.get(key, ()) if partner in names)
            for key in names
        }
        self.items = {key: self._item(found.get(name, ())) for key, name in sorted(names.items())}
        self._support = self._supports()
        self._affinity = _Affinity(self._country_pairs())
        self._coverage = 0.3  # how much of the ties is on record; estimated after each round

    def _item(self, found: Sequence[Candidate]) -> _Item:
        usable = _inside(found)
        largest = sorted(usable, key=lambda option: (-_weight(option), option.ref))
        tied = [option for option in largest[_KEPT:] if option.ref in self.known]
        options = [*largest[:_KEPT], *tied]
        prior = [log(_weight(option)) for option in options]
        item = _Item(options, [*prior, log(float(NOBODY) ** SIZE_EXPONENT)])
        _settle(item, item.prior)
        return item

    def _supports(self) -> dict[tuple[str, str], dict[int, list[int]]]:
        """Return for both directions of an edge which options of the one are tied to which of the other."""
        support: dict[tuple[str, str], dict[int, list[int]]] = {}
        for key, partners in self.partners.items():
            for partner in partners:
                positions = {
                    option.ref: at for at, option in enumerate(self.items[partner].options)
                }
                tied = {
                    at: [positions[ref] for ref in self.known[option.ref] & positions.keys()]
                    for at, option in enumerate(self.items[key].options)
                    if option.ref in self.known
                }
                if tied := {at: refs for at, refs in tied.items() if refs}:
                    support[key, partner] = tied
        return support

    def _country_pairs(self) -> Counter[tuple[str, str]]:
        """Count ties on record by countries, among the candidates (the only ones whose country is known)."""
        country = {
            option.ref: option.country for item in self.items.values() for option in item.options
        }
        return Counter(
            (country[first], country[second])
            for first, seconds in self.known.items()
            for second in seconds
            if first in country and second in country
        )

    def run(self) -> None:
        """Work out the chances, round by round, until they stay."""
        todo = {key for key, item in self.items.items() if item.options}
        for _ in range(_ROUNDS):
            moved = {
                key
                for key in sorted(todo)
                if _settle(self.items[key], self._evidence(key, self.items[key])) > _STILL
            }
            self._estimate_coverage()
            todo = {near for key in moved for near in (key, *self.partners[key])}
            todo = {key for key in todo if self.items[key].options}
            if not todo:
                return

    def _evidence(self, key: str, item: _Item) -> list[float]:
        total = list(item.prior)
        missed = [0.0] * len(item.options)
        for partner in self.partners[key]:
            other = self.items[partner]
            tied = self._support.get((key, partner), {})
            for at, option in enumerate(item.options):
                on_record = sum(other.chance[there] for there in tied.get(at, ()))
                usual = self._usual(option, other)
                total[at] += log(on_record * KNOWN_TIE + max(1.0 - on_record, 0.0) * usual)
                if option.ref in self.known:
                    gap = self._coverage * max(1.0 - on_record - other.chance[-1], 0.0)
                    missed[at] += log(1.0 - gap)
        for at, amount in enumerate(missed):
            total[at] += max(amount, -log(_MISSED))
        return total

    def _usual(self, option: Candidate, other: _Item) -> float:
        """Return how usual a tie is between a candidate's country and those that a partner may lie in."""
        return other.chance[-1] + sum(
            share * self._affinity.of(option.country, country)
            for country, share in other.countries.items()
        )

    def _estimate_coverage(self) -> None:
        """Count how many of the ties between places decided on are on record."""
        decided = {
            key: item.options[_best(item)].ref
            for key, item in self.items.items()
            if item.options and item.chance[_best(item)] >= SURE and _best(item) < len(item.options)
        }
        pairs = [
            (decided[key], decided[partner])
            for key in decided
            for partner in self.partners[key]
            if partner in decided and decided[key] in self.known
        ]
        on_record = sum(1 for first, second in pairs if second in self.known[first])
        self._coverage = min(max((on_record + 3) / (len(pairs) + 10), 0.05), 0.8)

    def decisions(self) -> dict[str, Decision]:
        """Return what was decided; of two identifiers for one place the surer is believed, or both."""
        made = {key: self._decision(key, item) for key, item in self.items.items()}
        owners: dict[str, list[str]] = defaultdict(list)
        for key, decision in made.items():
            if decision.candidate:
                owners[decision.candidate.ref].append(key)
        for keys in owners.values():
            surest = max(keys, key=lambda key: (made[key].score, len(self.partners[key]), key))
            for key in keys:
                # A town and its municipality have an identifier each; ties on record show that both are meant.
                if key != surest and not _has_ties(made[key]):
                    text = f"{surest} is that place, and surer"
                    made[key] = _left_open(made[key], Reason("taken", text))
        return made

    def _decision(self, key: str, item: _Item) -> Decision:
        if not item.options:
            return Decision(Outcome.NONE, reasons=(Reason("unknown", "no place of that name"),))
        best = _best(item)
        order = sorted(range(len(item.options)), key=lambda at: -item.chance[at])
        shown = tuple(item.options[at] for at in order[:_SHOWN])
        score = item.chance[best]
        reasons = self._reasons(key, item, order[0])
        if best == len(item.options) or score < SURE:
            several = len(item.options) > 1
            text = "none of them is likely enough" if several else "not likely enough"
            reasons = (*reasons, Reason("open", text))
            return Decision(Outcome.AMBIGUOUS, None, item.chance[order[0]], reasons, shown)
        return Decision(Outcome.FOUND, item.options[best], score, reasons, shown)

    def _reasons(self, key: str, item: _Item, at: int) -> tuple[Reason, ...]:
        option, partners = item.options[at], self.partners[key]
        tied = sum(1 for partner in partners if at in self._support.get((key, partner), {}))
        reasons = []
        if tied:
            text = f"ties with {tied} of its {len(partners)} partners are on record"
            reasons.append(Reason("ties", text))
        if option.inside:
            reasons.append(Reason("within", "it lies in what the name says"))
        if len(item.options) == 1:
            reasons.append(Reason("only", "the only place of that name in the world"))
        elif at == max(range(len(item.options)), key=lambda one: item.prior[one]):
            reasons.append(Reason("largest", f"the largest of {len(item.options)} of that name"))
        else:
            reasons.append(Reason("namesakes", f"one of {len(item.options)} of that name"))
        return tuple(reasons)


class _Affinity:
    """How usual ties between two countries are, against what their numbers of ties alone would make them."""

    def __init__(self, pairs: Counter[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._of_country: Counter[str] = Counter()
        for (first, _), count in pairs.items():
            self._of_country[first] += count
        self._total = sum(pairs.values())
        self._known: dict[tuple[str, str], float] = {}

    def of(self, first: str, second: str) -> float:
        """Return a factor around 1."""
        known = self._known.get((first, second))
        if known is None:
            expected = 0.0
            if self._total:
                expected = self._of_country[first] * self._of_country[second] / self._total
            factor = (self._pairs[first, second] + _SMOOTH) / (expected + _SMOOTH)
            known = min(max(factor, 1 / _MOST_AFFINITY), _MOST_AFFINITY)
            self._known[first, second] = known
        return known


def _on_record(option: Candidate, known: Mapping[str, set[str]]) -> Candidate:
    """Return the candidate by that of its refs which most ties on record have."""
    refs = (option.ref, *option.also)
    best = max(refs, key=lambda ref: len(known.get(ref, ())))
    return option if best == option.ref else replace(option, ref=best, also=tuple(refs))


def _renamed(
    known: Mapping[str, set[str]], found: Mapping[str, Sequence[Candidate]]
) -> dict[str, set[str]]:
    """Return the ties on record with one ref for each place."""
    names = {ref: one.ref for options in found.values() for one in options for ref in one.also}
    if not names:
        return dict(known)
    return _neighbours(
        (names.get(first, first), names.get(second, second))
        for first, seconds in known.items()
        for second in seconds
    )


def _inside(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that lie in what the name says, if any do."""
    inside = [option for option in found if option.inside]
    return inside or [option for option in found if option.inside is None]


def _weight(option: Candidate) -> float:
    size = option.population or (_DIVISION if option.is_division else _UNKNOWN)
    weight: float = size**SIZE_EXPONENT
    return weight * (1.0 if option.main else OTHER_NAME)


def _settle(item: _Item, logs: Sequence[float]) -> float:
    """Set the chances from their logarithms, and return by how much the most changed one did."""
    most = max(logs)
    weights = [exp(value - most) for value in logs]
    total = sum(weights)
    before, item.chance = item.chance, [weight / total for weight in weights]
    item.countries = defaultdict(float)
    for option, chance in zip(item.options, item.chance, strict=False):
        item.countries[option.country] += chance
    if not before:
        return 1.0
    return max(abs(old - new) for old, new in zip(before, item.chance, strict=True))


def _best(item: _Item) -> int:
    return max(range(len(item.chance)), key=lambda at: item.chance[at])


def _has_ties(decision: Decision) -> bool:
    return any(reason.code == "ties" for reason in decision.reasons)


def _left_open(decision: Decision, reason: Reason) -> Decision:
    reasons = (*decision.reasons, reason)
    return Decision(Outcome.AMBIGUOUS, None, decision.score, reasons, decision.candidates)
