"""Names without a country: decided by the network that the source states, and by the ties on record."""

from collections.abc import Iterator, Mapping, Sequence

from jumelage.imports.domain.statements import SourcePlace
from jumelage.imports.domain.unplaced import Candidate, Decision, place_network
from jumelage.imports.domain.unplaced_candidates import candidates_in
from jumelage.places.domain.gazetteer import Entry, Gazetteer
from jumelage.places.models import PlaceIdentifier
from jumelage.ties.models import Tie

#: Identifiers by which places of the register are known to the gazetteer.
SCHEMES = ("geonames", "iso3166-2", "fips")


def decide(
    items: Sequence[tuple[str, SourcePlace]],
    edges: Sequence[tuple[str, str]],
    gazetteer: Gazetteer,
) -> Mapping[str, Decision]:
    """Decide which places are meant by names without a country.

    Args:
        items: what stands for each item in the source, and the item.
        edges: which items the source ties to each other.
        gazetteer: knows the places of the world.
    """
    names = {item: place.query.name for item, place in items}

    def find(wanted: Sequence[str]) -> Mapping[str, Sequence[Candidate]]:
        return candidates_in(wanted, all_entries(gazetteer))

    return place_network(names, edges, find, set(known_ties()))


def all_entries(gazetteer: Gazetteer) -> Iterator[Entry]:
    """Yield every place that the gazetteer knows."""
    for number in range(len(gazetteer)):
        yield gazetteer.entry(number)


def known_ties() -> Iterator[tuple[str, str]]:
    """Yield the ties on record between places that the gazetteer knows, as refs."""
    refs = {
        pk: f"{scheme}:{value}"
        for pk, scheme, value in PlaceIdentifier.objects.filter(scheme__in=SCHEMES)
        .order_by("-scheme")
        .values_list("place_id", "scheme", "value")
        .iterator()
    }
    for first, second in Tie.objects.values_list("place_a_id", "place_b_id").iterator():
        if first in refs and second in refs:
            yield refs[first], refs[second]


def entry_of(gazetteer: Gazetteer, ref: str) -> Entry | None:
    """Return the gazetteer's place with this ref."""
    scheme, _, value = ref.partition(":")
    numbers = gazetteer.identified(scheme, value)
    return gazetteer.entry(numbers[0]) if numbers else None
