"""Timetables in plain words: why a meeting is not held, what a move would break, what is proved, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from babel.lists import format_list
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jumelage.core.language import reader_language
from jumelage.forum.domain import refs
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.moving import Broken
from jumelage.forum.domain.refs import kind_of, number_of
from jumelage.forum.domain.stale import Since
from jumelage.forum.models import MeetingSlot, MeetingTable, Timetable
from jumelage.forum.timetables.reading import Names
from jumelage.forum.wording import clock

#: So many times are named before the rest is counted.
MOST_TIMES = 5


def joined(words: Sequence[str]) -> str:
    """Return a list in words: “Lyon, Bonn and Perm”."""
    language = reader_language()
    return str(format_list(list(words), locale="en_GB" if language == "en" else language))


def short_day(slot: MeetingSlot, zone: str) -> str:
    """Return the day of a slot: “12 May”."""
    return date_format(day_of(slot.begins, zone), "j E" if reader_language() == "ru" else "j F")


def say_slot(slot: MeetingSlot, zone: str) -> str:
    """Return a slot: “12 May, 09:30”."""
    return f"{short_day(slot, zone)}, {clock(slot.begins, zone)}"


def say_table(table: MeetingTable | None) -> str:
    """Return where a meeting sits: “table 7”, “table 7 (Blue hall)”."""
    if table is None:
        return _("a table that is no longer there")
    if table.room is None:
        return _("table %(label)s") % {"label": table.label}
    return _("table %(label)s (%(room)s)") % {"label": table.label, "room": table.room.name}


class Words:
    """The words for the references of a timetable, for a reader."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def place(self, number: int) -> str:
        """Return the place of a delegation."""
        found = self._names.delegations.get(number)
        return found.place.local_name if found else _("a delegation that is no longer there")

    def meeting(self, reference: str) -> str:
        """Return a meeting by its places: “Lyon – Bonn”."""
        parties = self._names.meetings.get(number_of(reference), [])
        return " – ".join(self.place(number) for number in parties) or _("a meeting that is off")

    def who(self, reference: str) -> str:
        """Return a delegation, somebody of one, or an interpreter."""
        kind, number = kind_of(reference), number_of(reference)
        if kind == refs.MEMBER:
            person = self._names.people.get(number)
            if person is None:
                return _("somebody who no longer comes")
            name = {"name": person.shown_name, "place": self.place(person.delegation_id)}
            return _("%(name)s (%(place)s)") % name
        if kind == refs.INTERPRETER:
            helper = self._names.interpreters.get(number)
            return helper.shown_name if helper else _("an interpreter who no longer comes")
        return self.place(number_of(reference.partition(".")[0]))

    def slot(self, reference: str) -> str:
        """Return a time."""
        found = self._names.slots.get(number_of(reference))
        return say_slot(found, self._names.zone) if found else _("a time that is no longer there")

    def times(self, references: Sequence[str]) -> str:
        """Return several times, those that follow each other as from when to when; the rest is counted."""
        numbers = [number_of(one) for one in references]
        if len(numbers) > 1 and set(numbers) >= self._names.slots.keys():
            return _("all the time")
        said = [self._run(run) for run in _runs(list(self._names.slots), numbers)]
        rest = len(said) - MOST_TIMES
        if rest > 0:
            said[MOST_TIMES:] = [ngettext("%(n)s more", "%(n)s more", rest) % {"n": rest}]
        return "; ".join(said)

    def _run(self, numbers: Sequence[int]) -> str:
        first, last = (self.slot(refs.ref(refs.SLOT, n)) for n in (numbers[0], numbers[-1]))
        return first if first == last else f"{first} – {last}"

    def table(self, reference: str) -> str:
        """Return a table."""
        return say_table(self._names.tables.get(number_of(reference)))


def _runs(order: Sequence[int], numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers in stretches of those that follow each other in an order; what is not in it stands alone."""
    found: list[list[int]] = []
    for number in numbers:
        at = order.index(number) if number in order else -1
        if found and at > 0 and order[at - 1] == found[-1][-1]:
            found[-1].append(number)
        else:
            found.append([number])
    return found


#: A rule that stands in the way, by its code; see :func:`say_rule`. The last: a code that is not known here.
RULES: Mapping[str, Any] = {
    "person_busy": gettext_lazy("%(who)s can be in one meeting at a time."),
    "interpreter_busy": gettext_lazy("The interpreter %(who)s can help one meeting at a time."),
    "absent": gettext_lazy("%(who)s is away: %(times)s."),
    "absent_somewhere": gettext_lazy("%(who)s is away at some of the times."),
    "speaks": gettext_lazy("%(who)s speaks in a session of the agenda: %(times)s."),
    "allowed": gettext_lazy("The meeting %(meeting)s may only be at certain times: %(times)s."),
    "fixed": gettext_lazy("The organisers have fixed the meeting %(meeting)s: %(times)s."),
    "after": gettext_lazy("The meeting %(meeting)s comes after the meeting %(other)s."),
    "limit": gettext_lazy("%(who)s has at most so many meetings a day: %(n)s."),
    "tables": gettext_lazy("There are only so many tables: %(n)s."),
    "accessible_tables": gettext_lazy("There are only so many tables without steps: %(n)s."),
    "language": gettext_lazy(
        "Those who meet in %(meeting)s need a language in common, or an interpreter who speaks one of each."
    ),
    "fairness": gettext_lazy("The idle times of two delegations may lie only so far apart: %(n)s."),
    "": gettext_lazy("A rule of this edition stands against it."),
}
#: Where what makes a rule can be changed: the part of the setup.
WHERE: Mapping[str, str] = {
    "person_busy": "delegations", "absent": "absences", "absent_somewhere": "absences", "speaks": "agenda",
    "interpreter_busy": "setup", "language": "setup", "tables": "setup", "accessible_tables": "setup",
    "allowed": "setup", "fixed": "meetings", "after": "meetings", "limit": "delegations", "fairness": "setup",
}  # fmt: skip


def say_rule(rule: Mapping[str, Any], drawn: Mapping[str, Any], words: Words) -> str:
    """Return a rule in a sentence. ``drawn`` is what the timetable was drawn from, as it is kept."""
    code, about = str(rule["code"]), [str(one) for one in rule["about"]]
    first = about[0] if about else ""
    times = _times_of(code, first, drawn)
    if code == "absent" and not times:
        code = "absent_somewhere"
    values = {
        "who": words.who(first) if first else "",
        "meeting": words.meeting(first),
        "other": words.meeting(about[1]) if len(about) > 1 else "",
        "times": words.times(times),
        "n": _number_of_rule(code, first, drawn),
    }
    return str(RULES.get(code, RULES[""])) % values


def _times_of(code: str, first: str, drawn: Mapping[str, Any]) -> list[str]:
    order = [one["ref"] for one in drawn.get("slots", [])]
    found: set[str] = set()
    if code == "absent":
        for item in [*drawn.get("delegations", []), *drawn.get("interpreters", [])]:
            for one in (item, *item.get("people", [])):
                found.update(one.get("absent", []) if one["ref"] == first else [])
    elif code == "speaks":
        for session in drawn.get("sessions", []):
            found.update(session["slots"] if first in session.get("speakers", []) else [])
    elif code in {"allowed", "fixed"}:
        for meeting in drawn.get("meetings", []):
            if meeting["ref"] == first:
                found.update(meeting.get("slots") or [])
                found.update({meeting["fixed"]} if meeting.get("fixed") else ())
    return [one for one in order if one in found]


def _number_of_rule(code: str, first: str, drawn: Mapping[str, Any]) -> int | str:
    if code == "limit":
        items = [one for one in drawn.get("delegations", []) if one["ref"] == first]
        return int(items[0].get("daily_limit", 0)) if items else ""
    if code in {"tables", "accessible_tables"}:
        tables = drawn.get("tables", [])
        return len(tables) if code == "tables" else sum(bool(t.get("accessible")) for t in tables)
    return drawn.get("fairness") or 0 if code == "fairness" else ""


#: What a move would break, by its code.
BROKEN: Mapping[str, Any] = {
    "fixed": gettext_lazy("The organisers have fixed this meeting: %(time)s."),
    "allowed": gettext_lazy("This meeting may not be at this time."),
    "after": gettext_lazy("The meeting %(meeting)s has to come after the meeting %(other)s."),
    "absent": gettext_lazy("%(who)s is away at this time."),
    "speaks": gettext_lazy("%(who)s speaks in a session of the agenda at this time."),
    "busy": gettext_lazy("%(who)s is in the meeting %(other)s at this time."),
    "nobody_free": gettext_lazy("Nobody of %(who)s is free at this time."),
    "limit": gettext_lazy("%(who)s has as many meetings on this day as it may: %(n)s."),
    "table_taken": gettext_lazy("At %(table)s sits the meeting %(other)s at this time."),
    "table_gone": gettext_lazy("This table was not there, or not in use, when the draft was drawn."),
    "table_steps": gettext_lazy("This meeting needs a table without steps; %(table)s has some."),
    "no_table": gettext_lazy("All tables are taken at this time."),
    "no_accessible_table": gettext_lazy("No table without steps is free at this time."),
    "language": gettext_lazy(
        "Those who could meet have no language in common, and no interpreter who speaks one of each is free."
    ),
    "fairness": gettext_lazy(
        "The idle times of two delegations would lie further apart than the edition allows: %(n)s."
    ),
}  # fmt: skip


def say_broken(broken: Broken, names: Names) -> str:
    """Return what a move would break, in a sentence."""
    words, about = Words(names), broken.about
    first, second = (*about, "", "")[:2]
    values = {
        "who": words.who(first) if first else "",
        "meeting": words.meeting(first),
        "other": words.meeting(second),
        "time": words.slot(second),
        "table": words.table(first),
        "n": second or first,
    }
    return str(BROKEN[broken.code]) % values


def say_since(since: Since) -> str:
    """Return what changed since a timetable was drawn: “2 wishes, 1 person”; empty if nothing did."""
    counted = {one.name: getattr(since, one.name) for one in fields(since)}
    said = [
        ngettext("%(n)s wish", "%(n)s wishes", counted["wishes"]),
        ngettext("%(n)s person", "%(n)s people", counted["people"]),
        ngettext("%(n)s delegation", "%(n)s delegations", counted["delegations"]),
        ngettext("%(n)s time for meetings", "%(n)s times for meetings", counted["slots"]),
        ngettext("%(n)s table", "%(n)s tables", counted["tables"]),
        ngettext("%(n)s interpreter", "%(n)s interpreters", counted["interpreters"]),
        ngettext("%(n)s session", "%(n)s sessions", counted["sessions"]),
        _("the rules"),
    ]
    return joined([words % {"n": n} for words, n in zip(said, counted.values(), strict=True) if n])


RANKS: Mapping[str, Any] = {
    "not held": gettext_lazy("Wishes left open, by their weight"),
    "idle groups": gettext_lazy("Idle times between meetings"),
    "published not held": gettext_lazy("Published meetings that cannot stay, by their weight"),
    "new not held": gettext_lazy("New wishes left open, by their weight"),
    "changed": gettext_lazy("Published meetings that move or are off"),
}


def say_rank(rank: Mapping[str, Any]) -> str:
    """Return how good a rank is, and what is proved of it, in a sentence."""
    values = {"best": rank["best"], "bound": rank["bound"]}
    if rank["best"] is None:
        return _("Nothing found yet; less than %(bound)s is impossible.") % values
    if rank["proved"]:
        return _("%(best)s: proved, fewer are impossible.") % values
    return (
        _("%(best)s; whether fewer are possible is not proved, fewer than %(bound)s are not.")
        % values
    )


STATES: Mapping[str, Any] = {
    Timetable.WAITING: gettext_lazy("It waits for its turn, and begins in a few seconds."),
    Timetable.IMPOSSIBLE: gettext_lazy("No timetable keeps all of this."),
    Timetable.FAILED: gettext_lazy(
        "It failed: something is wrong with the records, or the server was stopped. Draw again."
    ),
}


def say_state(timetable: Timetable) -> str:
    """Return how far a timetable is, or what came of it, in a sentence."""
    if timetable.state in STATES:
        return str(STATES[timetable.state])
    if timetable.state == Timetable.RUNNING:
        if timetable.first_after is None:
            return _("Looking for a first timetable …")
        return _("A timetable is found; looking for a better one …")
    if timetable.is_ending:
        return _("Stopped: the best so far is being put down …")
    return _say_end(timetable)


def _say_end(timetable: Timetable) -> str:
    if not timetable.has_places:
        if timetable.state == Timetable.STOPPED:
            return _("It was stopped before a timetable was found. Nothing of it was kept.")
        return _(
            "No timetable was found in this time, nor a proof that there is none. Give it more seconds."
        )
    if timetable.state == Timetable.STOPPED:
        return _("It was stopped: the best so far, not proved to be the best there is.")
    if timetable.is_proved:
        return _("Proved: there is no better timetable.")
    return _("The best found in the time there was; a better one may exist.")
