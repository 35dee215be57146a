"""Which place of the gazetteer a name means.

Exact keys decide, never likeness. Every place that a name may mean has a weight, which says how
likely it is meant: by how the name was met, by what it is, by how many live there, by what the
source says besides. Weights are natural logarithms, so that they add up; the shares that follow
from them are the score. A share that is large enough decides, a smaller one is a question.

Whatever finds places can stand behind :class:`Matcher`; importers know only that and the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from math import exp
from typing import NamedTuple, Protocol

from jumelage.places.domain.countries import TERRITORIES, country_with_article
from jumelage.places.domain.divisions import admin1_of
from jumelage.places.domain.gazetteer import Candidates, Entry, Gazetteer, Hit
from jumelage.places.domain.keys import fast_key, index_key
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.spellings import WEIGHTS, Spelling, plain_key, spellings_of
from jumelage.places.domain.weights import SAME_KM, apart, heaviest, off, verdict, weight

#: A place is the answer if it has at least this share of what the name may mean.
SURE = 0.5
#: … and this in countries whose names repeat from state to state: measured on half of a list, of
#: the answers there between the two only 45 of 100 were right.
SURE_REPEATED = 0.6
REPEATED = frozenset(["US"])
#: What lies in a city (its districts, or the towns of its prefecture) is so near to it (km).
WITHIN_KM = 60.0
#: … or so near, in the same division: cities of China are as large as provinces elsewhere.
PREFECTURE_KM = 150.0
_LARGE = frozenset([Kind.REGION, Kind.STATE])
_MIDDLE = frozenset([Kind.DISTRICT, Kind.COUNTY])


class Outcome(StrEnum):
    """What came of a query."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Query:
    """A place as a source names it: its name and country code, and what more the source says.

    ``division`` is an ISO 3166-2 code or a division's name, ``within`` any place that it lies in,
    ``kind`` what it is, ``lat`` and ``lng`` where it is said to be (degrees, WGS 84),
    ``identifiers`` what it is known by elsewhere: ``("wikidata", "Q959")``, ``("geonames",
    "2013348")``, ``("iso3166-2", "RU-LEN")``.
    """

    name: str
    country: str
    division: str = ""
    within: str = ""
    kind: Kind | None = None
    lat: float | None = None
    lng: float | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


class Reason(NamedTuple):
    """Why: a code for machines, and words for people."""

    code: str
    text: str


@dataclass(slots=True)
class Match:
    """The answer, with its reasons and the candidates (the chosen one first)."""

    outcome: Outcome
    reason: str  # the reasons in one line
    candidates: Sequence[Entry] = ()
    reasons: Sequence[Reason] = ()
    score: float = 0.0  # from 0 to 1: how sure it is that the first candidate is meant

    @property
    def entry(self) -> Entry | None:
        """The place found."""
        return self.candidates[0] if self.outcome is Outcome.FOUND else None

    @property
    def number(self) -> int:
        """What stands for the place found among the answers of one matcher; -1 for none."""
        if self.outcome is not Outcome.FOUND:
            return -1
        if isinstance(self.candidates, Candidates):
            return self.candidates.numbers[0]
        return hash(self.candidates[0].ref)

    @property
    def code(self) -> str:
        """The code of what decided."""
        return self.reasons[-1].code if self.reasons else ""


class Matcher(Protocol):
    """Anything that finds places by name."""

    def match(self, query: Query) -> Match:
        """Return which place the query means, if that can be said."""
        ...


class Weighed(NamedTuple):
    """The places that a query may mean, with their weights, the weightiest first."""

    query: Query
    found: Sequence[tuple[float, Hit]]
    reasons: tuple[Reason, ...] = ()
    elsewhere: Sequence[Hit] = ()  # of that name, but not where the source says


#: How a name was understood, where it was not found as written.
_RULES = {
    "within": Reason("within", "without what it lies in"),
    "whole_first": Reason("whole_first", "with what it lies in before it"),
    "unit": Reason("unit", "by the word for what it is"),
    "shorter": Reason("shorter", "without the word for what it is"),
    "longer": Reason("longer", "with the word for what it is"),
    "half": Reason("half", "by one of its names"),
    "turned": Reason("turned", "with its names the other way round"),
    "river": Reason("river", "without the landscape"),
    "romanised": Reason("romanised", "in another transcription"),
    "part": Reason("part", "as a part of the city named before it"),
}
_ONLY = Reason("only", "the only place of that name")
#: A score that nearly all of the shares give.
_SURELY_ONE = 0.9699
_LIKE = Reason("loose", "spaces and transcription aside")


def keys_of(query: Query) -> set[tuple[str, str]]:
    """Return the (country, index key) pairs that matching the query may look up."""
    countries = (query.country, *TERRITORIES.get(query.country, ()))
    found = set()
    for country in countries:
        spellings = list(spellings_of(query.name, country))
        keys = {spelling.key for spelling in spellings}
        keys |= {fast_key(spelling.within) for spelling in spellings}
        keys |= {fast_key(query.within), fast_key(query.division)}
        found |= {(country, index_key(country, key)) for key in keys if key}
    return found


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """Matches by normalised names: the whole name, then by what its words say.

    ``sure`` is the share from which a place is the answer.
    """

    gazetteer: Gazetteer
    sure: float = SURE
    _anchors: dict[tuple[str, str], list[Hit]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def match(self, query: Query) -> Match:
        """Return which place the query means, if that can be said."""
        return self.known(query) or self.answer(self.weigh(query))

    def known(self, query: Query) -> Match | None:
        """Return the answer that was worked out beforehand for a name that comes alone."""
        if (
            query.division or query.within or query.kind or query.identifiers
            or query.lat is not None
        ):  # fmt: skip
            return None
        country = query.country
        key = plain_key(query.name)
        found = self.gazetteer.verdict(country, key) if key else None
        if found is None or found[1] < self._sure(country):
            return None
        number, score, count = found
        reason = _ONLY if count == 1 else _of_several(count, score)
        candidates = Candidates(self.gazetteer, (number,))
        return Match(Outcome.FOUND, reason.text, candidates, (reason,), score)

    # — which places a query may mean

    def weigh(self, query: Query) -> Weighed:
        """Return the places that a query may mean, without any context."""
        if query.identifiers:
            numbers = [n for known in query.identifiers for n in self.gazetteer.identified(*known)]
            if numbers:
                hit = self._hit(numbers[0])
                reason = Reason("identifier", "by its identifier")
                return Weighed(query, [(99.0, hit)], (reason,))
        best = self._weigh_in(query, query.country)
        if not best.found and not query.division:
            for territory in TERRITORIES.get(query.country, ()):
                other = self._weigh_in(query, territory)
                if other.found:
                    text = f"it lies in {country_with_article(territory)}"
                    return other._replace(reasons=(Reason("territory", text), *other.reasons))
        return best

    def _hit(self, number: int) -> Hit:
        entry = self.gazetteer.entry(number)
        return Hit(
            number, True, True, False, entry.kind, entry.level,
            entry.population or entry.people, entry.lat,
            entry.lng, entry.admin1, entry.geonames,
        )  # fmt: skip

    def _weigh_in(self, query: Query, country: str) -> Weighed:
        elsewhere: list[Hit] = []
        seen = set()
        for spelling in spellings_of(query.name, country):
            if not spelling.key or spelling[:4] in seen:
                continue
            seen.add(spelling[:4])
            hits = self.gazetteer.hits(country, spelling.key)
            if hits:
                found = self._decided(query, country, spelling, hits)
                if found.found:
                    return found
                elsewhere += hits
        return Weighed(query, (), (), elsewhere)

    def _decided(
        self, query: Query, country: str, spelling: Spelling, hits: Sequence[Hit]
    ) -> Weighed:
        """Weigh the places found by one spelling, with what the source says besides."""
        reasons = [_RULES[spelling.rule]] if spelling.rule in _RULES else []
        kind = query.kind or spelling.kind
        if kind is not None:
            hits = [hit for hit in hits if _agrees(hit.kind, kind)] or (
                [hit for hit in hits if hit.kind is not Kind.CITY] if spelling.kind else []
            )
        unknown = False
        for within in (query.division, query.within, spelling.within):
            if within and hits:
                inside = self._inside(hits, country, within)
                if inside is None:
                    unknown = True
                    continue
                hits = inside
                reasons.append(Reason("in", f"in {within}"))
        if spelling.must_lie_within and unknown:
            hits = ()
        best: dict[int, tuple[float, Hit]] = {}
        base = WEIGHTS[spelling.rule]
        for hit in hits:
            value = weight(hit, of_kind=kind is not None) - base
            if query.lat is not None and query.lng is not None:
                value -= off(hit, query.lat, query.lng)
            if hit.number not in best or value > best[hit.number][0]:
                best[hit.number] = (value, hit)
        found = sorted(best.values(), key=heaviest) if len(best) > 1 else list(best.values())
        return Weighed(query, found, tuple(reasons))

    def _inside(self, hits: Sequence[Hit], country: str, within: str) -> Sequence[Hit] | None:
        """Return those that lie in what the source names; None if that is not known."""
        admin1 = admin1_of(country, within)
        inside = [hit for hit in hits if admin1 and hit.admin1 == admin1]
        if admin1 and (inside or len(within) > 3):
            return inside
        anchors = self._anchors.get((country, within))
        if anchors is None:
            anchors = self._anchors[country, within] = self._anchors_of(country, within)
        if not anchors:
            return None
        for anchor in anchors:
            if anchor.level == 1:
                inside = [hit for hit in hits if hit.admin1 == anchor.admin1]
            else:
                inside = [hit for hit in hits if apart(hit, anchor) <= WITHIN_KM]
                inside = inside or [
                    hit
                    for hit in hits
                    if hit.admin1 == anchor.admin1 and apart(hit, anchor) <= PREFECTURE_KM
                ]
            if inside:
                return inside
        return ()

    def _anchors_of(self, country: str, within: str) -> list[Hit]:
        """Return the places that a hint may mean, the weightiest first, at most three."""
        for spelling in spellings_of(within, country):
            hits = [h for h in self.gazetteer.hits(country, spelling.key) if h.lat is not None]
            if hits:
                return sorted(hits, key=lambda h: (-weight(h, of_kind=True), h.number))[:3]
        return []

    # — the answer

    def answer(self, weighed: Weighed, more: Mapping[int, float] | None = None) -> Match:
        """Return the answer that the weights give; ``more`` adds to the weights of entries."""
        found = weighed.found
        if not found:
            return self._nothing(weighed)
        if weighed.reasons and weighed.reasons[0].code == "identifier":
            return self._found(weighed.query.country, weighed.reasons, [found[0][1].number], 1.0)
        if len(found) == 1 and not more:
            hit = found[0][1]
            _, score = verdict(found)
            reasons = (*weighed.reasons, _ONLY) if hit.exact else (*weighed.reasons, _LIKE, _ONLY)
            return self._found(weighed.query.country, reasons, [hit.number], score)
        return self._chosen(weighed, more or {})

    def _sure(self, country: str) -> float:
        """Return the share from which a place of the country is the answer."""
        if self.sure == SURE and country in REPEATED:
            return SURE_REPEATED
        return self.sure

    def _found(
        self, country: str, reasons: tuple[Reason, ...], numbers: list[int], score: float
    ) -> Match:
        outcome = Outcome.FOUND if score >= self._sure(country) else Outcome.AMBIGUOUS
        text = reasons[0].text if len(reasons) == 1 else "; ".join(r.text for r in reasons)
        return Match(outcome, text, Candidates(self.gazetteer, numbers), reasons, score)

    def _chosen(self, weighed: Weighed, more: Mapping[int, float]) -> Match:
        found = weighed.found
        if more:
            found = sorted(((w + more.get(h.number, 0.0), h) for w, h in found), key=heaviest)
        first = found[0][1]
        _, score = verdict(found)
        numbers = [hit.number for _, hit in found]
        reasons = weighed.reasons if first.exact else (*weighed.reasons, _LIKE)
        context = bool(more) and more.get(first.number, 0.0) > 0
        return self._found(
            weighed.query.country, (*reasons, _why(found, context=context)), numbers, score
        )

    def _nothing(self, weighed: Weighed) -> Match:
        query = weighed.query
        if weighed.elsewhere:
            numbers = list(
                dict.fromkeys(h.number for h in sorted(weighed.elsewhere, key=_populous))
            )
            reason = Reason(
                "elsewhere", f"no “{query.name}” where, or of the kind, that the source says"
            )
            return Match(Outcome.NONE, reason.text, Candidates(self.gazetteer, numbers), (reason,))
        country = country_with_article(query.country)
        reason = Reason(
            "unknown", f"no place of {country} in the gazetteer is called “{query.name}”"
        )
        return Match(Outcome.NONE, reason.text, (), (reason,))


@lru_cache(maxsize=1024)
def _of_several(count: int, score: float) -> Reason:
    if score >= _SURELY_ONE:
        return Reason("one", f"{count} entries of that name, all of one place")
    return Reason("largest", f"the likeliest of {count} entries of that name")


def _why(found: Sequence[tuple[float, Hit]], *, context: bool) -> Reason:
    first = found[0][1]
    if context:
        return Reason("list", "by where it stands in the list, and what it is named beside")
    next_to = next((hit for _, hit in found[1:] if apart(hit, first) > SAME_KM), None)
    if next_to is None:
        return _of_several(len(found), 1.0)
    people, other = first.population or "unknown", next_to.population or "unknown"
    text = f"the likeliest of {len(found)} of that name ({people} inhabitants, the next {other})"
    return Reason("largest", text)


def _populous(hit: Hit) -> tuple[int, int]:
    return -hit.population, hit.number


def _agrees(kind: Kind, wanted: Kind) -> bool:
    """Whether a place of this kind can be meant: one country's region is another's state, one's
    district another's county."""
    return kind is wanted or {kind, wanted} <= _LARGE or {kind, wanted} <= _MIDDLE


def likely(weighed: Weighed) -> Iterator[tuple[float, Hit]]:
    """Yield the places with the share that each has of what the name may mean."""
    if weighed.found:
        top = weighed.found[0][0]
        shares = [exp(max(-700.0, weight - top)) for weight, _ in weighed.found]
        total = sum(shares)
        for share, (_, hit) in zip(shares, weighed.found, strict=True):
            yield share / total, hit
