"""Filters of suggested partners: which candidates pass, how the filters are called, and what is left without each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import numpy as np
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from jumelage.core.clock import today
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.partners.domain.finder import Suggestion
from jumelage.partners.domain.places import languages_of
from jumelage.partners.suggesting import Wanted
from jumelage.partners.wishes.queries import places_with_wish
from jumelage.partners.wishes.wording import language_name
from jumelage.places.domain.countries import country_name
from jumelage.site.partner_asker import Asker
from jumelage.site.partner_search import FIRST, Asked
from jumelage.site.partner_tables import Tables
from jumelage.ties.domain.terms import BOUND, Legal
from jumelage.ties.models import Tie

#: No country has this code.
NOWHERE = "-"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that is set: what it is called, what is asked without it, and how many would be left."""

    label: str
    without: Asked
    left: int = 0

    @property
    def query(self) -> str:
        """The address's query without it."""
        return query_of(self.without)


def suggested(tables: Tables, asker: Asker, asked: Asked) -> list[Suggestion]:
    """Return the suggestions, the likeliest first; none where the filters leave nothing or contradict themselves."""
    if asked.errors:
        return []
    allowed = allowed_by(tables, asker, asked)
    if not allowed.any():
        return []
    return tables.suggester.finder.suggest(
        asker.number,
        asked.number,
        allowed=allowed,
        excluded=bound(tables, asker),
        adjust=asked.leanings.amounts if asked.sliders else None,
    )


def allowed_by(tables: Tables, asker: Asker, asked: Asked) -> NDArray[np.bool_]:
    """Return which candidates pass the filters."""
    suggester = tables.suggester
    found = suggester.allowed(asker.number, _wanted(tables, asked))
    if asked.not_tied:
        places = suggester.places
        country = int(places.country[asker.number])
        found &= np.asarray(suggester.finder.network.partners_of[country].toarray()).ravel() == 0
        found &= places.country != country
    return found


def _wanted(tables: Tables, asked: Asked) -> Wanted:
    countries: Sequence[str] = asked.countries
    if asked.language:
        among = asked.countries or tables.suggester.places.country_codes
        spoken = [code for code in among if asked.language in languages_of(code)]
        countries = spoken or [NOWHERE]  # none at all would be taken for any
    return Wanted(
        countries=countries,
        not_countries=asked.not_countries,
        km_from=asked.km_from,
        km_to=asked.km_to,
        size_from=asked.size_from,
        size_to=asked.size_to,
        without_partners=asked.without_partners,
        only=places_with_wish(today(), asked.theme) if asked.with_wish or asked.theme else None,
    )


def languages_spoken(tables: Tables) -> list[str]:
    """Return the languages spoken most in the countries of the candidates."""
    codes = tables.suggester.places.country_codes
    spoken = {language for code in codes for language in languages_of(code)}
    return [language for language in LANGUAGES if language in spoken]


def bound(tables: Tables, asker: Asker) -> list[int]:
    """Return the candidates that are tied with the place asking, or are to be: they are suggested no more."""
    if asker.place is None:
        return []
    pk, numbers = asker.place.pk, tables.suggester.numbers
    ties = Tie.objects.filter(Q(place_a=pk) | Q(place_b=pk), legal__in=[*BOUND, Legal.PROPOSED])
    ends = {end for pair in ties.values_list("place_a_id", "place_b_id") for end in pair} - {pk}
    return [numbers[end] for end in ends if end in numbers]


def filters_set(asked: Asked) -> list[Filter]:
    """Return the filters that are set, in the order of the form."""
    return [Filter(label, without) for label, without in _filters(asked)]


def loosened(tables: Tables, asker: Asker, asked: Asked) -> list[Filter]:
    """Return the filters without which something would be left, and how much: the more helpful first."""
    partners = tables.suggester.finder.network.partners(asker.number)
    open_to = np.ones(len(tables.facts), dtype=bool)
    open_to[[asker.number, *partners, *bound(tables, asker)]] = False
    found = [
        replace(one, left=int((allowed_by(tables, asker, one.without) & open_to).sum()))
        for one in filters_set(asked)
    ]
    return sorted((one for one in found if one.left), key=lambda one: -one.left)


def _filters(asked: Asked) -> Iterator[tuple[str, Asked]]:
    language = reader_language()
    for code in asked.countries:
        rest = _without(code, asked.countries)
        yield country_name(code, language), replace(asked, countries=rest)
    for code in asked.not_countries:
        label = _("not %(country)s") % {"country": country_name(code, language)}
        yield label, replace(asked, not_countries=_without(code, asked.not_countries))
    if asked.km_from is not None or asked.km_to is not None:
        yield _between_km(asked), replace(asked, km_from=None, km_to=None)
    if asked.size_from is not None or asked.size_to is not None:
        yield _between_sizes(asked), replace(asked, size_from=None, size_to=None)
    if asked.language:
        yield language_name(asked.language), replace(asked, language="")
    if asked.theme:
        yield theme_name(asked.theme), replace(asked, theme="")
    if asked.with_wish:
        yield _("with an open wish"), replace(asked, with_wish=False)
    if asked.without_partners:
        yield _("without any partner so far"), replace(asked, without_partners=False)
    if asked.not_tied:
        yield _("not tied with our country so far"), replace(asked, not_tied=False)


def _without(code: str, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(other for other in codes if other != code)


def _between_km(asked: Asked) -> str:
    least, most = asked.km_from, asked.km_to
    if least is None:
        return _("at most %(km)s km") % {"km": intcomma(most)}
    if most is None:
        return _("at least %(km)s km") % {"km": intcomma(least)}
    return _("%(least)s to %(most)s km") % {"least": intcomma(least), "most": intcomma(most)}


def _between_sizes(asked: Asked) -> str:
    least, most = asked.size_from, asked.size_to
    if least is None:
        return _("at most %(people)s inhabitants") % {"people": intcomma(most)}
    if most is None:
        return _("at least %(people)s inhabitants") % {"people": intcomma(least)}
    values = {"least": intcomma(least), "most": intcomma(most)}
    return _("%(least)s to %(most)s inhabitants") % values


def query_of(asked: Asked, **more: str | int) -> str:
    """Return what is asked as the query of an address: one spelling for each question."""
    pairs: list[tuple[str, str | int]] = [("country", code) for code in asked.countries]
    pairs += [("not", code) for code in asked.not_countries]
    for name in ("km_from", "km_to", "size_from", "size_to"):
        value = getattr(asked, name)
        if value is not None:
            pairs.append((name, value))
    pairs += [(name, text) for name in ("language", "theme") if (text := getattr(asked, name))]
    switches = {"wish": asked.with_wish, "new": asked.without_partners, "untied": asked.not_tied}
    pairs += [(name, 1) for name, on in switches.items() if on]
    pairs += asked.sliders.items()
    if asked.number != FIRST:
        pairs.append(("n", asked.number))
    return urlencode([*pairs, *more.items()])
