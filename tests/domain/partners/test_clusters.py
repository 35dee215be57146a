"""Where places stand in the whole of the ties."""

import numpy as np
import pytest
from scipy import sparse

from jumelage.partners.domain.clusters import WIDTH, clusters
from jumelage.partners.domain.holdout import adjacency


def test_few_directions_give_the_ties_back() -> None:
    """Ties of fewer places than there are directions lose nothing."""
    rng = np.random.default_rng(3)
    ties = adjacency(
        np.array([[a, b] for a in range(20) for b in range(a) if rng.random() < 0.3]), 40
    )
    rows, signs = clusters(ties)
    np.testing.assert_allclose((rows * signs) @ rows.T, ties.toarray(), atol=1e-4)


def test_who_is_tied_with_the_same_stands_alike() -> None:
    """Two worlds that have no tie with each other: what holds in one says nothing of the other."""
    rng = np.random.default_rng(4)
    edges = [
        (50 * world + a, 50 * world + 25 + b)
        for world in range(2)
        for a in range(25)
        for b in range(25)
        if rng.random() < 0.3
    ]
    rows, signs = clusters(adjacency(np.array(edges), 100))
    product = (rows * signs) @ rows.T
    assert product[:25, 25:50].mean() > 0.2
    assert np.abs(product[:50, 50:]).max() < 0.1


@pytest.mark.parametrize("number", [1, 2, WIDTH, 200])
def test_without_ties_there_is_nothing(number: int) -> None:
    rows, _ = clusters(sparse.csr_matrix((number, number), dtype=np.float32))
    assert rows.shape[0] == number
    assert not rows.any()
