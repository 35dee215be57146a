"""The candidates of a question, with what a person needs to choose among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import search_key
from jumelage.core.language import reader_language
from jumelage.imports.models import ReviewItem
from jumelage.places.bulk import places_identified
from jumelage.places.domain.countries import country_name
from jumelage.places.domain.divisions import division_name
from jumelage.places.models import Place
from jumelage.places.queries import Hit, official_names
from jumelage.places.wording import kind_word

_KINDS = dict(Place.KINDS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant. ``value`` is what the form sends for it."""

    number: int
    value: str
    name: str
    where: str
    kind: str
    population: int | None
    lat: float | None
    lng: float | None
    km: int | None  # to the partner, if it is known where that lies
    place: Place | None = None
    reasons: Sequence[str] = field(default_factory=tuple)


def candidates_of(
    item: ReviewItem, partner: Place | None, found: Sequence[Hit] = ()
) -> list[Candidate]:
    """Return a question's candidates, then the places that a search found, numbered."""
    on_record = _on_record(item.candidates)
    largest = max((int(c.get("population") or 0) for c in item.candidates), default=0)
    shown = [
        _of_gazetteer(number, said, on_record.get(str(said["ref"])), partner, item, largest)
        for number, said in enumerate(item.candidates, start=1)
    ]
    known = {candidate.place.pk for candidate in shown if candidate.place}
    for hit in found:
        if hit.place.pk not in known:
            shown.append(_of_place(len(shown) + 1, hit.place, partner))
    return shown


def _on_record(candidates: Sequence[Mapping[str, Any]]) -> dict[str, Place]:
    """Return the places of the register that are candidates, by ref."""
    pairs = [_pair(str(c["ref"])) for c in candidates]
    ids = places_identified(pairs)
    places = Place.objects.prefetch_related(official_names(reader_language())).in_bulk(ids.values())
    return {f"{scheme}:{value}": places[pk] for (scheme, value), pk in ids.items()}


def _pair(ref: str) -> tuple[str, str]:
    scheme, _colon, value = ref.partition(":")
    return scheme, value


def _of_gazetteer(
    number: int,
    said: Mapping[str, Any],
    place: Place | None,
    partner: Place | None,
    item: ReviewItem,
    largest: int,
) -> Candidate:
    population = int(said.get("population") or 0) or None
    lat, lng = said.get("lat"), said.get("lng")
    return Candidate(
        number=number,
        value=f"candidate:{said['ref']}",
        name=str(said["name"]),
        where=_where(str(said.get("division") or ""), str(said["country"])),
        kind=str(_KINDS.get(str(said["kind"]), said["kind"])),
        population=population,
        lat=lat,
        lng=lng,
        km=_km(lat, lng, partner),
        place=place,
        reasons=tuple(
            _reasons(
                place,
                same_name=search_key(str(said["name"])) == item.key,
                is_largest=population is not None
                and population == largest
                and len(item.candidates) > 1,
            )
        ),
    )


def _of_place(number: int, place: Place, partner: Place | None) -> Candidate:
    return Candidate(
        number=number,
        value=f"place:{place.pk}",
        name=place.local_name,
        where=_where(place.division, place.country),
        kind=kind_word(place),
        population=place.population,
        lat=place.lat,
        lng=place.lng,
        km=_km(place.lat, place.lng, partner),
        place=place,
        reasons=(_ties(place),),
    )


def _reasons(place: Place | None, *, same_name: bool, is_largest: bool) -> Iterator[str]:
    if same_name:
        yield _("has this very name")
    if is_largest:
        yield _("the largest of them")
    yield _ties(place) if place else _("not on record yet")


def _ties(place: Place) -> str:
    number = place.tie_count
    return ngettext("on record, with %(n)s tie", "on record, with %(n)s ties", number) % {
        "n": number
    }


def _where(division: str, country: str) -> str:
    language = reader_language()
    parts = [division_name(division, language) if "-" in division else division]
    return ", ".join(part for part in (*parts, country_name(country, language)) if part)


def _km(lat: float | None, lng: float | None, partner: Place | None) -> int | None:
    if partner is None or partner.lat is None or partner.lng is None or lat is None or lng is None:
        return None
    return round(distance_km(lat, lng, partner.lat, partner.lng))
