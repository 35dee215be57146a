"""Counting, slot by slot, how many of a delegation's meetings have been."""

from collections.abc import Iterable, Mapping

from jumelage.forum.domain.timetable.formula import Formula


class Counts:
    """Literals “by slot t, at least j of the k meetings were”, where exactly k of the slots are used.

    A sequential counter (Sinz, CP 2005) read from both ends: what every solution shares needs no literal.
    """

    def __init__(self, formula: Formula, used: Mapping[int, int], number: int) -> None:
        self._formula, self._number = formula, number
        self._slots = sorted(used)
        self._literals: dict[tuple[int, int], int] = {}
        if number > len(used):
            formula.add()
            return
        for t in self._slots:
            for j in range(number + 1):
                now, before = (t, j), (t - 1, j)
                more = (t, j + 1)
                self._add([-used[t]], [more], [before])
                self._add([], [now], [before])
                self._add([], [before], [more])
                self._add([used[t]], [before], [now])

    def clause(
        self,
        literals: Iterable[int],
        true: Iterable[tuple[int, int]],
        false: Iterable[tuple[int, int]],
    ) -> list[int] | None:
        """Return the clause that one of the literals or counts holds or one of the others fails; nothing if it must."""
        found = list(literals)
        for sign, counts in ((1, true), (-1, false)):
            for count in counts:
                literal = self._literal(*count)
                if isinstance(literal, bool):
                    if literal == (sign == 1):
                        return None
                else:
                    found.append(sign * literal)
        return found

    def _add(
        self,
        literals: list[int],
        true: Iterable[tuple[int, int]],
        false: Iterable[tuple[int, int]],
    ) -> None:
        clause = self.clause(literals, true, false)
        if clause is not None:
            self._formula.add(*clause)

    def _literal(self, slot: int, least: int) -> int | bool:
        past = sum(t <= slot for t in self._slots)
        if least <= max(0, self._number - (len(self._slots) - past)):
            return True
        if least > min(past, self._number):
            return False
        if (past, least) not in self._literals:
            self._literals[past, least] = self._formula.new()
        return self._literals[past, least]
