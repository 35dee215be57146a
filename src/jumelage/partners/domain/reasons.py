"""Why a place is suggested: for each group of features a fact that people can check, and its part in the
score, for or against.

Only codes and values are given; words in languages are made elsewhere.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.features import Group
from jumelage.places.domain.keys import fast_key

#: Sizes within this factor are about the same.
ABOUT = 1.5
#: Places so near (km) are neighbours, where a reason names them; so many are named at most.
NEIGHBOUR_KM, NAMED = 60.0, 5
#: Names with so much in common are alike.
ALIKE = 0.5
#: Names of so few letters are codes.
SHORT_NAME = 3
#: Half a power of ten more people around than in it: a place in the shadow of another.
SUBURB = 0.5


class Reason(NamedTuple):
    """A fact, and what it adds to the score."""

    code: str
    group: Group
    values: Mapping[str, Any]
    weight: float  # in the units of the score; negative speaks against
    share: float  # of all that speaks for or against, with the sign of the weight


#: A code and its values.
Fact = tuple[str, dict[str, Any]]


def reasons(asking: Asking, candidate: int, weights: Mapping[Group, float]) -> list[Reason]:
    """Return a reason for each group, the weightiest first. The weights add up as given."""
    whole = sum(abs(weight) for weight in weights.values()) or 1.0
    found = []
    for group, weight in weights.items():
        code, values = _FACTS[group](asking, candidate)
        found.append(Reason(code, group, values, weight, weight / whole))
    return sorted(found, key=lambda reason: (-abs(reason.weight), reason.code))


def _size(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    mine, its = places.facts[asking.place].population, places.facts[candidate].population
    if not mine or not its:
        return "size_unknown", {"inhabitants": its, "yours": mine}
    times = max(mine, its) / min(mine, its)
    values = {"inhabitants": its, "yours": mine, "times": round(times, 1)}
    if times <= ABOUT:
        return "about_your_size", values
    return ("larger" if its > mine else "smaller"), values


def _shared_partners(asking: Asking, candidate: int) -> Fact:
    network = asking.network
    shared = sorted(set(network.partners(asking.place)) & set(network.partners(candidate)))
    if shared:
        return "shared_partners", {"count": len(shared), "places": shared}
    return "no_shared_partners", {"yours": int(asking.degree)}


def _near(asking: Asking, place: int) -> list[int]:
    """Return tied places near a place, the nearest first."""
    near = asking.row(asking.network.near[1], place)
    order = np.argsort(-near.data, kind="stable")
    least = np.exp(-NEIGHBOUR_KM / 50.0)
    return [int(near.indices[i]) for i in order if near.data[i] >= least]


def _neighbours(asking: Asking, candidate: int) -> Fact:
    network = asking.network
    mine, its = _near(asking, asking.place), set(_near(asking, candidate))
    tied = set(network.partners(candidate))
    direct = [place for place in mine if place in tied and place != candidate]
    if direct:
        return "neighbours_tied_with_it", {"count": len(direct), "places": direct[:NAMED]}
    own = sorted(set(network.partners(asking.place)) & its)
    if own:
        return "near_your_partners", {"count": len(own), "places": own[:NAMED]}
    pairs = [(a, b) for a in mine for b in network.partners(a) if b in its and b != candidate]
    if pairs:
        return "neighbourhoods_tied", {"count": len(pairs), "pairs": pairs[:NAMED]}
    return "neighbourhoods_not_tied", {"neighbours": len(mine), "its_neighbours": len(its)}


def _divisions(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    division = int(places.division[candidate])
    values = {
        "ties": int(asking.division_row[division]),
        "division": places.facts[candidate].division,
        "yours": places.facts[asking.place].division,
    }
    if places.division_unknown[division] or places.division_unknown[asking.division]:
        return "divisions_unknown", values
    return ("divisions_tied" if values["ties"] else "divisions_not_tied"), values


def _countries(asking: Asking, candidate: int) -> Fact:
    network, places = asking.network, asking.places
    country = int(places.country[candidate])
    values: dict[str, Any] = {
        "country": places.country_codes[country],
        "ties": int(network.between[asking.country, country]),
        "share": round(float(network.share[asking.country, country]), 4),
        "your_partners_there": int(asking.partners_by_country[country]),
        "same_language": bool(places.same_language[asking.country, country] == 3.0),
        "neighbouring": bool(places.neighbouring[asking.country, country]),
    }
    if country == asking.country:
        values["ties"] //= 2
        return "same_country", values
    return ("countries_tied" if values["ties"] else "countries_not_tied"), values


def _distance(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    if not (places.placed[asking.place] and places.placed[candidate]):
        return "distance_unknown", {}
    km = float(np.exp(asking.distance(np.array([candidate]))[0])) - 3.0
    return "distance", {"km": max(0, round(km))}


def _activity(asking: Asking, candidate: int) -> Fact:
    ties = int(asking.network.degree[candidate])
    return ("has_partners" if ties else "no_partners_yet"), {"ties": ties}


def _standing(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    if places.capital[asking.place] and places.capital[candidate]:
        return "both_capitals", {}
    larger = [round(float(np.expm1(places.order[n]))) for n in (candidate, asking.place)]
    apart = float(abs(places.order[candidate] - places.order[asking.place]))
    values = {"larger_in_its_country": larger[0], "larger_in_yours": larger[1]}
    return ("like_standing" if apart <= 1.0 else "other_standing"), values


def _name(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    if places.keys[candidate] == places.keys[asking.place]:
        return "same_name", {"name": places.facts[candidate].name}
    common = _names_in_common(places.facts[asking.place], places.facts[candidate])
    if common:
        return "name_in_common", {"name": common}
    mine = asking.row(places.trigrams)
    alike = float((asking.row(places.trigrams, candidate) @ mine.T).toarray()[0, 0])
    return ("name_alike" if alike >= ALIKE else "name_differs"), {"alike": round(alike, 2)}


def _names_in_common(one: Facts, other: Facts) -> str:
    """Return a name that both have in some language; empty if there is none."""
    mine = {fast_key(name): name for name in (one.name, *one.names)}
    shared = [name for name in (other.name, *other.names) if fast_key(name) in mine]
    return next((name for name in shared if len(name) > SHORT_NAME), "")


def _kind(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    mine, its = places.facts[asking.place].kind, places.facts[candidate].kind
    values = {"kind": its.value if its else "", "yours": mine.value if mine else ""}
    if places.kind[candidate] != places.kind[asking.place]:
        return "other_kind", values
    near_larger = [bool(places.suburban[n] >= SUBURB) for n in (candidate, asking.place)]
    if all(near_larger):
        return "both_beside_larger", values
    return ("same_kind" if not any(near_larger) else "one_beside_larger"), values


def _setting(asking: Asking, candidate: int) -> Fact:
    places = asking.places
    if not (places.placed[asking.place] and places.placed[candidate]):
        return "setting_unknown", {}
    its, mine = (bool(places.by_sea[n]) for n in (candidate, asking.place))
    values = {"its": its, "yours": mine}
    if its and mine:
        return "both_by_the_sea", values
    return ("one_by_the_sea" if its or mine else "both_inland"), values


_FACTS: dict[Group, Callable[[Asking, int], Fact]] = {
    Group.SIZE: _size,
    Group.SHARED_PARTNERS: _shared_partners,
    Group.NEIGHBOURS: _neighbours,
    Group.DIVISIONS: _divisions,
    Group.COUNTRIES: _countries,
    Group.DISTANCE: _distance,
    Group.ACTIVITY: _activity,
    Group.STANDING: _standing,
    Group.NAME: _name,
    Group.KIND: _kind,
    Group.SETTING: _setting,
}
