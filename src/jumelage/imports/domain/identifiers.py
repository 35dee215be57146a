"""Identifiers that a source may give for a place: the schemes that the registry keeps, and how each is written."""

import re

#: The same schemes and patterns as of the table of identifiers (a test compares them).
PATTERNS = {
    "wikidata": re.compile(r"Q[1-9]\d*", re.ASCII),
    "geonames": re.compile(r"[1-9]\d*", re.ASCII),
    "fips": re.compile(r"\d{5}", re.ASCII),
    "ons": re.compile(r"E\d{8}", re.ASCII),
    "ags": re.compile(r"\d{5}", re.ASCII),
    "lau": re.compile(r"[A-Z]{2}-[0-9A-Z-]+", re.ASCII),
    "postal": re.compile(r"[A-Z]{2}-[0-9A-Za-z-]+", re.ASCII),
    "iso3166-2": re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII),
}
SCHEMES = tuple(PATTERNS)
#: The longest that the registry keeps.
_LONGEST = 60


def is_identifier(scheme: str, value: str) -> bool:
    """Whether this is written as an identifier of the scheme is."""
    return len(value) <= _LONGEST and PATTERNS[scheme].fullmatch(value) is not None
