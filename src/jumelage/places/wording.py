"""Words for places."""

from django.utils.translation import pgettext_lazy

from jumelage.places.models import Place

#: What countries call their communities. A label that is not here is shown as its source has it.
LABELS = {
    "administrative okrug": pgettext_lazy("label of a place", "administrative okrug"),
    "autonomous community": pgettext_lazy("label of a place", "autonomous community"),
    "autonomous oblast": pgettext_lazy("label of a place", "autonomous oblast"),
    "autonomous okrug": pgettext_lazy("label of a place", "autonomous okrug"),
    "autonomous region": pgettext_lazy("label of a place", "autonomous region"),
    "borough": pgettext_lazy("label of a place", "borough"),
    "canton": pgettext_lazy("label of a place", "canton"),
    "capital city": pgettext_lazy("label of a place", "capital city"),
    "country": pgettext_lazy("label of a place", "country"),
    "city": pgettext_lazy("label of a place", "city"),
    "county": pgettext_lazy("label of a place", "county"),
    "district": pgettext_lazy("label of a place", "district"),
    "federal city": pgettext_lazy("label of a place", "federal city"),
    "federal district": pgettext_lazy("label of a place", "federal district"),
    "krai": pgettext_lazy("label of a place", "krai"),
    "Land": pgettext_lazy("label of a place", "Land"),
    "municipality": pgettext_lazy("label of a place", "municipality"),
    "oblast": pgettext_lazy("label of a place", "oblast"),
    "prefecture": pgettext_lazy("label of a place", "prefecture"),
    "province": pgettext_lazy("label of a place", "province"),
    "republic": pgettext_lazy("label of a place", "republic"),
    "region": pgettext_lazy("label of a place", "region"),
    "state": pgettext_lazy("label of a place", "state"),
    "territory": pgettext_lazy("label of a place", "territory"),
    "town": pgettext_lazy("label of a place", "town"),
    "township": pgettext_lazy("label of a place", "township"),
    "voivodeship": pgettext_lazy("label of a place", "voivodeship"),
}


def kind_word(place: Place) -> str:
    """Return what a place is called in its country (“oblast”), or else its kind (“region”), for the reader."""
    if place.label:
        return str(LABELS.get(place.label, place.label))
    return str(place.get_kind_display())
