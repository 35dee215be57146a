"""The register as suggestions see it: its places and ties at one moment."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.columns import Columns, columns_of
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.landscape import Landscape
from jumelage.partners.tables import Tables
from jumelage.places.domain.kinds import Kind
from jumelage.places.models import Place, PlaceIdentifier
from jumelage.ties.domain.terms import BOUND
from jumelage.ties.models import Tie

#: Identifiers that the gazetteer has as well.
_SCHEMES = ("geonames", "iso3166-2", "fips")


class _Row(NamedTuple):
    pk: int
    name: str
    country: str
    kind: str
    lat: float | None
    lng: float | None
    population: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Places, in the order of their ids, their identifiers, and the ties that bind them, by ids."""

    places: tuple[_Row, ...]
    identifiers: tuple[tuple[str, int], ...]
    ties: tuple[tuple[int, int], ...]

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each place, by its id."""
        return {row.pk: number for number, row in enumerate(self.places)}

    @property
    def edges(self) -> NDArray[np.int64]:
        """The ties by the numbers of the places, the smaller one first."""
        numbers = self.numbers
        pairs = {tuple(sorted((numbers[a], numbers[b]))) for a, b in self.ties}
        return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)

    def facts(self, tables: Tables) -> tuple[list[Facts], frozenset[int]]:
        """Return what is known of the places, and the rows of the gazetteer that are these places."""
        found = tables.identified([text for text, _ in self.identifiers])
        rows: dict[int, int] = {}
        taken: set[int] = set()
        for (_, place), same in zip(self.identifiers, found, strict=True):
            taken.update(same)
            if same:
                rows[place] = min(*same, rows.get(place, same[0]), same[0])
        known = tables.facts
        facts = [
            _merged(row, known[rows[row.pk]] if row.pk in rows else None) for row in self.places
        ]
        return facts, frozenset(taken)


def take_snapshot() -> Snapshot:
    """Read the register."""
    columns = Place.objects.order_by("pk").values_list(*_Row._fields)
    identifiers = PlaceIdentifier.objects.filter(scheme__in=_SCHEMES).order_by("pk")
    rows = identifiers.values_list("scheme", "value", "place_id")
    places = tuple(_Row(*row) for row in columns.iterator())
    known = {row.pk for row in places}
    ties = (
        Tie.objects.filter(legal__in=BOUND).order_by("pk").values_list("place_a_id", "place_b_id")
    )
    return Snapshot(
        places,
        tuple((f"{scheme}:{value}", pk) for scheme, value, pk in rows.iterator() if pk in known),
        tuple((a, b) for a, b in ties.iterator() if a in known and b in known),
    )


def _merged(row: _Row, found: Facts | None) -> Facts:
    """Return what the register says of a place, and what the gazetteer knows besides."""
    base = found or Facts(f"place:{row.pk}", row.name, row.country)
    return base._replace(
        ref=f"place:{row.pk}",
        name=row.name,
        country=row.country,
        kind=Kind(row.kind),
        lat=row.lat if row.lat is not None else base.lat,
        lng=row.lng if row.lng is not None else base.lng,
        population=row.population or base.population,
    )


def candidates(
    facts: list[Facts], taken: frozenset[int], tables: Tables, landscape: Landscape, least: int
) -> Columns:
    """Return the columns of the register's places, then of the gazetteer's towns that are none of them.

    Args:
        facts: the register's places.
        taken: rows of the gazetteer that are among them.
        tables: the gazetteer.
        landscape: its settlements.
        least: towns with fewer inhabitants are left out.
    """
    rows = np.arange(tables.larger(least))
    others = tables.columns(rows[~np.isin(rows, list(taken))])
    return columns_of(facts, landscape).with_others(others)
