"""Who sits in a meeting, in which language, and with which interpreter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from jumelage.forum.domain.timetable import pooling
from jumelage.forum.domain.timetable.problem import Forum, Interpreter, Meeting, Person

if TYPE_CHECKING:
    from jumelage.forum.domain.timetable.encoding import Encoding


def add(made: "Encoding") -> None:
    """Choose people and interpreters, and give each of them one meeting at a time."""
    for number, meeting in enumerate(made.forum.meetings):
        made.sits.append(_people(made, meeting))
        made.helps.append({})
        made.needs.append({})
        if made.explaining:
            language(made, number, meeting)
        else:
            pooling.add(made, number)
    _once(made)


def candidates(forum: Forum, meeting: Meeting) -> list[list[Person]]:
    """Return for each party those named for the meeting, or everybody if nobody is."""
    found = []
    for party in meeting.parties:
        people = list(forum.delegation[party].people)
        found.append([p for p in people if p.ref in meeting.people] or people)
    return found


def _people(made: "Encoding", meeting: Meeting) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for people in candidates(made.forum, meeting):
        if len(people) == 1 or people[0].ref in meeting.people:
            found.update(dict.fromkeys((person.ref for person in people), None))
            continue
        chosen = {person.ref: made.formula.new() for person in people}
        made.formula.add(*chosen.values())
        made.formula.at_most(list(chosen.values()), 1)
        found.update(chosen)
    return found


def choices(forum: Forum, meeting: Meeting) -> list[list[tuple[Person, ...]]]:
    """Return for each party who may take part: one of its people, or all those named."""
    return [
        [tuple(people)] if people[0].ref in meeting.people else [(person,) for person in people]
        for people in candidates(forum, meeting)
    ]


def language(made: "Encoding", number: int, meeting: Meeting) -> None:
    """One language that all speak, or one interpreter who speaks one of each."""
    people = [p for group in candidates(made.forum, meeting) for p in group if p.languages]
    sure = [p for p in people if made.sits[number][p.ref] is None]
    common = sorted(frozenset.union(frozenset(), *(p.languages for p in people)))
    if not people or any(all(language in p.languages for p in people) for language in common):
        return
    ways = []
    for language in common:
        if all(language in p.languages for p in sure):
            ways.append(made.formula.new())
            _only(made, number, ways[-1], [p for p in people if language not in p.languages])
    for helper in made.forum.interpreters:
        if all(_understood(helper, p) for p in sure) and _of_use(made.forum, meeting, helper):
            literal = made.helps[number][helper.ref] = made.formula.new()
            ways.append(literal)
            _only(made, number, literal, [p for p in people if not _understood(helper, p)])
    if made.helps[number]:
        made.formula.at_most(ways, 1)
    lifted = made.rule("language", meeting.ref)
    for literal in made.at[number].values():
        made.demand([-literal, *ways], lifted)


def _only(made: "Encoding", number: int, way: int, without: list[Person]) -> None:
    for person in without:
        sits = made.sits[number][person.ref]
        made.formula.add(-way, *([] if sits is None else [-sits]))


def _of_use(forum: Forum, meeting: Meeting, helper: Interpreter) -> bool:
    """Tell whether some who could meet have no language in common, and the interpreter one with each."""
    groups = [
        [person for person in group if not person.languages or _understood(helper, person)]
        for group in candidates(forum, meeting)
    ]
    for people in product(*groups):
        spoken = [person.languages for person in people if person.languages]
        if spoken and not frozenset.intersection(*spoken):
            return True
    return bool(meeting.people)


def _understood(helper: Interpreter, person: Person) -> bool:
    return bool(helper.languages & person.languages)


def _once(made: "Encoding") -> None:
    forum = made.forum
    absent = {p.ref: p.absent for item in forum.delegations for p in item.people}
    absent |= {helper.ref: helper.absent for helper in forum.interpreters}
    for kind, of in _seats(made):
        there: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, seats in enumerate(of):
            for ref, sits in seats.items():
                for t, at in made.at[number].items():
                    literal = at
                    if sits is not None:
                        literal = made.formula.new()
                        made.formula.add(-at, -sits, literal)
                        _free(made, kind, ref, t, literal, absent)
                    there[ref, t].append(literal)
        for (ref, _), literals in there.items():
            made.formula.at_most(literals, 1, made.rule(f"{kind}_busy", ref))


def _seats(made: "Encoding") -> list[tuple[str, Sequence[Mapping[str, int | None]]]]:
    return [("person", made.sits), ("interpreter", made.helps)]


def _free(
    made: "Encoding", kind: str, ref: str, t: int, literal: int, absent: dict[str, frozenset[str]]
) -> None:
    slot = made.forum.slots[t].ref
    if slot in absent[ref]:
        made.demand([-literal], made.rule("absent", ref))
    if kind == "person" and slot in made.forum.speaking.get(ref, frozenset()):
        made.demand([-literal], made.rule("speaks", ref))
