"""What a query says of a place besides its name, compared with the place: yes, no, or it cannot be said."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache

from jumelage.api.reconciliation.answering import MAX_TEXT
from jumelage.api.reconciliation.lookup import Batch, Found, countries_meant
from jumelage.api.reconciliation.questions import Question, identifier
from jumelage.api.reconciliation.words import IDENTIFIERS, LANGUAGES, PLACE, read_kind
from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import search_key
from jumelage.places.domain.countries import members, parse_country
from jumelage.places.domain.divisions import division_name, local_names
from jumelage.places.domain.kinds import Kind
from jumelage.places.models import Place

#: A place this near (km) to the coordinates given is the one there; what is larger than a city has its point anywhere.
NEAR_KM, NEAR_KM_WIDE = 25.0, 300.0
#: What a name says that it lies in, a city mostly, is this near (km).
WITHIN_KM = 60.0
_SMALL = {Kind.CITY, Kind.DISTRICT}


class Said(Enum):
    """What a comparison says."""

    YES = True
    NO = False
    UNKNOWN = None

    @staticmethod
    def any(found: Iterable["Said"]) -> "Said":
        """Return whether one of the values agrees."""
        listed = set(found)
        return next((said for said in (Said.YES, Said.UNKNOWN) if said in listed), Said.NO)


def compare(question: Question, place: Place, found: Found, batch: Batch) -> dict[str, Said]:
    """Return what the conditions of a question say of a place, those left out that were not asked."""
    said = {name: check(question, place, batch) for name, check in _CHECKS.items()}
    said["within"] = _within(question, place, batch) if found.bare else None
    return {name: verdict for name, verdict in said.items() if verdict is not None}


def distance(question: Question, place: Place) -> float | None:
    """Return how far (km) a place is from the nearest of the coordinates given."""
    points = [point for text in question.of("coordinates") if (point := read_point(text))]
    gaps = [km for point in points if (km := _km(place, *point)) is not None]
    return round(min(gaps), 1) if gaps else None


def _km(place: Place, lat: float | None, lng: float | None) -> float | None:
    if place.lat is None or place.lng is None or lat is None or lng is None:
        return None
    return distance_km(place.lat, place.lng, lat, lng)


def read_point(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude of “43.12, 131.89” in degrees; nothing where that is none."""
    lat, comma, lng = text.replace(";", ",").partition(",")
    try:
        point = float(lat), float(lng)
    except ValueError:
        return None
    return point if comma and abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def in_division(place: Place, text: str) -> Said:
    """Whether a place lies in the state or region that a text names."""
    if not place.division or len(text) > MAX_TEXT:
        return Said.UNKNOWN
    key = search_key(text)
    if key in _division_keys(place.division):
        return Said.YES
    return Said.NO if key in _keys_in(place.country) else Said.UNKNOWN


@cache
def _division_keys(code: str) -> frozenset[str]:
    names = {division_name(code, language) for language in LANGUAGES}
    names |= {code, code.partition("-")[2], local_names().get(code, "")}
    return frozenset({search_key(name) for name in names} - {""})


@cache
def _keys_in(country: str) -> frozenset[str]:
    listed = [code for code in local_names() if code.startswith(f"{country}-")]
    return frozenset(key for code in listed for key in _division_keys(code))


def _country(question: Question, place: Place, _batch: Batch) -> Said | None:
    if not (question.of("country") or question.of("country_code")):
        return None
    codes = countries_meant(question)
    return Said(place.country in codes) if codes else Said.UNKNOWN


def _division(question: Question, place: Place, _batch: Batch) -> Said | None:
    values = (*question.of("division"), *question.of("division_code"))
    return Said.any(in_division(place, value) for value in values) if values else None


def _within(question: Question, place: Place, batch: Batch) -> Said:
    """Whether this is “Columbus, Ohio”, “Columbus, USA”, or “Acheng (Harbin)”: a division is meant before a country."""
    country = parse_country(question.within)
    inside = in_division(place, question.within)
    if inside is Said.YES:
        return inside
    if country.found:
        return Said(place.country in members(country.code))
    return _near_anchor(question, place, batch) if inside is Said.UNKNOWN else inside


def _near_anchor(question: Question, place: Place, batch: Batch) -> Said:
    """Whether a place is near one that the name says it lies in."""
    anchors = [batch.places[number] for number in batch.anchors(question)]
    anchors = [one for one in anchors if one.country == place.country and one.pk != place.pk]
    gaps = [km for one in anchors if (km := _km(place, one.lat, one.lng)) is not None]
    return Said(min(gaps) <= WITHIN_KM) if gaps else Said.UNKNOWN


def _kind(question: Question, place: Place, _batch: Batch) -> Said | None:
    if not question.of("kind"):
        return None
    kinds = {read_kind(value) for value in question.of("kind")} - {""}
    return Said(place.kind in kinds) if kinds else Said.UNKNOWN


def _type(question: Question, place: Place, _batch: Batch) -> Said | None:
    asked, has = set(question.types), {place.kind, PLACE}
    if not asked:
        return None
    return Said(asked <= has if question.strict == "all" else bool(asked & has))


def _coordinates(question: Question, place: Place, _batch: Batch) -> Said | None:
    if not question.of("coordinates"):
        return None
    km = distance(question, place)
    near = NEAR_KM if place.kind in _SMALL else NEAR_KM_WIDE
    return Said.UNKNOWN if km is None else Said(km <= near)


def _identifier(question: Question, place: Place, batch: Batch) -> Said | None:
    given = [(scheme, value) for scheme in IDENTIFIERS for value in question.of(scheme)]
    if not given:
        return None
    pairs = [pair for scheme, value in given for pair in identifier(scheme, value)]
    owners = {batch.identifiers[pair] for pair in pairs if pair in batch.identifiers}
    if owners == {place.pk}:
        return Said.YES
    return Said.UNKNOWN if not owners or place.pk in owners else Said.NO


def _ties(question: Question, place: Place, batch: Batch) -> Said | None:
    values = question.of("ties")
    partners = {number for value in values for number in batch.meant(value)}
    return Said(bool(partners & batch.partners.get(place.pk, set()))) if values else None


_CHECKS: Mapping[str, Callable[[Question, Place, Batch], Said | None]] = {
    "identifier": _identifier,
    "country": _country,
    "division": _division,
    "kind": _kind,
    "type": _type,
    "coordinates": _coordinates,
    "ties": _ties,
}
