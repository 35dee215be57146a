"""Interpreters in clauses: not who helps whom, only that none are wanted more often than they are, where it matters."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice, product
from typing import TYPE_CHECKING

from jumelage.forum.domain.timetable import sitting
from jumelage.forum.domain.timetable.interpreting import Pool, free, helping, matched
from jumelage.forum.domain.timetable.problem import Place

if TYPE_CHECKING:
    from jumelage.forum.domain.timetable.encoding import Encoding

#: Ways to people a meeting beyond which languages and interpreters are chosen one by one instead.
WAYS = 200


def add(made: "Encoding", number: int) -> None:
    """Say of which interpreters a meeting needs one, by who takes part."""
    forum, meeting = made.forum, made.forum.meetings[number]
    groups = sitting.choices(forum, meeting)
    choices = list(islice(product(*groups), WAYS + 1))
    if len(choices) > WAYS:
        sitting.language(made, number, meeting)
        helps, made.helps[number] = made.helps[number], {}
        made.needs[number] = {frozenset({ref}): literal for ref, literal in helps.items()}
    else:
        unless = [-made.held[number]] if made.held[number] else []
        for choice in choices:
            people = [person for group in choice for person in group]
            pool = helping(forum, people)
            sits = [-s for p in people if (s := made.sits[number][p.ref]) is not None]
            if pool is None:
                continue
            if not pool:
                made.formula.add(*sits, *unless)
            elif not sits:
                made.needs[number][pool] = None
            else:
                if pool not in made.needs[number]:
                    made.needs[number][pool] = made.formula.new()
                made.formula.add(*sits, *unless, made.needs[number][pool] or 0)
    _seats(made, number)


def _seats(made: "Encoding", number: int) -> None:
    for pool, need in made.needs[number].items():
        for t, at in made.at[number].items():
            there = free(made.forum, pool, made.forum.slots[t].ref)
            if not there:
                made.formula.add(-at, *([-need] if need else []))
                continue
            seat = at
            if need is not None:
                seat = made.formula.new()
                made.formula.add(-at, -need, seat)
            made.seats[t].append((number, there, seat))


def lacking(made: "Encoding", model: list[int]) -> bool:
    """Add what keeps this solution from wanting interpreters more often than they are; tell whether that was needed."""
    scarce = helpers(made, made.places(model))[1]
    for pool in scarce:
        _limit(made, pool)
    return bool(scarce)


def _limit(made: "Encoding", scarce: Pool) -> None:
    """Hold, in each slot, at most as many meetings that only these can help as they are."""
    group = {number: n for n, numbers in enumerate(made.cover) for number in numbers}
    for t, seats in made.seats.items():
        here: dict[int, set[int]] = defaultdict(set)
        for number, there, seat in seats:
            if there <= scarce:
                here[group[number]].add(seat)
        inputs = [made.formula.any_of(sorted(some)) for some in here.values()]
        most = len(free(made.forum, scarce, made.forum.slots[t].ref))
        made.formula.at_most(inputs, most)


def helpers(made: "Encoding", places: Mapping[str, Place]) -> tuple[dict[str, str], set[Pool]]:
    """Return the interpreter of each meeting that needs one, and sets of interpreters that are wanted too often."""
    wanted: dict[str, dict[str, Pool]] = defaultdict(dict)
    for ref, place in places.items():
        pool = made.pool(place.people)
        if pool is not None:
            wanted[place.slot][ref] = free(made.forum, pool, place.slot)
    found: dict[str, str] = {}
    scarce = set()
    for meetings in wanted.values():
        sure, few = matched(meetings)
        found |= sure
        if few:
            scarce.add(few)
    return found, scarce
