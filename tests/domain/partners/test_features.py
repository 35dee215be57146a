"""Features by hand on a small network, and at every level the same value."""

import numpy as np
import pytest

from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.coarse import NAMES, Coarse
from jumelage.partners.domain.features import BY_NAME, FEATURES, Level, askings, table
from jumelage.partners.domain.learner import Scaling
from jumelage.partners.domain.network import Network
from tests.domain.partners.towns import places, register, town


@pytest.fixture(scope="module")
def network() -> Network:
    known = register()
    return Network(places(known.places), known.edges)


def value(network: Network, name: str, asker: int, candidate: int) -> float:
    return float(table(Asking(network, asker), np.array([candidate]), [BY_NAME[name]])[0, 0])


def test_names_are_given_once() -> None:
    assert len(BY_NAME) == len(FEATURES) + 1  # and the namesakes of the default model


def test_shared_partners_by_hand() -> None:
    facts = [town(n, "DE") for n in range(3)] + [town(n, "FR") for n in range(2)]
    network = Network(places(facts), np.array([[0, 3], [1, 3], [0, 4], [1, 4], [2, 4]]))
    assert value(network, "common", 0, 1) == 2
    assert value(network, "common", 0, 2) == 1
    expected = 1 / np.log(3) + 1 / np.log(4)  # one partner has two ties, the other three
    assert value(network, "adamic_adar", 0, 1) == pytest.approx(expected, rel=1e-5)
    assert value(network, "allocation", 0, 1) == pytest.approx(1 / 2 + 1 / 3, rel=1e-5)
    assert value(network, "partners_there", 0, 3) == 2
    assert value(network, "partners_here", 2, 3) == 2


def test_neighbours_count_by_nearness() -> None:
    """Two towns 10 km apart; the partner of one is near to the other by that much."""
    facts = [town(0, "DE"), town(1, "DE"), town(0, "FR"), town(15, "FR")]
    network = Network(places(facts), np.array([[1, 2]]))
    km = float(np.exp(Asking(network, 0).distance(np.array([1]))[0])) - 3.0
    assert 9.5 < km < 10.5
    assert value(network, "tied_with_neighbours_12", 0, 2) == pytest.approx(
        np.exp(-km / 12), rel=1e-3
    )
    assert value(network, "tied_with_neighbours_12", 0, 3) == 0
    assert value(network, "neighbours_tied_50", 0, 3) > 0  # near its partner, some 150 km off
    assert value(network, "neighbours_tied_12", 0, 3) < value(network, "neighbours_tied_50", 0, 3)


def test_sizes_and_names() -> None:
    facts = [
        town(0, "DE", population=10_000, name="Neustadt"),
        town(1, "FR", population=100_000, name="Villeneuve"),
        town(2, "FR", population=0, name="Neustadt"),
        town(3, "FR", population=10_000, name="Colmar", names=("Neustadt",)),
    ]
    network = Network(places(facts), np.array([[0, 1]]))
    assert value(network, "size_apart", 0, 1) == pytest.approx(1.0)
    assert value(network, "larger", 1, 0) == pytest.approx(1.0)
    assert value(network, "sizes_known", 0, 2) == 0
    assert value(network, "size_apart", 0, 2) < 1.0  # what is not known is as usual in the country
    assert value(network, "name_alike", 0, 2) == pytest.approx(1.0)
    assert value(network, "name_alike", 0, 1) < 0.3
    assert value(network, "names_in_common", 0, 3) > 0
    assert value(network, "names_in_common", 0, 1) == 0


def test_neighbours_of_like_size_count_more() -> None:
    facts = [
        town(0, "DE", population=10_000),
        town(1, "DE", population=10_000),
        town(2, "DE", population=300_000),
        town(0, "FR"),
        town(10, "FR"),
    ]
    # The neighbour of like size is tied with one, the large one with another.
    network = Network(places(facts), np.array([[1, 3], [2, 4]]))
    like, unlike = (value(network, "tied_with_alike", 0, n) for n in (3, 4))
    assert 0 < 5 * unlike < like
    plain = [value(network, "tied_with_neighbours_50", 0, n) for n in (3, 4)]
    assert plain[0] < 2 * plain[1]


def test_usual_sizes_follow_from_the_countries() -> None:
    """Where partners abroad are ten times as large, one as large as that is as usual."""
    facts = [town(n, "DE", population=10_000) for n in range(40)]
    facts += [town(n, "FR", population=100_000) for n in range(40)]
    ties = np.array([[n, n + 40] for n in range(1, 40)])
    network = Network(places([*facts, town(41, "FR", population=10_000)]), ties)
    assert value(network, "size_offset", 0, 40) == pytest.approx(39 / 44, rel=1e-5)
    assert value(network, "size_against_usual", 0, 40) == pytest.approx(1 - 39 / 44, rel=1e-5)
    assert value(network, "size_against_usual", 0, 80) == pytest.approx(39 / 44, rel=1e-5)


def test_partners_by_the_sea_let_expect_another() -> None:
    facts = [town(0, "DE"), town(0, "FR")]
    facts += [town(n, "DE", lat=54.4, lng=10.2 + n / 100) for n in (1, 2)]
    found = places(facts)
    tied, alone = (Network(found, np.array(ties)) for ties in ([[1, 2]], [[0, 2]]))
    assert value(tied, "coast_as_its_partners", 3, 1) < value(alone, "coast_as_its_partners", 3, 1)
    assert value(tied, "coast_as_my_partners", 1, 3) < value(alone, "coast_as_my_partners", 1, 3)
    assert value(tied, "coast_as_its_partners", 3, 0) == value(tied, "coast_apart", 3, 0)


def test_all_values_are_numbers(network: Network) -> None:
    for asker in (0, 41, 90):
        assert np.isfinite(table(Asking(network, asker), slice(None))).all()


def test_without_ties_all_values_are_numbers() -> None:
    found = places([town(0, "DE"), town(0, "FR", lat=None, lng=None, population=0, kind=None)])
    network = Network(found, np.zeros((0, 2), dtype=np.int64))
    assert np.isfinite(table(Asking(network, 0), slice(None))).all()


def test_some_candidates_are_as_all(network: Network) -> None:
    at = np.array([3, 77, 120])
    some, everyone = (table(Asking(network, 5), which) for which in (at, slice(None)))
    np.testing.assert_allclose(some, everyone[at], rtol=1e-5, atol=1e-6)


def test_who_asks_together_gets_what_each_gets_alone(network: Network) -> None:
    asked, at = np.array([5, 77, 5, 120]), np.arange(0, 160, 7)
    for asking in askings(network, asked):
        alone = table(Asking(network, asking.place), at)
        np.testing.assert_array_equal(table(asking, at), alone)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if BY_NAME[name].level in {Level.COUNTRY, Level.FEW}]
)
def test_the_first_look_adds_up_what_the_table_says(network: Network, name: str) -> None:
    check(network, (name,))


def test_the_first_look_adds_up_all(network: Network) -> None:
    check(network, NAMES)


def test_one_first_look_is_not_taken_for_another(network: Network) -> None:
    """What is kept with the network is kept by weights: an object's address is used again."""
    for weight in np.arange(20, dtype=np.float32):
        found = Coarse(("degree",), np.array([weight]), np.zeros(1, np.float32))
        scores = found.scores(Asking(network, 7))
        np.testing.assert_allclose(scores, weight * np.log1p(network.degree), rtol=1e-5)


def check(network: Network, names: tuple[str, ...]) -> None:
    rng = np.random.default_rng(1)
    scaling = Scaling(names)
    weights = rng.standard_normal(len(scaling.owners)).astype(np.float32)
    logs = np.zeros(len(names), dtype=np.float32)
    logs[scaling.owners[len(names) :]] = weights[len(names) :]
    found = Coarse(names, weights[: len(names)], logs).scores(Asking(network, 7))
    wide = scaling.widened(table(Asking(network, 7), slice(None), scaling.features))
    expected = wide @ weights
    np.testing.assert_allclose(found - found[0], expected - expected[0], rtol=1e-3, atol=1e-3)
