"""What a timetable is made of: slots, tables, delegations, interpreters and the meetings that are wanted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which one meeting fits. Breaks are times without slots; idle time is counted within a day."""

    ref: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and whether somebody in a wheelchair gets to it."""

    ref: str
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sit in meetings. No languages means: not stated, never in the way."""

    ref: str
    languages: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Delegation:
    """People of one place. Each meeting takes one of them, or those it names."""

    ref: str
    name: str
    people: tuple[Person, ...]
    absent: frozenset[str] = frozenset()
    daily_limit: int | None = None
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Somebody who helps one meeting at a time, between any of the languages spoken."""

    ref: str
    languages: frozenset[str]
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting wanted by two or more delegations.

    ``slots`` are those allowed (``None``: any), ``fixed`` is the only one, ``after`` are meetings that come strictly
    before it. What every party wishes counts twice the priority of what only some wish.
    """

    ref: str
    parties: tuple[str, ...]
    people: tuple[str, ...] = ()
    must: bool = False
    priority: int = 1
    wished_by: tuple[str, ...] = ()
    slots: frozenset[str] | None = None
    fixed: str | None = None
    after: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """What holding the meeting is worth."""
        mutual = not self.wished_by or set(self.wished_by) >= set(self.parties)
        return self.priority * (2 if mutual else 1)


@dataclass(frozen=True, slots=True)
class Session:
    """Part of the agenda in which some people speak, and so cannot meet."""

    ref: str
    slots: frozenset[str]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class Forum:
    """Everything a timetable is made from. ``fairness``: how far idle groups of two delegations may lie apart."""

    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    delegations: tuple[Delegation, ...]
    meetings: tuple[Meeting, ...]
    interpreters: tuple[Interpreter, ...] = ()
    sessions: tuple[Session, ...] = ()
    fairness: int | None = None

    @cached_property
    def delegation(self) -> Mapping[str, Delegation]:
        """Delegations by reference."""
        return {item.ref: item for item in self.delegations}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each slot stands."""
        return {slot.ref: number for number, slot in enumerate(self.slots)}

    @cached_property
    def speaking(self) -> Mapping[str, frozenset[str]]:
        """The slots in which each speaker speaks."""
        found: dict[str, frozenset[str]] = {}
        for session in self.sessions:
            for person in session.speakers:
                found[person] = found.get(person, frozenset()) | session.slots
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting was put: slot, table, who sits there, and who interprets."""

    slot: str
    people: tuple[str, ...] = ()
    interpreter: str | None = None
    table: str | None = None


@dataclass(slots=True)
class Timetable:
    """Meetings by reference, with their places. One that is missing is not held."""

    places: dict[str, Place] = field(default_factory=dict)


class UnusableForumError(ValueError):
    """A forum, a file or a timetable that cannot be understood; the message says what and where."""


def require_whole(forum: Forum) -> None:
    """Refuse, with every reason at once, a forum that names what it does not have or contradicts itself."""
    problems = [*_repeated(forum), *_unknown(forum), *_impossible(forum)]
    if problems:
        raise UnusableForumError("\n".join(problems))


def _repeated(forum: Forum) -> Iterator[str]:
    kinds: dict[str, list[str]] = {
        "slot": [item.ref for item in forum.slots],
        "table": [item.ref for item in forum.tables],
        "delegation": [item.ref for item in forum.delegations],
        "meeting": [item.ref for item in forum.meetings],
        "interpreter": [item.ref for item in forum.interpreters],
        "person": [person.ref for item in forum.delegations for person in item.people],
    }
    for kind, refs in kinds.items():
        for ref, times in Counter(refs).items():
            if times > 1:
                yield f"{kind} “{ref}” stands there {times} times"
    days = [day for day, _ in groupby(slot.day for slot in forum.slots)]
    if len(set(days)) < len(days):
        yield "slots: those of one day must follow each other"


def _unknown(forum: Forum) -> Iterator[str]:
    people = {p.ref: item.ref for item in forum.delegations for p in item.people}
    for item in forum.delegations:
        if not item.people:
            yield f"delegation “{item.ref}” has nobody in it"
        yield from _slots(forum, item.absent, f"“{item.ref}” is absent in")
        for person in item.people:
            yield from _slots(forum, person.absent, f"“{person.ref}” is absent in")
    for helper in forum.interpreters:
        yield from _slots(forum, helper.absent, f"interpreter “{helper.ref}” is absent in")
    for session in forum.sessions:
        yield from _slots(forum, session.slots, f"session “{session.ref}” is in")
        for ref in session.speakers:
            if ref not in people:
                yield f"session “{session.ref}”: nobody is called “{ref}”"
    for meeting in forum.meetings:
        yield from _unknown_in(forum, meeting, people)


def _unknown_in(forum: Forum, meeting: Meeting, people: Mapping[str, str]) -> Iterator[str]:
    here = f"meeting “{meeting.ref}”"
    yield from _slots(forum, meeting.slots or frozenset(), f"{here} may be in")
    if meeting.fixed is not None:
        yield from _slots(forum, frozenset({meeting.fixed}), f"{here} is fixed in")
    for party in (*meeting.parties, *meeting.wished_by):
        if party not in forum.delegation:
            yield f"{here}: there is no delegation “{party}”"
    for person in meeting.people:
        if people.get(person) not in meeting.parties:
            yield f"{here}: “{person}” belongs to none of its parties"
    for other in meeting.after:
        if all(other != one.ref for one in forum.meetings):
            yield f"{here} comes after “{other}”, which does not exist"


def _slots(forum: Forum, slots: frozenset[str], words: str) -> Iterator[str]:
    for slot in sorted(slots - forum.position.keys()):
        yield f"{words} slot “{slot}”, which does not exist"


def _impossible(forum: Forum) -> Iterator[str]:
    for meeting in forum.meetings:
        here = f"meeting “{meeting.ref}”"
        if len(set(meeting.parties)) < 2 or len(set(meeting.parties)) < len(meeting.parties):
            yield f"{here} needs two or more different delegations"
        if meeting.priority < 1:
            yield f"{here}: its priority must be 1 or more"
        if meeting.fixed and meeting.slots is not None and meeting.fixed not in meeting.slots:
            yield f"{here} is fixed in “{meeting.fixed}”, a slot it is not allowed in"
    yield from _circles(forum)


def _circles(forum: Forum) -> Iterator[str]:
    after = {meeting.ref: set(meeting.after) for meeting in forum.meetings}
    while free := [ref for ref, before in after.items() if not before & after.keys()]:
        for ref in free:
            del after[ref]
    if after:
        yield f"meetings that wait for each other in a circle: {', '.join(sorted(after))}"
