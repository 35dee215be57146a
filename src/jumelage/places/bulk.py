"""Recording many places at once, what a source adds to those on record, and taking a batch's places out again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from jumelage.core.bulk import insert_rows, reserve_ids
from jumelage.core.clock import now
from jumelage.core.domain.text import search_key, slugify
from jumelage.places.actions import NameData
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.models import Place, PlaceIdentifier, PlaceName
from jumelage.sources.models import ImportBatch, Source

#: The longest name that the register keeps to be found by.
KEY_LENGTH = 200
#: So many values go into one statement.
FEW = 500
#: What a source may add to a place of which the register does not know it yet.
FILLABLE = ("lat", "lng", "population", "population_year", "timezone", "label")

PLACE_FIELDS = (
    "id", "country", "slug", "kind", "label", "name", "division", "lat", "lng", "population", "population_year",
    "timezone", "source", "note", "batch", "tie_count", "created_at",
)  # fmt: skip

Identifier = tuple[str, str]  # scheme, value


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to be created. ``ref`` stands for it within one import; coordinates in degrees (WGS 84)."""

    ref: str
    country: str
    kind: str
    name: str
    label: str = ""
    division: str = ""
    admin1: str = ""
    lat: float | None = None
    lng: float | None = None
    population: int | None = None
    population_year: int | None = None
    timezone: str = ""
    identifiers: tuple[Identifier, ...] = ()
    names: tuple[NameData, ...] = ()


def of_entry(entry: Entry) -> NewPlace:
    """Return what the gazetteer knows of a place."""
    return NewPlace(
        ref=entry.ref,
        country=entry.country,
        kind=entry.kind.value,
        name=entry.name,
        label=entry.label,
        division=entry.division,
        admin1=entry.admin1,
        lat=entry.lat,
        lng=entry.lng,
        population=entry.population or None,
        timezone=entry.timezone,
        identifiers=entry.identifiers,
        names=tuple(_by_other_keys(entry)),
    )


def _by_other_keys(entry: Entry) -> Iterator[NameData]:
    """Yield one name for each other key by which the place is to be found."""
    seen = {search_key(entry.name)}
    for name in entry.names:
        key = search_key(name)[:KEY_LENGTH]
        if key and key not in seen and len(name) <= KEY_LENGTH:
            seen.add(key)
            yield NameData(name)


def places_identified(identifiers: Iterable[Identifier]) -> dict[Identifier, int]:
    """Return the ids of the places on record that have these identifiers."""
    by_scheme: dict[str, set[str]] = {}
    for scheme, value in identifiers:
        by_scheme.setdefault(scheme, set()).add(value)
    found: dict[Identifier, int] = {}
    for scheme, values in by_scheme.items():
        ordered = sorted(values)
        for start in range(0, len(ordered), FEW):
            rows = PlaceIdentifier.objects.filter(
                scheme=scheme, value__in=ordered[start : start + FEW]
            )
            found |= {(scheme, value): pk for value, pk in rows.values_list("value", "place_id")}
    return found


def create_places(
    places: Sequence[NewPlace], *, source: Source, batch: ImportBatch | None
) -> dict[str, int]:
    """Create places with their names and identifiers, each at a free address. Returns their ids by ``ref``."""
    taken = _slugs_taken({place.country for place in places})
    ids = dict(zip((place.ref for place in places), reserve_ids(Place, len(places)), strict=True))
    moment = now()
    insert_rows(
        Place,
        PLACE_FIELDS,
        (
            (
                ids[place.ref], place.country, _free_slug(place, taken), place.kind,
                place.label[:60], place.name[:KEY_LENGTH], place.division, place.lat, place.lng,
                place.population, place.population_year, place.timezone, source.pk, "",
                batch and batch.pk, 0, moment,
            )
            for place in places
        ),
    )  # fmt: skip
    _insert_names(
        (
            (ids[place.ref], name)
            for place in places
            for name in _distinct((NameData(place.name, "en", PlaceName.OFFICIAL), *place.names))
        ),
        source,
        batch,
    )
    insert_rows(
        PlaceIdentifier,
        ("place", "scheme", "value", "batch"),
        (
            (ids[place.ref], scheme, value, batch and batch.pk)
            for place in places
            for scheme, value in place.identifiers
        ),
    )
    return ids


def _insert_names(
    names: Iterable[tuple[int, NameData]], source: Source, batch: ImportBatch | None
) -> None:
    """Write names of places."""
    insert_rows(
        PlaceName,
        ("place", "language", "kind", "name", "key", "source", "batch"),
        (
            (pk, name.language, name.kind, name.name[:KEY_LENGTH],
             search_key(name.name)[:KEY_LENGTH], source.pk, batch and batch.pk)
            for pk, name in names
        ),
    )  # fmt: skip


def _distinct(names: Iterable[NameData]) -> list[NameData]:
    kept = {
        (name.language, name.kind, name.name[:KEY_LENGTH]): name
        for name in names
        if search_key(name.name)
    }
    return list(kept.values())


def _slugs_taken(countries: set[str]) -> set[tuple[str, str]]:
    rows = Place.objects.filter(country__in=countries)
    return set(rows.values_list("country", "slug"))


def _free_slug(place: NewPlace, taken: set[tuple[str, str]]) -> str:
    """Return a readable address that is free: the name, with the division for a namesake, else with a number."""
    name = slugify(place.name) or slugify(place.ref)
    number = slugify(place.ref.partition(":")[2])
    slug = name
    for slug in (name, f"{name}-{slugify(place.admin1)}", f"{name}-{number}"):
        if slug.strip("-") and (place.country, slug) not in taken:
            break
    taken.add((place.country, slug))
    return slug


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a source knows of a place on record: names, identifiers, and values that may be missing."""

    place: int
    names: tuple[NameData, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def add_knowledge(
    known: Sequence[Knowledge], *, source: Source, batch: ImportBatch
) -> dict[str, dict[str, Any]]:
    """Add names and identifiers that the register lacks, and fill in values of which it knows none.

    Nothing on record is overwritten.

    Returns:
        What was filled in, by place and field, for undoing.
    """
    filled: dict[str, dict[str, Any]] = {}
    for start in range(0, len(known), FEW):
        few = known[start : start + FEW]
        places = Place.objects.in_bulk([item.place for item in few])
        _add_names(few, source, batch)
        _add_identifiers(few, batch)
        for item in few:
            place = places[item.place]
            lacking = {
                name: value
                for name, value in item.values.items()
                if name in FILLABLE
                and value not in {None, ""}
                and getattr(place, name) in {None, ""}
            }
            if lacking:
                for name, value in lacking.items():
                    setattr(place, name, value)
                place.save(update_fields=list(lacking))
                filled.setdefault(str(place.pk), {}).update(lacking)
    return filled


def _add_names(known: Sequence[Knowledge], source: Source, batch: ImportBatch) -> None:
    ids = [item.place for item in known]
    present: set[tuple[int, str, str]] = set()
    official: set[tuple[int, str]] = set()
    for pk, language, kind, key in PlaceName.objects.filter(place_id__in=ids).values_list(
        "place_id", "language", "kind", "key"
    ):
        present.add((pk, language, key))
        if kind == PlaceName.OFFICIAL:
            official.add((pk, language))
    new: list[tuple[int, NameData]] = []
    for item in known:
        for name in _distinct(item.names):
            key = search_key(name.name)[:KEY_LENGTH]
            if (item.place, name.language, key) in present:
                continue
            present.add((item.place, name.language, key))
            # One official name a language: a second one is another name.
            second = name.kind == PlaceName.OFFICIAL and (item.place, name.language) in official
            kept = NameData(name.name, name.language) if second else name
            if kept.kind == PlaceName.OFFICIAL:
                official.add((item.place, name.language))
            new.append((item.place, kept))
    _insert_names(new, source, batch)


def _add_identifiers(known: Sequence[Knowledge], batch: ImportBatch) -> None:
    wanted = {pair: item.place for item in known for pair in item.identifiers}
    taken = places_identified(wanted)
    insert_rows(
        PlaceIdentifier,
        ("place", "scheme", "value", "batch"),
        (
            (place, scheme, value, batch.pk)
            for (scheme, value), place in wanted.items()
            if (scheme, value) not in taken
        ),
    )


def remove_batch(
    batch: ImportBatch, filled: Mapping[str, Mapping[str, Any]], *, needed: Collection[int] = ()
) -> int:
    """Take out the places, names and identifiers of a batch, and the values it filled in.

    A place that others have come to use since (``needed``, or one that has ties) stays, with what makes it known.

    Returns:
        How many places are gone.
    """
    brought = set(Place.objects.filter(batch=batch).values_list("pk", flat=True))
    used = set(Place.objects.filter(batch=batch, tie_count__gt=0).values_list("pk", flat=True))
    used |= set(Place.objects.filter(parent__batch=batch).values_list("parent_id", flat=True))
    used |= brought & set(needed)
    for model in (PlaceName, PlaceIdentifier):
        _delete_of_batch(model, batch, keep=used)
    for pk, values in filled.items():
        place = Place.objects.filter(pk=pk).first()
        if place is not None:
            _empty(place, values)
    gone = sorted(brought - used)
    for start in range(0, len(gone), FEW):
        Place.objects.filter(pk__in=gone[start : start + FEW]).delete()
    Place.objects.filter(batch=batch).update(batch=None)
    PlaceName.objects.filter(batch=batch).update(batch=None)
    PlaceIdentifier.objects.filter(batch=batch).update(batch=None)
    return len(gone)


def _delete_of_batch(model: type[Model], batch: ImportBatch, *, keep: set[int]) -> None:
    rows = model.objects.filter(batch=batch).values_list("pk", "place_id")  # type: ignore[attr-defined]
    gone = [pk for pk, place in rows if place not in keep]
    for start in range(0, len(gone), FEW):
        model.objects.filter(pk__in=gone[start : start + FEW]).delete()  # type: ignore[attr-defined]


def _empty(place: Place, values: Mapping[str, Any]) -> None:
    """Take out what was filled in, unless somebody has changed it since."""
    changed = [name for name, value in values.items() if getattr(place, name) == value]
    for name in changed:
        blank = "" if isinstance(values[name], str) else None
        setattr(place, name, blank)
    if changed:
        place.save(update_fields=changed)
