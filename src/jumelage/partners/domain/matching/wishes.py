"""What a wish says, and what stands between two wishes.

A wish is held by a municipality, or by an institution of it, and seeks a partner. Two wishes can be
brought together only if nothing that either says speaks against it; what does is an
:class:`Obstacle`. What is not known is no obstacle: a town whose size nobody recorded may still be
the right one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jumelage.core.domain.geo import distance_km

#: Whose condition an obstacle is.
A, B, BOTH = "a", "b", "both"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """A notice that a place or an institution seeks a partner. Empty sets and None: any, or not known.

    Codes are compared, never interpreted: what one offers serves another that needs the same code.
    """

    ref: str
    name: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    kind: str = "municipality"  # or the kind of the institution that holds it
    place: str = ""  # ref of its place; two wishes of one place never meet
    lat: float | None = None  # degrees, WGS 84
    lng: float | None = None
    population: int | None = None  # of its place
    languages: frozenset[str] = _NONE  # that it can work in
    interpreter: bool = False  # no language in common is needed
    themes: frozenset[str] = _NONE  # sought
    seeks_kinds: frozenset[str] = _NONE  # kinds of exchange sought
    offers: frozenset[str] = _NONE
    needs: frozenset[str] = _NONE
    form: str = ""  # of tie
    countries: frozenset[str] = _NONE  # of the partner
    not_countries: frozenset[str] = _NONE
    size_from: int | None = None  # inhabitants of the partner
    size_to: int | None = None
    km_from: float | None = None  # distance to the partner
    km_to: float | None = None
    any_kind: bool = False  # a holder of another kind may answer
    capacity: int = 1  # how many partners at most
    until: date | None = None  # the last day it is open
    partners: frozenset[str] = field(default=_NONE)  # refs of wishes or places tied with already
    declined: frozenset[str] = field(default=_NONE)  # refs of wishes or places it said no to

    def is_open(self, on: date | None) -> bool:
        """Return whether it is open on a day; without a day, and without an end, it is."""
        return on is None or self.until is None or self.until >= on


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why two wishes cannot meet: a code, whose condition it is (``a``, ``b`` or ``both``), and plain values."""

    code: str
    by: str
    values: dict[str, Any] = field(default_factory=dict)


def obstacles(a: Wish, b: Wish, *, on: date | None = None) -> tuple[Obstacle, ...]:
    """Return all that stands between two wishes; nothing if they can meet.

    Codes: ``same_wish``, ``same_place``, ``tied``, ``declined``, ``closed``, ``kind``, ``form``,
    ``country``, ``country_excluded``, ``size``, ``distance``, ``language``, ``nothing_in_common``.

    Args:
        a: one wish.
        b: the other.
        on: the day on which both must be open; if not given, that is not asked.
    """
    return (*_between(a, b), *_of_side(a, b, A, on), *_of_side(b, a, B, on))


def _between(a: Wish, b: Wish) -> Iterator[Obstacle]:
    """Yield what holds for both sides alike."""
    if a.ref == b.ref:
        yield Obstacle("same_wish", BOTH)
    elif a.place and a.place == b.place:
        yield Obstacle("same_place", BOTH)
    if names(a.partners, b) or names(b.partners, a):
        yield Obstacle("tied", BOTH)
    if a.form and b.form and a.form != b.form:
        yield Obstacle("form", BOTH, {"a": a.form, "b": b.form})
    known = a.languages and b.languages
    if known and not (a.interpreter or b.interpreter) and not a.languages & b.languages:
        yield Obstacle("language", BOTH, {"a": sorted(a.languages), "b": sorted(b.languages)})
    if _topics(a) and _topics(b) and not (a.themes & b.themes or a.seeks_kinds & b.seeks_kinds):
        yield Obstacle(
            "nothing_in_common", BOTH, {"a": sorted(_topics(a)), "b": sorted(_topics(b))}
        )


def _of_side(own: Wish, other: Wish, by: str, on: date | None) -> Iterator[Obstacle]:
    """Yield what one side has against the other."""
    if names(own.declined, other):
        yield Obstacle("declined", by)
    if not own.is_open(on):
        yield Obstacle("closed", by, {"until": own.until.isoformat() if own.until else ""})
    if own.kind != other.kind and not own.any_kind:
        yield Obstacle("kind", by, {"wanted": own.kind, "is": other.kind})
    if own.countries and other.country and other.country not in own.countries:
        yield Obstacle("country", by, {"wanted": sorted(own.countries), "is": other.country})
    if other.country in own.not_countries:
        yield Obstacle("country_excluded", by, {"is": other.country})
    size = other.population
    if size is not None and not within(size, own.size_from, own.size_to):
        yield Obstacle("size", by, {"from": own.size_from, "to": own.size_to, "is": size})
    km = kilometres(own, other)
    if km is not None and not within(km, own.km_from, own.km_to):
        yield Obstacle("distance", by, {"from": own.km_from, "to": own.km_to, "is": km})


def names(refs: frozenset[str], wish: Wish) -> bool:
    """Return whether some refs name a wish, or its place."""
    return wish.ref in refs or (bool(wish.place) and wish.place in refs)


def within(value: float, lower: float | None, upper: float | None) -> bool:
    """Return whether a value lies in a range, whose ends belong to it, and may be open."""
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def kilometres(a: Wish, b: Wish) -> float | None:
    """Return the distance of two wishes' places in km, to a tenth; None if it is not known."""
    if a.lat is None or a.lng is None or b.lat is None or b.lng is None:
        return None
    return round(distance_km(a.lat, a.lng, b.lat, b.lng), 1)


def _topics(wish: Wish) -> frozenset[str]:
    return wish.themes | wish.seeks_kinds
