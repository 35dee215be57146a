"""Reading places."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


class NameRow(NamedTuple):
    """A name, and what is needed to choose among the places that have it before they are read."""

    key: str
    name: str
    kind: str
    place: int
    place_name: str
    country: str
    place_kind: str
    ties: int

    @property
    def is_main(self) -> bool:
        """Whether it is an official name of the place, or the one that the registry shows."""
        return self.kind == PlaceName.OFFICIAL or self.name == self.place_name


_NAME_ROW = (
    "key", "name", "kind", "place_id", "place__name", "place__country", "place__kind",
    "place__tie_count",
)  # fmt: skip


def names_with_keys(keys: Collection[str]) -> list[NameRow]:
    """Return all names that have one of these keys: one statement, however many keys."""
    rows = PlaceName.objects.filter(key__in=keys).order_by("pk").values_list(*_NAME_ROW)
    return [NameRow(*row) for row in rows] if keys else []


#: Neighbours in the alphabet that are read for a key on each side, and names with the same beginning.
_NEIGHBOURS, _SAME_BEGINNING = 25, 300
_NEAR = """SELECT * FROM (
  SELECT %s AS asked, n.key, n.name, n.kind, n.place_id, p.name, p.country, p.kind, p.tie_count
  FROM places_placename n JOIN places_place p ON p.id = n.place_id
  WHERE {condition} ORDER BY n.key {order} LIMIT {limit}) AS near"""


def names_near(keys: Sequence[str]) -> list[list[NameRow]]:
    """Return, for each key, names that may be alike: neighbours in the alphabet, and of similar length and beginning.

    One statement, however many keys; for each it reads a bounded part of the index. Whether a name is alike is for
    the caller to say.
    """
    near: list[list[NameRow]] = [[] for _ in keys]
    if not keys:
        return near
    sqlite = connections["default"].vendor == "sqlite"
    beginning = "n.key >= %s AND n.key < %s" if sqlite else "n.key LIKE %s"
    parts = [
        _NEAR.format(condition="n.key >= %s", order="", limit=_NEIGHBOURS),
        _NEAR.format(condition="n.key < %s", order="DESC", limit=_NEIGHBOURS),
        _NEAR.format(
            condition=f"{beginning} AND length(n.key) BETWEEN %s AND %s",
            order="",
            limit=_SAME_BEGINNING,
        ),
    ]
    values: list[str | int] = []
    for number, key in enumerate(keys):
        start = key[:3]
        between = [start, start + "\x7f"] if sqlite else [f"{start}%"]
        values += [number, key, number, key, number, *between, len(key) - 3, len(key) + 3]
    with connections["default"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts * len(keys)), values)
        for number, *row in cursor.fetchall():
            near[number].append(NameRow(*row))
    return near


def identified(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the numbers of the places that have these (scheme, value) identifiers: one statement."""
    rows = PlaceIdentifier.objects.filter(
        scheme__in={scheme for scheme, _ in pairs}, value__in={value for _, value in pairs}
    ).values_list("scheme", "value", "place_id")
    found = {(scheme, value): place for scheme, value, place in rows} if pairs else {}
    return {pair: found[pair] for pair in pairs if pair in found}


def at_addresses(keys: Collection[str]) -> dict[str, int]:
    """Return the numbers of the places at these readable addresses (``ru/vladivostok``): one statement."""
    parts = [key.lower().partition("/") for key in keys]
    rows = Place.objects.filter(
        country__in={country.upper() for country, _, _ in parts},
        slug__in={slug for *_, slug in parts},
    ).values_list("country", "slug", "pk")
    found = {f"{country.lower()}/{slug}": pk for country, slug, pk in rows} if keys else {}
    return {key: found[key.lower()] for key in keys if key.lower() in found}
