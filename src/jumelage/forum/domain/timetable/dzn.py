"""The published benchmark of business-to-business meetings, as MiniZinc data.

Source of the format and the problem: Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, “Constraint solving
approaches to the business-to-business meeting scheduling problem”, JAIR 74 (2022) 263–301. Everything counts from 1
there: a forbidden slot 0 is a filler, a fixed slot 0 means none, session 1 is the morning, 2 the afternoon, 3 any;
``precedences[m]`` are the meetings strictly before m. ``nMeetingsBusiness`` repeats what
``requested`` says and is compared with it; ``meetingsxBusiness`` repeats it too, with a filler, and is not read.
"""

import re

from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Meeting,
    Person,
    Slot,
    Table,
    UnusableForumError,
    require_whole,
)

#: How far the idle groups of two participants may lie apart in the published results.
FAIRNESS = 2


def read_dzn(text: str, name: str, fairness: int | None = FAIRNESS) -> Forum:
    """Return the forum of one file. Refuses, saying what and where, a file that is broken or contradicts itself."""
    file = _File(text, name)
    people, slots, tables, morning = (
        file.number(key) for key in ("nBusiness", "nTotalSlots", "nTables", "nMorningSlots")
    )
    if morning > slots:
        raise file.wrong("nMorningSlots", f"{morning} of {slots} slots cannot be in the morning")
    rows = file.rows(people)
    meetings = file.number("nMeetings")
    if len(rows) != meetings:
        raise file.wrong("requested", f"{len(rows)} meetings, but nMeetings is {meetings}")
    forbidden = file.sets("forbidden", people, slots)
    fixed = file.numbers("fixed", meetings, slots)
    before = file.sets("precedences", meetings, meetings)
    file.compare(rows, people)
    sessions = {1: range(1, morning + 1), 2: range(morning + 1, slots + 1)}
    forum = Forum(
        slots=tuple(Slot(str(t)) for t in range(1, slots + 1)),
        tables=tuple(Table(str(t)) for t in range(1, tables + 1)),
        delegations=tuple(
            Delegation(str(p), str(p), (Person(f"{p}.1"),), frozenset(map(str, forbidden[p - 1])))
            for p in range(1, people + 1)
        ),
        meetings=tuple(
            Meeting(
                ref=str(number),
                parties=(str(a), str(b)),
                must=True,
                slots=frozenset(map(str, sessions[session])) if session in sessions else None,
                fixed=str(fixed[number - 1]) if fixed[number - 1] else None,
                after=tuple(map(str, sorted(before[number - 1]))),
            )
            for number, (a, b, session) in enumerate(rows, start=1)
        ),
        fairness=fairness,
    )
    try:
        require_whole(forum)
    except UnusableForumError as error:
        raise UnusableForumError(f"{name}: {error}") from error
    return forum


class _File:
    """The assignments of a file, read with care."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.values: dict[str, tuple[str, int]] = {}
        clean = re.sub(r"%[^\n]*", "", text)
        for match in re.finditer(r"(\w+)\s*=\s*([^;]*);", clean):
            self.values[match[1]] = (match[2].strip(), clean.count("\n", 0, match.start()) + 1)

    def wrong(self, key: str, words: str) -> UnusableForumError:
        """Return the refusal of an assignment, with its line."""
        line = f", line {self.values[key][1]}" if key in self.values else ""
        return UnusableForumError(f"{self.name}{line}: {key}: {words}")

    def text(self, key: str) -> str:
        """Return what stands after the equals sign."""
        if key not in self.values:
            raise self.wrong(key, "missing, or not closed by a semicolon")
        return self.values[key][0]

    def number(self, key: str) -> int:
        """Return a number."""
        text = self.text(key)
        if not re.fullmatch(r"\d{1,6}", text):
            raise self.wrong(key, f"“{text[:40]}” is no number")
        return int(text)

    def inside(self, key: str, start: str = "[", end: str = "]") -> str:
        """Return what stands between brackets."""
        text = self.text(key)
        if not (text.startswith(start) and text.endswith(end)):
            raise self.wrong(key, f"must stand between {start} and {end}")
        return text[len(start) : -len(end)]

    def ints(self, key: str, text: str, most: int, least: int = 0) -> list[int]:
        """Return numbers with commas between, each within limits."""
        found = []
        for word in filter(None, (part.strip() for part in text.split(","))):
            if not re.fullmatch(r"\d{1,6}", word) or not least <= int(word) <= most:
                raise self.wrong(key, f"“{word[:40]}” is no number from {least} to {most}")
            found.append(int(word))
        return found

    def numbers(self, key: str, length: int, most: int) -> list[int]:
        """Return a list of so many numbers."""
        found = self.ints(key, self.inside(key), most)
        if len(found) != length:
            raise self.wrong(key, f"{len(found)} numbers where {length} are due")
        return found

    def sets(self, key: str, length: int, most: int) -> list[set[int]]:
        """Return a list of so many sets, without the filler 0."""
        text = self.inside(key)
        if re.sub(r"\{[^{}]*\}", "", text).strip(" ,\n\r\t"):
            raise self.wrong(key, "must be a list of sets, {…},{…}")
        found = [
            set(self.ints(key, part, most)) - {0} for part in re.findall(r"\{([^{}]*)\}", text)
        ]
        if len(found) != length:
            raise self.wrong(key, f"{len(found)} sets where {length} are due")
        return found

    def rows(self, people: int) -> list[tuple[int, int, int]]:
        """Return the meetings: two participants and a session each."""
        found = []
        for number, row in enumerate(self.inside("requested", "[|", "|]").split("|"), start=1):
            if not row.strip():
                continue
            values = self.ints("requested", row, 10**6)
            if len(values) != 3 or values[2] not in (1, 2, 3):
                raise self.wrong(
                    "requested", f"row {number} must be two participants and a session 1, 2 or 3"
                )
            for person in values[:2]:
                if not 1 <= person <= people:
                    raise self.wrong("requested", f"row {number}: there is no participant {person}")
            found.append((values[0], values[1], values[2]))
        return found

    def compare(self, rows: list[tuple[int, int, int]], people: int) -> None:
        """Refuse numbers of meetings that the meetings contradict."""
        if "nMeetingsBusiness" not in self.values:
            return
        stated = self.numbers("nMeetingsBusiness", people, len(rows))
        for person, number in enumerate(stated, start=1):
            real = sum(person in row[:2] for row in rows)
            if real != number:
                raise self.wrong(
                    "nMeetingsBusiness", f"participant {person} has {real} meetings, not {number}"
                )
