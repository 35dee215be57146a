"""The choices that forms offer."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from jumelage.places.domain.countries import country_name
from jumelage.site.cache import by_revision
from jumelage.ties.domain.terms import Form, Legal
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES, Tie


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its value in addresses and its word."""

    value: str
    word: str


def countries_with_ties() -> list[str]:
    """Return the codes of the countries that any tie is on record for."""

    def collect() -> list[str]:
        first = Tie.objects.order_by().values_list("country_a", flat=True).distinct()
        second = Tie.objects.order_by().values_list("country_b", flat=True).distinct()
        return sorted(set(first) | set(second))

    return by_revision("countries", collect)


def country_choices(language: str) -> list[Choice]:
    """Return the countries with ties, by name."""
    choices = [Choice(code, country_name(code, language)) for code in countries_with_ties()]
    return sorted(choices, key=lambda choice: sort_key(choice.word))


def sort_key(word: str) -> str:
    """Return what a name is put in order by: Åland stands with A, ё with е."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def ties_by_country() -> dict[str, int]:
    """Return how many ties are on record for each country; one within a country counts once."""

    def count() -> dict[str, int]:
        ties = Tie.objects.order_by()
        counts: Counter[str] = Counter()
        for first, second, number in ties.values_list("country_a", "country_b").annotate(
            number=Count("pk")
        ):
            for code in {first, second}:
                counts[code] += number
        return dict(counts)

    return by_revision("ties-by-country", count)


def form_choices() -> list[Choice]:
    """Return the forms of ties."""
    return [
        Choice(form.value or "unknown", str(word)) for form, word in FORM_CHOICES if form in Form
    ]


def standing_choices() -> list[Choice]:
    """Return the standings a tie on record can have."""
    return [Choice(legal.value, str(word)) for legal, word in LEGAL_CHOICES if legal != Legal.NONE]
