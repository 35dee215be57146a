"""A forum as clauses. What is hard can be grouped under selectors, so that a conflict says which rules make it."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from jumelage.forum.domain.timetable import idle, pooling, sitting
from jumelage.forum.domain.timetable.formula import Formula
from jumelage.forum.domain.timetable.interpreting import Pool, helping
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Meeting,
    Person,
    Place,
    Timetable,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can stand in the way, by its code and what it is about."""

    code: str
    about: tuple[str, ...] = ()


@dataclass(slots=True)
class Encoding:
    """Clauses, and the literals that say what they mean.

    ``at[m][t]``: meeting number m in slot number t. ``sits[m]``: a person (or an interpreter, in ``helps``, while
    explaining) to the literal that it takes part, or ``None`` if it always does. ``needs[m]``: interpreters of whom it
    needs one, to the literal that it does. ``seats[t]``: meetings, interpreters there, and the literal of both.
    """

    forum: Forum
    explaining: bool = False
    tables_by_meeting: bool = False
    formula: Formula = field(default_factory=Formula)
    at: list[dict[int, int]] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    sits: list[dict[str, int | None]] = field(default_factory=list)
    helps: list[dict[str, int]] = field(default_factory=list)
    needs: list[dict[Pool, int | None]] = field(default_factory=list)
    seats: dict[int, list[tuple[int, Pool, int]]] = field(default_factory=lambda: defaultdict(list))
    cover: list[list[int]] = field(default_factory=list)
    pools: dict[tuple[str, ...], Pool | None] = field(default_factory=dict)
    rules: dict[Rule, int] = field(default_factory=dict)
    of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    busy: dict[str, dict[int, int]] = field(default_factory=dict)
    spent: Mapping[tuple[str, str], int] = field(default_factory=dict)
    idle: dict[int, int] = field(default_factory=dict)

    def rule(self, code: str, *about: str) -> int | None:
        """Return the literal that lifts a rule while explaining; nothing otherwise: the rule is simply there."""
        if not self.explaining:
            return None
        found = Rule(code, about)
        if found not in self.rules:
            self.rules[found] = self.formula.new()
        return -self.rules[found]

    def demand(self, clause: Iterable[int], lifted: int | None) -> None:
        """Add a clause under a rule."""
        self.formula.add(*clause, *([] if lifted is None else [lifted]))

    def pool(self, people: tuple[str, ...]) -> Pool | None:
        """Return the interpreters who can help these people; ``None`` if they need none."""
        if people not in self.pools:
            persons = [p for item in self.forum.delegations for p in item.people if p.ref in people]
            self.pools[people] = helping(self.forum, persons)
        return self.pools[people]

    def read(self, model: list[int]) -> Timetable:
        """Return the timetable of a solution, without tables."""
        places = self.places(model)
        helpers = pooling.helpers(self, places)[0]
        return Timetable(
            {ref: replace(place, interpreter=helpers.get(ref)) for ref, place in places.items()}
        )

    def places(self, model: list[int]) -> dict[str, Place]:
        """Return where the meetings of a solution are, and who takes part."""
        true = {literal for literal in model if literal > 0}
        found: dict[str, Place] = {}
        for number, meeting in enumerate(self.forum.meetings):
            for t, literal in self.at[number].items():
                if literal in true:
                    sits = self.sits[number].items()
                    people = tuple(p for p, literal in sits if literal is None or literal in true)
                    found[meeting.ref] = Place(self.forum.slots[t].ref, people)
        return found

    def literals(self, timetable: Timetable) -> list[int]:
        """Return the literals that make a timetable."""
        found = []
        for number, meeting in enumerate(self.forum.meetings):
            place = timetable.places.get(meeting.ref)
            if place is not None:
                found.append(self.at[number][self.forum.position[place.slot]])
                sits = (self.sits[number].get(person) for person in place.people)
                found += [literal for literal in sits if literal is not None]
        return found

    def lacking(self, model: list[int]) -> bool:
        """Tell whether a solution wants too much of what is not in the clauses yet; it is from then on."""
        return pooling.lacking(self, model)


def encode(
    forum: Forum,
    *,
    seed: int = 0,
    explaining: bool = False,
    tables_by_meeting: bool = False,
    spent: Mapping[tuple[str, str], int] | None = None,
) -> Encoding:
    """Return the clauses of a forum; ``seed`` and ``tables_by_meeting`` change how, never what.

    ``spent``: how many meetings of a delegation's limit on a day are used up already.
    """
    made = Encoding(forum, explaining, tables_by_meeting, spent=spent or {})
    for number, meeting in enumerate(forum.meetings):
        for party in meeting.parties:
            made.of[party].append(number)
    order = list(range(len(forum.meetings)))
    made.at = [{} for _ in order]
    if seed:
        random.Random(seed).shuffle(order)  # noqa: S311 - decides between equals, nothing secret
    for number in order:
        _slots(made, number)
    _when(made)
    made.cover = _cover(made)
    sitting.add(made)
    _orders(made)
    _limits(made)
    idle.add(made)
    _tables(made)
    return made


def certain(forum: Forum, meeting: Meeting) -> list[Person]:
    """Return the people who take part in any case: those named, and whoever is alone in a delegation."""
    return [
        person
        for party in meeting.parties
        for person in forum.delegation[party].people
        if person.ref in meeting.people or len(forum.delegation[party].people) == 1
    ]


def _slots(made: Encoding, number: int) -> None:
    """Give a meeting a literal for each slot in which nothing keeps it from being."""
    forum, meeting = made.forum, made.forum.meetings[number]
    parties: list[Delegation] = [forum.delegation[party] for party in meeting.parties]
    people = certain(forum, meeting)
    for t, slot in enumerate(forum.slots):
        against = [("absent", item.ref) for item in parties if slot.ref in item.absent]
        against += [("absent", person.ref) for person in people if slot.ref in person.absent]
        against += [
            ("speaks", p.ref) for p in people if slot.ref in forum.speaking.get(p.ref, frozenset())
        ]
        if meeting.slots is not None and slot.ref not in meeting.slots:
            against.append(("allowed", meeting.ref))
        if meeting.fixed is not None and slot.ref != meeting.fixed:
            against.append(("fixed", meeting.ref))
        if against and not made.explaining:
            continue
        literal = made.at[number][t] = made.formula.new()
        for code, about in against:
            made.demand([-literal], made.rule(code, about))


def _when(made: Encoding) -> None:
    for number, meeting in enumerate(made.forum.meetings):
        literals = list(made.at[number].values())
        if meeting.must and not made.explaining:
            made.formula.add(*literals)
            made.held.append(0)
        else:
            held = made.formula.new()
            made.formula.add(-held, *literals)
            for literal in literals:
                made.formula.add(-literal, held)
            made.held.append(held)
        made.formula.at_most(literals, 1)


def _orders(made: Encoding) -> None:
    """A meeting comes strictly after others, where both are held: literals say “in this slot or later”."""
    numbers = {meeting.ref: number for number, meeting in enumerate(made.forum.meetings)}
    later: dict[int, dict[int, int]] = {}
    for number, meeting in enumerate(made.forum.meetings):
        for ref in meeting.after:
            before = numbers[ref]
            for each in (before, number):
                if each not in later:
                    later[each] = _later(made, each)
            for t, literal in made.at[number].items():
                if t in later[before]:
                    made.demand([-literal, -later[before][t]], made.rule("after", meeting.ref, ref))
            if meeting.must and not made.explaining:
                _follow(made, later[before], later[number])


def _follow(made: Encoding, before: dict[int, int], after: dict[int, int]) -> None:
    """Say the same of slots: if the one is in this slot or later, the other, which is held, is in a later one."""
    slots = len(made.forum.slots)
    for t, literal in before.items():
        following = [after[u] for u in range(t + 1, slots) if u in after][:1]
        made.formula.add(-literal, *following)


def _later(made: Encoding, number: int) -> dict[int, int]:
    found: dict[int, int] = {}
    following = 0
    for t in range(len(made.forum.slots) - 1, -1, -1):
        literals = [literal for literal in (made.at[number].get(t, 0), following) if literal]
        if literals:
            following = found[t] = made.formula.any_of(literals)
    return found


def _limits(made: Encoding) -> None:
    for item in made.forum.delegations:
        if item.daily_limit is None:
            continue
        for day in dict.fromkeys(slot.day for slot in made.forum.slots):
            left = max(0, item.daily_limit - made.spent.get((item.ref, day), 0))
            if left >= len(made.of[item.ref]):
                continue
            slots = {t for t, slot in enumerate(made.forum.slots) if slot.day == day}
            meetings = [
                [literal for t, literal in made.at[number].items() if t in slots]
                for number in made.of[item.ref]
            ]
            of_day = [made.formula.any_of(literals) for literals in meetings if literals]
            made.formula.at_most(of_day, left, made.rule("limit", item.ref, day))


def _tables(made: Encoding) -> None:
    """Count meetings in each slot, twice over: by people who can have but one meeting, and by busy delegations.

    The first count has few inputs (a cover of the meetings by people), the second makes the search see that busy
    delegations are at most twice the tables; each alone leaves some published instance unproved (docs/adr/0021).
    """
    forum = made.forum
    easy = [
        n
        for n, meeting in enumerate(forum.meetings)
        if any(forum.delegation[party].accessible for party in meeting.parties)
    ]
    accessible = sum(table.accessible for table in forum.tables)
    alone = all(len(item.people) == 1 for item in forum.delegations)
    pairs = all(len(meeting.parties) == 2 for meeting in forum.meetings)
    musts = sum(meeting.must for meeting in forum.meetings)
    least = max(0, musts - len(forum.tables) * (len(forum.slots) - 1))
    for t in range(len(forum.slots)):
        lifted = made.rule("tables")
        groups = [[made.at[n][t] for n in group if t in made.at[n]] for group in made.cover]
        inputs = [made.formula.any_of(group) for group in groups if group]
        made.formula.at_most(inputs, len(forum.tables), lifted)
        if not made.explaining:
            made.formula.at_least(inputs, least)
            busy = [y[t] for y in made.busy.values() if t in y]
            if pairs and alone and not made.tables_by_meeting:
                made.formula.at_most(busy, 2 * len(forum.tables))
                made.formula.at_least(busy, 2 * least)
        if easy:
            here = [made.at[n][t] for n in easy if t in made.at[n]]
            made.formula.at_most(here, accessible, made.rule("accessible_tables"))


def _cover(made: Encoding) -> list[list[int]]:
    """Return the meetings in groups of which at most one can be in a slot: those of one person, the busiest first."""
    left = dict.fromkeys(range(len(made.forum.meetings)))
    if made.explaining or made.tables_by_meeting:
        return [[number] for number in left]
    of: dict[str, set[int]] = defaultdict(set)
    for number, meeting in enumerate(made.forum.meetings):
        for person in certain(made.forum, meeting):
            of[person.ref].add(number)
    found = []
    while left and of:
        ref = max(of, key=lambda person: len(of[person] & left.keys()))
        group = [number for number in left if number in of[ref]]
        if not group:
            break
        found.append(group)
        for number in group:
            del left[number]
        del of[ref]
    return found + [[number] for number in left]
