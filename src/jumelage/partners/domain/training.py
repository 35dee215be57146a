"""Learning from a register's own ties: hide some, and learn to find them among the others.

Ties are hidden in turns. In each turn every feature comes from the ties that are left, so that no
partner to be learned from is known; another part is hidden in the next turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain import coarse as first_look
from jumelage.partners.domain.asking import Asking, Values
from jumelage.partners.domain.coarse import Coarse
from jumelage.partners.domain.features import BY_NAME, FEATURES, Feature, askings, table
from jumelage.partners.domain.holdout import Edges, Holdout, hide_places
from jumelage.partners.domain.learner import Lessons, Net, Progress, Sample, Scaling, learn
from jumelage.partners.domain.model import Model, likeliest
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places

#: With fewer ties there is too little to learn from: the default model is used.
ENOUGH_TIES = 2_000


@dataclass(frozen=True, slots=True)
class Course:
    """How much is learned from."""

    turns: int = 10  # in which ties are hidden, a tenth each
    cold_turns: int = 2  # … and in which places lose all their ties
    towns: int = 1_200  # asked in each turn
    others: int = 120  # places drawn from all, for each town
    likely: int = 60  # places drawn from those that the first look prefers
    reach: int = 1_000  # how many it prefers
    first_towns: int = 500  # asked to learn the first look
    nets: int = 3
    lessons: Lessons = field(default_factory=Lessons)


FIRST_LESSONS = Lessons(hidden=(), epochs=6, rate=5e-3, decay=0.0, dropped=0.0)


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Examples:
    """What there is to learn from, and the first look that some of it was chosen by."""

    coarse: Coarse
    sample: Sample


def gather(
    places: Places,
    edges: Edges,
    *,
    seed: int,
    course: Course | None = None,
    progress: Progress = _silent,
) -> Examples:
    """Hide ties in turns, and collect examples; the same ties, seed and course give the same ones.

    Raises:
        ValueError: there is no tie.
    """
    if not len(edges):
        raise ValueError("a model cannot be trained without ties")
    course = course or Course()
    rng = np.random.default_rng([seed, 1])
    turns = _turns(edges, course, rng)
    count = _Count(progress, course.first_towns + course.towns * len(turns))
    features = [BY_NAME[name] for name in first_look.NAMES]
    network = Network(places, turns[0].remaining)
    sample = _examples(network, turns[0], features, course, rng, count, None)
    scaling = Scaling(first_look.NAMES)
    net = learn(scaling.fit(sample.rows), sample, FIRST_LESSONS, seed)
    coarse = Coarse.of(scaling, net)
    samples = []
    for number, turn in enumerate(turns):
        if number:
            network = Network(places, turn.remaining)
        samples.append(_examples(network, turn, FEATURES, course, rng, count, coarse))
    return Examples(coarse, _joined(samples))


def train(
    places: Places,
    edges: Edges,
    *,
    seed: int,
    course: Course | None = None,
    progress: Progress = _silent,
) -> Model:
    """Learn from the ties between places. The same ties, seed and course give the same model.

    Args:
        places: the candidates, those with ties and those without.
        edges: the ties, by the places' numbers.
        seed: what chance begins with.
        course: how much is learned from.
        progress: told the step, how much of it is done, and of how much.

    Raises:
        ValueError: there is no tie.
    """
    course = course or Course()
    examples = gather(places, edges, seed=seed, course=course, progress=progress)
    return learned(examples, ties=len(edges), seed=seed, course=course, progress=progress)


def learned(
    examples: Examples, *, ties: int, seed: int, course: Course, progress: Progress = _silent
) -> Model:
    """Return the model that examples teach."""
    scaling = Scaling(tuple(feature.name for feature in FEATURES))
    inputs = scaling.fit(examples.sample.rows)
    coarse = _first_look(inputs, scaling, examples.sample, seed)
    nets: list[Net] = []
    steps = course.nets * course.lessons.epochs
    for number in range(course.nets):

        def tell(done: int, of: int, before: int = number) -> None:
            progress("learning", before * of + done, steps)

        lessons = course.lessons
        nets.append(learn(inputs, examples.sample, lessons, seed * 100 + number, tell))
    return Model(coarse, scaling, nets, ties, seed)


def _first_look(inputs: Values, scaling: Scaling, sample: Sample, seed: int) -> Coarse:
    """Learn the first look anew from all examples."""
    wanted = set(first_look.NAMES)
    columns = [k for k, owner in enumerate(scaling.owners) if scaling.names[owner] in wanted]
    part = Scaling(first_look.NAMES, scaling.mean[columns], scaling.spread[columns])
    return Coarse.of(part, learn(inputs[:, columns], sample, FIRST_LESSONS, seed))


class _Count:
    """Counts towns, and tells of them."""

    def __init__(self, progress: Progress, of: int) -> None:
        self.progress, self.of, self.done = progress, of, 0

    def __call__(self) -> None:
        self.done += 1
        if self.done % 50 == 0:
            self.progress("examples", self.done, self.of)


def _turns(edges: Edges, course: Course, rng: np.random.Generator) -> list[Holdout]:
    """Return the turns: each tenth of the ties is hidden at most once."""
    order = rng.permutation(len(edges))
    turns = []
    for number in range(min(10, course.turns)):
        hidden = np.zeros(len(edges), dtype=bool)
        hidden[order[number::10]] = True
        if hidden.any():
            turns.append(Holdout(edges[~hidden], edges[hidden]))
    tied = int(edges.max()) + 1
    turns += [hide_places(edges, tied, rng) for _ in range(course.cold_turns)]
    return turns


def _examples(
    network: Network,
    turn: Holdout,
    features: Sequence[Feature],
    course: Course,
    rng: np.random.Generator,
    count: _Count,
    coarse: Coarse | None,
) -> Sample:
    """Return rows for some of the towns that lost partners: these partners, and other places."""
    answers = turn.answers()
    number = course.first_towns if coarse is None else course.towns
    towns = rng.permutation(np.array(sorted(answers), dtype=np.intp))[:number]
    parts: list[tuple[Values, NDArray[np.bool_], Values]] = []
    for asking in _askings(network, towns):
        town = asking.place
        partners = np.array(sorted(answers[town]), dtype=np.intp)
        excluded = np.zeros(len(network.places), dtype=bool)
        excluded[[town, *network.partners(town), *partners.tolist()]] = True
        others, weights = _others(asking, excluded, course, rng, coarse)
        at = np.concatenate([partners, others])
        partner = np.arange(len(at)) < len(partners)
        rows = table(asking, at, features)
        parts.append((rows, partner, np.r_[np.ones(len(partners)), weights].astype(np.float32)))
        count()
    return _sample(parts)


def _askings(network: Network, towns: NDArray[np.intp]) -> Iterator[Asking]:
    """Yield the towns that ask, a hundred worked out together."""
    for start in range(0, len(towns), 100):
        yield from askings(network, towns[start : start + 100])


def _sample(parts: list[tuple[Values, NDArray[np.bool_], Values]]) -> Sample:
    return Sample(
        np.concatenate([rows for rows, _, _ in parts]),
        np.concatenate([partner for _, partner, _ in parts]),
        np.repeat(np.arange(len(parts)), [len(rows) for rows, _, _ in parts]),
        np.concatenate([weights for _, _, weights in parts]),
    )


def _others(
    asking: Asking,
    excluded: NDArray[np.bool_],
    course: Course,
    rng: np.random.Generator,
    coarse: Coarse | None,
) -> tuple[NDArray[np.intp], Values]:
    """Draw other places: from all, and from those that the first look prefers; with how many each
    stands for."""
    total = len(excluded)
    drawn = rng.integers(0, total, course.others)
    drawn = drawn[~excluded[drawn]]
    weights = np.full(len(drawn), total / course.others)
    if coarse is None:
        return drawn, weights.astype(np.float32)
    scores = coarse.scores(asking)
    scores[excluded] = -np.inf
    reach = min(course.reach, total - int(excluded.sum()))
    likely = likeliest(scores, reach)
    likely = likely[np.argsort(-scores[likely], kind="stable")]
    best, rest = likely[: course.likely // 2], likely[course.likely // 2 :]
    wanted = min(len(rest), course.likely - course.likely // 2)
    more = rng.choice(rest, wanted, replace=False) if wanted else rest
    each = np.r_[np.ones(len(best)), np.full(len(more), len(rest) / max(1, wanted))]
    found = np.concatenate([drawn, best, more])
    return found, np.r_[weights, each].astype(np.float32)


def _joined(samples: Sequence[Sample]) -> Sample:
    """Return several samples as one, their groups apart."""
    offset, groups = 0, []
    for sample in samples:
        groups.append(sample.group + offset)
        offset += int(sample.group[-1]) + 1
    return Sample(
        np.concatenate([sample.rows for sample in samples]),
        np.concatenate([sample.partner for sample in samples]),
        np.concatenate(groups),
        np.concatenate([sample.weight for sample in samples]),
    )
