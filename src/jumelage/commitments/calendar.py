"""The due dates of commitments as a file that calendar programs read (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from jumelage.commitments.models import Commitment
from jumelage.core.language import reader_language
from jumelage.core.mail import absolute
from jumelage.core.themes import theme_name


def calendar_of(rows: Iterable[Commitment], link: Callable[[Commitment], str]) -> bytes:
    """Return a calendar with the last day of each commitment, in the reader’s language.

    Args:
        rows: as lists have them; one without a due date has no entry.
        link: the path of a commitment’s page.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Jumelage//Commitments//{reader_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Commitments"))
    for row in rows:
        if row.due_on is not None:
            calendar.add_component(_event(row, link(row)))
    return bytes(calendar.to_ical())


def _event(row: Commitment, link: str) -> Event:
    event = Event()
    event.add("uid", f"commitment-{row.pk}@{_host()}")
    event.add("dtstamp", row.created_at)
    event.add("sequence", row.version)
    event.add("dtstart", row.due_on)
    event.add("dtend", (row.due_on or row.created_at.date()) + timedelta(days=1))
    event.add("summary", _("Due: %(title)s") % {"title": row.title})
    owners = ", ".join(owner.place.local_name for owner in row.owners.all())
    event.add("description", "\n\n".join(filter(None, [owners, str(row.text)])))
    if row.theme:
        event.add("categories", [theme_name(row.theme)])
    event.add("transp", "TRANSPARENT")
    event.add("url", absolute(link))
    return event


def _host() -> str:
    return urlsplit(settings.JUMELAGE["BASE_URL"]).hostname or "jumelage"
