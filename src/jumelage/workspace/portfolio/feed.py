"""The calendar of a place's ties as a file that calendar programs fetch (RFC 5545), at a private address.

The address holds a secret, of which nothing is kept: it is made from the row's number and nonce with the key of the
installation, so it can be shown again, cannot be made from a copy of the database, and is another once renewed.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override
from icalendar import Calendar, Event

from jumelage.core.clock import today
from jumelage.core.domain.dates import add_months
from jumelage.core.mail import absolute
from jumelage.memberships.models import Membership
from jumelage.workspace.domain.coming import Coming, coming_within
from jumelage.workspace.models import CalendarFeed
from jumelage.workspace.portfolio.coming_words import say_coming, say_details, say_title
from jumelage.workspace.portfolio.links import tie_address
from jumelage.workspace.portfolio.queries import dated_of, portfolio_of

#: A calendar shows so much of what was and of what comes.
MONTHS_BACK, MONTHS_AHEAD = 12, 36


@dataclass(frozen=True, slots=True)
class Feed:
    """The file, and the tag that stays the same while nothing in it changes."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words, with where it leads."""

    entry: Coming
    summary: str
    details: str
    link: str


def secret_of(feed: CalendarFeed) -> str:
    """Return the secret in the address of a calendar."""
    digest = salted_hmac("workspace.calendar", f"{feed.pk}:{feed.nonce}", algorithm="sha256")
    return f"{feed.pk}-{digest.hexdigest()[:48]}"


def address_of(feed: CalendarFeed) -> str:
    """Return the address to give to a calendar program."""
    return absolute(reverse("workspace-root:feed", args=[secret_of(feed)]))


def feed_with(secret: str) -> CalendarFeed | None:
    """Return the calendar of a secret, if its owner still acts for the place and may still sign in."""
    number = secret.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    found = (
        CalendarFeed.objects.filter(
            pk=int(number), membership__state=Membership.ACTIVE, membership__user__is_active=True,
            membership__place__isnull=False,
        )
        .select_related("membership__user", "membership__place")
        .first()
    )  # fmt: skip
    return found if found and constant_time_compare(secret, secret_of(found)) else None


def file_of(membership: Membership) -> Feed:
    """Return the calendar of a member for a place, in the member's language."""
    place, day, language = membership.place, today(), membership.user.mail_language
    if place is None:
        raise ValueError("only members of places have a calendar")
    with override(language):
        portfolio = portfolio_of(place, day, language)
        first, last = add_months(day, -MONTHS_BACK), add_months(day, MONTHS_AHEAD)
        entries = coming_within(
            portfolio.facts, dated_of(list(portfolio.ties), first, last), first, last
        )
        links = {pk: absolute(tie_address(place.pk, tie)) for pk, tie in portfolio.ties.items()}
        title = say_title(place.local_name)
        lines = [
            Line(entry, say_coming(entry), say_details(entry), links[entry.tie])
            for entry in entries
        ]
    calendar = _calendar(title, language)
    stamp = datetime.combine(day, time(), UTC)
    for line in lines:
        calendar.add_component(_event(line, language, stamp))
    # The tag does not count the stamp that the format wants on every entry: that of the day.
    digest = hashlib.sha256(repr((title, language, lines)).encode()).hexdigest()
    return Feed(calendar.to_ical(), f'W/"{digest[:32]}"')


def _calendar(title: str, language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Jumelage//Calendar//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(days=1), {"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    return calendar


def _event(line: Line, language: str, stamp: datetime) -> Event:
    event, entry = Event(), line.entry
    event.add("dtstamp", stamp)
    event.add("uid", f"{entry.key}@{_host()}")
    # All day long; what is only known to the month or the year stands on its first day, and says so.
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", line.summary, {"language": language})
    if line.details:
        event.add("description", line.details, {"language": language})
    event.add("url", line.link)
    event.add("categories", [entry.kind.value.upper()])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _host() -> str:
    return urlsplit(settings.JUMELAGE["BASE_URL"]).hostname or "jumelage"
