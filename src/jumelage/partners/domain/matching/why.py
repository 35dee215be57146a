"""Why not another: why a round did not bring two certain wishes together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jumelage.partners.domain.matching.outcome import Outcome
from jumelage.partners.domain.matching.pool import WHOLE, Pool
from jumelage.partners.domain.matching.round import in_order
from jumelage.partners.domain.matching.wishes import Obstacle, Wish, obstacles


@dataclass(frozen=True, slots=True)
class Why:
    """Why a wish did not get another, as a code and what it rests on.

    * ``together``: it did.
    * ``outside``: the round was between two groups, and they are not of both.
    * ``obstacle``: what either says is against it (``obstacles``; also that one declined earlier).
    * ``below_minimum``: one of them would be served less well than the round asked for.
    * ``got_better``: the wish has no place left, and likes all its partners better.
    * ``other_got_better``: so with the other: its places are taken by ``partners``, all better for it.
    * ``gave_up_place``: both would rather have each other, but one of them (``without``) left a place
      so that the rest could be stable.

    ``served`` is how well the wish would be served, ``served_other`` how well the other would.
    ``partners`` are refs with how well whoever has them is served.
    """

    code: str
    served: float | None = None
    served_other: float | None = None
    partners: tuple[tuple[str, float], ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    without: tuple[str, ...] = ()


def why(outcome: Outcome, wishes: Sequence[Wish], ref: str, other: str) -> Why:
    """Return why a wish did not get another. The wishes must be those of the round, unchanged.

    Raises:
        ValueError: one of the two did not take part.
    """
    by_ref = {wish.ref: wish for wish in wishes}
    unknown = [one for one in (ref, other) if one not in by_ref]
    if unknown:
        raise ValueError(f"no wish of this round is called “{unknown[0]}”")
    a, b = by_ref[ref], by_ref[other]
    if not _across(outcome, a, b):
        return Why("outside")
    against = obstacles(a, b, on=date.fromisoformat(outcome.on) if outcome.on else None)
    if against:
        return Why("obstacle", obstacles=against)
    own, theirs = _served(a, b), _served(b, a)
    shares = (own / WHOLE, theirs / WHOLE)
    if other in dict(outcome.partners(ref)):
        return Why("together", *shares)
    if min(own, theirs) < round(outcome.minimum * WHOLE):
        return Why("below_minimum", *shares)
    for code, one, another in (("other_got_better", b, a), ("got_better", a, b)):
        partners = outcome.partners(one.ref)
        if len(partners) >= one.capacity and _all_better(outcome, by_ref, one, another):
            return Why(code, *shares, partners=tuple(partners))
    named = {party.without for party in outcome.parties}
    return Why("gave_up_place", *shares, without=tuple(x for x in (ref, other) if x in named))


def _across(outcome: Outcome, a: Wish, b: Wish) -> bool:
    """Return whether two are of different groups, if the round has groups."""
    if outcome.between is None:
        return True
    sides = [[w.country in countries for w in (a, b)] for countries in outcome.between]
    return sides in ([[True, False], [False, True]], [[False, True], [True, False]])


def _served(own: Wish, other: Wish) -> int:
    """Return how well a wish is served by another, in millionths."""
    return int(Pool([own, other]).served(np.array([0]), np.array([1]))[0])


def _all_better(outcome: Outcome, by_ref: dict[str, Wish], own: Wish, other: Wish) -> bool:
    """Return whether a wish likes all partners that it got better than another, by the round's own order."""
    partners = [by_ref[ref] for ref, _ in outcome.partners(own.ref)]
    chance = {w.ref: n for n, w in enumerate(in_order([*partners, other], outcome.seed))}

    def liking(wish: Wish) -> tuple[int, int, int]:
        return -_served(own, wish), -_served(wish, own), chance[wish.ref]

    return all(liking(partner) < liking(other) for partner in partners)
