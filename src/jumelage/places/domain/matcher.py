"""Which place of the gazetteer a name means.

Exact keys decide, never likeness. Of namesakes only a clear case is decided: by what the source
says the place lies in, or by size. Whatever finds places can stand behind :class:`Matcher`;
importers know only that and the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import search_key
from jumelage.places.domain.countries import TERRITORIES, country_with_article
from jumelage.places.domain.divisions import admin1_of
from jumelage.places.domain.gazetteer import Entry, Gazetteer, Named
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.spellings import Parsed, Spelling, parse_name

#: Of namesakes, the largest is meant if it has this many times the inhabitants of the next.
#: Measured on a list of twin towns, where the right place was among the namesakes: at 2 to 3 times
#: the largest was meant in 73 of 100 cases, at 3 to 5 times in 80, from 5 times on in 94. A wrong
#: place is worse than a question, so 5.
DOMINANCE = 5.0
#: A place known by this as another of its names is meant before one so called if it is so many
#: times larger.
OTHER_NAME = 10.0
#: How many inhabitants a place may have of which the gazetteer knows none: seats of districts,
#: mostly.
UNKNOWN_POPULATION = 1_000
#: Namesakes so near to each other (km) are one place, listed twice.
SAME_KM = 10.0
#: Halves of a double name so near to each other (km) are the place that has both.
DOUBLE_KM = 15.0
#: What lies in a city (its districts, or the towns of its prefecture) is so near to it (km).
WITHIN_KM = 60.0
#: … or so near, in the same division: cities of China are as large as provinces elsewhere.
PREFECTURE_KM = 150.0
#: So many answers are remembered: a list names its places again and again.
_REMEMBERED = 100_000
#: A hint no longer than this may be the code of a division by chance.
_CODE_LENGTH = 3
#: A city smaller than this does not stand for a state or region of the same name.
SMALLER_THAN_ITS_REGION = 50_000


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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code for machines, and words for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
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
    def code(self) -> str:
        """The code of what decided."""
        return self.reasons[-1].code if self.reasons else ""


class Matcher(Protocol):
    """Anything that finds places by name."""

    def match(self, query: Query) -> Match:
        """Return which place the query means, if that can be said."""
        ...


_SURE = {Outcome.FOUND: 0.95, Outcome.AMBIGUOUS: 0.5}
#: How a name was understood, where it was not found as written.
_RULES = {
    "within": "without what it lies in",
    "whole_first": "with what it lies in before it",
    "loose": "spaces and transcription aside",
    "shorter": "without the word for what it is",
    "longer": "with the word for what it is",
    "half": "by one of its two names",
    "river": "without the landscape",
    "part": "as a part of the city named before it",
}


def _answer(outcome: Outcome, candidates: Sequence[Entry], *reasons: Reason) -> Match:
    text = "; ".join(reason.text for reason in reasons)
    score = _SURE.get(outcome, 0.0) if candidates else 0.0
    return Match(outcome, text, tuple(candidates), reasons, score)


@lru_cache(maxsize=8192)
def _parsed(name: str, country: str) -> Parsed:
    return parse_name(name, country)


def keys_of(query: Query) -> set[tuple[str, str]]:
    """Return the (country, key) pairs that matching the query may look up."""
    countries = (query.country, *TERRITORIES.get(query.country, ()))
    parsed = _parsed(query.name, query.country)
    keys = {spelling.key for spelling in parsed.spellings} | {parsed.bare}
    keys |= {search_key(spelling.within) for spelling in parsed.spellings}
    keys |= {half for halves in parsed.doubles for half in halves}
    keys |= {search_key(query.within), search_key(query.division)}
    return {(country, key) for country in countries for key in keys if key}


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """Matches by normalised names: the whole name, then by what its words say."""

    gazetteer: Gazetteer
    dominance: float = DOMINANCE
    _seen: dict[Query, Match] = field(default_factory=dict, compare=False, repr=False)

    def match(self, query: Query) -> Match:
        """Return which place the query means, if that can be said."""
        known = self._seen.get(query)
        if known is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            known = self._seen[query] = self._match(query)
        return known

    def _match(self, query: Query) -> Match:
        best = self._match_in(query)
        if best.outcome is Outcome.NONE and not query.division:
            for territory in TERRITORIES.get(query.country, ()):
                answer = self._match_in(replace(query, country=territory))
                if answer.outcome is not Outcome.NONE:
                    reason = Reason("territory", f"it lies in {country_with_article(territory)}")
                    return _answer(answer.outcome, answer.candidates, reason, *answer.reasons)
        return best

    def _match_in(self, query: Query) -> Match:
        parsed = _parsed(query.name, query.country)
        elsewhere: list[Entry] = []
        doubtful: Match | None = None
        for spelling in parsed.spellings:
            found = self.gazetteer.named(query.country, spelling.key)
            if not found:
                continue
            answer = self._decide(query, spelling, found)
            if answer is None:
                elsewhere += [named.entry for named in found]
            elif spelling.careful and answer.outcome is not Outcome.FOUND:
                doubtful = doubtful or answer
            else:
                return answer
        if parsed.kind is not None:
            return self._of_kind(query, parsed)
        return self._double(query, parsed) or doubtful or _not_found(query, elsewhere)

    def _of_kind(self, query: Query, parsed: Parsed) -> Match:
        """Find “Orange County”, which is not the town of Orange: among regions and counties
        only."""
        found = self.gazetteer.named(query.country, parsed.bare)
        regions = [named for named in found if _agrees(named.entry.kind, parsed.kind)]
        if regions:
            spelling = Spelling(parsed.bare, "shorter", parsed.within)
            answer = self._decide(query, spelling, regions, parsed.kind)
            if answer is not None:
                return answer
        text = f"“{query.name}” is a {parsed.kind}; the gazetteer knows none of that name"
        namesakes = [named.entry for named in found if named.entry.kind is Kind.CITY]
        if namesakes:
            text += ", only a town"
        return _answer(Outcome.NONE, _by_size(namesakes), Reason("kind", text))

    def _double(self, query: Query, parsed: Parsed) -> Match | None:
        """Find “Sittard-Geleen” by its two halves, if both are towns and neighbours."""
        for halves in parsed.doubles:
            spellings = [Spelling(half, "half", careful=True) for half in halves]
            found = [self.gazetteer.named(query.country, spelling.key) for spelling in spellings]
            mains = [[named.entry for named in side if named.is_main] for side in found]
            near = [
                (first, second)
                for first in mains[0]
                for second in mains[1]
                if first.kind is second.kind is Kind.CITY and _km(first, second) <= DOUBLE_KM
            ]
            if len(near) == 1:
                reason = Reason("double", f"by its halves, {near[0][0].name} and {near[0][1].name}")
                return _answer(Outcome.FOUND, near[0], reason)
        return None

    def _decide(
        self, query: Query, spelling: Spelling, found: Sequence[Named], kind: Kind | None = None
    ) -> Match | None:
        """Choose among the places found by a spelling; None if none of them can be meant."""
        reasons = [Reason(spelling.rule, _RULES[spelling.rule])] if spelling.rule in _RULES else []
        candidates: Sequence[Entry] = _of_right_kind(_best_named(found), kind or query.kind)
        unknown = ""
        for within in (query.division, query.within, spelling.within):
            if not within:
                continue
            inside = self._inside(candidates, query.country, within)
            if inside is None:
                unknown = within
                continue
            candidates = inside
            if len(found) > 1:
                reasons.append(Reason("within", f"in {within}"))
        if not candidates or (spelling.must_lie_within and unknown):
            return None
        if spelling.careful and len(candidates) > 1:
            return _ambiguous(candidates, reasons)
        if unknown and len(candidates) > 1:
            text = f"where “{unknown}” is, is not known"
            return _ambiguous(candidates, [*reasons, Reason("within_unknown", text)])
        return self._choose(candidates, reasons, query.kind or kind)

    def _inside(
        self, candidates: Sequence[Entry], country: str, within: str
    ) -> Sequence[Entry] | None:
        """Return those that lie in what the source names; None if that is not known."""
        admin1 = admin1_of(country, within)
        inside = [entry for entry in candidates if admin1 and entry.admin1 == admin1]
        if admin1 and (inside or len(within) > _CODE_LENGTH):
            return inside
        anchors = [
            named.entry
            for named in self.gazetteer.named(country, search_key(within))
            if named.entry.lat is not None
        ]
        if not anchors:
            return None
        anchor = _by_size(anchors)[0]
        near = [entry for entry in candidates if _km(entry, anchor) <= WITHIN_KM]
        return near or [
            entry
            for entry in candidates
            if entry.admin1 == anchor.admin1 and _km(entry, anchor) <= PREFECTURE_KM
        ]

    def _choose(
        self, candidates: Sequence[Entry], reasons: list[Reason], kind: Kind | None
    ) -> Match:
        places = _once(candidates)
        if len(places) == 1:
            only = Reason("only", "the only place of that name")
            return _answer(Outcome.FOUND, places, *reasons, only)
        first, second = places[:2]
        if kind is None and first.kind is not second.kind:
            text = f"a {first.kind} and a {second.kind} have that name"
            return _ambiguous(places, [*reasons, Reason("kinds", text)])
        if first.population and _size(first) >= self.dominance * _size(second):
            text = (
                f"the largest of {len(places)} of that name by far "
                f"({first.population} inhabitants, the next {second.population or 'unknown'})"
            )
            return _answer(Outcome.FOUND, places, *reasons, Reason("largest", text))
        return _ambiguous(places, reasons)


def _km(first: Entry, second: Entry) -> float:
    if first.lat is None or first.lng is None or second.lat is None or second.lng is None:
        return float("inf")
    return distance_km(first.lat, first.lng, second.lat, second.lng)


def _size(entry: Entry) -> int:
    return entry.population or UNKNOWN_POPULATION


def _by_size(entries: Sequence[Entry]) -> list[Entry]:
    unique = {entry.ref: entry for entry in entries}.values()
    return sorted(unique, key=lambda entry: (-_size(entry), entry.ref))


def _best_named(found: Sequence[Named]) -> list[Entry]:
    """Return those of which it is the main name, unless one that is also called so is far
    larger."""
    mains = _by_size([named.entry for named in found if named.is_main])
    others = _by_size([named.entry for named in found if not named.is_main])
    if mains and others and _size(others[0]) < OTHER_NAME * _size(mains[0]):
        return mains
    return _by_size([*mains, *others])


def _agrees(kind: Kind, wanted: Kind | None) -> bool:
    """Whether a place of this kind can be meant: one country's region is another's state."""
    large = {Kind.REGION, Kind.STATE}
    return wanted is None or kind is wanted or (kind in large and wanted in large)


def _of_right_kind(candidates: list[Entry], kind: Kind | None) -> list[Entry]:
    if kind is not None:
        return [entry for entry in candidates if _agrees(entry.kind, kind)]
    towns = [entry for entry in candidates if entry.kind is Kind.CITY]
    if towns and towns[0].population >= SMALLER_THAN_ITS_REGION:
        return towns
    return candidates


def _ambiguous(candidates: Sequence[Entry], reasons: list[Reason]) -> Match:
    text = f"{len(candidates)} places of that name, none much larger"
    more = (
        []
        if reasons and reasons[-1].code in {"kinds", "within_unknown"}
        else [Reason("namesakes", text)]
    )
    return _answer(Outcome.AMBIGUOUS, candidates, *reasons, *more)


def _once(candidates: Sequence[Entry]) -> list[Entry]:
    """Return the candidates without those that are the same place, listed again next to a larger
    one."""
    kept: list[Entry] = []
    for entry in candidates:
        if all(entry.kind is not other.kind or _km(entry, other) > SAME_KM for other in kept):
            kept.append(entry)
    return kept


def _not_found(query: Query, elsewhere: list[Entry]) -> Match:
    if elsewhere:
        text = f"no “{query.name}” where the source says that it lies"
        return _answer(Outcome.NONE, _by_size(elsewhere), Reason("elsewhere", text))
    country = country_with_article(query.country)
    text = f"no place of {country} in the gazetteer is called “{query.name}”"
    return _answer(Outcome.NONE, (), Reason("unknown", text))
