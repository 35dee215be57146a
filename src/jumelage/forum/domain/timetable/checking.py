"""Whether a timetable keeps every rule of its forum. Shares no code with what makes timetables."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from jumelage.forum.domain.timetable.problem import Forum, Meeting, Person, Place, Timetable


@dataclass(frozen=True, slots=True)
class Figures:
    """What a timetable comes to: the weight not held, its meetings, and the idle groups of each delegation."""

    held: int
    wanted: int
    weight_lost: int
    idle: dict[str, int]

    @property
    def idle_groups(self) -> int:
        """The sum over delegations."""
        return sum(self.idle.values())


def check(forum: Forum, timetable: Timetable) -> list[str]:
    """Return every rule broken, in words that say what and where; nothing if the timetable is good."""
    return [
        *_meetings(forum, timetable),
        *_clashes(forum, timetable),
        *_limits(forum, timetable),
        *_days(forum, timetable),
        *_fairness(forum, timetable),
    ]


def figures(forum: Forum, timetable: Timetable) -> Figures:
    """Return what a timetable comes to, counted from its places alone."""
    return Figures(
        held=sum(meeting.ref in timetable.places for meeting in forum.meetings),
        wanted=len(forum.meetings),
        weight_lost=sum(m.weight for m in forum.meetings if m.ref not in timetable.places),
        idle={item.ref: _idle(forum, timetable, item.ref) for item in forum.delegations},
    )


def _idle(forum: Forum, timetable: Timetable, delegation: str) -> int:
    """Walk through each day; a pause counts once a meeting follows it."""
    used = {
        timetable.places[m.ref].slot
        for m in forum.meetings
        if delegation in m.parties and m.ref in timetable.places
    }
    number, day, begun, pausing = 0, "", False, False
    for slot in forum.slots:
        if slot.day != day:
            day, begun, pausing = slot.day, False, False
        if slot.ref in used:
            number += pausing
            begun, pausing = True, False
        elif begun:
            pausing = True
    return number


def _meetings(forum: Forum, timetable: Timetable) -> Iterator[str]:
    order = [slot.ref for slot in forum.slots]
    known = {meeting.ref for meeting in forum.meetings}
    for ref in timetable.places:
        if ref not in known:
            yield f"meeting “{ref}” is in the timetable, but not in the forum"
    for meeting in forum.meetings:
        place = timetable.places.get(meeting.ref)
        here = f"meeting “{meeting.ref}”"
        if place is None:
            if meeting.must:
                yield f"{here} must be held, and is not"
            continue
        if place.slot not in order:
            yield f"{here} is in slot “{place.slot}”, which does not exist"
            continue
        yield from _slot(meeting, place.slot)
        for other in meeting.after:
            before = timetable.places.get(other)
            if (
                before
                and before.slot in order
                and order.index(before.slot) >= order.index(place.slot)
            ):
                yield f"{here} must come after “{other}”"
        yield from _people(forum, meeting, place)


def _slot(meeting: Meeting, slot: str) -> Iterator[str]:
    here = f"meeting “{meeting.ref}” is in slot “{slot}”"
    if meeting.slots is not None and slot not in meeting.slots:
        yield f"{here}, in which it may not be"
    if meeting.fixed is not None and slot != meeting.fixed:
        yield f"{here}, but fixed in “{meeting.fixed}”"


def _people(forum: Forum, meeting: Meeting, place: Place) -> Iterator[str]:
    here = f"meeting “{meeting.ref}” in slot “{place.slot}”"
    there: list[Person] = []
    for item in forum.delegations:
        own = [person for person in item.people if person.ref in place.people]
        if item.ref not in meeting.parties:
            if own:
                yield f"{here}: “{own[0].ref}” belongs to none of its parties"
            continue
        if len(item.people) == 1:
            own = list(item.people)
        there += own
        if place.slot in item.absent:
            yield f"{here}: “{item.ref}” is absent"
        if not own:
            yield f"{here}: nobody of “{item.ref}” takes part"
    yield from _each(forum, meeting, place, there)
    yield from _language(forum, place, there, here)


def _each(forum: Forum, meeting: Meeting, place: Place, there: list[Person]) -> Iterator[str]:
    here = f"meeting “{meeting.ref}” in slot “{place.slot}”"
    known = {person.ref for item in forum.delegations for person in item.people}
    for ref in place.people:
        if ref not in known:
            yield f"{here}: nobody is called “{ref}”"
    for ref in meeting.people:
        if all(ref != person.ref for person in there):
            yield f"{here}: “{ref}” is asked for and does not take part"
    for person in there:
        if place.slot in person.absent:
            yield f"{here}: “{person.ref}” is absent"
        for session in forum.sessions:
            if person.ref in session.speakers and place.slot in session.slots:
                yield f"{here}: “{person.ref}” speaks in “{session.ref}”"


def _language(forum: Forum, place: Place, there: list[Person], here: str) -> Iterator[str]:
    helpers = {helper.ref: helper for helper in forum.interpreters}
    speaking = [person for person in there if person.languages]
    if place.interpreter is not None:
        helper = helpers.get(place.interpreter)
        if helper is None:
            yield f"{here}: there is no interpreter “{place.interpreter}”"
            return
        if place.slot in helper.absent:
            yield f"{here}: interpreter “{helper.ref}” is absent"
        for person in speaking:
            if not person.languages & helper.languages:
                yield f"{here}: “{helper.ref}” speaks no language of “{person.ref}”"
    elif speaking and not frozenset.intersection(*(person.languages for person in speaking)):
        yield f"{here}: {', '.join(p.ref for p in speaking)} have no language in common, and no interpreter"


def _clashes(forum: Forum, timetable: Timetable) -> Iterator[str]:
    """Yield everybody and everything that is in two meetings at once."""
    alone = {item.ref for item in forum.delegations if len(item.people) == 1}
    seen: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for meeting in forum.meetings:
        place = timetable.places.get(meeting.ref)
        if place is None:
            continue
        for ref in {party for party in meeting.parties if party in alone}:
            seen["delegation", ref, place.slot].append(meeting.ref)
        single = {p.ref for item in forum.delegations if item.ref in alone for p in item.people}
        for ref in {person for person in place.people if person not in single}:
            seen["person", ref, place.slot].append(meeting.ref)
        if place.interpreter is not None:
            seen["interpreter", place.interpreter, place.slot].append(meeting.ref)
        if place.table is not None:
            seen["table", place.table, place.slot].append(meeting.ref)
    for (kind, ref, slot), meetings in seen.items():
        if len(meetings) > 1:
            yield f"slot “{slot}”: {kind} “{ref}” is in {', '.join(meetings)} at once"


def _limits(forum: Forum, timetable: Timetable) -> Iterator[str]:
    in_slot: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in forum.meetings:
        if meeting.ref in timetable.places:
            in_slot[timetable.places[meeting.ref].slot].append(meeting)
    accessible = {table.ref for table in forum.tables if table.accessible}
    needing = {item.ref for item in forum.delegations if item.accessible}
    for slot, meetings in in_slot.items():
        if len(meetings) > len(forum.tables):
            yield f"slot “{slot}”: {len(meetings)} meetings at {len(forum.tables)} tables"
        careful = [meeting for meeting in meetings if needing & set(meeting.parties)]
        if len(careful) > len(accessible):
            yield f"slot “{slot}”: {len(careful)} meetings need {len(accessible)} accessible tables"
        for meeting in meetings:
            table = timetable.places[meeting.ref].table
            if table is None:
                continue
            if table not in {item.ref for item in forum.tables}:
                yield f"meeting “{meeting.ref}” is at table “{table}”, which does not exist"
            elif meeting in careful and table not in accessible:
                yield f"meeting “{meeting.ref}” is at table “{table}”, which is not accessible"


def _days(forum: Forum, timetable: Timetable) -> Iterator[str]:
    day = {slot.ref: slot.day for slot in forum.slots}
    for item in forum.delegations:
        number: dict[str, int] = defaultdict(int)
        for meeting in forum.meetings:
            if item.ref in meeting.parties and meeting.ref in timetable.places:
                number[day.get(timetable.places[meeting.ref].slot, "")] += 1
        for name, meetings in number.items():
            if item.daily_limit is not None and meetings > item.daily_limit:
                yield f"“{item.ref}” has {meetings} meetings on day “{name}”, more than {item.daily_limit}"


def _fairness(forum: Forum, timetable: Timetable) -> Iterator[str]:
    if forum.fairness is None or not forum.delegations:
        return
    idle = figures(forum, timetable).idle
    most, least = max(idle, key=idle.__getitem__), min(idle, key=idle.__getitem__)
    if idle[most] - idle[least] > forum.fairness:
        yield (
            f"fairness: “{most}” has {idle[most]} idle groups, “{least}” {idle[least]}, "
            f"more than {forum.fairness} apart"
        )
