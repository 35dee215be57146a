"""Countries: codes, names in any usual spelling, and the states that are no more.

Codes are ISO 3166-1 alpha-2, ``XK`` for Kosovo, and ISO 3166-3 alpha-4 for former states (``SUHH``). The names shown,
with the forms that sentences need, are in ``countries.csv``; spellings to recognise come from CLDR in many languages.
Listing a code says nothing about anybody's status: it is what the sources and ISO use.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pycountry
from babel import Locale
from rapidfuzz import fuzz, process

from jumelage.core.domain.text import search_key

#: Languages whose names of countries are recognised.
_LANGUAGES = (
    "en", "ru", "uk", "be", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "bg", "sr",
    "hr", "sl", "lt", "lv", "et", "fi", "sv", "da", "nb", "el", "tr", "ka", "hy", "az", "kk", "ja", "ko",
    "zh", "ar", "he", "fa", "vi",
)  # fmt: skip

#: Parts of a country that lists name like one: the country, and the part by ISO 3166-2.
_PARTS = {
    "england": ("GB", "GB-ENG"),
    "scotland": ("GB", "GB-SCT"),
    "wales": ("GB", "GB-WLS"),
    "northern ireland": ("GB", "GB-NIR"),
    "england united kingdom": ("GB", "GB-ENG"),
    "scotland united kingdom": ("GB", "GB-SCT"),
    "wales united kingdom": ("GB", "GB-WLS"),
    "northern ireland united kingdom": ("GB", "GB-NIR"),
    "northern cyprus": ("CY", ""),
    "republika srpska": ("BA", "BA-SRP"),
    "transnistria": ("MD", "MD-SN"),
    "abkhazia": ("GE", "GE-AB"),
    "south ossetia": ("GE", ""),
    "azores": ("PT", "PT-20"),
    "madeira": ("PT", "PT-30"),
    "canary islands": ("ES", "ES-CN"),
    "hawaii": ("US", "US-HI"),
}

_ALIASES = {
    "usa": "US", "u s a": "US", "u s": "US", "united states of america": "US", "america": "US", "ssha": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "russian federation": "RU", "czech republic": "CZ",
    "south korea": "KR", "korea south": "KR", "republic of korea": "KR", "north korea": "KP", "burma": "MM",
    "macedonia": "MK", "republic of macedonia": "MK", "fyr macedonia": "MK", "ivory coast": "CI",
    "cape verde": "CV", "swaziland": "SZ", "east timor": "TL", "holland": "NL", "the netherlands": "NL",
    "palestine": "PS", "state of palestine": "PS", "palestinian authority": "PS", "west bank": "PS",
    "turkey": "TR", "turkiye": "TR", "taiwan": "TW", "republic of china": "TW", "roc": "TW",
    "peoples republic of china": "CN", "china prc": "CN", "hong kong": "HK", "macau": "MO", "the gambia": "GM",
    "the bahamas": "BS", "the philippines": "PH", "republic of ireland": "IE", "eire": "IE",
    "democratic republic of the congo": "CD", "dr congo": "CD", "republic of the congo": "CG", "congo": "CG",
    "vatican city": "VA", "vatican": "VA", "kosovo": "XK", "moldova": "MD", "belorussia": "BY",
    "byelorussia": "BY", "kirghizia": "KG", "micronesia": "FM", "sao tome and principe": "ST",
    "bosnia": "BA", "bosnia herzegovina": "BA", "yuzhnaya koreya": "KR", "belorussiya": "BY",
    "georgia country": "GE", "bosnia and hercegovina": "BA",
    "ussr": "SUHH", "soviet union": "SUHH", "sssr": "SUHH", "sovetskiy soyuz": "SUHH",
    "yugoslavia": "YUCS", "sfr yugoslavia": "YUCS", "czechoslovakia": "CSHH", "gdr": "DDDE",
    "east germany": "DDDE", "west germany": "DE", "serbia and montenegro": "CSXX",
}  # fmt: skip

#: Territories that lists name with their state, and that have a code of their own.
_OWN_CODE = {"RE", "MQ", "GP", "GF", "YT", "PF", "NC", "AX", "PR", "GU", "HK", "MO", "GL", "FO", "AW", "CW"}

_SUHH = (
    "RU UA BY MD LT LV EE GE AM AZ KZ UZ TM KG TJ".split()  # noqa: SIM905
)
_MEMBERS: dict[str, tuple[str, ...]] = {
    "SUHH": tuple(_SUHH),
    "YUCS": ("BA", "HR", "ME", "MK", "RS", "SI", "XK"),
    "CSHH": ("CZ", "SK"),
    "CSXX": ("RS", "ME", "XK"),
    "DDDE": ("DE",),
}

#: Until which day (not included) places of today's country were in which former state. A country whose places
#: were in different states (Germany) is not here: a claim made there names its state itself.
_FORMERLY: dict[str, tuple[tuple[date, str], ...]] = {
    **dict.fromkeys(("RU", "BY", "UA", "MD", "AM", "AZ", "KZ", "UZ", "TM", "KG", "TJ", "GE"),
                    ((date(1991, 12, 26), "SUHH"),)),
    **dict.fromkeys(("LT", "LV", "EE"), ((date(1991, 9, 6), "SUHH"),)),
    **dict.fromkeys(("CZ", "SK"), ((date(1993, 1, 1), "CSHH"),)),
    **dict.fromkeys(("HR", "SI"), ((date(1991, 6, 25), "YUCS"),)),
    "MK": ((date(1991, 9, 8), "YUCS"),),
    "BA": ((date(1992, 3, 3), "YUCS"),),
    **dict.fromkeys(("RS", "ME"), ((date(2003, 2, 4), "YUCS"), (date(2006, 6, 3), "CSXX"))),
    "XK": ((date(2003, 2, 4), "YUCS"), (date(2006, 6, 3), "CSXX")),
}  # fmt: skip
#: Before these days the former states were not there either.
_FOUNDED = {"SUHH": date(1922, 12, 30), "YUCS": date(1918, 12, 1), "CSHH": date(1918, 10, 28),
            "CSXX": date(2003, 2, 4), "DDDE": date(1949, 10, 7)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """What a text was recognised as. ``code`` is empty if as nothing; then ``suggestion`` may name the nearest."""

    text: str
    code: str = ""
    part: str = ""  # ISO 3166-2, where a part of the country was named ("England")
    suggestion: str = ""

    @property
    def found(self) -> bool:
        """Whether it is a country."""
        return bool(self.code)

    @property
    def reason(self) -> str:
        """Why it is none, for a person."""
        if self.found:
            return ""
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


def is_former(code: str) -> bool:
    """Whether this is the code of a state that is no more."""
    return code in _MEMBERS


@cache
def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for language in reversed(_LANGUAGES):
        for code, name in Locale(language).territories.items():
            if code in _table():
                spellings[search_key(name)] = code
    for country in pycountry.countries:
        for name in ("name", "official_name", "common_name"):
            if hasattr(country, name):
                spellings[search_key(getattr(country, name))] = country.alpha_2
        spellings[country.alpha_2.lower()] = country.alpha_2
        spellings[country.alpha_3.lower()] = country.alpha_2
    for code, row in _table().items():
        spellings.update(dict.fromkeys((search_key(row["en"]), search_key(row["ru"])), code))
        spellings[code.lower()] = code
    spellings.update({search_key(name): code for name, code in _ALIASES.items()})
    spellings.pop("", None)
    return spellings


@cache
def parse_country(text: str) -> CountryMatch:
    """Recognise a country by code or by name, in any usual spelling and many languages.

    Only a whole name decides; for anything else the nearest English spelling is suggested, never taken.
    """
    key = search_key(text).removeprefix("the ")
    if key in _PARTS:
        code, part = _PARTS[key]
        return CountryMatch(text, code, part)
    if code := _spellings().get(key, "") or _last_part(text):
        return CountryMatch(text, code)
    english = {row["en"]: search_key(row["en"]) for row in _table().values()}
    near = process.extractOne(key, english, scorer=fuzz.ratio, score_cutoff=70) if key else None
    return CountryMatch(text, suggestion=near[2] if near else "")


def _last_part(text: str) -> str:
    """Understand “Ohio, United States” as the country, and “Réunion, France” as the territory with its own code."""
    first, comma, last = text.rpartition(",")
    if not comma:
        return ""
    country = _spellings().get(search_key(last), "")
    territory = _spellings().get(search_key(first), "")
    return territory if country and territory in _OWN_CODE else country


def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country in ``language``; the code itself if there is no such country."""
    row = _table().get(code)
    if row is None:
        return code
    if language in {"en", "ru"}:
        return row[language]
    return str(Locale(language).territories.get(code, row["en"]))


def country_genitive(code: str, language: str = "en") -> str:
    """Return the name as it stands after “of”: “the United States”, “России”."""
    row = _table().get(code)
    if row is None:
        return code
    return {"en": row["en_of"], "ru": row["ru_genitive"]}.get(language) or country_name(
        code, language
    )


def country_on(code: str, day: date) -> str:
    """Return the state of which the places of today's country ``code`` were a part on ``day``."""
    for until, former in _FORMERLY.get(code, ()):
        if _FOUNDED[former] <= day < until:
            return former
    return code


def members(code: str) -> tuple[str, ...]:
    """Return the countries of today in which the places of ``code`` lie: itself, or a former state's successors."""
    return _MEMBERS.get(code, (code,))
