"""Contacts in templates: clocks and languages in the reader’s words."""

from datetime import datetime

from babel.dates import format_datetime
from django import template

from jumelage.contacts.domain.hours import local_time
from jumelage.contacts.models import Office, Person
from jumelage.core.clock import now
from jumelage.core.domain.languages import language_names
from jumelage.core.language import reader_language

register = template.Library()


def say_clock(moment: datetime) -> str:
    """Return the weekday and the time of day that a clock shows: “Wednesday, 17:05”."""
    language = reader_language()
    return str(
        format_datetime(moment, "EEEE, HH:mm", locale="en_GB" if language == "en" else language)
    )


@register.filter
def clock(zone: str) -> str:
    """Return the weekday and the time in a time zone; nothing if it is not known."""
    local = local_time(zone, now()) if zone else None
    return say_clock(local) if local else ""


@register.filter
def zone(contact: Office | Person) -> str:
    """Return the time zone of an office or a person: its own, or that of the place."""
    return contact.time_zone or contact.place.timezone


@register.filter
def languages(codes: list[str]) -> str:
    """Return the names of languages."""
    return language_names(codes, reader_language())
