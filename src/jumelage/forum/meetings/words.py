"""Meetings in words: when they are, who meets, where they stand. Whole sentences, with plurals by CLDR."""

from datetime import datetime

from jumelage.forum.domain.agenda import day_of
from jumelage.forum.models import Edition
from jumelage.forum.wording import clock
from jumelage.ties.wording import say_day


def say_span(edition: Edition, begins: datetime, ends: datetime) -> str:
    """Return when a slot is, by the clocks of its edition: “12 May 2027, 09:30–09:50”."""
    zone = edition.time_zone
    day = say_day(day_of(begins, zone))
    return f"{day}, {clock(begins, zone)}–{clock(ends, zone)}"
