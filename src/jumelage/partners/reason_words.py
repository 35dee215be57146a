"""Reasons in plain words: a sentence for each fact, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.language import reader_language
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.reasons import Reason
from jumelage.places.domain.countries import country_name
from jumelage.places.domain.divisions import division_at, division_name

Values = Mapping[str, Any]
Sentence = Callable[[Values, Sequence[Facts]], str]


def sentence(reason: Reason, places: Sequence[Facts]) -> str:
    """Return a reason as a sentence without a full stop.

    Args:
        reason: the fact and its values.
        places: all candidates by number, for the names in the sentence.
    """
    return _SENTENCES[reason.code](reason.values, places)


def _sizes(v: Values) -> dict[str, str]:
    return {"its": intcomma(v["inhabitants"]), "yours": intcomma(v["yours"])}


def _named(numbers: Sequence[int], places: Sequence[Facts]) -> str:
    return ", ".join(places[number].name for number in numbers[:3])


def _shared(v: Values, places: Sequence[Facts]) -> str:
    one = ngettext(
        "%(count)s of your partners is twinned with it: %(names)s",
        "%(count)s of your partners are twinned with it, such as %(names)s",
        v["count"],
    )
    return one % {"count": v["count"], "names": _named(v["places"], places)}


def _neighbours(v: Values, places: Sequence[Facts]) -> str:
    one = ngettext(
        "%(count)s place near you is tied with it: %(names)s",
        "%(count)s places near you are tied with it, such as %(names)s",
        v["count"],
    )
    return one % {"count": v["count"], "names": _named(v["places"], places)}


def _near_partners(v: Values, places: Sequence[Facts]) -> str:
    one = ngettext(
        "it lies near %(count)s of your partners: %(names)s",
        "it lies near %(count)s of your partners, such as %(names)s",
        v["count"],
    )
    return one % {"count": v["count"], "names": _named(v["places"], places)}


def _neighbourhoods(v: Values, places: Sequence[Facts]) -> str:
    first, second = v["pairs"][0]
    one = ngettext(
        "places near you have %(count)s tie with places near it: %(one)s – %(other)s",
        "places near you have %(count)s ties with places near it, such as %(one)s – %(other)s",
        v["count"],
    )
    names = {"one": places[first].name, "other": places[second].name}
    return one % {"count": v["count"], **names}


def _countries(v: Values, _places: Sequence[Facts]) -> str:
    one = ngettext(
        "your country has %(count)s tie with %(country)s",
        "your country has %(count)s ties with %(country)s",
        v["ties"],
    )
    return one % {"count": v["ties"], "country": country_name(v["country"], reader_language())}


def _divisions(v: Values, _places: Sequence[Facts]) -> str:
    one = ngettext(
        "your division has %(count)s tie with its division",
        "your division has %(count)s ties with its division",
        v["ties"],
    )
    return one % {"count": v["ties"]}


def _ties(v: Values, _places: Sequence[Facts]) -> str:
    one = ngettext("it has %(count)s partner", "it has %(count)s partners", v["ties"])
    return one % {"count": v["ties"]}


def _away(v: Values, _places: Sequence[Facts]) -> str:
    return _("it is %(km)s km away") % {"km": intcomma(v["km"])}


def _same_name(v: Values, _places: Sequence[Facts]) -> str:
    return _("it has the same name, %(name)s") % {"name": v["name"]}


def _common_name(v: Values, _places: Sequence[Facts]) -> str:
    return _("in some language both are called %(name)s") % {"name": v["name"]}


_SENTENCES: Mapping[str, Sentence] = {
    "size_unknown": lambda _v, _p: _("the number of inhabitants of one of the two is not known"),
    "about_your_size": lambda v, _p: _("about your size: %(its)s inhabitants") % _sizes(v),
    "larger": lambda v, _p: _("larger: %(its)s inhabitants, you have %(yours)s") % _sizes(v),
    "smaller": lambda v, _p: _("smaller: %(its)s inhabitants, you have %(yours)s") % _sizes(v),
    "shared_partners": _shared,
    "no_shared_partners": lambda _v, _p: _("you have no partner in common"),
    "neighbours_tied_with_it": _neighbours,
    "near_your_partners": _near_partners,
    "neighbourhoods_tied": _neighbourhoods,
    "neighbourhoods_not_tied": lambda _v, _p: _("no place near you is tied with a place near it"),
    "divisions_unknown": lambda _v, _p: _("the division that one of the two lies in is not known"),
    "divisions_tied": _divisions,
    "divisions_not_tied": lambda _v, _p: _("your division has no tie with its division"),
    "same_country": lambda _v, _p: _("it lies in your own country"),
    "countries_tied": _countries,
    "countries_not_tied": lambda _v, _p: _("your country has no tie with its country"),
    "distance_unknown": lambda _v, _p: _("it is not known where one of the two lies"),
    "distance": _away,
    "has_partners": _ties,
    "no_partners_yet": lambda _v, _p: _("no partner of it is known"),
    "both_capitals": lambda _v, _p: _("both are capitals"),
    "like_standing": lambda _v, _p: _("it has a like standing among the towns of its country"),
    "other_standing": lambda _v, _p: _("it has another standing among the towns of its country"),
    "same_name": _same_name,
    "name_in_common": _common_name,
    "name_alike": lambda _v, _p: _("the names are alike"),
    "name_differs": lambda _v, _p: _("the names have nothing in common"),
    "other_kind": lambda _v, _p: _("it is a place of another kind"),
    "both_beside_larger": lambda _v, _p: _("both lie beside a larger town"),
    "same_kind": lambda _v, _p: _("neither lies in the shadow of a larger town"),
    "setting_unknown": lambda _v, _p: _("it is not known where one of the two lies"),
    "both_by_the_sea": lambda _v, _p: _("both lie by the sea"),
    "one_by_the_sea": lambda _v, _p: _("one of the two lies by the sea"),
    "both_inland": lambda _v, _p: _("neither lies by the sea"),
    "one_beside_larger": lambda _v, _p: _("one of the two lies beside a larger town"),
}


def where(place: Facts, language: str) -> str:
    """Return where a candidate lies: its division, if that has a name, and its country."""
    found = division_at(place.country, place.division) if place.division else None
    inside = division_name(found.iso3166_2, language) if found else ""
    country = country_name(place.country, language)
    return f"{inside}, {country}" if inside and inside != place.name else country
