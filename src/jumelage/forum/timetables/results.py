"""What a timetable comes to, for its organisers: how much is held, for whom how much, and why the rest is not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jumelage.forum.domain.differences import Seat
from jumelage.forum.domain.refs import number_of
from jumelage.forum.domain.timetable.checking import figures
from jumelage.forum.domain.timetable.problem import Forum
from jumelage.forum.domain.timetable.problem import Timetable as Found
from jumelage.forum.models import Timetable
from jumelage.forum.timetables.problem_of import drawn_from, places_of
from jumelage.forum.timetables.reading import Names
from jumelage.forum.timetables.words import WHERE, Words, say_rule


@dataclass(frozen=True, slots=True)
class Share:
    """How many meetings of a kind are held, of how many wanted."""

    held: int
    wanted: int


@dataclass(frozen=True, slots=True)
class OfDelegation:
    """How a delegation fares."""

    place: str
    country: str
    held: int
    wanted: int
    idle: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A meeting that is not held, and why: sentences, other meetings, and which parts of the setup can be changed."""

    meeting: str
    rules: Sequence[str]
    meetings: Sequence[str]
    where: Sequence[str]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a timetable comes to."""

    all: Share
    musts: Share
    by_priority: Sequence[tuple[int, Share]]  # 3 above all … 1 if it fits
    delegations: Sequence[OfDelegation]
    missing: Sequence[Missing]
    figures: Mapping[str, Any] = field(default_factory=dict)


def outcome_of(timetable: Timetable, names: Names) -> Outcome:
    """Return what a timetable comes to: two queries beside the names."""
    forum, places = drawn_from(timetable), places_of(timetable)
    held = set(places.places)
    wishes: dict[int, list[bool]] = {3: [], 2: [], 1: []}
    musts: list[bool] = []
    for meeting in forum.meetings:
        (musts if meeting.must else wishes[meeting.priority]).append(meeting.ref in held)
    return Outcome(
        all=_share([meeting.ref in held for meeting in forum.meetings]),
        musts=_share(musts),
        by_priority=[(priority, _share(kept)) for priority, kept in wishes.items() if kept],
        delegations=_delegations(forum, places, names),
        missing=missing_of(timetable, names),
    )


def _share(kept: Sequence[bool]) -> Share:
    return Share(sum(kept), len(kept))


def _delegations(forum: Forum, places: Found, names: Names) -> list[OfDelegation]:
    wanted: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for meeting in forum.meetings:
        wanted.update(meeting.parties)
        held.update(meeting.parties if meeting.ref in places.places else ())
    known = {meeting.ref for meeting in forum.meetings}
    counted = Found({ref: place for ref, place in places.places.items() if ref in known})
    idle = figures(forum, counted).idle
    found = [
        OfDelegation(row.place.local_name, row.place.country, held[ref], wanted[ref], idle[ref])
        for ref in (item.ref for item in forum.delegations)
        if (row := names.delegations.get(number_of(ref))) is not None
    ]
    return sorted(found, key=lambda one: (one.held - one.wanted, one.place))


def missing_of(timetable: Timetable, names: Names) -> list[Missing]:
    """Return the meetings that are not held, with the reasons; of an impossible timetable, the contradiction."""
    words = Words(names)
    return [_missing(one, timetable.forum, words) for one in timetable.not_held]


def _missing(one: Mapping[str, Any], drawn: Mapping[str, Any], words: Words) -> Missing:
    rules = one.get("rules", [])
    said = dict.fromkeys(say_rule(rule, drawn, words) for rule in rules)
    return Missing(
        words.meeting(one["meeting"]) if one.get("meeting") else "",
        list(said),
        [words.meeting(name) for name in one.get("meetings", [])],
        list(dict.fromkeys(WHERE[rule["code"]] for rule in rules if rule["code"] in WHERE)),
        number_of(one.get("meeting", "")),
    )


def compared(old: Mapping[int, Seat], new: Mapping[int, Seat]) -> Mapping[str, int]:
    """Return how many meetings two timetables share, place alike, and have alone."""
    both = old.keys() & new.keys()
    return {
        "both": len(both),
        "alike": sum(old[one].slot == new[one].slot for one in both),
        "only_old": len(old.keys() - new.keys()),
        "only_new": len(new.keys() - old.keys()),
    }
