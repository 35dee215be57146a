"""Simple ways to rank, to measure the model by."""

from collections.abc import Callable

import numpy as np
from scipy import sparse

from jumelage.partners.domain.asking import Asking, Values
from jumelage.partners.domain.features import BY_NAME, dense, few_of, table
from jumelage.partners.domain.learner import Inputs, Lessons, Net, Sample, Scaling, learn
from jumelage.partners.domain.network import Matrix, Network

Way = Callable[[Asking], Values]

_GRAVITY = ("coarse_size", "size_apart", "sizes_known", "distance")
_LINEAR = Lessons(hidden=(), epochs=6, rate=5e-3, decay=0.0, dropped=0.0, home=False)


def chance(seed: int) -> Way:
    """Every order is as likely."""
    rng = np.random.default_rng(seed)
    return lambda asking: rng.random(len(asking.places)).astype(np.float32)


def popularity(asking: Asking) -> Values:
    """Who has most partners."""
    found: Values = asking.network.degree.astype(np.float32)
    return found


def country_affinity(asking: Asking) -> Values:
    """How many ties between both countries would fall to a place with so many partners."""
    network = asking.network
    per_tie = network.between[asking.country] / np.maximum(network.country_ties, 1.0)
    found: Values = per_tie[asking.places.country] * network.degree
    return found


def adamic_adar(asking: Asking) -> Values:
    """Partners in common, those of few weighing more (Adamic and Adar, Social Networks 25, 2003)."""
    return dense(few_of(asking, BY_NAME["adamic_adar"]), len(asking.places))


def neighbours_partners(asking: Asking) -> Values:
    """What places nearby are tied with, the nearer weighing more."""
    return dense(few_of(asking, BY_NAME["tied_with_neighbours_50"]), len(asking.places))


def gravity(sample: Sample, seed: int) -> Way:
    """Inhabitants, how alike in size, and how far; the weights are learned."""
    names = [*BY_NAME]
    columns = [names.index(name) for name in _GRAVITY]
    part = sample._replace(rows=sample.rows[:, columns])
    scaling = Scaling(_GRAVITY)
    net = learn(scaling.fit(part.rows), part, _LINEAR, seed)
    features = scaling.features
    return lambda asking: net.scores(scaling.inputs(table(asking, slice(None), features)))


def factors(network: Network, seed: int, *, number: int = 64, rounds: int = 12) -> Way:
    """Latent factors by alternating least squares for implicit ties.

    Source: Hu, Koren and Volinsky, ICDM 2008; confidence 1 + 40 for a tie, regularisation 0.1.
    """
    rng = np.random.default_rng(seed)
    left = (rng.standard_normal((len(network.places), number)) * 0.1).astype(np.float32)
    right = left.copy()
    for _ in range(rounds):
        left = _solved(network, right)
        right = _solved(network, left)
    return lambda asking: right @ left[asking.place]


def _solved(network: Network, other: Values, alpha: float = 40.0, decay: float = 0.1) -> Values:
    number = other.shape[1]
    base = other.T @ other + decay * np.eye(number, dtype=np.float32)
    found = np.zeros_like(other)
    tied = np.flatnonzero(network.degree > 0)
    for start in range(0, len(tied), 500):
        rows = tied[start : start + 500]
        ties = network.ties[rows]
        theirs = other[ties.indices]
        squares = (theirs[:, :, None] * theirs[:, None, :]).reshape(len(theirs), -1)
        left = base + alpha * (ties_to(ties) @ squares).reshape(-1, number, number)
        right = (1.0 + alpha) * (ties_to(ties) @ theirs)
        found[rows] = np.linalg.solve(left, right[:, :, None])[:, :, 0]
    return found


def ties_to(rows: Matrix) -> Matrix:
    """Return a matrix that adds up, for each row, what stands for its ties one after the other."""
    number = len(rows.indices)
    ones = np.ones(number, dtype=np.float32)
    return sparse.csr_matrix((ones, np.arange(number), rows.indptr), shape=(rows.shape[0], number))


def logistic_regression(inputs: Inputs, sample: Sample, seed: int) -> Net:
    """Return logistic regression on all features, conditional on the town that asks."""
    return learn(inputs, sample, _LINEAR, seed)
