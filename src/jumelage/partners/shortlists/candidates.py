"""Possible partners by what names them: places of the register, and those of the gazetteer that are not in it yet."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings

from jumelage.places.bulk import places_identified
from jumelage.places.domain import gazetteer_index
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.gazetteer_index import MappedGazetteer
from jumelage.places.domain.keys import fast_key
from jumelage.places.models import Place

#: Longer is no reference of either.
LONGEST_REF = 60
_MOST_DIGITS = 18
#: Settlements and divisions of the gazetteer; what it knows from postal codes only is of a higher level.
_LARGE = 2

_MAKING = Lock()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible partner. Coordinates in degrees (WGS 84); ``place`` is empty while the register has it not.

    ``division`` is the ISO 3166-2 code of the division it lies in, if that is known.
    """

    ref: str
    name: str
    country: str
    kind: str
    lat: float | None
    lng: float | None
    population: int | None
    division: str = ""
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
        return candidate_of(place) if place else None
    known = places_identified([(scheme, value)])
    if known:
        return candidate_of(Place.objects.get(pk=known[scheme, value]))
    entry = entry_with(ref)
    return _of_entry(ref, entry) if entry else None


def candidates_named(text: str, country: str, *, limit: int = 8) -> list[Candidate]:
    """Return places of the gazetteer with this very name that the register does not have, the largest first.

    Args:
        text: a whole name in any language or script that the gazetteer knows.
        country: ISO code of the country in which to look.
        limit: how many at most.
    """
    with _gazetteer() as gazetteer:
        hits = [hit for hit in gazetteer.hits(country, fast_key(text)) if hit.exact]
        numbers = {hit.number: hit.population for hit in hits if hit.level <= _LARGE}
        order = sorted(numbers, key=lambda number: (-numbers[number], number))[: 2 * limit]
        entries = [gazetteer.entry(number) for number in order]
    known = places_identified([pair for entry in entries for pair in entry.identifiers])
    new = [entry for entry in entries if not known.keys() & set(entry.identifiers)]
    return [_of_entry(entry.ref, entry) for entry in new[:limit]]


def entry_with(ref: str) -> Entry | None:
    """Return the gazetteer's entry of an identifier (``geonames:2950159``); ``None`` if it has none."""
    scheme, _colon, value = ref.partition(":")
    with _gazetteer() as gazetteer:
        entries = [gazetteer.entry(number) for number in gazetteer.identified(scheme, value)]
    # The gazetteer finds by a hash of the identifier: only one that is the same counts.
    return next((entry for entry in entries if (scheme, value) in entry.identifiers), None)


def prepare() -> None:
    """Make the gazetteer’s index, in a process of its own; a moment if it is made. For the background."""
    with _MAKING:
        subprocess.run([sys.executable, "-m", gazetteer_index.__name__, _folder()], check=True)  # noqa: S603 - itself


def _gazetteer() -> MappedGazetteer:
    """Open the gazetteer’s index. If there is none, it is made, which takes a while: others wait for it."""
    with _MAKING:
        return gazetteer_index.open_gazetteer(_folder())


def _folder() -> Path:
    return Path(settings.JUMELAGE["DATA_DIR"]) / "cache"


def candidate_of(place: Place) -> Candidate:
    """Return a place of the register as a possible partner."""
    return Candidate(
        f"place:{place.pk}", place.name, place.country, place.kind,
        place.lat, place.lng, place.population, place.division, place,
    )  # fmt: skip


def _of_entry(ref: str, entry: Entry) -> Candidate:
    return Candidate(
        ref, entry.name, entry.country, entry.kind.value,
        entry.lat, entry.lng, entry.population or None, entry.division,
    )  # fmt: skip
