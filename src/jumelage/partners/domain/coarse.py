"""The first look at all candidates: a linear score that costs some milliseconds for a quarter of a million.

Each feature is added up at the level on which it differs, so that what is the same for a country is
worked out once for the country.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.asking import Asking, Values
from jumelage.partners.domain.features import (
    BY_NAME,
    FEATURES,
    Feature,
    Level,
    column_of,
    few_of,
    regional_of,
)
from jumelage.partners.domain.learner import Net, Scaling
from jumelage.partners.domain.network import Network

#: Features of pairs that are cheap enough for all candidates.
CHEAP = frozenset(["size_apart", "distance", "same_kind", "order_apart", "fame_apart"])
NAMES = tuple(
    feature.name
    for feature in FEATURES
    if (feature.level is not Level.PAIR or feature.name in CHEAP)
    and feature.level is not Level.ASKER
)


@dataclass(frozen=True, slots=True)
class Coarse:
    """Weights of features, and of their logarithms where they have one (else 0)."""

    names: tuple[str, ...]
    weights: Values
    log_weights: Values

    @classmethod
    def of(cls, scaling: Scaling, net: Net) -> "Coarse":
        """Return the linear model that a net without layers is, in the units of the features."""
        slopes = net.direct[:, 0] / scaling.spread
        count = len(scaling.names)
        logs = np.zeros(count, dtype=np.float32)
        logs[scaling.owners[count:]] = slopes[count:]
        return cls(scaling.names, slopes[:count].astype(np.float32), logs)

    def scores(self, asking: Asking) -> Values:
        """Return a score for each candidate; only differences mean something."""
        places = asking.places
        total = self._standing(asking.network).copy()
        country = np.zeros(len(places.country_codes), dtype=np.float32)
        division = np.zeros(len(places.division_country), dtype=np.float32)
        area = np.zeros(len(places.areas.country), dtype=np.float32)
        for name, weight, log_weight in self._terms():
            feature = BY_NAME[name]
            match feature.level:
                case Level.COUNTRY:
                    country += _term(feature, regional_of(asking, feature), weight, log_weight)
                case Level.DIVISION:
                    division += _term(feature, regional_of(asking, feature), weight, log_weight)
                case Level.AREA:
                    area += _term(feature, regional_of(asking, feature), weight, log_weight)
                case Level.FEW:
                    found = few_of(asking, feature)
                    value = _term(feature, found.values, weight, log_weight)
                    nothing = log_weight * np.log(feature.log) if log_weight else 0.0
                    total[found.numbers] += value - np.float32(nothing)
                case Level.PAIR:
                    value = feature.compute(asking, slice(None))
                    total += _term(feature, value, weight, log_weight)
                case _:
                    pass
        total += country[places.country]
        total += division[places.division]
        total += area[places.areas.of_place]
        return total

    def _terms(self) -> list[tuple[str, np.float32, np.float32]]:
        return list(zip(self.names, self.weights, self.log_weights, strict=True))

    def _standing(self, network: Network) -> Values:
        """Return what each candidate's own features add up to, whoever asks."""
        numbers = self.weights.tobytes() + self.log_weights.tobytes()
        key = f"coarse {' '.join(self.names)} {numbers.hex()}"
        if key not in network.columns:
            total = np.zeros(len(network.places), dtype=np.float32)
            for name, weight, log_weight in self._terms():
                feature = BY_NAME[name]
                if feature.level is Level.CANDIDATE:
                    total += _term(feature, column_of(network, feature), weight, log_weight)
            network.columns[key] = total
        return network.columns[key]


def _term(
    feature: Feature, value: NDArray[np.floating], weight: np.float32, log_weight: np.float32
) -> Values:
    found = np.asarray(value, dtype=np.float32) * weight
    if log_weight:
        found += log_weight * np.log(np.maximum(value, 0.0) + np.float32(feature.log))
    return found
