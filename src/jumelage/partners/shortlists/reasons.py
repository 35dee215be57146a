"""What speaks for a place on a shortlist and what against: worked out by the model of suggestions, and kept as it was.

Kept are codes and values, so that every reader gets the sentences in their own language.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np

from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.features import Group
from jumelage.partners.domain.finder import Suggestion
from jumelage.partners.domain.reasons import Reason
from jumelage.partners.reason_words import sentence
from jumelage.partners.suggesting import Suggester
from jumelage.places.models import Place

#: Which reasons a council takes for what they are: facts, of which everybody says that they speak for a place, or
#: against it. To the model anything may do either; sizes, distances and ties stand in the table of figures besides.
SPEAKS_FOR = frozenset(
    {
        "shared_partners", "neighbours_tied_with_it", "near_your_partners", "neighbourhoods_tied",
        "divisions_tied", "countries_tied", "about_your_size", "both_capitals", "like_standing",
        "same_name", "name_in_common", "both_by_the_sea", "both_beside_larger", "no_partners_yet",
    }
)  # fmt: skip
SPEAKS_AGAINST = frozenset(
    {
        "larger", "smaller", "countries_not_tied", "neighbourhoods_not_tied", "other_kind",
        "other_standing", "one_by_the_sea", "one_beside_larger", "same_country",
    }
)  # fmt: skip
#: So many are kept of what speaks for a place, and of what speaks against it: the weightiest.
MOST_FOR, MOST_AGAINST = 5, 2
#: Far above any score: those asked about come first, and are explained among all others.
_FIRST = 1000.0
#: A reason with less than this part of all is none to speak of.
_LEAST_SHARE = 0.02
#: Where a number is written in groups of three digits.
_IN_NUMBER = re.compile(r"(?<=\d) (?=\d{3}\b)")


class Kept(TypedDict):
    """A reason as it is kept: places in its values are numbers of ``named``, which has their references and names."""

    code: str
    values: dict[str, Any]
    named: list[tuple[str, str]]
    speaks_for: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Reasons as sentences without a full stop, the weightiest first."""

    speaks_for: Sequence[str] = ()
    speaks_against: Sequence[str] = ()


def reasons_for(suggester: Suggester, place: Place, refs: Iterable[str]) -> dict[str, list[Kept]]:
    """Return the reasons for and against some candidates, by their references.

    Candidates that the suggester does not know are left out, and so are partners of the place.
    """
    asking = suggester.numbers.get(place.pk)
    wanted = set(refs)
    facts = suggester.places.facts
    numbers = [number for number, one in enumerate(facts) if one.ref in wanted]
    if asking is None or not numbers:
        return {}
    first = np.zeros(len(facts), dtype=np.float32)
    first[numbers] = _FIRST
    found = suggester.finder.suggest(asking, len(numbers), adjust=first)
    return {
        facts[one.place].ref: _kept_of(one, facts) for one in found if one.place in set(numbers)
    }


def places_named(kept: Iterable[Kept]) -> set[int]:
    """Return the ids of the places of the register that kept reasons name."""
    refs = [ref for one in kept for ref, _name in one["named"]]
    return {int(ref.removeprefix("place:")) for ref in refs if ref.startswith("place:")}


def said(kept: Iterable[Kept], places: Mapping[int, Place]) -> Said:
    """Return kept reasons in the reader's language.

    Args:
        kept: the reasons of one candidate.
        places: those that they name (:func:`places_named`), with their names; others are called as when it was kept.
    """
    names = {f"place:{pk}": place.local_name for pk, place in places.items()}
    words = [(_say(one, names), one["speaks_for"]) for one in kept]
    return Said(
        [text for text, speaks_for in words if text and speaks_for],
        [text for text, speaks_for in words if text and not speaks_for],
    )


def _kept_of(one: Suggestion, facts: Sequence[Facts]) -> list[Kept]:
    telling = [reason for reason in one.reasons if abs(reason.share) >= _LEAST_SHARE]
    speaking_for = [one for one in telling if one.weight > 0 and one.code in SPEAKS_FOR]
    speaking_against = [one for one in telling if one.weight < 0 and one.code in SPEAKS_AGAINST]
    return [
        _keep(reason, facts)
        for reason in (*speaking_for[:MOST_FOR], *speaking_against[:MOST_AGAINST])
    ]


def _keep(reason: Reason, facts: Sequence[Facts]) -> Kept:
    """Return a reason with what the places in it are called instead of their numbers."""
    named: list[tuple[str, str]] = []

    def name(number: int) -> int:
        named.append((facts[number].ref, facts[number].name))
        return len(named) - 1

    values: dict[str, Any] = {}
    for key, value in reason.values.items():
        if key == "places":
            values[key] = [name(number) for number in value]
        elif key == "pairs":
            values[key] = [[name(first), name(second)] for first, second in value]
        else:
            values[key] = value.item() if isinstance(value, np.generic) else value
    return Kept(code=reason.code, values=values, named=named, speaks_for=reason.weight > 0)


def _say(kept: Kept, names: Mapping[str, str]) -> str:
    """Return the sentence of a kept reason; nothing of one that another version kept and this one cannot say."""
    facts = [Facts(ref, names.get(ref, name), "") for ref, name in kept["named"]]
    try:
        words = sentence(Reason(kept["code"], Group.NAME, kept["values"], 0.0, 0.0), facts)
    except KeyError:
        return ""
    return _IN_NUMBER.sub("\N{NO-BREAK SPACE}", words[:1].upper() + words[1:])
