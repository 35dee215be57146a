"""Why a meeting is not held: the smallest set of rules and other meetings that cannot all be kept."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jumelage.forum.domain.timetable.encoding import Rule, encode
from jumelage.forum.domain.timetable.formula import smallest_conflict
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Timetable,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """What stands against a meeting: rules, and other meetings that would have to give way.

    None of them can be spared: without any one of them, the meeting could be held. If ``minimal`` is false the time
    was up before that was sure.
    """

    meeting: str
    rules: tuple[Rule, ...]
    meetings: tuple[str, ...]
    minimal: bool = True


def explain(
    forum: Forum, timetable: Timetable, *, seconds: float = 60.0
) -> dict[str, Reason | None]:
    """Return, for each meeting not held, why it cannot join those held; ``None``: it could, time ran out before."""
    missing = [m.ref for m in forum.meetings if m.ref not in timetable.places]
    held = [m.ref for m in forum.meetings if m.ref in timetable.places]
    until = time.monotonic() + seconds
    return {ref: _conflict(forum, ref, held, until) for ref in missing}


def contradiction(forum: Forum, *, seconds: float = 60.0) -> Reason | None:
    """Return the smallest set of rules and must-meets that contradict each other; nothing if they do not."""
    musts = [meeting.ref for meeting in forum.meetings if meeting.must]
    return _conflict(forum, "", musts, time.monotonic() + seconds)


def _conflict(forum: Forum, ref: str, others: list[str], until: float) -> Reason | None:
    """Look for a conflict among the meetings of the same parties, then of those they meet, then among all.

    Most conflicts need no others, and few are quick to look through. What is not found before the time is up is not.
    """
    tried = -1
    for near in [*_nearby(forum, ref), others] if ref else [others]:
        some = [other for other in others if other in near]
        if time.monotonic() > until:
            return None
        if len(some) == tried:
            continue
        tried = len(some)
        found = _among(forum, ref, some, until)
        if found is not None:
            return found
    return None


def _nearby(forum: Forum, ref: str) -> Iterator[set[str]]:
    """Yield the meetings that share a party with one, then those that share one with these."""
    parties = set(next((m.parties for m in forum.meetings if m.ref == ref), ()))
    for _ in range(2):
        near = [meeting for meeting in forum.meetings if parties & set(meeting.parties)]
        yield {meeting.ref for meeting in near}
        parties = {party for meeting in near for party in meeting.parties}


def _among(forum: Forum, ref: str, others: Iterable[str], until: float) -> Reason | None:
    concerned = {ref, *others}
    part = replace(
        forum,
        meetings=tuple(
            replace(m, after=tuple(a for a in m.after if a in concerned))
            for m in forum.meetings
            if m.ref in concerned
        ),
        #: Fairness counts meetings of everybody; with some left out it would say something else.
        fairness=forum.fairness if len(concerned - {""}) == len(forum.meetings) else None,
    )
    made = encode(part, explaining=True)
    held = {made.held[n]: meeting.ref for n, meeting in enumerate(part.meetings)}
    rules = {literal: rule for rule, literal in made.rules.items()}
    wanted = [literal for literal, name in held.items() if name == ref]
    late = False

    def on() -> bool:
        nonlocal late
        late = late or time.monotonic() > until
        return not late

    core = smallest_conflict(made.formula, [*wanted, *rules, *held], on)
    if core is None:
        return None
    return Reason(
        ref,
        tuple(
            sorted((rules[x] for x in core if x in rules), key=lambda rule: (rule.code, rule.about))
        ),
        tuple(sorted(held[x] for x in core if x in held and held[x] != ref)),
        minimal=not late,
    )


def in_words(forum: Forum, rule: Rule) -> str:
    """Return a rule in plain words."""
    words = {
        "person_busy": "{0} can be in one meeting at a time",
        "interpreter_busy": "interpreter {0} can help one meeting at a time",
        "absent": "{0} is absent{slots}",
        "speaks": "{0} speaks in {sessions}",
        "allowed": "meeting {0} may only be in {allowed}",
        "fixed": "meeting {0} is fixed in {fixed}",
        "after": "meeting {0} comes after meeting {1}",
        "limit": "{0} has at most {limit} meetings a day",
        "tables": "there are {tables} tables",
        "accessible_tables": "there are {accessible} accessible tables",
        "language": "those who meet in {0} need a language in common or an interpreter",
        "fairness": "idle groups of two delegations may lie at most {fairness} apart",
    }
    return words[rule.code].format(*rule.about, **_values(forum, rule))


def _values(forum: Forum, rule: Rule) -> dict[str, object]:
    first = rule.about[0] if rule.about else ""
    meeting = next((m for m in forum.meetings if m.ref == first), Meeting(first, ()))
    absent = next((x.absent for x in _absentees(forum) if x.ref == first), frozenset())
    item = forum.delegation.get(first)
    return {
        "slots": f" in {_slots(forum, absent)}" if absent else "",
        "sessions": ", ".join(s.ref for s in forum.sessions if first in s.speakers),
        "allowed": _slots(forum, meeting.slots or frozenset()) or "no slot",
        "fixed": meeting.fixed,
        "limit": item.daily_limit if item else None,
        "tables": len(forum.tables),
        "accessible": sum(table.accessible for table in forum.tables),
        "fairness": forum.fairness,
    }


def _absentees(forum: Forum) -> list[Delegation | Person | Interpreter]:
    people = [person for item in forum.delegations for person in item.people]
    return [*forum.delegations, *people, *forum.interpreters]


def _slots(forum: Forum, slots: frozenset[str]) -> str:
    return ", ".join(slot.ref for slot in forum.slots if slot.ref in slots)
