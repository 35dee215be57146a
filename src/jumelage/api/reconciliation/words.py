"""The types and properties that the service knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.api.reconciliation.answering import BadQuestionError, short
from jumelage.core.domain.text import search_key
from jumelage.places.domain.kinds import kind_of
from jumelage.places.models import Place

#: The type of everything here.
PLACE = "place"
TYPES: Mapping[str, str | Promise] = {
    PLACE: pgettext_lazy("kind of place", "place"),
    **dict(Place.KINDS),
}
#: Schemes of identifiers that are properties too.
IDENTIFIERS = ("wikidata", "geonames", "iso3166-2", "fips")
LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Property:
    """A property: what it is, and whether places can be matched by it and values fetched."""

    id: str
    name: str | Promise
    description: str | Promise
    matches: bool = True
    fetched: bool = True
    is_place: bool = False

    def record(self) -> dict[str, str]:
        """Return the property as the protocol writes it."""
        return {"id": self.id, "name": str(self.name)}


_ALL = (
    Property("country", _("Country"), _("Its name or code in any usual spelling")),
    Property("country_code", _("Country code"), _("ISO 3166-1, two letters")),
    Property("division", _("State or region it lies in"), _("Its name, or its code of ISO 3166-2")),
    Property("division_code", _("Code of the state or region it lies in"), _("ISO 3166-2")),
    Property("kind", _("Kind"), _("City, district, county, region or state")),
    Property("coordinates", _("Coordinates"), _("Latitude and longitude in degrees: 43.12, 131.89")),
    Property("wikidata", _("Wikidata"), _("Identifier, such as Q959")),
    Property("geonames", _("GeoNames"), _("Identifier, a number")),
    Property("iso3166-2", _("ISO 3166-2"), _("Code of the place itself, if it is a division")),
    Property("fips", _("FIPS county code"), _("Five digits")),
    Property(
        "ties",
        _("Partners in ties"),
        _("Places that it has a tie with"),
        is_place=True,
    ),
    Property(
        "tie_standings",
        _("Standing of the ties"),
        _("In the order of the partners"),
        matches=False,
    ),
    Property("ties_in_force", _("Number of ties in force"), "", matches=False),
    Property("ties_known", _("Number of ties on record"), "", matches=False),
    Property("label", _("What its country calls it"), "", matches=False),
    Property("population", _("Population"), "", matches=False),
    Property("population_year", _("Year of the population"), "", matches=False),
    Property("names", _("Names"), _("In the languages on record"), matches=False),
)  # fmt: skip
PROPERTIES: Mapping[str, Property] = {one.id: one for one in _ALL}
#: Another word for a property in questions.
ALIASES = {"partner": "ties"}
#: What features of candidates mean.
FEATURES: Mapping[str, str | Promise] = {
    "name": _("How alike the names are, from 0 to 100; 100 is the whole name in some spelling"),
    "exact_name": _("Whether the whole name is a name of the place on record"),
    "identifier": _("Whether an identifier given is the place’s"),
    "country": _("Whether it lies in the country given"),
    "division": _("Whether it lies in the state or region given"),
    "within": _("Whether it lies in what the name says after a comma or in brackets"),
    "kind": _("Whether it is of the kind given"),
    "type": _("Whether it is of a type asked for"),
    "coordinates": _(
        "Whether it is near the coordinates given: within 25 km, what is larger than a city 300 km"
    ),
    "distance_km": _("Distance to the coordinates given, in kilometres"),
    "ties": _("Whether a tie with a partner given is on record"),
    "ties_known": _("How many ties of the place are on record"),
}


def type_record(id: str) -> dict[str, Any]:
    """Return a type as the protocol writes it."""
    record: dict[str, Any] = {"id": id, "name": str(TYPES[id])}
    if id != PLACE:
        record["broader"] = [{"id": PLACE, "name": str(TYPES[PLACE])}]
    return record


def types_of(place: Place) -> list[dict[str, str]]:
    """Return the types of a place, its kind first."""
    return [{"id": id, "name": str(TYPES[id])} for id in (place.kind, PLACE)]


def read_type(id: str, field: str) -> str:
    """Return a type asked for.

    Raises:
        BadQuestionError: there is none of that name.
    """
    if id not in TYPES:
        known = ", ".join(TYPES)
        raise BadQuestionError(
            "There is no such type", errors={field: f"“{short(id)}” is none of: {known}"}
        )
    return id


def read_property(id: str, field: str, *, matching: bool) -> Property:
    """Return a property asked for.

    Raises:
        BadQuestionError: there is none of that name, or none that can be used for this.
    """
    found = PROPERTIES.get(ALIASES.get(id, id))
    if found is None or not (found.matches if matching else found.fetched):
        known = [p.id for p in _ALL if (p.matches if matching else p.fetched)]
        message = f"“{short(id)}” is none of: {', '.join(known)}"
        raise BadQuestionError("There is no such property", errors={field: message})
    return found


@cache
def _kinds() -> Mapping[str, str]:
    """Return the kinds by the keys of their words in every language."""
    known = {}
    for language in LANGUAGES:
        with translation.override(language):
            known.update({search_key(str(name)): kind for kind, name in Place.KINDS})
    return known | {kind: kind for kind, _name in Place.KINDS}


def read_kind(text: str) -> str:
    """Return the kind that a word means in any of the languages; empty if none."""
    return _kinds().get(search_key(text)) or str(kind_of(text.strip()) or "")
