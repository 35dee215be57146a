"""Dates in running text, in English, German, French and Russian, as EDTF."""

import re
from functools import cache

from babel import Locale

LANGUAGES = ("en", "de", "fr", "ru")
_DECADE = re.compile(r"\b((?:1[89]|20)\d)0(?:s|er|-е|-х)\b")
#: “1987–92”: a span whose second year is written short.
_SHORT = re.compile(r"\b((?:1[89]|20)\d\d)[–—](\d\d)\b(?![.\d])")
#: A hyphen between two years is meant for a dash; in “1987-05” it is ISO 8601's own.
_HYPHEN = re.compile(r"(?<=\d{4})\s?-\s?(?=\d{4}\b)|(?<=\d{4})-(?=\s|$|\?)")
_NUMERIC = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:1[0-9]|20)\d\d)\b")
#: A date as this module writes it, or a year.
DATE = re.compile(r"(?<![\d-])(?:\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{3}X|\d{4})(?![\d-]*\d)")


@cache
def _months() -> dict[str, int]:
    known: dict[str, int] = {}
    for language in LANGUAGES:
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[use][width].items():
                    known.setdefault(name.casefold().rstrip("."), number)
    return known


@cache
def _written() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
    year = r"(?P<year>\d{4})\b"
    before = rf"(?:\b{day}\s+)?\b(?P<month>{month})\b\.?,?\s+{year}"
    after = rf"\b(?P<month>{month})\.?\s+{day},?\s+{year}"
    return re.compile(after, re.IGNORECASE), re.compile(before, re.IGNORECASE)


def _iso(match: re.Match[str]) -> str:
    month = _months()[match["month"].casefold().rstrip(".")]
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return f"{match['year']}-{month:02}{day}"


def with_iso_dates(text: str) -> str:
    """Return a text in which every date that is written out is as in ISO 8601, and decades are as in EDTF."""
    for pattern in _written():
        text = pattern.sub(_iso, text)
    text = _NUMERIC.sub(lambda m: f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}", text)
    text = _HYPHEN.sub("–", text)
    text = _DECADE.sub(r"\1X", text)
    return _SHORT.sub(lambda m: f"{m[1]}–{m[1][:2]}{m[2]}", text)
