"""How likely a place is meant by a name that it has: weights, and the shares that follow from them.

Weights are natural logarithms, so that what is known adds up. A weight follows the inhabitants, and
sinks where the name is not the place's main one, is only like it, or where the place is a division
and the name does not say so. The numbers were fitted on one half of a list of twin towns, and
measured on the other (docs/reconciling.md).
"""

from collections.abc import Sequence
from math import exp, log

from jumelage.core.domain.geo import distance_km
from jumelage.places.domain.gazetteer import Hit
from jumelage.places.domain.kinds import Kind

#: Namesakes so near to each other (km) are one place for the question where it is: a town and its
#: municipality, a county and its seat.
SAME_KM = 20.0
#: How many inhabitants a place may have of which the gazetteer knows none, by level.
_UNKNOWN = (800, 60_000, 5_000, 1_200, 150)
#: How sharply inhabitants decide: shares go with this power of them.
_POWER = 0.9
#: By how much a weight sinks: the name is another of its names; it is only like the key; nobody
#: knows where the place is; it is no settlement, and then if its name was met without the word for
#: what it is.
_OTHER_NAME = 3.2
_INEXACT = 1.6
_NOWHERE = 1.5
_DIVISION = {
    Kind.CITY: 1.2, Kind.DISTRICT: 1.5, Kind.COUNTY: 4.0, Kind.REGION: 4.5, Kind.STATE: 5.0
}  # fmt: skip
_BARE = {Kind.CITY: 0.0, Kind.DISTRICT: 2.0, Kind.COUNTY: 1.0, Kind.REGION: 0.5, Kind.STATE: 0.0}
#: … or it is a municipality or district of the postal file.
_MUNICIPALITY = 1.2
#: How sure an answer is that has no rival: by its very name, and by one like it or of a village.
ALONE, ALONE_LESS = 0.97, 0.92
#: With coordinates given: one unit of weight for so many km, and none beyond so many.
_PER_KM = 8.0
_FAR_KM = 150.0


def weight(hit: Hit, *, of_kind: bool = False) -> float:
    """Return how likely a place is meant by a name that it has, as a logarithm.

    ``of_kind``: the source says what it is, and it is that.
    """
    found = _POWER * log(hit.population or _UNKNOWN[hit.level])
    if not of_kind and 0 < hit.level < 4:
        if hit.level == 3:
            found -= _MUNICIPALITY
        else:
            found -= _DIVISION[hit.kind] + (_BARE[hit.kind] if hit.bare else 0.0)
    if not hit.main:
        found -= _OTHER_NAME
    if hit.lat is None:
        found -= _NOWHERE
    return found if hit.exact else found - _INEXACT


def off(hit: Hit, lat: float, lng: float) -> float:
    """Return by how much a weight sinks for a place that is not where the source says (degrees)."""
    if hit.lat is None or hit.lng is None:
        return 5.0
    return min(_FAR_KM, distance_km(hit.lat, hit.lng, lat, lng)) / _PER_KM


def apart(first: Hit, second: Hit) -> float:
    """Return the distance between two places in km; without end if one's is not known."""
    if first.lat is None or first.lng is None or second.lat is None or second.lng is None:
        return float("inf")
    return distance_km(first.lat, first.lng, second.lat, second.lng)


def heaviest(item: tuple[float, Hit]) -> tuple[float, int, int]:
    """The order of weighed places: by weight, then always the same."""
    return -item[0], -item[1].geonames, item[1].number


def verdict(found: Sequence[tuple[float, Hit]]) -> tuple[int, float]:
    """Return the likeliest of weighed places, the weightiest first, and how sure that is.

    Shares of places near to the first count for it: they are the same place in another respect.
    """
    top, first = found[0]
    if len(found) == 1:
        return first.number, ALONE if first.exact and first.level < 4 else ALONE_LESS
    near = total = 0.0
    for value, hit in found:
        share = exp(max(-700.0, value - top))
        total += share
        if hit is first or apart(hit, first) <= SAME_KM:
            near += share
    return first.number, ALONE * near / total
