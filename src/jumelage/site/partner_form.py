"""The form beside suggested partners: its choices, its sliders with what stands at their ends."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.core.language import reader_language
from jumelage.core.themes import theme_choices
from jumelage.partners.wishes.wording import language_name
from jumelage.places.domain.countries import country_name
from jumelage.site.partner_filters import languages_spoken
from jumelage.site.partner_search import SLIDERS, STEPS, Asked
from jumelage.site.partner_tables import Tables
from jumelage.site.views.choices import Choice, sort_key


@dataclass(frozen=True, slots=True)
class Slider:
    """A slider: its name in addresses, what it is about, what its two ends mean, and where it stands."""

    name: str
    label: str
    less: str
    more: str
    value: int
    most: int = STEPS


def sliders(asked: Asked) -> list[Slider]:
    """Return the sliders as they stand."""
    words = {
        "near": (_("Distance"), pgettext("distance", "far"), pgettext("distance", "near")),
        "small": (
            _("Size"),
            pgettext("size of a town", "large"),
            pgettext("size of a town", "small"),
        ),
        "similar": (
            _("Size, rank and setting"),
            pgettext("towns", "unlike ours"),
            pgettext("towns", "like ours"),
        ),
        "complementary": (
            _("Coast or inland, town or suburb"),
            pgettext("setting", "the same"),
            pgettext("setting", "the other"),
        ),
    }
    return [Slider(name, *words[name], asked.sliders.get(name, 0)) for name in SLIDERS]


def form_choices(tables: Tables) -> dict[str, list[Choice]]:
    """Return what the form offers: countries and languages by name, themes in their own order."""
    language = reader_language()
    codes = tables.suggester.places.country_codes
    countries = [Choice(code, country_name(code, language)) for code in codes]
    languages = [Choice(code, language_name(code)) for code in languages_spoken(tables)]
    return {
        "countries": sorted(countries, key=lambda choice: sort_key(choice.word)),
        "languages": sorted(languages, key=lambda choice: sort_key(choice.word)),
        "themes": [Choice(code, word) for code, word in theme_choices()],
    }
