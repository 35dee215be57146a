"""What organisers take along as tables: delegations, people, agenda, check-ins; heads in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.core.domain.languages import language_names
from jumelage.core.language import reader_language
from jumelage.core.tables import Table
from jumelage.core.themes import theme_name
from jumelage.forum.arrivals import arrivals_of
from jumelage.forum.models import CheckIn, Edition
from jumelage.forum.queries import delegations_of, names_at, sessions_of
from jumelage.places.domain.countries import country_name


def delegations_table(edition: Edition) -> Table:
    """Return all delegations of an edition, whatever became of the invitation."""
    language = reader_language()
    heads = [
        _("Place"), _("Country"), _("Country code"), _("Where it stands"), _("People at most"), _("People named"),
        pgettext("of a delegation", "Head"), _("Invited on"), _("Answered on"), _("Approved on"), _("Answer"),
    ]  # fmt: skip
    rows = [
        [
            row.place.local_name, country_name(row.place.country, language), row.place.country,
            str(row.get_state_display()), row.quota, row.people,  # type: ignore[attr-defined]  # as annotated
            ", ".join(head.shown_name for head in row.heads),  # type: ignore[attr-defined]
            *(_day(edition, at) for at in (row.invited_at, row.answered_at, row.approved_at)), row.answer,
        ]
        for row in delegations_of(edition, language)
    ]  # fmt: skip
    return Table(_("Delegations"), heads, rows)


def people_table(edition: Edition) -> Table:
    """Return the people of delegations that come: what they agreed that the organisers know. Nobody who was erased."""
    language = reader_language()
    heads = [
        _("Name"), _("Function"), _("Place"), _("Country"), pgettext("of a delegation", "Head"), _("Languages"),
        pgettext("of a person", "Needs"), _("Arrives on"), _("Leaves on"), _("Agreed on"), _("Named in public"),
    ]  # fmt: skip
    rows = [
        [
            one.member.name, one.member.function, one.delegation.place.local_name,
            country_name(one.delegation.place.country, language), _yes(one.member.is_head),
            language_names(one.member.languages, language), one.member.needs, one.member.arrives_on,
            one.member.leaves_on, one.member.consent_on, _yes(one.member.is_public),
        ]
        for one in arrivals_of(edition, language)
    ]  # fmt: skip
    return Table(_("People"), heads, rows)


def agenda_table(edition: Edition) -> Table:
    """Return the sessions of an edition, by its own clocks."""
    language = reader_language()
    heads = [
        _("Begins"), _("Ends"), _("Title"), _("Kind"), _("Room"), _("Theme"), _("Spoken languages"),
        _("Interpreted into"), _("Who speaks"), _("What it is about"),
    ]  # fmt: skip
    rows = [
        [
            _clock(edition, one.begins), _clock(edition, one.ends), str(one.title), str(one.get_kind_display()),
            str(one.room.name) if one.room else "", theme_name(one.theme) if one.theme else "",
            language_names(one.languages, language), language_names(one.interpreted, language),
            ", ".join(speaker.name for speaker in one.speakers.all()), str(one.text),
        ]
        for one in sessions_of(edition, language)
    ]  # fmt: skip
    return Table(_("Agenda"), heads, rows)


def check_ins_table(edition: Edition) -> Table:
    """Return who was checked in and when, also what was undone. Who was erased stands there without a name."""
    language = reader_language()
    heads = [_("Name"), _("Place"), _("Country"), _("Checked in at"), _("Undone at")]
    found = (
        CheckIn.objects.filter(member__delegation__edition=edition)
        .select_related("member__delegation__place")
        .prefetch_related(names_at("member__delegation__place", language))
        .order_by("at", "pk")
    )
    rows = [
        [
            row.member.shown_name, row.member.delegation.place.local_name,
            country_name(row.member.delegation.place.country, language),
            _clock(edition, row.at), _clock(edition, row.undone_at) if row.undone_at else None,
        ]
        for row in found
    ]  # fmt: skip
    return Table(_("Check-ins"), heads, rows)


#: The tables there are, by the name in their address.
TABLES: Mapping[str, Callable[[Edition], Table]] = {
    "delegations": delegations_table,
    "people": people_table,
    "agenda": agenda_table,
    "check-ins": check_ins_table,
}
#: Those with names of people in them: that somebody took them along is written into the trail.
PERSONAL = frozenset({"delegations", "people", "check-ins"})


def _yes(value: bool) -> str:  # noqa: FBT001 - a value to word
    return _("yes") if value else ""


def _clock(edition: Edition, moment: datetime) -> datetime:
    """Return what the clocks of an edition show, without a zone: spreadsheets know none."""
    return moment.astimezone(ZoneInfo(edition.time_zone or "UTC")).replace(tzinfo=None)


def _day(edition: Edition, moment: datetime | None) -> object:
    return _clock(edition, moment).date() if moment else None
