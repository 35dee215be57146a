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
from jumelage.partners.domain.learner import (
    Inputs,
    Lessons,
    Net,
    Progress,
    Sample,
    Scaling,
    learn,
)
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
    towns: int = 3_000  # asked in each turn
    others: int = 40  # places drawn from all, for each town
    likely: int = 36  # places drawn from those that the first look prefers
    home: int = 12  # places drawn from each country that a partner lies in
    reach: int = 1_000  # how many it prefers
    first_towns: int = 500  # asked to learn the first look
    nets: int = 2
    lessons: Lessons = field(default_factory=Lessons)


#: Places drawn from one country stand for so much less than they do: with fewer rivals for the first
#: place the order of all is learned, not that of the likeliest alone.
AT_HOME = 0.05
#: The largest number that half precision is asked to hold.
_HALF = 60_000.0
FIRST_LESSONS = Lessons(hidden=(), epochs=6, rate=5e-3, decay=0.0, dropped=0.0, home=False)


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
    draw = _Draw(places, course, rng, _Count(progress, turns, course))
    features = [BY_NAME[name] for name in first_look.NAMES]
    network = Network(places, turns[0].remaining)
    sample = draw.examples(network, turns[0], features)
    scaling = Scaling(first_look.NAMES)
    net = learn(scaling.fit(sample.rows), sample, FIRST_LESSONS, seed)
    coarse = Coarse.of(scaling, net)
    collected = _Collected()
    for turn in turns:
        del network  # two at once would take much memory
        network = Network(places, turn.remaining)
        collected.add(draw.examples(network, turn, FEATURES, coarse))
    return Examples(coarse, collected.sample())


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
    coarse = _first_look(scaling, examples.sample, seed)
    nets: list[Net] = []
    steps = course.nets * course.lessons.epochs
    for number in range(course.nets):

        def tell(done: int, of: int, before: int = number) -> None:
            progress("learning", before * of + done, steps)

        lessons = course.lessons
        nets.append(learn(inputs, examples.sample, lessons, seed * 100 + number, tell))
    return Model(coarse, scaling, nets, ties, seed)


def _first_look(scaling: Scaling, sample: Sample, seed: int) -> Coarse:
    """Learn the first look anew from all examples."""
    wanted = set(first_look.NAMES)
    columns = [k for k, owner in enumerate(scaling.owners) if scaling.names[owner] in wanted]
    part = Scaling(first_look.NAMES, scaling.mean[columns], scaling.spread[columns])
    inputs = Inputs(part, sample.rows, tuple(scaling.names.index(name) for name in part.names))
    return Coarse.of(part, learn(inputs, sample, FIRST_LESSONS, seed))


class _Count:
    """Counts towns, and tells of them."""

    def __init__(self, progress: Progress, turns: Sequence[Holdout], course: Course) -> None:
        self.progress, self.done = progress, 0
        asked = [len(turn.answers()) for turn in turns]
        self.of = min(course.first_towns, asked[0]) + sum(min(course.towns, n) for n in asked)

    def __call__(self) -> None:
        self.done += 1
        if self.done % 50 == 0 or self.done == self.of:
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


@dataclass(slots=True)
class _Group:
    """Candidates of a town: partners, and places that stand for so many each."""

    at: NDArray[np.intp]
    partner: NDArray[np.bool_]
    weight: Values
    home: bool  # all of one country

    @classmethod
    def of(
        cls, partners: NDArray[np.intp], others: NDArray[np.intp], weights: Values, *, home: bool
    ) -> "_Group":
        """Return a group of hidden partners and of others, with how many each of these stands for."""
        at = np.concatenate([partners, others])
        weight = np.r_[np.ones(len(partners), np.float32), weights].astype(np.float32)
        return cls(at, np.arange(len(at)) < len(partners), weight, home)


class _Draw:
    """Draws places to be told from hidden partners."""

    def __init__(
        self, places: Places, course: Course, rng: np.random.Generator, count: _Count
    ) -> None:
        self.course, self.rng, self.count = course, rng, count
        self.country = places.country
        order = np.argsort(places.country, kind="stable")
        edges = np.searchsorted(places.country[order], np.arange(1, len(places.country_codes)))
        self.inside = np.split(order, edges)

    def examples(
        self,
        network: Network,
        turn: Holdout,
        features: Sequence[Feature],
        coarse: Coarse | None = None,
    ) -> Sample:
        """Return rows for some of the towns that lost partners: these partners, and other places."""
        answers = turn.answers()
        number = self.course.towns if coarse else self.course.first_towns
        towns = self.rng.permutation(np.array(sorted(answers), dtype=np.intp))[:number]
        rows: list[Values] = []
        groups: list[_Group] = []
        for asking in _askings(network, towns):
            partners = np.array(sorted(answers[asking.place]), dtype=np.intp)
            found = self._groups(asking, partners, coarse)
            rows.append(table(asking, np.concatenate([group.at for group in found]), features))
            groups += found
            self.count()
        return _sample(rows, groups)

    def _groups(
        self, asking: Asking, partners: NDArray[np.intp], coarse: Coarse | None
    ) -> list[_Group]:
        excluded = np.zeros(len(asking.places), dtype=bool)
        excluded[[asking.place, *asking.network.partners(asking.place), *partners.tolist()]] = True
        if coarse is None:
            others, weights = self._anywhere(excluded, 3 * self.course.others)
            return [_Group.of(partners, others, weights, home=False)]
        others, weights = self._anywhere(excluded, self.course.others)
        likely, each = self._likely(coarse.scores(asking), excluded)
        others, weights = np.r_[others, likely], np.r_[weights, each]
        found = [_Group.of(partners, others, weights, home=False)]
        for country in np.unique(self.country[partners]).tolist():
            there = partners[self.country[partners] == country]
            found.append(_Group.of(there, *self._home(country, excluded), home=True))
        return found

    def _anywhere(
        self, excluded: NDArray[np.bool_], number: int
    ) -> tuple[NDArray[np.intp], Values]:
        """Draw places from all; with how many each stands for."""
        drawn = self.rng.integers(0, len(excluded), number)
        drawn = drawn[~excluded[drawn]]
        return drawn, np.full(len(drawn), len(excluded) / max(1, number), dtype=np.float32)

    def _home(self, country: int, excluded: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Values]:
        """Draw places from those of a country; with how many each stands for, less :data:`AT_HOME`."""
        inside, number = self.inside[country], self.course.home
        drawn = inside[self.rng.integers(0, len(inside), number)]
        drawn = drawn[~excluded[drawn]]
        each = AT_HOME * len(inside) / max(1, number)
        return drawn, np.full(len(drawn), each, dtype=np.float32)

    def _likely(
        self, scores: Values, excluded: NDArray[np.bool_]
    ) -> tuple[NDArray[np.intp], Values]:
        """Draw places from those that the first look prefers: half of them the very best."""
        scores[excluded] = -np.inf
        number = self.course.likely
        likely = likeliest(scores, min(self.course.reach, len(excluded) - int(excluded.sum())))
        likely = likely[np.argsort(-scores[likely], kind="stable")]
        best, rest = likely[: number // 2], likely[number // 2 :]
        wanted = min(len(rest), number - number // 2)
        more = self.rng.choice(rest, wanted, replace=False) if wanted else rest
        each = np.r_[np.ones(len(best)), np.full(len(more), len(rest) / max(1, wanted))]
        return np.concatenate([best, more]), each.astype(np.float32)


def _askings(network: Network, towns: NDArray[np.intp]) -> Iterator[Asking]:
    """Yield the towns that ask, a hundred worked out together."""
    for start in range(0, len(towns), 100):
        yield from askings(network, towns[start : start + 100])


def _sample(rows: Sequence[Values], groups: Sequence[_Group]) -> Sample:
    lengths = [len(group.at) for group in groups]
    return Sample(
        np.concatenate(rows),
        np.concatenate([group.partner for group in groups]),
        np.repeat(np.arange(len(groups)), lengths),
        np.concatenate([group.weight for group in groups]),
        np.repeat([group.home for group in groups], lengths),
    )


class _Collected:
    """The samples of all turns, one after the other, their groups apart.

    Rows are kept in half precision, four digits of each number: there are millions of them.
    """

    def __init__(self) -> None:
        self.rows = np.empty((0, len(FEATURES)), dtype=np.float16)
        self.others: list[Sample] = []  # without their rows
        self.groups = 0

    def add(self, sample: Sample) -> None:
        """Take a sample in."""
        before = len(self.rows)
        # It grows where it is, for nobody else holds it: a copy would take as much memory again.
        self.rows.resize((before + len(sample.rows), self.rows.shape[1]), refcheck=False)
        np.clip(sample.rows, -_HALF, _HALF, out=self.rows[before:], casting="same_kind")
        group = sample.group + self.groups
        self.groups += int(sample.group[-1]) + 1
        self.others.append(sample._replace(rows=self.rows[:0].copy(), group=group))

    def sample(self) -> Sample:
        """Return all as one."""
        return Sample(
            self.rows,
            np.concatenate([sample.partner for sample in self.others]),
            np.concatenate([sample.group for sample in self.others]),
            np.concatenate([sample.weight for sample in self.others]),
            np.concatenate([sample.home for sample in self.others]),
        )
