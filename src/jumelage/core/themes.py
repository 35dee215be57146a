"""The themes in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from jumelage.core.domain.themes import THEMES

_THEME_NAMES: Mapping[str, Any] = {
    "administration": pgettext_lazy("theme", "municipal administration"),
    "smart_city": pgettext_lazy("theme", "smart city"),
    "planning": pgettext_lazy("theme", "town planning and housing"),
    "transport": pgettext_lazy("theme", "transport"),
    "environment": pgettext_lazy("theme", "environment and climate"),
    "business": pgettext_lazy("theme", "business and trade"),
    "tourism": pgettext_lazy("theme", "tourism"),
    "science": pgettext_lazy("theme", "science and universities"),
    "education": pgettext_lazy("theme", "education and schools"),
    "youth": pgettext_lazy("theme", "young people"),
    "culture": pgettext_lazy("theme", "culture and the arts"),
    "heritage": pgettext_lazy("theme", "museums and heritage"),
    "media": pgettext_lazy("theme", "libraries and media"),
    "sport": pgettext_lazy("theme", "sport"),
    "health": pgettext_lazy("theme", "health"),
    "social": pgettext_lazy("theme", "social work"),
    "seniors": pgettext_lazy("theme", "older people"),
    "citizens": pgettext_lazy("theme", "meetings of citizens"),
    "remembrance": pgettext_lazy("theme", "remembrance and peace"),
    "safety": pgettext_lazy("theme", "fire service and civil protection"),
}


def theme_name(code: str) -> str:
    """Return what a theme is called in the reader’s language; the code itself if there is no such theme."""
    return str(_THEME_NAMES.get(code, code))


def theme_choices() -> list[tuple[str, str]]:
    """Return all themes with their names, in the order of the list."""
    return [(code, theme_name(code)) for code in THEMES]
