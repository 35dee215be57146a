"""Meetings of a world: what stands in their addresses, and what is sent to them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jumelage.core.clock import now, today
from jumelage.forum.models import (
    Meeting,
    MeetingInterpreter,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
)

if TYPE_CHECKING:
    from tests.contracts.world import World


def _edition(world: "World") -> dict[str, Any]:
    return {"number": world.timetables.meeting.edition_id}


def _meeting(world: "World") -> dict[str, Any]:
    """A meeting of the own place and its partner, with open wishes."""
    meeting = world.timetables.meeting
    MeetingRules.objects.filter(edition=meeting.edition_id).update(wishes_open=True)
    return {"number": meeting.edition_id, "meeting": meeting.pk}


def _own(world: "World") -> dict[str, Any]:
    return {**_meeting(world), "number": world.delegation.pk}


def _held(world: "World") -> dict[str, Any]:
    """The same meeting, some hours ago: only what was held can be promised."""
    ago = now() - timedelta(hours=3)
    slots = MeetingSlot.objects.filter(placed__meeting=world.timetables.meeting)
    slots.update(begins=ago, ends=ago + timedelta(hours=1))
    return _own(world)


def _table(world: "World") -> dict[str, Any]:
    table = MeetingTable.objects.filter(edition=world.timetables.meeting.edition_id).first()
    assert table
    return {**_edition(world), "table": table.pk}


def _interpreter(world: "World") -> dict[str, Any]:
    values = {"languages": ["en", "ru"], "consent_on": today()}
    one, _new = MeetingInterpreter.objects.get_or_create(
        edition=world.timetables.meeting.edition, name="Ann", defaults=values
    )
    return {**_edition(world), "interpreter": one.pk}


def _decision(world: "World") -> dict[str, Any]:
    assert world.session
    decision = world.edition.decisions.first()
    assert decision
    return {**_edition(world), "decision": decision.pk}


def _version(world: "World") -> int:
    return Meeting.objects.get(pk=world.timetables.meeting.pk).version


def _partner(world: "World") -> int:
    """The delegation of the partner."""
    meeting = world.timetables.meeting
    party = meeting.parties.exclude(delegation=world.delegation).first()
    assert party
    return party.delegation_id


_RUN = ("meetings", "meeting-rules", "meeting-times", "interpreters", "meeting-list", "meeting-new",
        "attendances")  # fmt: skip
SAMPLES: dict[str, Any] = {
    **{f"workspace:forum-{name}": _edition for name in _RUN},
    "workspace:forum-meeting-table": _table,
    "workspace:forum-interpreter": _interpreter,
    "workspace:forum-meeting": _meeting,
    "workspace:forum-attendance": lambda w: {"number": w.delegation.pk},
    "workspace:forum-decision-promise": _decision,
    "workspace:delegation-meetings": _own,
    "workspace:delegation-whom": _own,
    "workspace:delegation-wish": _own,
    "workspace:delegation-away": _own,
    "workspace:delegation-meeting": _own,
    "workspace:delegation-promise": _held,
}
BODIES: dict[str, Any] = {
    "workspace:forum-meetings": {"do": "close", "version": 1},
    "workspace:forum-meeting-rules": {"most_wishes": "9", "version": 1},
    "workspace:forum-meeting-times": {"do": "add-tables", "tables-labels": "7-9"},
    "workspace:forum-meeting-table": {"label": "9", "is_usable": "on", "version": 1},
    "workspace:forum-interpreters": {
        "name": "Bob",
        "languages": "English, Russian",
        "consent_on": str(today()),
    },
    "workspace:forum-interpreter": {"do": "remove"},
    "workspace:forum-meeting-new": lambda w: {
        "priority": "2",
        "delegations": [w.delegation.pk, _partner(w)],
    },
    "workspace:forum-meeting": {"subject": "Trams", "version": 1},
    "workspace:forum-attendance": {"needs_access": "on"},
    "workspace:forum-decision-promise": lambda w: {
        "titles_en": "To sing",
        "owners": f"{w.place.key}\n{w.partner.key}",
    },
    "workspace:delegation-wish": lambda w: {"priority": "1", "with": _partner(w)},
    "workspace:delegation-away": {"needs_access": "on"},
    "workspace:delegation-meeting": lambda w: {"do": "take-back", "version": _version(w)},
    "workspace:delegation-promise": lambda w: {"titles_en": "To sing", "owners": w.partner.key},
}
