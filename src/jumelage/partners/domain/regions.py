"""What the ties between countries, divisions and areas say about a pair: more, or fewer, than is to be expected."""

from collections.abc import Callable

import numpy as np

from jumelage.partners.domain.asking import Asking, At, Values


def neighbours_countries(fade: int) -> Callable[[Asking], Values]:
    """Return what tells the countries that places near the asking one have partners in."""

    def compute(asking: Asking) -> Values:
        network = asking.network
        here = asking.whole(network.near_partners_in[fade])
        usual = 2.0 * network.share[asking.country]
        found: Values = np.log((here + usual) / (network.density[fade][asking.place] + 2.0))
        return found

    return compute


def country_of_neighbours(fade: int) -> Callable[[Asking, At], Values]:
    """Return what tells how much places near the candidate are tied with the country that asks."""

    def compute(asking: Asking, at: At) -> Values:
        network = asking.network
        here = network.near_partners_of[fade]
        there = asking.whole(here, asking.country)[at]
        usual = 2.0 * network.share[asking.places.country[at], asking.country]
        found: Values = np.log((there + usual) / (network.density[fade][at] + 2.0))
        return found

    return compute


def against_usual(column: str) -> Callable[[Asking, At], Values]:
    """Return what tells how far a column is from what a place's partners in the candidate's country usually have."""

    def compute(asking: Asking, at: At) -> Values:
        own = getattr(asking.places, column)
        usual = own[asking.place] + asking.network.offset[column][asking.country]
        found: Values = np.abs(own[at] - usual[asking.places.country[at]])
        return found

    return compute


def division_affinity(asking: Asking) -> Values:
    """Return how much more ties there are between both divisions than their countries let expect."""
    network, places = asking.network, asking.places
    if places.division_unknown[asking.division]:
        return np.zeros(len(places.division_country), dtype=np.float32)
    country = places.division_country
    mine = network.division_ties[asking.division] / max(network.country_ties[asking.country], 1.0)
    theirs = network.division_ties / np.maximum(network.country_ties[country], 1.0)
    expected = network.between[asking.country][country] * mine * theirs
    found: Values = np.log((asking.division_row + 0.5) / (expected + 0.5)).astype(np.float32)
    found[places.division_unknown] = 0.0
    return found


def division_to_country(asking: Asking) -> Values:
    """Return how much the asking division turns to each country, against the whole of its own."""
    network = asking.network
    there = network.division_to_country[asking.division]
    usual = 5.0 * network.share[asking.country]
    found: Values = np.log((there + usual) / (network.division_ties[asking.division] + 5.0))
    return found


def country_to_division(asking: Asking) -> Values:
    """Return how much each division turns to the country that asks."""
    network = asking.network
    usual = 5.0 * network.share[asking.places.division_country, asking.country]
    found: Values = np.log(
        (network.division_to_country[:, asking.country] + usual) / (network.division_ties + 5.0)
    )
    return found


def area_affinity(asking: Asking) -> Values:
    """Return how much more ties there are between the surroundings of both areas than their countries let expect."""
    network, areas = asking.network, asking.places.areas
    if areas.unknown[asking.area]:
        return np.zeros(len(areas.country), dtype=np.float32)
    mine = network.area_mass[asking.area] / max(network.country_ties[asking.country], 1.0)
    theirs = network.area_mass / np.maximum(network.country_ties[areas.country], 1.0)
    expected = network.between[asking.country][areas.country] * mine * theirs
    found: Values = np.log((asking.area_row + 0.3) / (expected + 0.3)).astype(np.float32)
    found[areas.unknown] = 0.0
    return found
