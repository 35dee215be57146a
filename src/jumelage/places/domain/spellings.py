"""How a source may write a place's name, and what a gazetteer may call it.

Pure rules on names: each yields a key to look up, the rule by which it was made, and what the
source says the place lies in. The fullest name comes first; a rule that may mislead is marked
*careful*, and its answer counts only if it is the only one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jumelage.core.domain.text import saint_key, search_key
from jumelage.places.domain.gazetteer import loose_key
from jumelage.places.domain.kinds import LABELS, Kind


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to look a name up."""

    key: str
    rule: str
    within: str = ""  # what it lies in, as the source says: “Georgia” of “Columbus, Georgia”
    careful: bool = False
    must_lie_within: bool = False  # what it lies in must be known and near


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name as written, with what its words say about it."""

    spellings: tuple[Spelling, ...]
    doubles: tuple[tuple[str, ...], ...] = ()  # keys of the halves of a double name
    kind: Kind | None = None  # if a word says so: “Orange County”
    bare: str = ""  # the key without that word
    within: str = ""  # what it lies in, if a word says what it is


_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<within>[^()]+)\)\s*$")
_PART = re.compile(r"^(?P<whole>.+?)\s+[–—-]\s+(?P<part>.+)$")
_NUMBER = re.compile(r"\s+(?:[IVXL]+|\d+)\.?$")
_DOUBLE = re.compile(r"^(?P<first>[^/–-]{4,})\s*[/–-]\s*(?P<second>[^/–-]{4,})$")
_SLASH = re.compile(r"\s*/\s*")
_PREFIX = re.compile(
    r"^(?:city|town|village|municipality|commune|gmina|township|metropolitan city|greater) "
    r"(?:of )?(?=[a-z])|^the (?=[a-z])"
)
_SUFFIX = re.compile(r" (?:city|town|municipality|township|village|commune|gmina)$")
_RIVER = re.compile(
    r" (?:am|an der|an den|im|in der|ob der|bei|vor der|auf der|a d|i d|nad|pod|sur|upon|aan den"
    r"|aan de) [a-z ]{3,}$"
)
#: In these countries the gazetteer names cities with what they are: Yongin-si, Cebu City.
_ENDINGS = {"KR": ("si", "gun", "gu", "eup"), "JP": ("shi",), "PH": ("city",), "CN": ("shi",)}
_WORDS = {
    **{search_key(code): info.kind for code, info in LABELS.items()},
    "rayon": Kind.DISTRICT, "landkreis": Kind.COUNTY, "kreis": Kind.COUNTY,
    "state": Kind.STATE, "kray": Kind.REGION, "cercle": Kind.DISTRICT,
    "district municipality": Kind.DISTRICT, "metropolitan area": Kind.REGION,
}  # fmt: skip
_NOT_CITIES = {word: kind for word, kind in _WORDS.items() if kind is not Kind.CITY}
_LONGEST_FIRST = "|".join(sorted(map(re.escape, _NOT_CITIES), key=len, reverse=True))
_KIND_WORD = re.compile(rf"^(?P<name>.+) (?P<word>{_LONGEST_FIRST})$")
_COUNTY_OF = re.compile(
    r"^(?P<word>county|province of|state of|district of|region of) (?P<name>.+)$"
)


def parse_name(name: str, country: str) -> Parsed:
    """Return the ways to look up a place that a source calls ``name``."""
    whole = search_key(name)
    plain, within = _split_hint(name)
    kind, bare = _kind_of(search_key(plain))
    if search_key(within) in _NOT_CITIES:  # “Lippe (district)”
        kind, bare, within = _NOT_CITIES[search_key(within)], search_key(plain), ""
    spellings = dict.fromkeys([Spelling(whole, "name"), Spelling(saint_key(whole), "name")])
    if kind is not None:
        spellings.setdefault(Spelling(search_key(plain), "within" if within else "name", within))
        return Parsed(tuple(spellings), kind=kind, bare=bare, within=within)
    for spelling in _variants(plain, within, country):
        if spelling.key and spelling.key != "~":
            spellings.setdefault(spelling)
    return Parsed(tuple(spellings), _doubles(plain))


def _split_hint(name: str) -> tuple[str, str]:
    """Split “Shibuya (Tokyo)” and “Columbus, Georgia” into the name and what it lies in."""
    if brackets := _BRACKETS.match(name):
        return brackets["name"], brackets["within"]
    first, comma, rest = name.partition(",")
    if comma and first.strip() and rest.strip():
        return first.strip(), rest.strip()
    return name, ""


def _kind_of(key: str) -> tuple[Kind | None, str]:
    if match := _KIND_WORD.match(key):
        return _NOT_CITIES[match["word"]], match["name"]
    if match := _COUNTY_OF.match(key):
        return _NOT_CITIES[match["word"].removesuffix(" of")], match["name"]
    return None, key


def _variants(plain: str, within: str, country: str) -> Iterator[Spelling]:
    if part := _PART.match(plain):
        yield from _parts(part["whole"], part["part"], country)
        return
    key = search_key(plain)
    if within:
        yield Spelling(key, "within", within)
        yield Spelling(saint_key(key), "within", within)
        yield Spelling(search_key(within + " " + plain), "whole_first")
    yield Spelling(loose_key(country, key), "loose", within, careful=True)
    if numbered := _NUMBER.search(plain):
        yield from _numbered(plain, plain[: numbered.start()])
        return
    short = _SUFFIX.sub("", _PREFIX.sub("", key))
    if short != key:
        yield Spelling(short, "shorter", within)
    else:
        yield Spelling(f"{key} city", "longer", within, careful=True)
    for ending in _ENDINGS.get(country, ()):
        yield Spelling(f"{key} {ending}", "longer", within, careful=True)
    if _SLASH.search(plain):
        for half in _SLASH.split(plain):
            yield Spelling(search_key(half), "half", within, careful=True)
    if key.startswith("bad "):
        yield Spelling(key.removeprefix("bad "), "shorter", within, careful=True)
    if river := _RIVER.search(key):
        yield Spelling(key[: river.start()], "river", within, careful=True)


def _parts(whole: str, part: str, country: str) -> Iterator[Spelling]:
    """“Suzhou – Wuzhong”, “Budapest XI – Újbuda”: the part, near the whole."""
    city = _NUMBER.sub("", whole)
    key = search_key(part)
    yield Spelling(key, "part", city, must_lie_within=True)
    yield Spelling(loose_key(country, key), "part", city, careful=True, must_lie_within=True)
    if city != whole:
        yield from _numbered(whole, city)


def _numbered(whole: str, city: str) -> Iterator[Spelling]:
    """“Budapest XV” is found as the district that the gazetteer calls “Budapest XV. kerület”."""
    for ending in ("", " kerulet", " keruelet"):
        yield Spelling(search_key(whole) + ending, "part", city, must_lie_within=True)


def _doubles(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the halves of “Sittard-Geleen”, if it is a name of two halves."""
    match = _DOUBLE.match(name)
    return ((search_key(match["first"]), search_key(match["second"])),) if match else ()
