"""Clauses, counting constraints, and weighted wishes met by core-guided search (MaxSAT)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pysat.card import CardEnc, EncType, ITotalizer
from pysat.solvers import Solver

#: CaDiCaL 1.5.3: of the solvers in PySAT the quickest on this problem by far (docs/adr/0021).
SOLVER = "cadical153"
#: Inputs times limit beyond which a totalizer, the better choice for small counts, needs too many clauses.
LARGE = 4_000
#: How many wishes of one weight are taken up at a time: each lot met shows a better timetable on the way.
LOT = 200
#: The same where a good solution is known and the search begins near it.
NEAR = 5


@dataclass(slots=True)
class Formula:
    """Hard clauses over positive and negative numbers, as SAT solvers read them."""

    clauses: list[list[int]] = field(default_factory=list)
    top: int = 0

    def new(self) -> int:
        """Return a variable not used before."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """Demand that one of the literals holds."""
        self.clauses.append(list(literals))

    def any_of(self, literals: Sequence[int]) -> int:
        """Return a literal that holds exactly if one of the given ones does."""
        if len(literals) == 1:
            return literals[0]
        either = self.new()
        for literal in literals:
            self.add(-literal, either)
        self.add(-either, *literals)
        return either

    def at_most(self, literals: Sequence[int], most: int, unless: int | None = None) -> None:
        """Allow at most so many of the literals; ``unless`` is a literal that lifts the limit."""
        if most >= len(literals):
            return
        kind = EncType.totalizer
        if most == 1:
            kind = EncType.pairwise if len(literals) <= 6 else EncType.seqcounter
        elif len(literals) * most > LARGE:
            kind = EncType.cardnetwrk
        self._count(CardEnc.atmost(list(literals), most, top_id=self.top, encoding=kind), unless)

    def at_least(self, literals: Sequence[int], least: int, unless: int | None = None) -> None:
        """Demand at least so many of the literals; ``unless`` is a literal that lifts the demand."""
        lifted = [] if unless is None else [unless]
        if least <= 0:
            return
        if least > len(literals):
            self.add(*lifted)
        elif least == 1:
            self.add(*literals, *lifted)
        else:
            found = CardEnc.atleast(
                list(literals), least, top_id=self.top, encoding=EncType.totalizer
            )
            self._count(found, unless)

    def _count(self, found: Any, unless: int | None) -> None:
        self.top = max(self.top, found.nv)
        for clause in found.clauses:
            self.clauses.append(clause if unless is None else [*clause, unless])

    def counted(self, literals: Sequence[int], most: int) -> list[int]:
        """Return literals of which the n-th (from 0) holds if more than n of the given ones do, up to ``most``."""
        with ITotalizer(lits=list(literals), ubound=most, top_id=self.top) as total:
            self.top = max(self.top, total.top_id)
            self.clauses.extend(list(clause) for clause in total.cnf.clauses)
            return list(total.rhs)


@dataclass(slots=True)
class _Sum:
    """A sum of literals of which each further one costs."""

    total: Any
    index: int


class Optimiser:
    """Meets weighted wishes one rank after another: the first rank as well as possible, then the next.

    Core-guided search with soft cardinalities: Morgado, Dodaro, Marques-Silva, “Core-guided MaxSAT with soft
    cardinality constraints” (OLL), CP 2014; heavy wishes first (stratification: Ansótegui, Bonet, Gabàs, Levy 2012).
    """

    def __init__(
        self, formula: Formula, lacking: Callable[[list[int]], bool] = lambda _: False
    ) -> None:
        """Begin with these clauses. ``lacking`` adds to them what a solution breaks, and tells whether it did."""
        self._solver = Solver(name=SOLVER, bootstrap_with=formula.clauses)
        self._formula = formula
        self._known = len(formula.clauses)
        self._lacking = lacking
        self._sums: list[Any] = []
        self._near: set[int] = set()

    def close(self) -> None:
        """Give the memory back."""
        self._solver.delete()
        for total in self._sums:
            total.delete()

    def possible(self, near: Iterable[int] = ()) -> list[int] | None:
        """Return the literals that hold in any one solution, or in one with these; nothing if there is none."""
        literals = list(near)
        if not self._solve(literals):
            return None
        model: list[int] = self._solver.get_model()
        self._near = set(model) if literals else set()
        return model

    def _solve(self, assumed: list[int]) -> bool:
        while self._solver.solve(assumptions=assumed):
            if not self._lacking(self._solver.get_model()):
                return True
            clauses = self._formula.clauses
            for number in range(self._known, len(clauses)):
                self._solver.add_clause(clauses[number])
            self._known = len(clauses)
        return False

    def nearly(self, ranks: list[dict[int, int]], on_model: Callable[[list[int]], None]) -> None:
        """Find solutions that are good at once, without proof, and tell them.

        Wishes are taken up in lots, the most important first; of each conflict the least important quarter is given
        up. There must be a solution.
        """
        order = [
            literal
            for weights in ranks
            for literal in sorted(weights, key=weights.__getitem__, reverse=True)
            if self._solver.propagate([literal])[0]
        ]
        importance = {literal: number for number, literal in enumerate(order)}
        assumed: dict[int, None] = {}
        for start in range(0, len(order), LOT // 2):
            assumed |= dict.fromkeys(order[start : start + LOT // 2])
            while not self._solve(list(assumed)):
                core = sorted(self._solver.get_core(), key=importance.__getitem__, reverse=True)
                for literal in core[: max(1, len(core) // 4)]:
                    del assumed[literal]
            on_model(self._solver.get_model())

    def best(
        self,
        wishes: dict[int, int],
        on_model: Callable[[list[int]], None],
        on_bound: Callable[[int], None],
        lot: int = LOT,
    ) -> int:
        """Return the least weight of wishes (literal: weight) not met, and hold to it from now on.

        ``on_model`` is told every solution seen on the way, ``on_bound`` every proof that so much cannot be met. There
        must be a solution.
        """
        weights = dict(wishes)
        sums: dict[int, _Sum] = {}
        bound = 0
        for literal in wishes:
            if not self._solver.propagate([literal])[0]:
                bound += weights.pop(literal)
        if bound:
            on_bound(bound)
        waiting = sorted(weights, key=weights.__getitem__)
        waiting = [literal for literal in waiting if literal not in self._near]
        while True:
            later = set(waiting)
            if self._solve([x for x in weights if x not in later]):
                model = self._solver.get_model()
                on_model(model)
                if not waiting:
                    break
                waiting = self._left(waiting, weights, set(model), lot)
            else:
                bound += self._relax(self._solver.get_core(), weights, sums)
                on_bound(bound)
        for literal in weights:
            self._solver.add_clause([literal])
        if self._near:
            self._near = set(model)
        return bound

    def _left(
        self, waiting: list[int], weights: dict[int, int], met: set[int], lot: int
    ) -> list[int]:
        """Return the wishes to be taken up later: a lot of the heaviest comes now; near a solution, all met too."""
        heaviest = weights[waiting[-1]]
        left = list(waiting)
        if self._near:
            left = [x for x in waiting if weights[x] < heaviest or x not in met]
        for _ in range(lot):
            if left and weights[left[-1]] == heaviest:
                left.pop()
        return left

    def _relax(self, core: list[int], weights: dict[int, int], sums: dict[int, _Sum]) -> int:
        least = min(weights[literal] for literal in core)
        for literal in core:
            weights[literal] -= least
            if not weights[literal]:
                del weights[literal]
            if literal in sums:
                self._next(
                    sums.pop(literal) if literal not in weights else sums[literal],
                    least,
                    weights,
                    sums,
                )
        self._solver.add_clause([-literal for literal in core])
        if len(core) > 1:
            total = ITotalizer(
                lits=[-literal for literal in core], ubound=1, top_id=self._formula.top
            )
            self._formula.top = max(self._formula.top, total.top_id)
            for clause in total.cnf.clauses:
                self._solver.add_clause(clause)
            self._sums.append(total)
            self._next(_Sum(total, 0), least, weights, sums)
        return least

    def _next(
        self, last: _Sum, weight: int, weights: dict[int, int], sums: dict[int, _Sum]
    ) -> None:
        total, index = last.total, last.index + 1
        if index >= len(total.lits):
            return
        if index >= total.ubound:
            total.increase(ubound=index, top_id=self._formula.top)
            self._formula.top = max(self._formula.top, total.top_id)
            if total.nof_new:
                for clause in total.cnf.clauses[-total.nof_new :]:
                    self._solver.add_clause(clause)
        literal = -total.rhs[index]
        weights[literal] = weights.get(literal, 0) + weight
        sums[literal] = _Sum(total, index)


def smallest_conflict(
    formula: Formula, assumed: Iterable[int], kept: Callable[[], bool] = lambda: True
) -> list[int] | None:
    """Return assumptions that contradict each other, none of which can be spared; nothing if they do not.

    By deletion: each assumption of a core is left out in turn, and stays out if the rest still contradicts itself
    (Dershowitz, Hanna, Nadel 2006; Marques-Silva 2010). ``kept`` says whether to go on; if not, the set contradicts
    itself but may not be minimal.
    """
    with Solver(name=SOLVER, bootstrap_with=formula.clauses) as solver:
        if solver.solve(assumptions=list(assumed)):
            return None
        left = list(solver.get_core() or [])
        needed: list[int] = []
        while left and kept():
            tried = left.pop()
            if solver.solve(assumptions=[*needed, *left]):
                needed.append(tried)
            else:
                core = set(solver.get_core() or [])
                left = [literal for literal in left if literal in core]
        return needed + left
