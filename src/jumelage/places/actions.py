"""Writing places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.domain.text import search_key, slugify
from jumelage.places.domain.countries import is_country
from jumelage.places.models import IDENTIFIER_SCHEMES, Place, PlaceIdentifier, PlaceName
from jumelage.sources.models import Source

KINDS = {kind for kind, _ in Place.KINDS}


@dataclass(frozen=True, slots=True)
class NameData:
    """A name: its language (BCP 47, or empty if not known) and kind (official, alternative, former)."""

    name: str
    language: str = ""
    kind: str = PlaceName.ALTERNATIVE


@dataclass(frozen=True, slots=True)
class PlaceData:
    """A place as somebody wants to record it. Coordinates in degrees (WGS 84)."""

    country: str
    kind: str
    name: str
    slug: str = ""
    label: str = ""
    names: Sequence[NameData] = ()
    parent: Place | None = None
    division: str = ""
    lat: float | None = None
    lng: float | None = None
    population: int | None = None
    population_year: int | None = None
    timezone: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = None
    note: str = ""


def problems_with(data: PlaceData) -> list[Problem]:
    """Return every reason for which the place cannot be recorded."""
    problems = []
    if not data.name.strip() or not search_key(data.name):
        problems.append(Problem("empty", "name", f"“{data.name}” is no name of a place"))
    if not is_country(data.country):
        problems.append(
            Problem("country", "country", f"“{data.country}” is no country code (ISO 3166)")
        )
    if data.kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        problems.append(Problem("kind", "kind", f"“{data.kind}” is none of: {known}"))
    if (data.lat is None) != (data.lng is None):
        problems.append(Problem("coordinates", "lat", "latitude and longitude belong together"))
    elif not (-90 <= (data.lat or 0) <= 90 and -180 <= (data.lng or 0) <= 180):
        problems.append(
            Problem("coordinates", "lat", f"{data.lat}, {data.lng} is not on the Earth")
        )
    for scheme, value in data.identifiers.items():
        pattern = IDENTIFIER_SCHEMES.get(scheme, ("(?!)", ""))[0]
        if not re.fullmatch(pattern, value):
            problems.append(
                Problem("identifier", scheme, f"“{value}” is no identifier of {scheme}")
            )
    return problems


@atomic_action
def record_place(*, actor: Actor, data: PlaceData) -> tuple[Place, bool]:
    """Record a place, or bring the one at this address (country and slug) up to date.

    Returns:
        The place, and whether anything was written.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator records places"))
    if problems := problems_with(data):
        raise RefusedError(*problems)
    slug = data.slug or slugify(data.name)
    place = Place.objects.filter(country=data.country, slug=slug).first()
    changed = _save(place, _values(data)) if place else True
    if place is None:
        place = Place.objects.create(country=data.country, slug=slug, **_values(data))
    changed = _add_names(place, data) or changed
    changed = _add_identifiers(place, data.identifiers) or changed
    if changed:
        record(actor=actor, action="places.record", target=f"place:{place.key}")
    return place, changed


def _values(data: PlaceData) -> dict[str, object]:
    names = ("kind", "label", "name", "parent", "division", "lat", "lng", "population")
    more = ("population_year", "timezone", "source", "note")
    return {name: getattr(data, name) for name in names + more}


def _save(place: Place, values: Mapping[str, object]) -> bool:
    changed = [name for name, value in values.items() if getattr(place, name) != value]
    for name in changed:
        setattr(place, name, values[name])
    if changed:
        place.save(update_fields=changed)
    return bool(changed)


def _add_names(place: Place, data: PlaceData) -> bool:
    wanted = [NameData(data.name, "en", PlaceName.OFFICIAL), *data.names]
    present = set(place.names.values_list("language", "kind", "name"))
    new = {
        (name.language, name.kind, name.name): name
        for name in wanted
        if (name.language, name.kind, name.name) not in present and search_key(name.name)
    }
    PlaceName.objects.bulk_create(
        PlaceName(
            place=place,
            language=name.language,
            kind=name.kind,
            name=name.name,
            key=search_key(name.name)[:200],
            source=data.source,
        )
        for name in new.values()
    )
    return bool(new)


def _add_identifiers(place: Place, identifiers: Mapping[str, str]) -> bool:
    changed = False
    for scheme, value in identifiers.items():
        owner = PlaceIdentifier.objects.filter(scheme=scheme, value=value).first()
        if owner and owner.place_id != place.pk:
            raise RefusedError(
                Problem(
                    "identifier_taken",
                    scheme,
                    f"{value} already identifies {owner.place.key}, so it cannot be {place.key}",
                )
            )
        if owner is None:
            PlaceIdentifier.objects.create(place=place, scheme=scheme, value=value)
            changed = True
    return changed
