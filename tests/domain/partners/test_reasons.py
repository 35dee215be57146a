"""Reasons: their parts are exact, and their facts are true."""

from collections.abc import Callable

import numpy as np
import pytest

from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.features import BY_NAME, FEATURES, Group, table
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.reasons import Reason, reasons
from jumelage.partners.domain.shares import shares, typical_row
from tests.domain.partners.towns import places, town

Score = Callable[[np.ndarray], np.ndarray]
CHOSEN = [BY_NAME[name] for name in ("size_apart", "distance", "degree", "same_kind")]


def parts(score: Score, row: np.ndarray, typical: np.ndarray) -> dict[Group, float]:
    """What the groups of the chosen features add to any score of rows of features."""
    groups = sorted({feature.group for feature in CHOSEN})
    of = [groups.index(feature.group) for feature in CHOSEN]
    return shares(lambda turned: score(np.where(turned[:, of] > 0, row, typical)), groups)


def test_parts_of_a_linear_score_are_its_terms() -> None:
    weights = np.array([2.0, -1.0, 0.5, 3.0], dtype=np.float32)
    row, typical = np.array([1, 2, 3, 1], np.float32), np.array([0, 1, 1, 0], np.float32)
    found = parts(lambda rows: rows @ weights, row, typical)
    assert found == pytest.approx(
        {Group.SIZE: 2.0, Group.DISTANCE: -1.0, Group.ACTIVITY: 1.0, Group.KIND: 3.0}
    )


def test_what_two_groups_do_together_is_halved() -> None:
    row, typical = np.ones(4, np.float32), np.zeros(4, np.float32)
    found = parts(lambda rows: rows[:, 0] * rows[:, 1], row, typical)
    assert found[Group.SIZE] == found[Group.DISTANCE] == pytest.approx(0.5)
    assert found[Group.KIND] == 0.0


def test_parts_add_up_for_any_score() -> None:
    rng = np.random.default_rng(1)
    matrix = rng.standard_normal((4, 5)).astype(np.float32)

    def score(rows: np.ndarray) -> np.ndarray:
        return np.tanh(rows @ matrix).sum(axis=1) + rows[:, 0] * rows[:, 3]

    for _ in range(20):
        row, typical = rng.standard_normal((2, 4)).astype(np.float32)
        whole = float(score(row[None])[0] - score(typical[None])[0])
        assert sum(parts(score, row, typical).values()) == pytest.approx(whole, abs=1e-4)


def test_a_typical_row_is_in_the_middle() -> None:
    rows = np.array([[1, 5], [2, 6], [9, 7]], dtype=np.float32)
    assert typical_row(rows).tolist() == [2, 6]


@pytest.fixture
def network() -> Network:
    facts = [
        town(0, "DE", population=30_000, name="Anfang"),  # 0
        town(1, "DE"),  # 1: a neighbour
        town(0, "FR", population=31_000, name="Debut"),  # 2
        town(1, "FR"),  # 3: beside it
        town(0, "PL", population=300_000),  # 4
        town(30, "IT", population=0, lat=None, lng=None, name="Anfang"),  # 5
    ]
    return Network(places(facts), np.array([[0, 4], [2, 4], [1, 3]]))


def of(network: Network, asker: int, candidate: int) -> dict[Group, Reason]:
    weights = {group: 1.0 + n for n, group in enumerate(Group)}
    found = reasons(Asking(network, asker), candidate, weights)
    assert [reason.weight for reason in found] == sorted(weights.values(), reverse=True)
    return {reason.group: reason for reason in found}


def test_facts_of_a_good_match(network: Network) -> None:
    found = of(network, 0, 2)
    assert found[Group.SIZE].code == "about_your_size"
    assert found[Group.SIZE].values["inhabitants"] == 31_000
    assert found[Group.SHARED_PARTNERS].code == "shared_partners"
    assert found[Group.SHARED_PARTNERS].values == {"count": 1, "places": [4]}
    assert found[Group.NEIGHBOURS].code == "neighbourhoods_tied"
    assert found[Group.NEIGHBOURS].values["pairs"] == [(1, 3)]
    assert found[Group.COUNTRIES].code == "countries_tied"
    assert found[Group.COUNTRIES].values["ties"] == 1
    assert found[Group.DIVISIONS].code == "divisions_tied"
    assert found[Group.ACTIVITY].values == {"ties": 1}
    assert 480 < found[Group.DISTANCE].values["km"] < 620
    assert found[Group.NAME].code == "name_differs"


def test_facts_of_the_setting() -> None:
    nice = {"lat": 43.70, "lng": 7.27}
    facts = [
        town(0, "FR", **nice),
        town(0, "IT", lat=44.41, lng=8.93),  # 1: Genoa, a port
        town(0, "DE"),  # 2: inland
        town(1, "DE"),  # 3: inland
        town(0, "PL", lat=None, lng=None),  # 4
    ]
    network = Network(places(facts), np.array([[0, 1]]))
    codes = [of(network, a, b)[Group.SETTING].code for a, b in ((0, 1), (0, 2), (2, 3), (0, 4))]
    assert codes == ["both_by_the_sea", "one_by_the_sea", "both_inland", "setting_unknown"]
    assert of(network, 0, 2)[Group.SETTING].values == {"its": False, "yours": True}


def test_facts_about_neighbours(network: Network) -> None:
    assert of(network, 0, 3)[Group.NEIGHBOURS].code == "neighbours_tied_with_it"
    assert of(network, 0, 3)[Group.NEIGHBOURS].values["places"] == [1]
    assert of(network, 1, 2)[Group.NEIGHBOURS].code == "near_your_partners"
    assert of(network, 1, 2)[Group.NEIGHBOURS].values["places"] == [3]
    assert of(network, 0, 5)[Group.NEIGHBOURS].code == "neighbourhoods_not_tied"


def test_facts_against(network: Network) -> None:
    found = of(network, 0, 5)
    assert found[Group.SIZE].code == "size_unknown"
    assert found[Group.DISTANCE].code == "distance_unknown"
    assert found[Group.SHARED_PARTNERS].code == "no_shared_partners"
    assert found[Group.COUNTRIES].code == "countries_not_tied"
    assert found[Group.ACTIVITY].code == "no_partners_yet"
    assert found[Group.NAME].code == "same_name"
    assert of(network, 1, 4)[Group.SIZE].code == "larger"
    assert of(network, 0, 1)[Group.COUNTRIES].code == "same_country"


def test_every_group_has_a_reason(network: Network) -> None:
    assert set(of(network, 0, 2)) == set(Group) == {feature.group for feature in FEATURES}
    assert table(Asking(network, 0), np.array([2])).shape == (1, len(FEATURES))
