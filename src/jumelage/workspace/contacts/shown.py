"""What several pages of contacts show."""

from typing import Any

from babel.dates import format_date
from django.http import Http404
from django.utils.translation import gettext as _

from jumelage.contacts.domain.hours import CallingHours, best_hours, time_zones
from jumelage.contacts.models import Office, Person
from jumelage.contacts.queries import LogFilter, contact_people, log_of
from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side, with_places


def own_office(place: Place, number: int) -> Office:
    """Return an office of a place; not found is also what belongs to another."""
    found = Office.objects.select_related("place").filter(place=place, pk=number).first()
    if found is None:
        raise Http404
    return found


def own_person(place: Place, number: int) -> Person:
    """Return a person of a place; not found is also who belongs to another."""
    found = (
        Person.objects.select_related("place", "office", "successor")
        .filter(place=place, pk=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def version_of(posted: Any) -> int:
    """Return the version of a thing that a form was made from; what is none is no version."""
    text = str(posted.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def zones() -> dict[str, Any]:
    """Return the time zones to choose of."""
    return {"time_zones": time_zones()}


def ties_to_choose(place: Place, *, also_ended: bool = True) -> list[tuple[int, str]]:
    """Return the ties of a place as choices: the tie’s number, the partner’s name; by name."""
    rows = Tie.objects.filter(place_a=place) | Tie.objects.filter(place_b=place)
    if not also_ended:
        rows = rows.exclude(legal__in=["none", "ended"])
    partners = [
        (tie.pk, other_side(tie, place).local_name) for tie in with_places(rows, reader_language())
    ]
    return sorted(partners, key=lambda choice: choice[1])


def say_hours(hours: CallingHours | None) -> str:
    """Return when to call, as both sides’ clocks show it."""
    if hours is None:
        return _("The two offices are never at work at the same time: write instead.")
    words = {"own": _span(hours, own=True), "theirs": _span(hours, own=False)}
    if hours.within_office_hours:
        return _("Best hours to call: %(own)s; there it is %(theirs)s.") % words
    return _("Office hours do not meet. Early or late: %(own)s; there it is %(theirs)s.") % words


def _span(hours: CallingHours, *, own: bool) -> str:
    begin, end = (hours.own_from, hours.own_to) if own else (hours.their_from, hours.their_to)
    language = reader_language()
    day = format_date(begin.date(), "EEEE", locale="en_GB" if language == "en" else language)
    return f"{day} {begin:%H:%M}–{end:%H:%M}"


def contacts_on_tie(actor: Actor, place: Place, tie: Tie) -> dict[str, Any]:
    """Return what the desk of a tie shows of contacts: who sees to it on both sides, when to call, what passed last.

    For ``workspace/contacts/_on_tie.html``. Six queries, however much there is.
    """
    other = other_side(tie, place)
    own_people, their_people = contact_people(tie, place, actor), contact_people(tie, other, actor)
    own_zone = _zone(own_people, place)
    their_zone = _zone(their_people, other)
    entries = log_of(place, LogFilter(tie=tie.pk), language=reader_language())
    return {
        "tie": tie,
        "other": other,
        "own_people": own_people,
        "their_people": their_people,
        "own_zone": own_zone,
        "their_zone": their_zone,
        "call": say_hours(best_hours(own_zone, their_zone, today()))
        if own_zone and their_zone
        else "",
        "entries": list(entries[:5]),
    }


def _zone(people: list[Person], place: Place) -> str:
    """Return the time zone of who sees to a tie, or else of the place."""
    for person in people:
        zone = person.time_zone or (person.office.time_zone if person.office else "")
        if zone:
            return zone
    return place.timezone
