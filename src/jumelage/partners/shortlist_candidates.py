"""Possible partners by what names them: places of the register, and those of the gazetteer that are not in it yet."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jumelage.places.bulk import places_identified
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.models import Place

#: Longer is no reference of either.
LONGEST_REF = 60
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible partner. Coordinates in degrees (WGS 84); ``place`` is empty while the register has it not."""

    ref: str
    name: str
    country: str
    kind: str
    lat: float | None
    lng: float | None
    population: int | None
    place: Place | None = None


def candidate_with(ref: str) -> Candidate | None:
    """Return what a reference names; ``None`` if neither the register nor the gazetteer knows it.

    Args:
        ref: ``place:12`` for a place of the register, or an identifier of the gazetteer (``geonames:2950159``). A place
            of the gazetteer that the register has as well is that of the register.
    """
    scheme, _colon, value = ref.partition(":")
    if not value or len(ref) > LONGEST_REF:
        return None
    if scheme == "place":
        number = int(value) if value.isdecimal() and len(value) <= _MOST_DIGITS else 0
        place = Place.objects.filter(pk=number).first()
        return _of_place(place) if place else None
    known = places_identified([(scheme, value)])
    if known:
        return _of_place(Place.objects.get(pk=known[scheme, value]))
    entry = entry_with(ref)
    return _of_entry(ref, entry) if entry else None


def entry_with(ref: str) -> Entry | None:
    """Return the gazetteer's entry of an identifier (``geonames:2950159``); ``None`` if it has none."""
    scheme, _colon, value = ref.partition(":")
    with open_gazetteer(Path(settings.JUMELAGE["DATA_DIR"]) / "cache") as gazetteer:
        entries = [gazetteer.entry(number) for number in gazetteer.identified(scheme, value)]
    # The gazetteer finds by a hash of the identifier: only one that is the same counts.
    return next((entry for entry in entries if (scheme, value) in entry.identifiers), None)


def _of_place(place: Place) -> Candidate:
    return Candidate(
        f"place:{place.pk}", place.name, place.country, place.kind,
        place.lat, place.lng, place.population, place,
    )  # fmt: skip


def _of_entry(ref: str, entry: Entry) -> Candidate:
    return Candidate(
        ref, entry.name, entry.country, entry.kind.value,
        entry.lat, entry.lng, entry.population or None,
    )  # fmt: skip
