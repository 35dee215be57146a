"""What is put into the score of a pair, by name, each in a group that people understand.

A feature is worked out at the level on which it differs: once for the asking place, per country, per
division, per candidate whoever asks, for the few candidates that a walk along ties reaches, or for each
candidate. None of them sees a tie that is not in the network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain import regions
from jumelage.partners.domain.asking import Asking, At, Sparse, Values, km_between
from jumelage.partners.domain.network import HABITS, Network
from jumelage.partners.domain.walks import Walk


class Level(StrEnum):
    """On what the value of a feature depends."""

    ASKER = "asker"
    COUNTRY = "country"  # of the candidate
    DIVISION = "division"  # of the candidate
    AREA = "area"  # of the candidate
    CANDIDATE = "candidate"  # whoever asks
    FEW = "few"  # 0 for most
    PAIR = "pair"


class Group(StrEnum):
    """What features are about, for people."""

    SIZE = "size"
    SHARED_PARTNERS = "shared_partners"
    NEIGHBOURS = "neighbours"
    DIVISIONS = "divisions"
    COUNTRIES = "countries"
    DISTANCE = "distance"
    ACTIVITY = "activity"
    STANDING = "standing"
    NAME = "name"
    KIND = "kind"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Feature:
    """A number about a pair. ``log`` above 0: its logarithm with so much more is taken in as well."""

    name: str
    group: Group
    level: Level
    compute: Callable[..., Any]
    log: float = 0.0


ALL: list[Feature] = []


def _add(group: Group, level: Level, log: float = 0.0, /, **found: Callable[..., Any]) -> None:
    ALL.extend(Feature(name, group, level, compute, log) for name, compute in found.items())


def _walk(*steps: str, fade: int = 0) -> Walk:
    return Walk(steps, fade)


_add(Group.SHARED_PARTNERS, Level.FEW, 0.3, common=_walk("ties", "ties"))
_add(Group.SHARED_PARTNERS, Level.FEW, 0.1, adamic_adar=_walk("by_log", "ties"))
_add(Group.SHARED_PARTNERS, Level.FEW, 0.003, three_steps=_walk("balanced", "balanced", "balanced"))
_add(Group.SHARED_PARTNERS, Level.FEW, 0.01, closing=_walk("by_closure", "ties"))
_add(Group.SHARED_PARTNERS, Level.FEW, 0.02, allocation=_walk("by_number", "ties"))
_add(Group.SHARED_PARTNERS, Level.PAIR, cluster=lambda a, at: a.along(a.network.cluster, at))
_add(
    Group.NEIGHBOURS, Level.PAIR, cluster_around=lambda a, at: a.along(a.network.cluster_around, at)
)
_add(
    Group.NEIGHBOURS,
    Level.FEW,
    0.01,
    tied_with_alike=_walk("ties_alike"),
    alike_partners=_walk("ties", "alike_of"),
    alike_tied=_walk("ties_alike", "alike_of"),
)
_add(Group.SHARED_PARTNERS, Level.ASKER, closure_asker=lambda a: np.log(a.network.closure[a.place]))
_add(Group.SHARED_PARTNERS, Level.CANDIDATE, closure=lambda n: np.log(n.closure))

for _fade, _name, _log in ((0, "12", 0.01), (1, "50", 0.03)):
    _add(
        Group.NEIGHBOURS,
        Level.FEW,
        _log,
        **{
            f"tied_with_neighbours_{_name}": _walk("ties_near", fade=_fade),
            f"near_partners_{_name}": _walk("ties", "near_of", fade=_fade),
            f"neighbours_tied_{_name}": _walk("ties_near", "near_of", fade=_fade),
            f"partners_neighbours_{_name}": _walk("ties", "near_share", "by_root", fade=_fade),
            f"near_common_{_name}": _walk("by_log", "ties", "near_of", fade=_fade),
            f"neighbours_common_{_name}": _walk("ties_near_share", "by_root", fade=_fade),
        },
    )
    _add(
        Group.ACTIVITY,
        Level.CANDIDATE,
        **{
            f"density_{_name}": lambda n, k=_fade: np.log(n.density[k] + 0.1),
            f"tied_near_{_name}": lambda n, k=_fade: np.log(n.tied_near[k] + 0.1),
        },
    )
    _add(
        Group.ACTIVITY,
        Level.ASKER,
        **{
            f"density_asker_{_name}": lambda a, k=_fade: np.log(a.network.density[k][a.place] + 0.1)
        },
    )


for _fade, _name in ((0, "12"), (1, "50")):
    _add(
        Group.COUNTRIES,
        Level.COUNTRY,
        **{f"neighbours_countries_{_name}": regions.neighbours_countries(_fade)},
    )
    _add(
        Group.COUNTRIES,
        Level.PAIR,
        **{f"country_of_neighbours_{_name}": regions.country_of_neighbours(_fade)},
    )


def _divided(row: Sparse, by: Any) -> Sparse:
    return Sparse(row.numbers, row.values / np.maximum(by[row.numbers], 1.0))


def _partners_here(asking: Asking) -> Sparse:
    """How many partners each candidate has in the country that asks."""
    return asking.few(asking.network.partners_of, asking.country)


_add(
    Group.COUNTRIES,
    Level.COUNTRY,
    affinity=lambda a: a.network.affinity[a.country],
    share=lambda a: a.network.log_share[a.country],
    share_back=lambda a: a.network.log_share[:, a.country],
    part_of_partners=lambda a: a.partners_by_country / max(a.degree, 1.0),
    size_taste=lambda a: a.network.size_taste[a.country, a.network.size_class[a.place]],
    country_taste=lambda a: a.network.country_taste[a.place],
    same_language=lambda a: a.places.same_language[a.country],
    neighbouring=lambda a: a.places.neighbouring[a.country],
    same_continent=lambda a: a.places.same_continent[a.country],
    same_country=lambda a: np.arange(len(a.places.country_codes)) == a.country,
)
_add(Group.COUNTRIES, Level.COUNTRY, 0.5, partners_there=lambda a: a.partners_by_country)
_add(Group.COUNTRIES, Level.FEW, 0.5, partners_here=_partners_here)
_add(
    Group.COUNTRIES,
    Level.FEW,
    part_of_its_partners=lambda a: _divided(_partners_here(a), a.network.degree),
    profile=_walk("profile", "profile_by_country"),
)
_add(
    Group.COUNTRIES,
    Level.PAIR,
    its_size_taste=lambda a, at: a.network.size_taste[
        a.places.country[at], a.network.size_class[at], a.country
    ],
    its_country_taste=lambda a, at: a.network.country_taste[at, a.country],
)
_add(Group.COUNTRIES, Level.CANDIDATE, country_rate=lambda n: n.country_rate[n.places.country])


_add(
    Group.DIVISIONS,
    Level.DIVISION,
    0.3,
    division_ties=lambda a: a.division_row,
    partners_in_division=lambda a: a.whole(a.network.partners_in_division),
)
_add(
    Group.DIVISIONS,
    Level.FEW,
    0.3,
    its_partners_in_division=lambda a: a.few(a.network.partners_of_division, a.division),
)
_add(Group.DIVISIONS, Level.DIVISION, division_affinity=regions.division_affinity)
_add(Group.DIVISIONS, Level.DIVISION, country_to_division=regions.country_to_division)
_add(Group.DIVISIONS, Level.COUNTRY, division_to_country=regions.division_to_country)
_add(Group.DIVISIONS, Level.CANDIDATE, division_rate=lambda n: n.division_rate[n.places.division])
_add(Group.DIVISIONS, Level.AREA, 0.1, area_ties=lambda a: a.area_row)
_add(Group.DIVISIONS, Level.AREA, area_affinity=regions.area_affinity)
_add(
    Group.DIVISIONS,
    Level.CANDIDATE,
    area_mass=lambda n: np.log(n.area_mass + 1.0)[n.places.areas.of_place],
)


def _apart(column: str, group: Group, coarse: str = "") -> None:
    """A column of places: of the asking one, of the candidate, and how far apart they are."""
    _add(
        group,
        Level.ASKER,
        **{f"{coarse or column}_asker": lambda a: getattr(a.places, coarse or column)[a.place]},
    )
    _add(
        group,
        Level.CANDIDATE,
        **{coarse or column: lambda n: getattr(n.places, coarse or column)},
    )
    _add(
        group,
        Level.PAIR,
        **{
            f"{column}_apart": lambda a, at: np.abs(
                getattr(a.places, column)[at] - getattr(a.places, column)[a.place]
            )
        },
    )


_apart("size", Group.SIZE, "coarse_size")
_apart("order", Group.STANDING)
_apart("order_in_division", Group.STANDING)
_apart("fame", Group.STANDING)
_apart("urban", Group.KIND)
_apart("suburban", Group.KIND)
_apart("coast", Group.SETTING)
_add(
    Group.SIZE,
    Level.PAIR,
    larger=lambda a, at: a.places.coarse_size[a.place] - a.places.coarse_size[at],
    sizes_known=lambda a, at: a.places.sized[at] & a.places.sized[a.place],
    as_my_partners=lambda a, at: np.abs(a.network.partner_size[a.place] - a.places.size[at]),
    as_its_partners=lambda a, at: np.abs(a.network.partner_size[at] - a.places.size[a.place]),
)
for _column, _group in (("size", Group.SIZE), ("order", Group.STANDING)):
    _add(
        _group,
        Level.PAIR,
        **{f"{_column}_against_usual": regions.against_usual(_column)},
    )
_add(Group.SIZE, Level.COUNTRY, size_offset=lambda a: a.network.offset["size"][a.country])
for _column, _group in zip(
    HABITS, (Group.STANDING, Group.SETTING, Group.KIND, Group.STANDING), strict=True
):
    _add(
        _group,
        Level.PAIR,
        **{
            f"{_column}_as_my_partners": lambda a, at, c=_column: np.abs(
                a.network.partner_is[c][a.place] - getattr(a.places, c)[at]
            ),
            f"{_column}_as_its_partners": lambda a, at, c=_column: np.abs(
                a.network.partner_is[c][at] - getattr(a.places, c)[a.place]
            ),
        },
    )
_add(Group.ACTIVITY, Level.ASKER, degree_asker=lambda a: np.log1p(a.degree))
_add(Group.ACTIVITY, Level.CANDIDATE, degree=lambda n: np.log1p(n.degree))
_add(Group.STANDING, Level.CANDIDATE, capital=lambda n: n.places.capital)
_add(
    Group.STANDING,
    Level.PAIR,
    both_capitals=lambda a, at: a.places.capital[at] & a.places.capital[a.place],
)
_add(
    Group.DISTANCE,
    Level.COUNTRY,
    country_distance=lambda a: np.log(
        km_between(a.places.middles.T, a.places.points[a.place]) + np.float32(3.0)
    ),
)
_add(
    Group.DISTANCE,
    Level.PAIR,
    distance=lambda a, at: a.distance(at),
    far_for_me=lambda a, at: np.abs(a.network.partner_distance[a.place] - a.distance(at)),
    far_for_it=lambda a, at: np.abs(a.network.partner_distance[at] - a.distance(at)),
    latitude=lambda a, at: (
        np.abs(a.places.latitude[at] - a.places.latitude[a.place])
        * (a.places.placed[at] & a.places.placed[a.place])
    ),
)


def _name_alike(asking: Asking, at: At) -> Values:
    """How alike the names are. Namesakes of one country are confused, and no partners for that."""
    alike = asking.places.trigrams[at] @ asking.whole(asking.places.trigrams)
    found: Values = alike * (asking.places.country[at] != asking.country)
    return found


def _names_in_common(asking: Asking) -> Sparse:
    """Names that both have, in different countries."""
    found = _walk("names", "by_name")(asking)
    abroad = asking.places.country[found.numbers] != asking.country
    return Sparse(found.numbers[abroad], found.values[abroad])


def _namesakes(asking: Asking) -> Sparse:
    """Places of other countries that are called the same, in their own spelling."""
    same = asking.places.own_name == asking.places.own_name[asking.place]
    found = np.flatnonzero(same & (asking.places.country != asking.country))
    return Sparse(found, np.ones(len(found), dtype=np.float32))


_add(Group.NAME, Level.PAIR, name_alike=_name_alike)
_add(Group.NAME, Level.FEW, names_in_common=_names_in_common)
_add(Group.KIND, Level.ASKER, kind_asker=lambda a: a.places.kind[a.place])
_add(Group.KIND, Level.CANDIDATE, kind=lambda n: n.places.kind)
_add(Group.KIND, Level.PAIR, same_kind=lambda a, at: a.places.kind[at] == a.places.kind[a.place])
_add(
    Group.SETTING,
    Level.PAIR,
    both_by_sea=lambda a, at: a.places.by_sea[at] & a.places.by_sea[a.place],
)

FEATURES: tuple[Feature, ...] = tuple(ALL)
#: What the default model looks at besides: it cannot weigh a name in common by what else is known of both.
NAMESAKE = Feature("namesake", Group.NAME, Level.FEW, _namesakes)
BY_NAME = {feature.name: feature for feature in (*FEATURES, NAMESAKE)}


def dense(found: Sparse, number: int) -> Values:
    """Return the values of a few candidates among those of all."""
    values = np.zeros(number, dtype=np.float32)
    values[found.numbers] = found.values
    return values


def column_of(network: Network, feature: Feature) -> Values:
    """Return a feature of the candidates that does not depend on who asks; worked out once."""
    if feature.name not in network.columns:
        found = np.asarray(feature.compute(network), dtype=np.float32)
        network.columns[feature.name] = found
    return network.columns[feature.name]


def askings(network: Network, places: NDArray[np.intp]) -> list[Asking]:
    """Return several places that ask, with all that walks from them reach worked out together."""
    found = [Asking(network, int(place)) for place in places]
    for feature in FEATURES:
        if isinstance(feature.compute, Walk):
            for asking, reached in zip(
                found, feature.compute.of_many(network, places), strict=True
            ):
                asking.reached[feature.name] = reached
    return found


def few_of(asking: Asking, feature: Feature) -> Sparse:
    """Return a feature of the few candidates that have it; worked out once."""
    if feature.name not in asking.reached:
        asking.reached[feature.name] = feature.compute(asking)
    return asking.reached[feature.name]


def regional_of(asking: Asking, feature: Feature) -> Values:
    """Return a feature that countries or divisions have; worked out once."""
    if feature.name not in asking.regional:
        asking.regional[feature.name] = feature.compute(asking)
    return asking.regional[feature.name]


def table(asking: Asking, at: At, features: Sequence[Feature] = FEATURES) -> Values:
    """Return a row for each candidate, a column for each feature."""
    places = asking.places
    rows = len(places) if isinstance(at, slice) else len(at)
    found = np.empty((len(features), rows), dtype=np.float32)
    countries, divisions = places.country[at], places.division[at]
    for number, feature in enumerate(features):
        match feature.level:
            case Level.ASKER:
                found[number] = feature.compute(asking)
            case Level.COUNTRY:
                found[number] = regional_of(asking, feature)[countries]
            case Level.DIVISION:
                found[number] = regional_of(asking, feature)[divisions]
            case Level.AREA:
                found[number] = regional_of(asking, feature)[places.areas.of_place[at]]
            case Level.CANDIDATE:
                found[number] = column_of(asking.network, feature)[at]
            case Level.FEW:
                found[number] = dense(few_of(asking, feature), len(places))[at]
            case Level.PAIR:
                found[number] = feature.compute(asking, at)
    return found.T
