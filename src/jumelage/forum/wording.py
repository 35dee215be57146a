"""Forums in words: when, how many from where, and what clashes. Whole sentences, with plurals by CLDR."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_interval
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from jumelage.core.clock import now
from jumelage.core.domain.dates import Precision, parse_date
from jumelage.core.language import reader_language
from jumelage.forum.domain.agenda import Clash, Reason
from jumelage.forum.models import Edition, Session, Statement
from jumelage.places.domain.countries import country_genitive
from jumelage.ties.wording import say_date, say_day


def say_when(edition: Edition) -> str:
    """Return when an edition is held: “11 October 2019”, “12–14 May 2027”, “March – May 2020”."""
    first, last = edition.first_day, edition.last_day
    begins, _slash, ends = edition.when.partition("/")
    finest = {parse_date(part).precision for part in (begins, ends) if part}
    same_month = (first.year, first.month) == (last.year, last.month)
    if ends and finest == {Precision.DAY} and same_month and first != last:
        return f"{first.day}–{say_day(last)}"
    if ends and finest == {Precision.MONTH} and first.year == last.year and not same_month:
        locale = "en_GB" if reader_language() == "en" else reader_language()
        return str(format_interval(first, last, "yMMMM", locale=locale))
    return say_date(edition.when)


def is_uncertain(edition: Edition) -> bool:
    """Whether an edition was announced for a time that is over, and nobody said that it was held."""
    return (
        edition.state in {Edition.ANNOUNCED, Edition.OPEN}
        and edition.last_day < now().astimezone(ZoneInfo(edition.time_zone or "UTC")).date()
    )


def _from(counts: Mapping[str, int], *, of_cities: bool) -> str:
    """Return “18 cities of the United States and 25 cities of Russia”, as it stands after “from”."""
    language = reader_language()
    parts = []
    for code, number in counts.items():
        words = (
            npgettext("delegates from", "%(n)s city of %(of)s", "%(n)s cities of %(of)s", number)
            if of_cities
            else npgettext(
                "delegates from", "%(n)s place of %(of)s", "%(n)s places of %(of)s", number
            )
        )
        parts.append(words % {"n": number, "of": country_genitive(code, language)})
    return format_list(parts, locale="en_GB" if language == "en" else language)


def say_delegates(counts: Mapping[str, int], *, held: bool, of_cities: bool = False) -> str:
    """Return the sentence of an edition: from how many places of which countries delegates come, or came.

    ``of_cities``: whether all these places are cities; else they are called places.
    """
    words = {"places": _from(counts, of_cities=of_cities)}
    if held:
        return _("Delegates from %(places)s took part.") % words
    return _("Delegates from %(places)s are coming.") % words


def say_stated(statements: Sequence[Statement]) -> str:
    """Return the sentence that a source's numbers of cities make; empty if it gives none."""
    counts = {row.country: row.number for row in statements if row.number and row.country}
    if not counts:
        return ""
    return _("Delegates from %(places)s took part.") % {"places": _from(counts, of_cities=True)}


def say_people(statement: Statement) -> str:
    """Return how many took part, as a source says it."""
    number = statement.number or 0
    if statement.bound == ">=":
        words = ngettext("more than %(n)s participant", "more than %(n)s participants", number)
    elif statement.bound == "~":
        words = ngettext("about %(n)s participant", "about %(n)s participants", number)
    else:
        words = ngettext("%(n)s participant", "%(n)s participants", number)
    return words % {"n": number}


_CLASHES: Mapping[Reason, Any] = {
    Reason.ROOM: gettext_lazy(
        "“%(first)s” and “%(second)s” are in the same room at the same time: %(about)s."
    ),
    Reason.SPEAKER: gettext_lazy(
        "“%(first)s” and “%(second)s” want the same person at the same time: %(about)s."
    ),
    Reason.OUTSIDE: gettext_lazy("“%(first)s” is not on a day of the forum."),
}


def say_clashes(clashes: Sequence[Clash], sessions: Sequence[Session]) -> list[str]:
    """Return clashes in words."""
    titles = {session.pk: str(session.title) for session in sessions}
    rooms = {s.room_id: str(s.room.name) for s in sessions if s.room is not None}
    people = {one.pk: one.name for session in sessions for one in session.speakers.all()}
    said = []
    for clash in clashes:
        about = rooms if clash.reason is Reason.ROOM else people
        words = {"first": titles[clash.first], "second": titles[clash.second]}
        said.append(_CLASHES[clash.reason] % {**words, "about": about.get(clash.about, "")})
    return said


def clock(moment: datetime, zone: str) -> str:
    """Return what a clock shows at a moment in a time zone: “09:30”."""
    return f"{moment.astimezone(ZoneInfo(zone or 'UTC')):%H:%M}"
