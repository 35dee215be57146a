"""Areas: squares of a country, what is around them, and what their ties tell."""

import numpy as np
import pytest

from jumelage.core.domain.geo import EARTH_RADIUS_KM
from jumelage.partners.domain.areas import SIDE, WIDTH_KM
from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.features import BY_NAME, table
from jumelage.partners.domain.network import Network
from tests.domain.partners.towns import places, town


def at(lat: float, lng: float, country: str = "DE", number: int = 0) -> Facts:
    return town(number, country, lat=lat, lng=lng, division="")


def value(network: Network, name: str, asker: int, candidate: int) -> float:
    return float(table(Asking(network, asker), np.array([candidate]), [BY_NAME[name]])[0, 0])


def test_an_area_is_of_one_country() -> None:
    found = places([at(50.1, 8.3), at(50.2, 8.4), at(50.2, 8.4, "FR"), at(52.1, 8.3)]).areas
    first, same, abroad, far = found.of_place.tolist()
    assert first == same
    assert len({first, abroad, far}) == 3
    assert found.near[first, abroad] == 0


def test_nearness_fades_like_a_bell() -> None:
    degree = np.radians(1.0) * EARTH_RADIUS_KM
    found = places([at(50.25, 8.1), at(51.25, 8.1), at(54.25, 8.1)]).areas
    one, other, far = found.of_place.tolist()
    assert found.near[one, one] == 1
    assert found.near[one, other] == pytest.approx(
        np.exp(-0.5 * (degree / WIDTH_KM) ** 2), rel=1e-2
    )
    assert found.near[one, far] == 0
    assert (found.near != found.near.T).nnz == 0


def test_what_lies_nowhere_is_near_to_nothing() -> None:
    found = places([at(50.1, 8.1), at(0.0, 0.0)._replace(lat=None, lng=None)])
    nowhere = found.areas.of_place[1]
    assert found.areas.unknown.tolist() == [n == nowhere for n in range(2)]
    assert found.areas.near[nowhere].nnz == 0
    network = Network(found, np.array([[0, 1]]))
    assert value(network, "area_affinity", 0, 1) == 0
    assert value(network, "area_affinity", 1, 0) == 0


def test_surroundings_that_are_tied_speak_for_a_pair() -> None:
    """Two places whose surroundings have ties, although neither they nor anything near has one."""
    mine, theirs = 50.1, 47.1
    facts = [at(mine, 8.1), at(theirs, 2.1, "FR"), at(theirs - 5 * SIDE, 2.1, "FR")]
    for n in range(1, 5):
        facts += [at(mine + SIDE, 8.1 + n / 100, number=n), at(theirs + SIDE, 2.1, "FR", n)]
    facts += [at(mine - 6 * SIDE, 8.1, number=9), at(theirs - 5 * SIDE, 2.2, "FR", 9)]
    ties = np.array([[3, 4], [5, 6], [7, 8], [9, 10], [11, 12]])
    network = Network(places(facts), ties)
    assert value(network, "area_ties", 0, 1) > value(network, "area_ties", 0, 2)
    assert value(network, "area_affinity", 0, 1) > 0 > value(network, "area_affinity", 0, 2)
    assert value(network, "area_ties", 0, 1) == pytest.approx(value(network, "area_ties", 1, 0))
