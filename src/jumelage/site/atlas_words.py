"""The words that the atlas's script needs, in the reader's language, with all plural forms."""

import json

from django.utils.translation import gettext, ngettext, pgettext

from jumelage.core.language import reader_language

#: For each CLDR plural category a number of it, by language: gettext then gives the form.
_SAMPLES = {
    "en": {"one": 1, "other": 2},
    "ru": {"one": 1, "few": 2, "many": 5, "other": 2},
}


def atlas_words() -> str:
    """Return the words as JSON: each a text, or an object of plural forms with ``{n}`` in them."""
    return json.dumps({**_texts(), **_plurals()}, ensure_ascii=False)


def _texts() -> dict[str, str]:
    return {
        "label": gettext("Globe of the ties between towns"),
        "help": gettext(
            "Arrow keys turn the globe, plus and minus zoom. Enter shows the place in the middle, "
            "Escape closes the panel."
        ),
        "globe": gettext("Globe"),
        "map": gettext("Flat map"),
        "zoomIn": gettext("Zoom in"),
        "zoomOut": gettext("Zoom out"),
        "reset": gettext("The usual view"),
        "play": gettext("Play the years"),
        "pause": gettext("Pause"),
        "year": gettext("Year"),
        "now": gettext("Today"),
        "since": gettext("since {year}"),
        "none": pgettext("standing", "nothing known"),
        "proposed": pgettext("standing", "proposed"),
        "in_force": pgettext("standing", "in force"),
        "suspended": pgettext("standing", "suspended"),
        "ended": pgettext("standing", "ended"),
        "disputed": gettext("sources differ"),
        "close": gettext("Close"),
        "loading": gettext("Loading …"),
        "failed": gettext("This could not be loaded. The list has the same content."),
        "noWebgl": gettext(
            "This browser cannot draw the globe (WebGL2 is missing). The picture and the list show "
            "the same."
        ),
    }


def _plurals() -> dict[str, dict[str, str]]:
    samples = _SAMPLES.get(reader_language(), _SAMPLES["en"])
    result: dict[str, dict[str, str]] = {
        "undated": {},
        "withoutYear": {},
        "shown": {},
        "degree": {},
    }
    for category, n in samples.items():
        result["undated"][category] = ngettext(
            "Show the {n} tie without a known year", "Show the {n} ties without a known year", n
        )
        result["withoutYear"][category] = ngettext(
            "{n} tie has no known year.", "{n} ties have no known year.", n
        )
        result["shown"][category] = ngettext(
            "{n} of {total} tie shown.", "{n} of {total} ties shown.", n
        )
        result["degree"][category] = ngettext("{n} tie shown", "{n} ties shown", n)
    return result
