"""A shortlist in words: every figure of it as people write it, the same on the page and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from jumelage.core.language import reader_language
from jumelage.partners.models.shortlists import ShortlistItem
from jumelage.partners.shortlists.queries import Compared, Considered, OpenWish
from jumelage.partners.shortlists.reasons import Said
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.ties.models import LEGAL_CHOICES, Tie
from jumelage.ties.wording import say_date


@dataclass(frozen=True, slots=True)
class Told:
    """A possible partner in words; what is empty is not known, or there is none."""

    number: int
    item: ShortlistItem
    place: Place | None
    name: str
    country: str
    population: str
    distance: str
    ties: str
    bond: str
    tie: Tie | None
    wishes: Sequence[OpenWish]
    said: Said

    @property
    def is_known(self) -> bool:
        """Whether there is anything to read about it beside the figures."""
        return bool(
            self.item.note or self.wishes or self.said.speaks_for or self.said.speaks_against
        )


@dataclass(frozen=True, slots=True)
class Own:
    """The place that considers the others, for comparison."""

    name: str
    country: str
    population: str
    ties: str


def told(compared: Compared) -> list[Told]:
    """Return what stands on a list in the reader's language, numbered from 1."""
    return [_told(number, row) for number, row in enumerate(compared.rows, start=1)]


def own_figures(place: Place) -> Own:
    """Return the figures of the place that considers the others."""
    return Own(
        place.local_name,
        country_name(place.country, reader_language()),
        _number(place.population),
        _ties(place.tie_count),
    )


def wish_words(wish: OpenWish) -> str:
    """Return a wish on the board by its title, with the institution that seeks."""
    if not wish.holder:
        return wish.title
    return _("%(title)s (%(holder)s)") % {"title": wish.title, "holder": wish.holder}


def _told(number: int, row: Considered) -> Told:
    return Told(
        number=number,
        item=row.item,
        place=row.place,
        name=row.name,
        country=country_name(row.country, reader_language()),
        population=_number(row.population),
        distance="" if row.km is None else _("%(km)s km") % {"km": _number(row.km) or "0"},
        ties=_("not in the register yet") if row.ties is None else _ties(row.ties),
        bond=_bond(row.bond),
        tie=row.bond,
        wishes=row.wishes,
        said=row.said,
    )


def _number(value: int | None) -> str:
    return format_decimal(value, locale=reader_language()) if value else ""


def _ties(count: int) -> str:
    if not count:
        return pgettext("ties of a place", "none on record")
    words = npgettext("ties of a place", "%(count)s tie", "%(count)s ties", count)
    return words % {"count": format_decimal(count, locale=reader_language())}


def _bond(tie: Tie | None) -> str:
    if tie is None:
        return ""
    standing = str(dict(LEGAL_CHOICES)[tie.legal])  # type: ignore[index]  # its keys are texts
    if not tie.since:
        return standing
    return _("%(standing)s, since %(date)s") % {"standing": standing, "date": say_date(tie.since)}
