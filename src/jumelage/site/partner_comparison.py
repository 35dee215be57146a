"""A place and those that may be its partners side by side: what is known of each, and what is not."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jumelage.agreements.models import Activity
from jumelage.core.clock import today
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.partners.domain.finder import Suggestion
from jumelage.partners.domain.places import BY_SEA_KM, languages_of
from jumelage.partners.domain.reasons import SUBURB
from jumelage.partners.models.wishes import Wish, WishTerm
from jumelage.partners.reason_words import where
from jumelage.partners.wishes.wording import language_name
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.site.partner_asker import Asker
from jumelage.site.partner_filters import bound
from jumelage.site.partner_page import (
    Shown,
    distances,
    open_wishes,
    register_places,
    shown,
    wish_title,
)
from jumelage.site.partner_tables import Tables
from jumelage.site.views.choices import sort_key

#: So many stand beside the place that asks.
MOST = 4
#: So many countries and shared partners are named.
NAMED = 8
#: Far above any score, so that those compared come first and are explained among all others.
_FIRST = 1000.0


@dataclass(frozen=True, slots=True)
class Item:
    """A word or name in a cell, and where it leads."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one place; without anything it is not known."""

    name: str  # of the place
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Row:
    """What is compared, and what is known of each place."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the places compared. ``why`` is there for those suggested."""

    number: int
    ref: str
    name: str
    place: Place | None
    is_asker: bool = False
    is_partner: bool = False  # tied with the place that asks already, or about to be
    why: Shown | None = None

    @property
    def url(self) -> str:
        """The address of its page, if it is in the register."""
        return _page(self.place) if self.place else ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of all sides together."""

    tables: Tables
    partners: Mapping[int, Sequence[int]]  # by side
    places: Mapping[int, Place]  # of the register, with their names
    wishes: Mapping[int, Wish]
    themes: Mapping[int, Sequence[str]]
    km: Mapping[int, int | None]  # from the place that asks


def sides_of(tables: Tables, asker: Asker, numbers: Sequence[int]) -> list[Side]:
    """Return the place asking and the others by their numbers, each with why it is suggested."""
    why = {one.place: one for one in explained(tables, asker, numbers)}
    told = {
        one.place: row
        for one, row in zip(why.values(), shown(tables, asker, list(why.values())), strict=True)
    }
    places = register_places(tables, numbers)
    found = [Side(asker.number, asker.ref, asker.name, asker.place, is_asker=True)]
    for number in numbers:
        facts, place = tables.facts[number], places.get(number)
        name = place.local_name if place else facts.name
        is_partner = number not in why
        found.append(Side(number, facts.ref, name, place, False, is_partner, told.get(number)))
    return found


def explained(tables: Tables, asker: Asker, numbers: Sequence[int]) -> list[Suggestion]:
    """Return why each of some candidates is suggested, as in the list of all; nothing for those tied already."""
    if not numbers:
        return []
    first = np.zeros(len(tables.facts), dtype=np.float32)
    first[list(numbers)] = _FIRST
    found = tables.suggester.finder.suggest(
        asker.number, len(numbers), excluded=bound(tables, asker), adjust=first
    )
    return [one for one in found if one.place in set(numbers)]


def rows_of(tables: Tables, asker: Asker, sides: Sequence[Side]) -> list[Row]:
    """Return what is compared, row by row."""
    known = _read(tables, asker, sides)
    return [
        Row(label, [Cell(side.name, told(known, side)) for side in sides])
        for label, told in (
            (_("Lies in"), _where),
            (_("Inhabitants"), _inhabitants),
            (_("Distance"), _distance),
            (_("Setting"), _setting),
            (_("Languages of its country"), _languages),
            (_("Partners in this register"), _partners),
            (_("Countries of its partners"), _countries),
            (_("Partners in common"), _common),
            (_("Themes"), _themes),
            (_("Open wish"), _wish),
        )
    ]


def _read(tables: Tables, asker: Asker, sides: Sequence[Side]) -> _Known:
    network = tables.suggester.finder.network
    partners = {side.number: network.partners(side.number) for side in sides}
    mine = set(partners[asker.number])
    common = {number for found in partners.values() for number in found if number in mine}
    ids = [side.place.pk for side in sides if side.place]
    return _Known(
        tables,
        partners,
        register_places(tables, common),
        open_wishes(ids),
        _themes_of(ids),
        dict(zip(partners, distances(tables, asker, list(partners)), strict=True)),
    )


def _themes_of(places: Sequence[int]) -> dict[int, list[str]]:
    """Return the themes of open wishes and of what was done together in public, the commonest first."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    wished = WishTerm.objects.filter(
        aspect=WishTerm.THEME, wish__in=Wish.objects.on_board(today()), wish__place__in=places
    )
    for place, code in wished.values_list("wish__place", "code"):
        counts[place][code] += 1
    done = Activity.objects.filter(
        Q(tie__place_a__in=places) | Q(tie__place_b__in=places), is_public=True
    ).exclude(theme="")
    wanted = set(places)
    for *ends, code in done.values_list("tie__place_a", "tie__place_b", "theme"):
        for place in wanted & set(ends):
            counts[place][code] += 1
    return {place: [code for code, _n in found.most_common()] for place, found in counts.items()}


def _where(known: _Known, side: Side) -> list[Item]:
    return [Item(where(known.tables.facts[side.number], reader_language()))]


def _inhabitants(known: _Known, side: Side) -> list[Item]:
    people = known.tables.facts[side.number].population
    return [Item(intcomma(people))] if people else []


def _distance(known: _Known, side: Side) -> list[Item]:
    if side.is_asker:
        return [Item("–")]
    km = known.km[side.number]
    return [] if km is None else [Item(_("%(km)s km") % {"km": intcomma(km)})]


def _setting(known: _Known, side: Side) -> list[Item]:
    places = known.tables.suggester.places
    if not places.placed[side.number]:
        return []
    km = round(float(places.columns.sea[side.number]))
    sea = _("by the sea") if km <= BY_SEA_KM else _("%(km)s km from the sea") % {"km": intcomma(km)}
    beside = places.suburban[side.number] >= SUBURB
    found = [sea, _("beside a larger town") if beside else _("no larger town beside it")]
    if places.capital[side.number]:
        found.append(_("capital of its country"))
    return [Item(text) for text in found]


def _languages(known: _Known, side: Side) -> list[Item]:
    codes = languages_of(known.tables.facts[side.number].country)
    return [Item(language_name(code)) for code in codes if code in LANGUAGES]


def _partners(known: _Known, side: Side) -> list[Item]:
    if side.place is None:
        return [Item(_("not in the register yet"))]
    number = len(known.partners[side.number])
    return [Item(intcomma(number), f"{side.url}#ties" if number else "")]


def _countries(known: _Known, side: Side) -> list[Item]:
    facts = known.tables.facts
    counts = Counter(facts[number].country for number in known.partners[side.number])
    if not counts:
        return [Item("–")] if side.place else []
    language = reader_language()
    named = [
        (-number, sort_key(country_name(code, language)), country_name(code, language), number)
        for code, number in counts.items()
    ]
    return _cut(
        [Item(f"{name} {number}" if number > 1 else name) for *_o, name, number in sorted(named)]
    )


def _common(known: _Known, side: Side) -> list[Item]:
    if side.is_asker:
        return [Item("–")]
    shared = [n for n in known.partners[side.number] if n in known.places]
    if not shared:
        return [Item(pgettext("partners in common", "none"))]
    found = sorted((known.places[n] for n in shared), key=lambda place: sort_key(place.local_name))
    return _cut([Item(place.local_name, _page(place)) for place in found])


def _themes(known: _Known, side: Side) -> list[Item]:
    codes = known.themes.get(side.place.pk, []) if side.place else []
    return [Item(theme_name(code)) for code in codes[:NAMED]]


def _wish(known: _Known, side: Side) -> list[Item]:
    wish = known.wishes.get(side.place.pk) if side.place else None
    if wish is None:
        return [Item(pgettext("open wish", "none"))]
    return [Item(wish_title(wish), reverse("site:wish", args=[wish.pk]))]


def _cut(items: Sequence[Item]) -> list[Item]:
    more = len(items) - NAMED
    if more <= 0:
        return list(items)
    words = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
    return [*items[:NAMED], Item(words)]


def _page(place: Place) -> str:
    return reverse("site:place", args=[place.country.lower(), place.slug])
