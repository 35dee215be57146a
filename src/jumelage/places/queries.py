"""Reading places."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections
from django.db.models import Prefetch, Q, QuerySet

from jumelage.core.domain.text import search_key
from jumelage.places.models import Place, PlaceIdentifier, PlaceName


def official_names(language: str) -> "Prefetch[str, QuerySet[PlaceName], str]":
    """Return the prefetch that :attr:`Place.local_name` needs, for one language."""
    return Prefetch(
        "names",
        queryset=PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL),
    )


def place_at(country: str, slug: str) -> Place | None:
    """Return the place at the readable address ``country/slug``, in any letter case."""
    return Place.objects.filter(country=country.upper(), slug=slug.lower()).first()


def key_starts_with(prefix: str) -> Q:
    """Return the condition that a name's key starts with ``prefix``, as the database's index can answer it.

    SQLite's LIKE ignores case and so cannot use the index; a range can, and means the same, as keys are ASCII.
    """
    if connections["default"].vendor == "sqlite":
        return Q(key__gte=prefix, key__lt=prefix + "\x7f")
    return Q(key__startswith=prefix)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a search found, and the name by which it was found."""

    place: Place
    found_by: str
    exact: bool


def search_places(text: str, *, language: str = "en", limit: int = 10) -> list[Hit]:
    """Return the places with a name that starts with ``text``, in any script, the most connected first.

    An identifier (``Q1234``, ``RU-LEN``, ``geonames:2013348``) finds its place too. Places whose whole name was given
    come first.
    """
    by_identifier = [Hit(place, text.strip(), True) for place in places_identified(text)]
    key = search_key(text)
    if not key:
        return by_identifier[:limit]
    # The most connected of many: a bounded read of the index, then a sort of what was read.
    rows = (
        PlaceName.objects.filter(key_starts_with(key))
        .order_by("-place__tie_count", "-place__population", "place_id")
        .values_list("place_id", "name", "key", "place__tie_count", "place__population")
    )[: 40 + limit * 8]
    best: dict[int, tuple[bool, int, int, str]] = {}
    exact_rows = (
        PlaceName.objects.filter(key=key)
        .order_by("-place__tie_count", "place_id")
        .values_list("place_id", "name", "key", "place__tie_count", "place__population")
    )[: limit * 4]
    for place_id, name, name_key, ties, population in [*exact_rows, *rows]:
        candidate = (name_key == key, ties, population or 0, name)
        if place_id not in best or candidate[:3] > best[place_id][:3]:
            best[place_id] = candidate
    order = sorted(best, key=lambda pk: (best[pk][:3], -pk), reverse=True)[:limit]
    places = Place.objects.prefetch_related(official_names(language)).in_bulk(order)
    known = {hit.place.pk for hit in by_identifier}
    return [
        *by_identifier,
        *(Hit(places[pk], best[pk][3], best[pk][0]) for pk in order if pk not in known),
    ][:limit]


def places_identified(text: str) -> list[Place]:
    """Return the places with this identifier, with or without its scheme, or with this readable address."""
    text = text.strip()
    scheme, colon, value = text.partition(":")
    wanted = Q(value=text) if not colon else Q(scheme=scheme.lower(), value=value)
    if not colon and text[:1] in {"q", "Q"}:
        wanted |= Q(scheme="wikidata", value=text.upper())
    found = list(Place.objects.filter(identifiers__in=PlaceIdentifier.objects.filter(wanted)))
    country, slash, slug = text.partition("/")
    if slash and (place := place_at(country, slug)):
        found.append(place)
    return found


def find_places(text: str, *, limit: int = 20) -> list[Place]:
    """Return the places meant by a whole name in any script, or an identifier; several if the name is of several."""
    exact = [hit.place for hit in search_places(text, limit=limit) if hit.exact]
    return exact or [hit.place for hit in search_places(text, limit=limit)]


def place_by_identifier(pairs: Iterable[tuple[str, str]]) -> Place | None:
    """Return the place that has any of these (scheme, value) identifiers."""
    condition = Q(pk__in=[])
    for scheme, value in pairs:
        condition |= Q(identifiers__scheme=scheme, identifiers__value=value)
    return Place.objects.filter(condition).first()
