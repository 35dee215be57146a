"""Wishes in words: kinds of exchange, what is offered and needed, languages, who holds a wish."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django.utils.translation import pgettext, pgettext_lazy

from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.language import reader_language
from jumelage.memberships.models import Institution
from jumelage.partners.domain.terms import GOODS, KINDS, MUNICIPALITY

_KINDS: Mapping[str, Any] = {
    "school": pgettext_lazy("kind of exchange", "between schools"),
    "vocational": pgettext_lazy("kind of exchange", "of apprentices and trainees"),
    "university": pgettext_lazy("kind of exchange", "between universities"),
    "youth": pgettext_lazy("kind of exchange", "of young people"),
    "experts": pgettext_lazy("kind of exchange", "of experts"),
    "administration": pgettext_lazy("kind of exchange", "between administrations"),
    "culture": pgettext_lazy("kind of exchange", "of artists and ensembles"),
    "museum": pgettext_lazy("kind of exchange", "between museums"),
    "library": pgettext_lazy("kind of exchange", "between libraries"),
    "sport": pgettext_lazy("kind of exchange", "between sports clubs"),
    "citizens": pgettext_lazy("kind of exchange", "of citizens and families"),
    "business": pgettext_lazy("kind of exchange", "between firms"),
    "volunteers": pgettext_lazy("kind of exchange", "of volunteers"),
    "online": pgettext_lazy("kind of exchange", "online, without travel"),
}

_GOODS: Mapping[str, Any] = {
    "host_families": pgettext_lazy("offered or needed", "host families"),
    "lodging": pgettext_lazy("offered or needed", "lodging for groups"),
    "venues": pgettext_lazy("offered or needed", "halls and stages"),
    "grounds": pgettext_lazy("offered or needed", "sports grounds"),
    "interpreters": pgettext_lazy("offered or needed", "interpreters"),
    "language_courses": pgettext_lazy("offered or needed", "language courses"),
    "traineeships": pgettext_lazy("offered or needed", "traineeships"),
    "knowledge": pgettext_lazy("offered or needed", "knowledge and experience"),
    "grants": pgettext_lazy("offered or needed", "partners for grant applications"),
    "travel_funds": pgettext_lazy("offered or needed", "money for travel"),
    "exhibitions": pgettext_lazy("offered or needed", "exhibitions"),
    "performances": pgettext_lazy("offered or needed", "concerts and performances"),
    "trade_contacts": pgettext_lazy("offered or needed", "contacts in business"),
    "equipment": pgettext_lazy("offered or needed", "equipment"),
    "relief": pgettext_lazy("offered or needed", "help in need"),
    "visits_first": pgettext_lazy("offered or needed", "a first visit to get to know each other"),
}


def kind_name(code: str) -> str:
    """Return what a kind of exchange is called in the reader’s language; an unknown code as it is."""
    return str(_KINDS.get(code, code))


def good_name(code: str) -> str:
    """Return what something offered or needed is called in the reader’s language; an unknown code as it is."""
    return str(_GOODS.get(code, code))


def language_name(code: str) -> str:
    """Return what a language is called in the reader’s language; an unknown code as it is."""
    return str(Locale(reader_language()).languages.get(code, code))


def holder_kind_name(code: str) -> str:
    """Return what kind of holder a wish has: a municipality, or a kind of institution."""
    if code == MUNICIPALITY:
        return pgettext("holder of a wish", "municipality or region")
    return str(dict(Institution.KINDS).get(code, code))


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of exchange with their names, in the order of the list."""
    return [(code, kind_name(code)) for code in KINDS]


def good_choices() -> list[tuple[str, str]]:
    """Return what can be offered or needed with its names, in the order of the list."""
    return [(code, good_name(code)) for code in GOODS]


def language_choices() -> list[tuple[str, str]]:
    """Return the languages by name."""
    named = [(code, language_name(code)) for code in LANGUAGES]
    return sorted(named, key=lambda choice: choice[1].casefold())


def holder_choices() -> list[tuple[str, str]]:
    """Return the kinds of holders with their names: municipalities first."""
    codes = [MUNICIPALITY, *(code for code, _ in Institution.KINDS)]
    return [(code, holder_kind_name(code)) for code in codes]
