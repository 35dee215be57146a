"""The agenda of an edition, and a delegation’s meetings, as files that calendar programs read (RFC 5545)."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from jumelage.core.language import reader_language
from jumelage.core.mail import absolute
from jumelage.core.themes import theme_name
from jumelage.forum.models import Delegation, Edition, Session, Timetable
from jumelage.forum.timetables.shown import Row
from jumelage.forum.timetables.words import say_table


def calendar_of(edition: Edition, sessions: Sequence[Session], link: str) -> bytes:
    """Return the calendar of an edition in the reader's language: the edition's days, and each of these sessions.

    ``link`` is the path of the edition's page. An edition whose days are not fixed has no entry of its own.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Jumelage//Forum//{reader_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(edition.name))
    if edition.has_days:
        calendar.add_component(_whole(edition, link))
    for session in sessions:
        calendar.add_component(_event(edition, session, link))
    return bytes(calendar.to_ical())


def _whole(edition: Edition, link: str) -> Event:
    event = Event()
    event.add("uid", f"forum-{edition.pk}@{_host()}")
    event.add("dtstamp", edition.created_at)
    event.add("sequence", edition.version)
    event.add("dtstart", edition.first_day)
    event.add("dtend", edition.last_day + timedelta(days=1))
    event.add("summary", str(edition.name))
    event.add("location", ", ".join(filter(None, (str(edition.venue), str(edition.place_name)))))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if edition.state == Edition.CANCELLED else "CONFIRMED")
    event.add("url", absolute(link))
    return event


def _event(edition: Edition, session: Session, link: str) -> Event:
    event = Event()
    event.add("uid", f"session-{session.pk}@{_host()}")
    event.add("dtstamp", session.created_at)
    event.add("sequence", session.version)
    event.add("dtstart", session.begins)
    event.add("dtend", session.ends)
    event.add("summary", str(session.title))
    said = [str(session.text), ", ".join(speaker.name for speaker in session.speakers.all())]
    if description := "\n\n".join(filter(None, said)):
        event.add("description", description)
    where = (
        str(session.room.name) if session.room else "",
        str(edition.venue),
        str(edition.place_name),
    )
    event.add("location", ", ".join(filter(None, where)))
    if session.theme:
        event.add("categories", [theme_name(session.theme)])
    event.add("status", "CANCELLED" if edition.state == Edition.CANCELLED else "CONFIRMED")
    event.add("url", f"{absolute(link)}#session-{session.pk}")
    return event


def meetings_calendar(
    delegation: Delegation, timetable: Timetable | None, rows: Sequence[Row], link: str
) -> bytes:
    """Return the meetings of a delegation in the reader's language; ``link`` is the path of the page that shows them.

    Each published timetable has a higher number, so that calendar programs take its times for the newer ones.
    """
    edition = delegation.edition
    calendar = Calendar()
    calendar.add("prodid", f"-//Jumelage//Forum//{reader_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{edition.name} – {delegation.place.local_name}")
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    if timetable is not None:
        for row in rows:
            calendar.add_component(_meeting(edition, timetable, row, link))
    return bytes(calendar.to_ical())


def _meeting(edition: Edition, timetable: Timetable, row: Row, link: str) -> Event:
    event = Event()
    event.add("uid", f"meeting-{row.number}@{_host()}")
    event.add("dtstamp", timetable.published_at or timetable.created_at)
    event.add("sequence", timetable.number)
    event.add("dtstart", row.slot.begins)
    event.add("dtend", row.slot.ends)
    event.add("summary", ", ".join(f"{name} ({country})" for name, country in row.others))
    said = [
        row.subject,
        row.theme,
        ", ".join(one.shown_name for one in row.people),
        row.interpreter,
    ]
    if description := "\n".join(filter(None, said)):
        event.add("description", description)
    where = (say_table(row.table), str(edition.venue), str(edition.place_name))
    event.add("location", ", ".join(filter(None, where)))
    event.add("status", "CANCELLED" if edition.state == Edition.CANCELLED else "CONFIRMED")
    event.add("url", absolute(link))
    return event


def _host() -> str:
    return urlsplit(settings.JUMELAGE["BASE_URL"]).hostname or "jumelage"
