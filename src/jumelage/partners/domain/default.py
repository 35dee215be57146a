"""The model for a register that is too small to learn from: linear, its coefficients published.

It is a file in the package: for each feature its weight, and what is taken as its mean and spread. It was
fitted once on the world's list as if only a thousand of its ties were known; ``benchmarks.partners
default`` does it again, and docs/partners-evaluation.md shows the coefficients and how good it is.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.coarse import NAMES, Coarse
from jumelage.partners.domain.features import NAMESAKE, table
from jumelage.partners.domain.holdout import Edges, Holdout, neighbours
from jumelage.partners.domain.learner import Lessons, Net, Sample, Scaling, learn
from jumelage.partners.domain.model import Model
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places

FILE = Path(__file__).with_name("data") / "default_model.json"
#: What it looks at: nothing that only many ties can tell. Each can be explained by itself.
FEATURES = (
    "adamic_adar", "tied_with_neighbours_50", "near_partners_50", "neighbours_tied_50", "degree",
    "affinity", "partners_there", "same_country", "same_language", "neighbouring",
    "same_continent", "distance", "coarse_size", "size_apart", "sizes_known", "order",
    "order_apart", "fame", "fame_apart", "urban_apart", "suburban_apart", "name_alike",
    "namesake", "same_kind", "both_capitals", "coast_apart", "both_by_sea",
)  # fmt: skip
#: As if no more ties were known.
KNOWN_TIES = 1_000
_LESSONS = Lessons(hidden=(), epochs=10, rate=5e-3, decay=0.0, dropped=0.0, home=False)


@cache
def default_model() -> Model:
    """Return the published model."""
    return from_coefficients(json.loads(FILE.read_text(encoding="utf-8")))


def from_coefficients(found: "dict[str, dict[str, list[float]]]") -> Model:
    """Return the model of published coefficients."""
    rows = found["features"]
    scaling = Scaling(tuple(rows))
    order = [(name, 0) for name in rows]
    order += [(scaling.names[n], 3) for n in scaling.owners[len(rows) :]]
    triples = np.array([rows[name][at : at + 3] for name, at in order], dtype=np.float32)
    scaling.mean, scaling.spread = triples[:, 1], triples[:, 2]
    net = Net([], triples[:, :1].copy())
    return Model(_first(scaling, net), scaling, [net])


def coefficients(scaling: Scaling, net: Net) -> "dict[str, dict[str, list[float]]]":
    """Return weight, mean and spread of each feature; of its logarithm as well where it has one."""
    rows: dict[str, list[float]] = {}
    columns = zip(net.direct[:, 0], scaling.mean, scaling.spread, strict=True)
    for owner, numbers in zip(scaling.owners, columns, strict=True):
        name = scaling.names[owner]
        rows.setdefault(name, []).extend(round(float(number), 5) for number in numbers)
    return {"features": rows}


def _first(scaling: Scaling, net: Net) -> Coarse:
    """Return the first look: the same, without what is too slow for all candidates."""
    whole = Coarse.of(scaling, net)
    keep = [n for n, name in enumerate(whole.names) if name in {*NAMES, NAMESAKE.name}]
    return Coarse(tuple(whole.names[n] for n in keep), whole.weights[keep], whole.log_weights[keep])


def fit(places: Places, edges: Edges, seed: int, *, times: int = 3, towns: int = 2_000) -> Model:
    """Fit the default model: know a thousand of the ties, and look for the others.

    Args:
        places: the candidates.
        edges: the ties of a large register.
        seed: what chance begins with.
        times: how often another thousand is known.
        towns: how many are asked each time.
    """
    rng = np.random.default_rng([seed, 2])
    scaling = Scaling(FEATURES)
    parts = []
    for _ in range(times):
        order = rng.permutation(len(edges))
        turn = Holdout(edges[np.sort(order[:KNOWN_TIES])], edges[np.sort(order[KNOWN_TIES:])])
        parts.append(_sample(Network(places, turn.remaining), turn, scaling, rng, towns))
    rows = np.concatenate([part.rows for part in parts])
    groups = np.concatenate([part.group + 10**6 * n for n, part in enumerate(parts)])
    partner = np.concatenate([part.partner for part in parts])
    weight = np.concatenate([part.weight for part in parts])
    sample = Sample(rows, partner, groups, weight, np.zeros(len(rows), dtype=bool))
    net = learn(scaling.fit(rows), sample, _LESSONS, seed)
    return from_coefficients(coefficients(scaling, net))


def _sample(
    network: Network, turn: Holdout, scaling: Scaling, rng: np.random.Generator, towns: int
) -> Sample:
    answers, number = neighbours(turn.hidden), len(network.places)
    asked = rng.permutation(sorted(answers))[:towns].tolist()
    rows, partner, group = [], [], []
    for count, town in enumerate(asked):
        partners = sorted(answers[town])
        others = rng.integers(0, number, 150)
        taken = [town, *partners, *network.partners(town)]
        at = np.r_[partners, others[~np.isin(others, taken)]].astype(np.intp)
        rows.append(table(Asking(network, town), at, scaling.features))
        partner.append(np.arange(len(at)) < len(partners))
        group.append(np.full(len(at), count))
    flags = np.concatenate(partner)
    weight = np.where(flags, 1.0, number / 150.0).astype(np.float32)
    home = np.zeros(len(flags), dtype=bool)
    return Sample(np.concatenate(rows), flags, np.concatenate(group), weight, home)
