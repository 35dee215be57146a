"""How a source may write a place's name, and what a gazetteer may call it.

Pure rules on names: each yields a key to look up, the rule by which it was made, and what the
source says the place lies in. The fullest name comes first, and each rule has its weight: how much
less likely a place so found is meant than one found by the name as it stands.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jumelage.places.domain.keys import CYRILLIC, fast_key
from jumelage.places.domain.kinds import Kind, kind_of
from jumelage.places.domain.units import unit_of


class Spelling(NamedTuple):
    """One way to look a name up."""

    key: str
    rule: str
    within: str = ""  # what it lies in, as the source says: “Georgia” of “Columbus, Georgia”
    kind: Kind | None = None  # what a word says it is: “Orange County”
    must_lie_within: bool = False  # what it lies in must be known and near


#: By how much a rule lowers the weight (a natural logarithm: 0.7 halves it).
WEIGHTS = {
    "name": 0.0, "within": 0.0, "unit": 0.0, "whole_first": 0.3, "part": 0.3, "longer": 0.7,
    "shorter": 0.7, "half": 1.5, "river": 1.0, "turned": 0.7, "romanised": 1.0, "other_unit": 2.0,
    "old": 0.3,
}  # fmt: skip

_SPECIAL = re.compile(r"[()/,–—&\d]| - |\w-\w")
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<within>[^()]+)\)\s*(?P<rest>[^()]*)$")
_PART = re.compile(r"^(?P<whole>.+?)\s+[–—-]\s+(?P<part>.+)$")
_NUMBER = re.compile(r"\s+(?:[IVXL]+|\d+)\.?$")
_SPLIT = re.compile(
    r"\s*(?:/|(?<!\s)[–—](?!\s)| & | and | und | et | y | i | e | och | og | ja )\s*"
)
_HYPHEN = re.compile(r"^(?P<first>[^\W\d][\w' .]{3,})-(?P<second>[^\W\d][\w' .]{3,})$")
_PREFIX = re.compile(
    r"^(?:(?:city|town|village|municipality|commune|gmina|township|metropolitan city|island) of |"
    r"(?:city|town|village|municipality|commune|gmina|township|greater|kibbutz|moshav|market town"
    r"|the|villa|ville|stadt|markt|kota|ciudad|isle of|island of|ile|new town)"
    r" )(?=[a-z])"
)
_SUFFIX = re.compile(
    r" (?:city|town|municipality|township|village|commune|gmina|island|islands|town council|area"
    r"|community|local council|regional council|ward|spa)$"
)
_RIVER = re.compile(
    r" (?:am|an der|an den|im|in der|in|ob der|bei|vor der|auf der|a d|i d|nad|pod|pri|na|sur|upon"
    r"|on|under|by|aan den|aan de|en|de|del|di|la|les|le|sous|sul|sulla|d) [a-z ]{3,}$"
)
#: In these countries the gazetteer names cities with what they are: Yongin-si, Cebu City.
_ENDINGS = {"KR": ("si", "gun", "gu", "eup"), "JP": ("shi", "machi", "mura", "cho", "ku", "gun"),
            "PH": ("city",), "CN": ("shi", "xian", "qu"), "TW": ("qu",),
            "HU": ("jaras",)}  # fmt: skip
#: Ways in which names of one language are written in the Latin script: (what is written, what
#: GeoNames mostly writes). Tried where nothing else is found.
_ROMANISED = {
    "CN": ((r"^(.*) (?:new area|development zone)$", r"\1"),),
    "GR": (("ai", "e"), ("gh", "g"), ("ch", "kh"), ("i$", "ion"), ("ou", "u"), ("^ag ", "agios ")),
    "JP": (("ou", "o"), ("oo", "o"), ("uu", "u"), ("nb", "mb"), ("mb", "nb")),
    "IL": (("tz", "ts"), ("ch", "h"), ("k", "q"), ("q", "k"), ("v", "b"), ("z", "ts")),
    "UA": (("h", "g"), ("y", "i"), ("ivskyi$", "iv"), ("kyiv", "kiev")),
    "KR": (("ch", "j"), ("k", "g"), ("t", "d"), ("p", "b"), ("oo", "u")),
}
#: Cities that number their districts, in English and as their country writes them.
_LOCAL = (("prague", "praha"), ("vienna", "wien"), ("rome", "roma"), ("bucharest", "bucuresti"))
_FINAL = re.compile(r"^(?P<stem>.*[a-z]{3})(?:skiy|sky|skyi|skij|ski|sk|skaya|skoye|skoy|noy|ny)$")


def plain_key(name: str) -> str:
    """Return the key of a name that has no sign which may part it; empty of any other."""
    return "" if _SPECIAL.search(name) else fast_key(name)


def spellings_of(name: str, country: str) -> Iterator[Spelling]:
    """Yield the ways to look up a place that a source calls ``name``, the likeliest first."""
    whole = fast_key(name)
    if not whole:
        return
    yield Spelling(whole, "name")
    if part := _PART.match(name):
        yield from _parts(part["whole"], part["part"], country)
    plain, within = _split_hint(name)
    key = fast_key(plain)
    if within:
        if kind := _kind_word(country, fast_key(within)):  # “Lippe (district)”
            yield Spelling(key, "unit", kind=kind)
            within = ""
        else:
            yield Spelling(key, "within", within)
            yield Spelling(fast_key(f"{within} {plain}"), "whole_first")
    yield from _unit(country, key, within)
    yield from _variants(plain, key, within, country)


def _split_hint(name: str) -> tuple[str, str]:
    """Split “Shibuya (Tokyo)” and “Columbus, Georgia” into the name and what it lies in."""
    if brackets := _BRACKETS.match(name):
        return f"{brackets['name']} {brackets['rest']}".strip(), brackets["within"]
    first, comma, rest = name.partition(",")
    if comma and first.strip() and rest.strip():
        return first.strip(), rest.strip()
    return name, ""


def _kind_word(country: str, key: str) -> Kind | None:
    unit = unit_of(country, f"x {key}")
    return kind_of(unit.label) if unit and unit.bare == "x" else None


def _unit(country: str, key: str, within: str) -> Iterator[Spelling]:
    """“Orange County” by “orange”, among counties; then among other divisions."""
    if unit := unit_of(country, key):
        kind = kind_of(unit.label)
        if kind is not None and kind is not Kind.CITY:
            yield Spelling(unit.bare, "unit", within, kind)
            if country in CYRILLIC:  # Yahotyn Raion: Yahotynskyi
                for ending in ("skyi", "ivskyi", "anskyi", "enskyi"):
                    yield Spelling(unit.bare + ending, "unit", within, kind)
                yield Spelling(re.sub("[aeiouy]$", "", unit.bare) + "skyi", "unit", within, kind)
            final = _FINAL.match(unit.bare)
            if final and country in CYRILLIC:
                for ending in ("", "a", "o", "y", "sk"):
                    yield Spelling(final["stem"] + ending, "unit", within, kind)


def _variants(plain: str, key: str, within: str, country: str) -> Iterator[Spelling]:
    if numbered := _NUMBER.search(plain):
        yield from _numbered(plain, plain[: numbered.start()])
        return
    kinds = unit_of(country, key)
    if kinds and kind_of(kinds.label) not in {None, Kind.CITY}:
        return
    short = _SUFFIX.sub("", _PREFIX.sub("", key))
    if short != key:
        yield Spelling(short, "shorter", within)
    for ending in ("city", *_ENDINGS.get(country, ())):
        yield Spelling(f"{key} {ending}", "longer", within)
    yield from _halves(plain, within)
    if key.startswith("bad "):
        yield Spelling(key.removeprefix("bad "), "shorter", within)
    if river := _RIVER.search(key):
        yield Spelling(key[: river.start()], "river", within)
    for written, usual in _ROMANISED.get(country, ()):
        if (other := re.sub(written, usual, key)) != key:
            yield Spelling(other, "romanised", within)


def _halves(plain: str, within: str) -> Iterator[Spelling]:
    halves = _SPLIT.split(plain)
    if len(halves) < 2 and (match := _HYPHEN.match(plain)):
        halves = [match["first"], match["second"]]
    if len(halves) > 1:
        yield Spelling(fast_key(" ".join(reversed(halves))), "turned", within)
        for half in halves:
            if len(half) > 2:
                yield Spelling(fast_key(half), "half", within)


def _parts(whole: str, part: str, country: str) -> Iterator[Spelling]:
    """“Suzhou – Wuzhong”, “Budapest XI – Újbuda”: the part, near the whole."""
    city = _NUMBER.sub("", whole)
    yield Spelling(fast_key(part), "part", city, must_lie_within=True)
    for ending in _ENDINGS.get(country, ()):
        yield Spelling(f"{fast_key(part)} {ending}", "part", city, must_lie_within=True)
    if hyphened := _HYPHEN.match(part):
        for half in (hyphened["first"], hyphened["second"]):
            yield Spelling(fast_key(half), "half", city, must_lie_within=True)
    if city != whole:
        yield from _numbered(whole, city)


def _numbered(whole: str, city: str) -> Iterator[Spelling]:
    """“Budapest XV” is found as the district that the gazetteer calls “Budapest XV. kerület”."""
    key = fast_key(whole)
    for ending in ("", " kerulet", " keruelet"):
        yield Spelling(key + ending, "part", city, must_lie_within=True)
    for english, local in _LOCAL:
        if key.startswith(f"{english} "):  # Prague 7: Praha 7
            yield Spelling(key.replace(english, local), "part", city, must_lie_within=True)
