"""The published problem as a plain encoding solved by RC2 as it comes, to compare with."""

from collections import defaultdict

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from jumelage.forum.domain.timetable.problem import Delegation, Forum, Meeting


def plain_optimum(forum: Forum) -> int | None:
    """Return the least number of idle groups, each slot's end of one a wish of its own; fairness as a limit."""
    plain = _Plain(forum)
    for meeting in forum.meetings:
        plain.place(meeting)
    for meeting in forum.meetings:
        plain.order(meeting)
    for t in range(len(forum.slots)):
        here = [literal for (_, slot), literal in plain.at.items() if slot == t]
        plain.most(here, len(forum.tables))
    for item in forum.delegations:
        plain.idle(item)
    with RC2(plain.formula) as rc2:
        return rc2.cost if rc2.compute() is not None else None


class _Plain:
    def __init__(self, forum: Forum) -> None:
        self.forum, self.formula, self.top = forum, WCNF(), 0
        self.at: dict[tuple[str, int], int] = {}
        self.busy: dict[tuple[str, int], list[int]] = defaultdict(list)

    def new(self) -> int:
        self.top += 1
        return self.top

    def most(self, literals: list[int], number: int) -> None:
        if number < len(literals):
            found = CardEnc.atmost(literals, number, top_id=self.top, encoding=EncType.seqcounter)
            self.top = max(self.top, found.nv)
            self.formula.extend(found.clauses)

    def place(self, meeting: Meeting) -> None:
        mine = []
        for t, slot in enumerate(self.forum.slots):
            absent = [slot.ref in self.forum.delegation[party].absent for party in meeting.parties]
            allowed = meeting.slots is None or slot.ref in meeting.slots
            if any(absent) or not allowed or meeting.fixed not in (None, slot.ref):
                continue
            mine.append(self.new())
            self.at[meeting.ref, t] = mine[-1]
            for party in meeting.parties:
                self.busy[party, t].append(mine[-1])
        self.formula.append(mine)
        self.most(mine, 1)

    def order(self, meeting: Meeting) -> None:
        for ref in meeting.after:
            for t in range(len(self.forum.slots)):
                for u in range(t, len(self.forum.slots)):
                    if (meeting.ref, t) in self.at and (ref, u) in self.at:
                        self.formula.append([-self.at[meeting.ref, t], -self.at[ref, u]])

    def idle(self, item: Delegation) -> None:
        ends, before, last = [], 0, 0
        for t in range(len(self.forum.slots)):
            used, now = self.new(), self.new()
            self.most(self.busy[item.ref, t], 1)
            self.formula.append([-used, *self.busy[item.ref, t]])
            self.formula.extend([[-literal, used] for literal in self.busy[item.ref, t]])
            self.formula.append([-used, now])
            self.formula.append([-now, used, *([before] if before else [])])
            if before:
                ends.append(self.new())
                self.formula.append([-before, now])
                self.formula.append([-used, last, -before, ends[-1]])
                self.formula.append([-ends[-1]], weight=1)
            before, last = now, used
        limit = self.forum.fairness
        self.most(ends, len(ends) if limit is None else limit)
