"""Countries: codes, names in any usual spelling, and the names that sentences need.

Codes are ISO 3166-1 alpha-2, ``XK`` for Kosovo, and ISO 3166-3 alpha-4 for former states
(``SUHH``). The names shown, with the forms that sentences need, are in ``countries.csv``;
spellings to recognise come from CLDR in many languages, from ISO, and from
``country_spellings.csv``, which has the last word. Which country a place was in on a day is in
:mod:`jumelage.places.domain.states`. Listing a code says nothing about anybody's status: it is
what the sources and ISO use.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pycountry
from babel import Locale, UnknownLocaleError
from rapidfuzz import fuzz, process

from jumelage.core.domain.text import search_key
from jumelage.places.domain.states import country_on, is_former, members

__all__ = [
    "LANGUAGES", "TERRITORIES", "CountryMatch", "by_name", "country_codes", "country_genitive",
    "country_name", "country_on", "country_with_article", "is_country", "is_former", "members",
    "parse_country", "sort_key",
]  # fmt: skip

#: Languages whose names of countries are recognised.
LANGUAGES = (
    "en", "ru", "uk", "be", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "bg",
    "mk", "sr", "hr", "bs", "sl", "sq", "lt", "lv", "et", "fi", "sv", "da", "nb", "is", "ga", "ca",
    "eu", "gl", "el", "tr", "ka", "hy", "az", "kk", "ky", "uz", "tg", "mn", "ja", "ko", "zh",
    "zh_Hant", "ar", "he", "fa", "hi", "th", "vi", "id",
)  # fmt: skip

#: Territories that lists name after or instead of their state, and that have a code of their own.
TERRITORIES: dict[str, tuple[str, ...]] = {
    "FR": ("RE", "MQ", "GP", "GF", "YT", "PF", "NC", "PM", "BL", "MF", "WF"),
    "US": ("PR", "GU", "VI", "AS", "MP"),
    "GB": ("JE", "GG", "IM", "GI", "BM", "FK", "KY", "SH", "VG", "TC", "AI", "MS"),
    "NL": ("AW", "CW", "SX", "BQ"),
    "DK": ("FO", "GL"),
    "FI": ("AX",),
    "NO": ("SJ",),
    "CN": ("HK", "MO"),
    "NZ": ("CK", "NU", "TK"),
    "AU": ("NF", "CX", "CC"),
    "EH": ("MA",),
    "MA": ("EH",),
}

#: A suggestion must be at least so alike (0 to 100, rapidfuzz's ratio).
_ALIKE = 70


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """What a text was recognised as.

    ``code`` is empty if as nothing; then ``suggestion`` may name the nearest.
    """

    text: str
    code: str = ""
    part: str = ""  # ISO 3166-2, where a part of the country was named ("England")
    suggestion: str = ""
    suggested_code: str = ""
    within: str = ""  # what stood before the country: “Ohio” of “Ohio, United States”

    @property
    def found(self) -> bool:
        """Whether it is a country."""
        return bool(self.code)

    @property
    def reason_code(self) -> str:
        """Why it is none, for a machine: ``empty`` or ``unknown``."""
        if self.found:
            return ""
        return "unknown" if search_key(self.text) else "empty"

    @property
    def reason(self) -> str:
        """Why it is none, for a person."""
        if self.found:
            return ""
        if self.reason_code == "empty":
            return "no country is named"
        hint = f"; is “{self.suggestion}” meant?" if self.suggestion else ""
        return f"“{self.text}” is no country known by that name{hint}"


@cache
def _table() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("countries.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def country_codes() -> tuple[str, ...]:
    """Return all codes, those of former states last."""
    return tuple(_table())


def is_country(code: str) -> bool:
    """Whether this is a code of a country, present or former."""
    return code in _table()


def _key(text: str) -> str:
    """Return the key of a country's name: without a leading article, initials run together."""
    key = search_key(text).removeprefix("the ")
    words = key.split(" ")
    return "".join(words) if len(words) > 1 and all(len(word) == 1 for word in words) else key


@cache
def _from_cldr() -> dict[str, str]:
    """Return the names of CLDR; a key that means two countries in two languages is left out."""
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in _table():
                meant.setdefault(_key(name), set()).add(code)
    return {key: codes.pop() for key, codes in meant.items() if len(codes) == 1}


@cache
def _spellings() -> dict[str, tuple[str, str]]:
    """Return code and part for every spelling known; later sources overrule earlier ones."""
    known = {key: (code, "") for key, code in _from_cldr().items()}
    for country in pycountry.countries:
        for name in ("official_name", "name", "common_name", "alpha_3", "alpha_2"):
            if text := getattr(country, name, ""):
                known[_key(text)] = (country.alpha_2, "")
    for code, row in _table().items():
        for text in (row["en"], row["ru"], row["en_of"], code):
            known[_key(text)] = (code, "")
    path = Path(__file__).with_name("country_spellings.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known[_key(row["spelling"])] = (row["code"], row["part"])
    known.pop("", None)
    return known


@lru_cache(maxsize=4096)
def parse_country(text: str) -> CountryMatch:
    """Recognise a country by code or by name, in any usual spelling and many languages.

    Only a whole name decides, alone (“Россия”) or after what lies within it (“Ohio, United
    States”); for anything else the nearest spelling is suggested, never taken.
    """
    if known := _spellings().get(_key(text)):
        return CountryMatch(text, known[0], known[1])
    before, comma, last = text.rpartition(",")
    state = _spellings().get(_key(last)) if comma else None
    if state:
        return _within(text, before.strip(), *state)
    near, code = _nearest(text)
    return CountryMatch(text, suggestion=near, suggested_code=code)


def _within(text: str, before: str, code: str, part: str) -> CountryMatch:
    """Understand “Réunion, France” as the territory, “Ohio, United States” as a hint."""
    inner, inner_part = _spellings().get(_key(before), ("", ""))
    if inner in TERRITORIES.get(code, ()):
        return CountryMatch(text, inner, inner_part)
    if inner == code:
        return CountryMatch(text, code, inner_part or part)
    return CountryMatch(text, code, part or _division(code, before), within=before)


@cache
def _divisions() -> dict[tuple[str, str], str]:
    return {
        (division.country_code, search_key(division.name)): division.code
        for division in pycountry.subdivisions
    }


def _division(code: str, name: str) -> str:
    return _divisions().get((code, search_key(name)), "")


@cache
def _suggestable() -> dict[str, str]:
    return {
        _key(row[language]): code for code, row in _table().items() for language in ("ru", "en")
    }


def _nearest(text: str) -> tuple[str, str]:
    key = _key(text)
    near = process.extractOne(key, _suggestable().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if not key or near is None:
        return "", ""
    code = _suggestable()[near[0]]
    # A word in Cyrillic gets a Russian suggestion, any other an English one.
    language = "ru" if any("Ѐ" <= letter <= "ӿ" for letter in text) else "en"
    return _table()[code][language], code


def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country in ``language``; the code itself if there is no such country."""
    row = _table().get(code)
    if row is None:
        return code
    if language in {"en", "ru"}:
        return row[language]
    try:
        return str(Locale.parse(language.replace("-", "_")).territories.get(code, row["en"]))
    except (UnknownLocaleError, ValueError):
        return row["en"]


def country_genitive(code: str, language: str = "en") -> str:
    """Return the name as it stands after “of”: “the United States”, “России”."""
    row = _table().get(code)
    if row is None:
        return code
    forms = {"en": row["en_of"], "ru": row["ru_genitive"]}
    return forms.get(language) or country_name(code, language)


def country_with_article(code: str) -> str:
    """Return the English name as it stands inside a sentence: “the Netherlands”, “Russia”."""
    return country_genitive(code, "en")


def sort_key(text: str, language: str = "en") -> str:
    """Return the key that sorts as readers expect: Å beside A in English, Ё beside Е in Russian."""
    if language == "ru":
        return text.casefold().replace("ё", "е")
    return search_key(text)


def by_name(codes: Iterable[str], language: str = "en") -> list[str]:
    """Return country codes in the order of their names in ``language``."""
    return sorted(codes, key=lambda code: (sort_key(country_name(code, language), language), code))
