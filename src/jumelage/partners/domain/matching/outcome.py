"""What a round gives, as plain values that can be kept as JSON and read again."""

from dataclasses import asdict, dataclass, field
from typing import Any

#: Codes of why a wish got nobody.
NOBODY_FITS, BELOW, PREFERRED, GAVE_UP, CLOSED, OUTSIDE = (
    "nobody_fits", "below_minimum", "others_preferred", "gave_up_place", "closed", "outside",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wishes brought together: how well each is served (0 to 1), and where each stands on the other's list.

    In a round between two groups, ``a`` is of the first; else the one that came first.
    """

    a: str
    b: str
    served_a: float
    served_b: float
    rank_a: int  # of b on the list of a, from 1
    rank_b: int


@dataclass(frozen=True, slots=True)
class Left:
    """A wish that got nobody, and why.

    ``nobody_fits``: values says how many others each obstacle rules out, by its code;
    ``below_minimum``: how many could be met, but not so that both are served well enough;
    ``others_preferred``: how many candidates, all of whom got others they like better;
    ``gave_up_place``: it left its place so that the rest could be stable;
    ``closed``: its time is over; ``outside``: it belongs to neither group of the round.
    """

    ref: str
    code: str
    values: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missed:
    """A candidate that a wish likes better than one that it got, or would have had besides.

    ``others_preferred``: it has only partners that it likes better; ``gave_up_place``: one of the
    two left a place so that the rest could be stable.
    """

    ref: str
    rank: int  # on the wish's list, from 1
    served: float  # how well the wish would be served
    served_other: float
    code: str


@dataclass(frozen=True, slots=True)
class OddParty:
    """Wishes that like each other in a circle of odd length, and the one that left a place."""

    members: tuple[str, ...]
    without: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a matching is. Means are 0 where there are no pairs."""

    pairs: int = 0
    matched: int = 0  # wishes with at least one partner
    share: float = 0.0  # of the wishes that could have one: that are open, and of either group
    rank: float = 0.0  # mean, of partners on lists, from 1
    served_a: float = 0.0  # mean of the pairs
    served_b: float = 0.0
    lesser: float = 0.0  # mean of the lesser of both, pair by pair
    blocking: int = 0  # pairs that would both rather be together, by the independent checker


@dataclass(frozen=True, slots=True)
class Outcome:
    """A round: who got whom, who got nobody and why, and what each missed.

    If ``parties`` is empty the matching is stable: no two wishes would both rather have each
    other. If not, no stable matching exists, and each of ``blocking`` has in it one of the wishes
    that left a place (``without``).
    """

    seed: int
    minimum: float
    between: tuple[tuple[str, ...], tuple[str, ...]] | None
    favour: str
    on: str  # day on which the wishes had to be open; empty: not asked
    pairs: tuple[Pair, ...]
    left: tuple[Left, ...]
    missed: dict[str, tuple[Missed, ...]]  # the best liked of each wish, some only
    parties: tuple[OddParty, ...]
    blocking: tuple[tuple[str, str], ...]
    figures: Figures
    greedy: Figures  # of taking the best pair again and again, for comparison
    candidates: int  # pairs that could be brought together

    @property
    def is_stable(self) -> bool:
        """Whether no two wishes would both rather have each other."""
        return not self.parties

    def partners(self, ref: str) -> list[tuple[str, float]]:
        """Return the partners of a wish, and how well it is served by each, the best first."""
        found = [(p.b, p.served_a) for p in self.pairs if p.a == ref]
        found += [(p.a, p.served_b) for p in self.pairs if p.b == ref]
        return sorted(found, key=lambda partner: -partner[1])

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON."""
        return {"version": 1, **asdict(self), "stable": self.is_stable}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Outcome":
        """Read what ``to_data`` gave, as it is or by way of JSON."""
        plain = {key: data[key] for key in ("seed", "minimum", "favour", "on", "candidates")}
        between = data["between"]
        return cls(
            **plain,
            between=(tuple(between[0]), tuple(between[1])) if between else None,
            pairs=tuple(Pair(**pair) for pair in data["pairs"]),
            left=tuple(Left(**left) for left in data["left"]),
            missed={
                ref: tuple(Missed(**one) for one in several)
                for ref, several in data["missed"].items()
            },
            parties=tuple(OddParty(tuple(p["members"]), p["without"]) for p in data["parties"]),
            blocking=tuple((a, b) for a, b in data["blocking"]),
            figures=Figures(**data["figures"]),
            greedy=Figures(**data["greedy"]),
        )
