"""What is hidden is hidden, and clubs are known as such."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jumelage.partners.domain.holdout import (
    CLUB,
    adjacency,
    clubs,
    hide_places,
    hide_ties,
    neighbours,
)

edges = st.sets(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda pair: pair[0] < pair[1]),
    min_size=1,
).map(lambda pairs: np.array(sorted(pairs), dtype=np.int64))
seeds = st.integers(0, 2**32)


def pairs(found: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(edge) for edge in found.tolist()]


@given(edges, seeds)
def test_each_tie_either_remains_or_is_hidden(all_ties: np.ndarray, seed: int) -> None:
    found = hide_ties(all_ties, np.random.default_rng(seed))
    assert sorted(pairs(found.remaining) + pairs(found.hidden)) == pairs(all_ties)
    assert len(found.hidden) == max(1, round(len(all_ties) / 10))


@given(edges, seeds)
def test_no_answer_is_known(all_ties: np.ndarray, seed: int) -> None:
    found = hide_ties(all_ties, np.random.default_rng(seed))
    for town, partners in found.answers().items():
        assert not partners & found.partners().get(town, set())


@given(edges, seeds)
def test_cold_places_keep_nothing_and_are_no_answers(all_ties: np.ndarray, seed: int) -> None:
    found = hide_places(all_ties, 31, np.random.default_rng(seed))
    assert len(found.cold) == 3
    assert not found.cold & set(np.unique(found.remaining).tolist())
    assert sorted(pairs(found.remaining) + pairs(found.hidden)) == pairs(all_ties)
    for town, partners in found.answers().items():
        assert town in found.cold
        assert partners
        assert partners <= set(np.unique(found.remaining).tolist())


def test_the_same_seed_hides_the_same() -> None:
    ties = np.array(list(combinations(range(12), 2)), dtype=np.int64)
    one, two = (hide_ties(ties, np.random.default_rng(3)) for _ in range(2))
    assert pairs(one.hidden) == pairs(two.hidden)
    assert pairs(hide_ties(ties, np.random.default_rng(4)).hidden) != pairs(one.hidden)


def test_ties_are_symmetric_and_count_once() -> None:
    ties = adjacency(np.array([[0, 1], [0, 1], [1, 2]]), 4)
    assert ties.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]


def test_a_club_is_who_is_tied_with_ten_in_common() -> None:
    members = CLUB + 2  # each pair has all others in common
    club = list(combinations(range(members), 2))
    found = clubs(np.array([*club, (0, 20), (20, 21)]), 30)
    assert found == {pair for a, b in club for pair in ((a, b), (b, a))}
    smaller = list(combinations(range(members - 1), 2))
    assert clubs(np.array(smaller), 30) == set()


def test_nothing_to_hide() -> None:
    none = np.zeros((0, 2), dtype=np.int64)
    assert len(hide_ties(none, np.random.default_rng(1)).hidden) == 0
    assert neighbours(none) == {}
    assert adjacency(none, 3).nnz == 0
