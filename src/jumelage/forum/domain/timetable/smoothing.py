"""Fewer idle groups without proof: meetings change between two slots, with all that has to give way to them."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from jumelage.forum.domain.timetable.board import Board
from jumelage.forum.domain.timetable.interpreting import matched

#: Meetings that may change slots at once; longer chains rarely bring anything.
CHAIN = 16
#: How readily something worse is taken, at the beginning and at the end.
HOT, COLD = 0.3, 0.12


@dataclass(slots=True)
class Smoother:
    """Simulated annealing over Kempe chains: whoever is in the way in the one slot goes to the other, and so on."""

    board: Board
    chance: random.Random
    idle: list[int] = field(default_factory=list)
    total: int = 0

    def __post_init__(self) -> None:
        """Count the idle groups there are."""
        self.idle = [self.board.groups(d) for d in range(len(self.board.mask))]
        self.total = sum(self.idle)

    def run(self, rounds: int, on: Callable[[], bool]) -> None:
        """Cool down once, in so many rounds of a try for each meeting, as long as asked to go on."""
        board = self.board
        movable = [n for n, t in enumerate(board.at) if t >= 0 and len(board.allowed[n]) > 1]
        free = set(movable)
        of = [[n for n in numbers if n in free] for numbers in board.of]
        for turn in range(rounds):
            heat = HOT * (COLD / HOT) ** (turn / max(1, rounds - 1))
            sore = [d for d, groups in enumerate(self.idle) if groups and of[d]]
            for number in self.chance.choices(movable, k=len(movable) // 2):
                self.change(number, heat)
                if sore:
                    self.change(self.chance.choice(of[self.chance.choice(sore)]), heat)
            if not self.total or not on():
                return

    def home(self, home: list[int]) -> None:
        """Bring meetings back to these slots as long as that makes more of them stay than leave."""
        board = self.board
        again = True
        while again:
            again = False
            for number, u in enumerate(home):
                t = board.at[number]
                if u in (-1, t) or t < 0:
                    continue
                chain = self._chain(number, t, u)
                if chain is None or not self._fits(chain, t, u):
                    continue
                gone = sum(board.at[m] == home[m] for m in chain)
                come = sum(home[m] == (u if board.at[m] == t else t) for m in chain)
                if come > gone:
                    self._swap(chain, t, u)
                    again = True

    def change(self, number: int, heat: float) -> bool:
        """Try to bring a meeting to another slot; take it if it is better, or not much worse."""
        board = self.board
        t = board.at[number]
        u = self.chance.choice(board.allowed[number])
        if t == u:
            return False
        chain = self._chain(number, t, u)
        if chain is None:
            return False
        masks = self._masks(chain, t, u)
        new = {d: self.board.groups(d, mask) for d, mask in masks.items()}
        worse = sum(new.values()) - sum(self.idle[d] for d in masks)
        if worse > 0 and self.chance.random() >= math.exp(-worse / heat):
            return False
        if not self._fits(chain, t, u):
            return False
        self._swap(chain, t, u)
        for d, groups in new.items():
            self.idle[d] = groups
        self.total += worse
        return True

    def _swap(self, chain: list[int], t: int, u: int) -> None:
        board = self.board
        moves = [(m, u if board.at[m] == t else t, board.way[m]) for m in chain]
        for m, _, _ in moves:
            board.take(m)
        for m, to, way in moves:
            if way is not None:
                board.put(m, to, way)

    def _chain(self, number: int, t: int, u: int) -> list[int] | None:
        board = self.board
        chain = [number]
        seen = {number}
        for m in chain:
            to = u if board.at[m] == t else t
            way = board.way[m]
            if way is None or to not in board.open[m] or not board.can_sit(way.people, to):
                return None
            for person in way.people:
                other = board.who[person][to]
                if other >= 0 and other not in seen:
                    seen.add(other)
                    chain.append(other)
            if len(chain) > CHAIN:
                return None
        return chain

    def _masks(self, chain: list[int], t: int, u: int) -> dict[int, int]:
        """Return in which slots each delegation concerned would be busy."""
        board = self.board
        change: dict[int, int] = {}
        for m in chain:
            by = 1 if board.at[m] == t else -1
            for d in board.parties[m]:
                change[d] = change.get(d, 0) + by
        masks = {}
        for d, by in change.items():
            mask = board.mask[d] & ~(1 << t | 1 << u)
            if board.count[d][t] - by > 0:
                mask |= 1 << t
            if board.count[d][u] + by > 0:
                mask |= 1 << u
            masks[d] = mask
        return masks

    def _fits(self, chain: list[int], t: int, u: int) -> bool:
        board = self.board
        there = [m for m in chain if board.at[m] == t]
        back = [m for m in chain if board.at[m] == u]
        more = len(there) - len(back)
        if board.tables[u] + more > board.most_tables or board.tables[t] - more > board.most_tables:
            return False
        easy = sum(board.easy[m] for m in there) - sum(board.easy[m] for m in back)
        if easy and not (
            board.easy_tables[u] + easy <= board.most_easy
            and board.easy_tables[t] - easy <= board.most_easy
        ):
            return False
        if board.day[t] != board.day[u] and not self._within_days(there, back, t, u):
            return False
        return self._ordered(there, back, t, u) and self._helped(there, back, t, u)

    def _within_days(self, there: list[int], back: list[int], t: int, u: int) -> bool:
        board = self.board
        change: dict[int, int] = {}
        for some, by in ((there, 1), (back, -1)):
            for m in some:
                for d in board.parties[m]:
                    change[d] = change.get(d, 0) + by
        return all(
            board.daily[d][board.day[u]] + by <= board.limit[d][u]
            and board.daily[d][board.day[t]] - by <= board.limit[d][t]
            for d, by in change.items()
        )

    def _ordered(self, there: list[int], back: list[int], t: int, u: int) -> bool:
        board = self.board
        if not any(board.before[m] or board.after[m] for m in (*there, *back)):
            return True
        new = dict.fromkeys(there, u) | dict.fromkeys(back, t)
        for m, slot in new.items():
            if any(new.get(o, board.at[o]) >= slot for o in board.before[m]):
                return False
            if any(0 <= new.get(o, board.at[o]) <= slot for o in board.after[m]):
                return False
        return True

    def _helped(self, there: list[int], back: list[int], t: int, u: int) -> bool:
        """Tell whether there are interpreters for what would be in both slots."""
        board = self.board
        for going, coming, slot in ((there, back, t), (back, there, u)):
            new = {}
            for m in coming:
                way = board.way[m]
                if way is not None and way.pool is not None:
                    new[m] = board.pool(way.pool, slot)
            if not new:
                continue
            wanted = {m: pool for m, pool in board.helped[slot].items() if m not in going} | new
            if len(matched(wanted)[0]) < len(wanted):
                return False
        return True
