"""Reading what comparable places do: those of the same country and kind that are nearest in size. Kept for a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from django.db.models import QuerySet

from jumelage.core.memory import memory
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Form, Legal
from jumelage.ties.models import Tie
from jumelage.ties.queries import thresholds
from jumelage.workspace.domain.peers import Peers, PeerTie, Practice, bounds, compared, practice_of
from jumelage.workspace.domain.portfolio import Row

#: So many places are compared at most on each side: the nearest larger and the nearest smaller ones.
EACH_SIDE = 60


def peers_of(place: Place, on: date) -> Peers | None:
    """Return what comparable places do; ``None`` if nobody knows how many inhabitants the place has.

    Four queries, each of a bounded part of an index however large the registry is; then nothing for a day.
    """
    if not place.population:
        return None
    key = f"portfolio-peers:{place.pk}:{place.population}:{on.isoformat()}"
    kept: Peers | None = memory.get(key)
    if kept is None:
        sizes = _nearest(place, place.population)
        kept = compared(sizes, _ties(list(sizes)), on, thresholds())
        memory.set(key, kept, 24 * 3600)
    return kept


def own_practice(rows: Sequence[Row], place: Place, on: date) -> Practice:
    """Return what the place itself does, counted in the same way."""
    ties = [
        PeerTie(place.pk, row.facts.country, row.facts.form, row.facts.last_activity)
        for row in rows
        if row.facts.is_alive
    ]
    return practice_of(ties, on, thresholds())


def _nearest(place: Place, population: int) -> dict[int, int]:
    """Return the places compared: their numbers with their inhabitants."""
    low, high = bounds(population)
    alike: QuerySet[Place] = Place.objects.filter(
        country=place.country, kind=place.kind, tie_count__gt=0
    ).exclude(pk=place.pk)
    larger = alike.filter(population__gte=population, population__lte=high).order_by("population")
    smaller = alike.filter(population__lt=population, population__gte=low).order_by("-population")
    rows = (part.values_list("pk", "population")[:EACH_SIDE] for part in (larger, smaller))
    return {pk: inhabitants or 0 for pk, inhabitants in chain.from_iterable(rows)}


def _ties(places: list[int]) -> list[PeerTie]:
    return list(_sided(places, "place_a", "country_b")) + list(
        _sided(places, "place_b", "country_a")
    )


def _sided(places: list[int], own: str, partner_country: str) -> Iterator[PeerTie]:
    rows = Tie.objects.filter(**{f"{own}__in": places}, legal=Legal.IN_FORCE).order_by()
    for place, country, form, last in rows.values_list(
        own, partner_country, "form", "last_activity"
    ):
        yield PeerTie(place, country, Form(form), last)
