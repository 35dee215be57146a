"""Meetings in words: when they are, who meets, where they stand. Whole sentences, with plurals by CLDR."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.meetings import AGAINST, FOR, Answer, Outcome
from jumelage.forum.models import Edition, Meeting, MeetingParty
from jumelage.forum.wording import clock
from jumelage.ties.wording import say_day


def say_span(edition: Edition, begins: datetime, ends: datetime) -> str:
    """Return when a slot is, by the clocks of its edition: “12 May 2027, 09:30–09:50”."""
    zone = edition.time_zone
    day = say_day(day_of(begins, zone))
    return f"{day}, {clock(begins, zone)}–{clock(ends, zone)}"


#: How much a delegation wants a meeting.
PRIORITY_WORDS = [
    (1, pgettext_lazy("how much a meeting is wanted", "if it fits")),
    (2, pgettext_lazy("how much a meeting is wanted", "important")),
    (3, pgettext_lazy("how much a meeting is wanted", "above all")),
]

#: Where a meeting stands, for those who run the edition; in the order in which they look.
STATES: Mapping[str, Any] = {
    "must": pgettext_lazy("state of a meeting", "has to be held"),
    "mutual": pgettext_lazy("state of a meeting", "wished by all"),
    "agreed": pgettext_lazy("state of a meeting", "agreed"),
    "unanswered": pgettext_lazy("state of a meeting", "waits for an answer"),
    "declined": pgettext_lazy("state of a meeting", "declined or taken back"),
    "off": pgettext_lazy("state of a meeting", "taken off"),
    "held": pgettext_lazy("state of a meeting", "held"),
    "missed": pgettext_lazy("state of a meeting", "not held"),
}


def state_of(meeting: Meeting) -> str:
    """Return where a meeting with its parties stands, as a key of :data:`STATES`: no query."""
    answers = [party.answer for party in meeting.parties.all()]
    left = [answer for answer in answers if answer not in AGAINST]
    if meeting.outcome != Outcome.OPEN:
        return str(meeting.outcome)
    if meeting.off_reason:
        return "off"
    if meeting.ended_at is not None:
        return "declined"
    if all(answer == Answer.WISHED for answer in left):
        return "mutual"
    return "agreed" if all(answer in FOR for answer in left) else "unanswered"


def own_state_of(meeting: Meeting, own: MeetingParty) -> str:
    """Return where a meeting stands for one of its parties: asked, agreed, waiting for others, or off. No query."""
    if meeting.ended_at is not None or own.answer in AGAINST:
        return "off"
    if own.answer == Answer.ASKED:
        return "asked"
    left = [party.answer for party in meeting.parties.all() if party.answer not in AGAINST]
    return "agreed" if all(answer in FOR for answer in left) else "waiting"


def state_words(meeting: Meeting) -> str:
    """Return where a meeting stands, in words."""
    return str(STATES[state_of(meeting)])
