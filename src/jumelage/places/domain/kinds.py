"""Kinds of places, and what they are called in their countries."""

from enum import StrEnum


class Kind(StrEnum):
    """What a place is, comparable between countries. The order is that of the atlas file."""

    CITY = "city"
    DISTRICT = "district"
    COUNTY = "county"
    REGION = "region"
    STATE = "state"


#: What a place may be called in its country (in English, in lower case), and of which kind it then is.
LABELS: dict[str, Kind] = {
    "city": Kind.CITY,
    "town": Kind.CITY,
    "village": Kind.CITY,
    "municipality": Kind.CITY,
    "urban-type settlement": Kind.CITY,
    "closed city": Kind.CITY,
    "commune": Kind.CITY,
    "township": Kind.CITY,
    "city district": Kind.DISTRICT,
    "borough": Kind.DISTRICT,
    "district": Kind.DISTRICT,
    "raion": Kind.DISTRICT,
    "administrative okrug": Kind.DISTRICT,
    "county": Kind.COUNTY,
    "parish": Kind.COUNTY,
    "powiat": Kind.COUNTY,
    "oblast": Kind.REGION,
    "krai": Kind.REGION,
    "republic": Kind.REGION,
    "autonomous okrug": Kind.REGION,
    "autonomous oblast": Kind.REGION,
    "federal city": Kind.CITY,
    "region": Kind.REGION,
    "province": Kind.REGION,
    "prefecture": Kind.REGION,
    "voivodeship": Kind.REGION,
    "department": Kind.REGION,
    "canton": Kind.REGION,
    "state": Kind.STATE,
    "Land": Kind.STATE,
}
