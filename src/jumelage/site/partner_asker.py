"""Who asks for partners: a place of the register, or a town of the gazetteer that is not in it yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from jumelage.core.language import reader_language
from jumelage.partners.domain.facts import Facts
from jumelage.partners.reason_words import where
from jumelage.places.domain.keys import fast_key
from jumelage.places.models import Place
from jumelage.places.queries import places_identified
from jumelage.site.partner_tables import Tables

#: Schemes of identifiers in whose place a country stands in the addresses of places of the register.
SCHEMES = ("geonames", "iso3166-2", "fips")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: its number among the candidates, and what pages call it."""

    number: int
    facts: Facts
    name: str
    place: Place | None

    @property
    def ref(self) -> str:
        """What names it among the candidates: ``place:12``, ``geonames:2950159``."""
        return self.facts.ref

    @property
    def where(self) -> str:
        """The division and country it lies in, in the reader's language."""
        return where(self.facts, reader_language())

    @property
    def url(self) -> str:
        """The address of its suggestions."""
        return url_of(self.facts, self.place)


def url_of(facts: Facts, place: Place | None, name: str = "site:partners-of") -> str:
    """Return the address of the suggestions for a candidate."""
    if place is not None:
        return reverse(name, args=[place.country.lower(), place.slug])
    scheme, _colon, value = facts.ref.partition(":")
    return reverse(name, args=[scheme, value])


def asker_of(tables: Tables, place: Place) -> Asker:
    """Return a place of the register as the one who asks."""
    number = tables.suggester.numbers[place.pk]
    return Asker(number, tables.facts[number], place.local_name, place)


def town_identified(tables: Tables, scheme: str, value: str) -> Asker | Place | None:
    """Return a town of the gazetteer by its identifier; the place of the register if it is in that."""
    ref = f"{scheme}:{value}"
    number = tables.number_of(ref)
    if number is not None:
        return Asker(number, tables.facts[number], tables.facts[number].name, None)
    return next(iter(places_identified(ref)), None)


def towns_called(tables: Tables, text: str, most: int = 20) -> list[Asker]:
    """Return towns of the gazetteer that have a name in any script and are not in the register, the largest first."""
    return _outside(tables, tables.called(text), most)


def towns_beginning(tables: Tables, text: str, most: int) -> list[Asker]:
    """Return towns of the gazetteer whose own name begins so and that are not in the register, the largest first."""
    key = fast_key(text)
    keys = tables.suggester.places.keys if key else ()
    return _outside(tables, [n for n, name in enumerate(keys) if name.startswith(key)], most)


def _outside(tables: Tables, numbers: Iterable[int], most: int) -> list[Asker]:
    suggester = tables.suggester
    outside = [n for n in numbers if n >= len(suggester.numbers) and suggester.open[n]]
    outside.sort(key=lambda number: -int(suggester.places.population[number]))
    return [
        Asker(number, tables.facts[number], tables.facts[number].name, None)
        for number in outside[:most]
    ]
