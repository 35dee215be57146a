"""Small networks that learn to tell a town's hidden partner from other places.

Each group of rows is one town: its hidden partners and a sample of other places. What is learned is the
chance of the partner among all places (softmax over the sample, each place standing for as many as it
was drawn from). Plain numpy: the same seed and data give the same weights.

Sources: sampled softmax with the correction for the drawing (Bengio and Senécal, IEEE Trans. Neural
Networks 19, 2008); units left out by chance (Srivastava et al., JMLR 15, 2014); the Adam step with
decoupled decay (Loshchilov and Hutter, ICLR 2019).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.features import BY_NAME, Feature

Values = NDArray[np.float32]

#: Standardised inputs beyond this say no more.
CLIP = 6.0
#: So many rows are measured at once.
_AT_ONCE = 20_000
Progress = Callable[[str, int, int], None]


class Sample(NamedTuple):
    """Rows to learn from, in groups one after the other.

    A group is a town's hidden partners among places from everywhere, or (``home``) those of one country
    among places of this country.
    """

    rows: NDArray[np.floating]  # a column for each feature
    partner: NDArray[np.bool_]
    group: NDArray[np.intp]  # ascending
    weight: Values  # how many places each row stands for
    home: NDArray[np.bool_]


@dataclass(slots=True)
class Scaling:
    """How features become inputs: with logarithms beside counts, centred, of like spread, clipped."""

    names: tuple[str, ...]
    mean: Values = field(default_factory=lambda: np.zeros(0, np.float32))
    spread: Values = field(default_factory=lambda: np.ones(0, np.float32))

    @property
    def features(self) -> list[Feature]:
        """The features, in the order of their columns."""
        return [BY_NAME[name] for name in self.names]

    @property
    def owners(self) -> list[int]:
        """The feature that each input comes from, by its column."""
        logs = [number for number, feature in enumerate(self.features) if feature.log]
        return [*range(len(self.names)), *logs]

    def widened(self, rows: Values) -> Values:
        """Return the rows with logarithms beside counts."""
        number, width = rows.shape
        order: Any = "F" if rows.flags.f_contiguous else "C"  # across the order copying takes long
        found = np.empty((number, len(self.owners)), dtype=np.float32, order=order)
        found[:, :width] = rows
        at = width
        for column, feature in enumerate(self.features):
            if feature.log:
                shifted = np.maximum(rows[:, column], 0.0) + np.float32(feature.log)
                np.log(shifted, out=found[:, at])
                at += 1
        return found

    def fit(self, rows: NDArray[np.floating]) -> "Inputs":
        """Take the measure of rows, and return their inputs."""
        near = self.widened(rows[:_AT_ONCE].astype(np.float32)).mean(axis=0, dtype=np.float64)
        first, second = np.zeros_like(near), np.zeros_like(near)
        for start in range(0, len(rows), _AT_ONCE):
            wide = self.widened(rows[start : start + _AT_ONCE].astype(np.float32)) - near
            first += wide.sum(axis=0)
            second += np.square(wide).sum(axis=0)
        first, second = first / len(rows), second / len(rows)
        self.mean = (near + first).astype(np.float32)
        spread = np.sqrt(np.maximum(second - np.square(first), 0.0))
        self.spread = (spread + 1e-6).astype(np.float32)
        return Inputs(self, rows)

    def inputs(self, rows: Values) -> Values:
        """Return the inputs of rows."""
        return self._scaled(self.widened(rows))

    def _scaled(self, wide: Values) -> Values:
        wide -= self.mean
        wide /= self.spread
        return np.clip(wide, -CLIP, CLIP, out=wide)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of rows, worked out for those asked for: of all at once they would take gigabytes."""

    scaling: Scaling
    rows: NDArray[np.floating]
    #: Which columns of the rows the features of the scaling are; all of them if not given.
    columns: tuple[int, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and inputs there are."""
        return len(self.rows), len(self.scaling.owners)

    def __getitem__(self, at: NDArray[np.intp]) -> Values:
        """Return the inputs of some rows."""
        found = self.rows[at]
        if self.columns:
            found = found[:, self.columns]
        return self.scaling.inputs(found.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Lessons:
    """How a network learns."""

    hidden: tuple[int, ...] = (128, 64)  # without any, it is a linear model
    epochs: int = 5
    rate: float = 2e-3
    decay: float = 1e-3
    dropped: float = (
        0.1  # the share of inputs left out of each step, so that none is relied on alone
    )
    silent: float = 0.2  # the share of each layer's units left out of each step
    batch: int = 64  # groups of places from everywhere
    home: bool = True  # whether to learn from the groups of one country as well


@dataclass(slots=True)
class Net:
    """Layers of (weights, offsets); the last one, and a direct path from the inputs, give the score."""

    layers: list[tuple[Values, Values]]
    direct: Values

    @classmethod
    def new(cls, width: int, hidden: Sequence[int], rng: np.random.Generator) -> "Net":
        """Return a network that has learned nothing."""
        sizes = [width, *hidden]
        layers = [
            (_normal(rng, (a, b), np.sqrt(2.0 / a)), np.zeros(b, np.float32))
            for a, b in pairwise(sizes)
        ]
        if hidden:
            last = (
                _normal(rng, (sizes[-1], 1), 0.1 * np.sqrt(2.0 / sizes[-1])),
                np.zeros(1, np.float32),
            )
            layers.append(last)
        return cls(layers, np.zeros((width, 1), np.float32))

    def scores(self, inputs: Values) -> Values:
        """Return the score of each row."""
        return self.forward(inputs)[-1][:, 0]

    def scores_of_sums(self, base: Values, steps: Values, taken: Values) -> Values:
        """Return the scores of sums: for each row of ``taken`` the base and those of the steps that have a one.

        As :meth:`scores` of the sums, but what the first layer makes of base and steps is worked out once.
        """
        score = taken @ (steps @ self.direct) + base @ self.direct
        if self.layers:
            first, *others = self.layers
            value = taken @ (steps @ first[0]) + (base @ first[0] + first[1])
            for weights, offsets in others:
                np.maximum(value, 0.0, out=value)
                value = value @ weights
                value += offsets
            score += value
        found: Values = score[:, 0]
        return found

    def forward(self, inputs: Values, kept: Sequence[Values] = ()) -> list[Values]:
        """Return what each layer gives, the inputs first and the score last.

        ``kept``: by how much each unit of each layer counts in this step of learning.
        """
        given = [inputs]
        for number, (weights, offsets) in enumerate(self.layers[:-1]):
            value = given[-1] @ weights
            value += offsets
            np.maximum(value, 0.0, out=value)
            if kept:
                value *= kept[number]
            given.append(value)
        score = inputs @ self.direct
        if self.layers:
            weights, offsets = self.layers[-1]
            score += given[-1] @ weights + offsets
        given.append(score)
        return given

    def gradients(
        self, given: list[Values], slope: Values, kept: Sequence[Values] = ()
    ) -> list[Values]:
        """Return the slopes of all parameters, in the order of :attr:`parameters`."""
        back = slope[:, None]
        found: list[Values] = [given[0].T @ back]
        for number in range(len(self.layers) - 1, -1, -1):
            weights, _ = self.layers[number]
            if number < len(self.layers) - 1:
                back = back * (given[number + 1] > 0)
                if kept:
                    back *= kept[number]
            found = [given[number].T @ back, back.sum(axis=0), *found]
            if number:
                back = back @ weights.T
        return found

    def some(self, silent: float, rng: np.random.Generator) -> list[Values]:
        """Draw units to be left out, by layer; the others count for more instead."""
        sizes = [len(offsets) for _, offsets in self.layers[:-1]]
        return [
            np.array((rng.random(size) >= silent) / (1.0 - silent), dtype=np.float32)
            for size in sizes
        ]

    @property
    def parameters(self) -> list[Values]:
        """All weights: layer by layer, then the direct path."""
        return [array for layer in self.layers for array in layer] + [self.direct]


def _normal(rng: np.random.Generator, shape: tuple[int, int], spread: float) -> Values:
    return (rng.standard_normal(shape) * spread).astype(np.float32)


class _Adam:
    """Steps along slopes, each parameter at its own pace."""

    def __init__(self, net: Net, lessons: Lessons, steps: int) -> None:
        self.net, self.lessons, self.steps, self.step = net, lessons, steps, 0
        self.first = [np.zeros_like(array) for array in net.parameters]
        self.second = [np.zeros_like(array) for array in net.parameters]

    def take(self, slopes: list[Values]) -> None:
        """Change the parameters in place."""
        self.step += 1
        warm = min(1.0, self.step / 50.0)
        rate = self.lessons.rate * warm * 0.5 * (1.0 + np.cos(np.pi * self.step / self.steps))
        one, two = 1.0 - 0.9**self.step, 1.0 - 0.99**self.step
        for number, array in enumerate(self.net.parameters):
            slope, first, second = slopes[number], self.first[number], self.second[number]
            np.add(first, np.float32(0.1) * (slope - first), out=first)
            np.add(second, np.float32(0.01) * (slope * slope - second), out=second)
            move = (first / one) / (np.sqrt(second / two) + 1e-8) + self.lessons.decay * array
            np.subtract(array, (rate * move).astype(np.float32), out=array)


def learn(
    inputs: Values | Inputs,
    sample: Sample,
    lessons: Lessons,
    seed: int,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Net:
    """Return a network that has learned from a sample and its inputs."""
    rng = np.random.default_rng(seed)
    net = Net.new(inputs.shape[1], lessons.hidden, rng)
    starts = np.flatnonzero(np.r_[True, np.diff(sample.group) > 0])
    lengths = np.diff(np.r_[starts, len(sample.group)])
    home = sample.home[starts]
    chosen = np.arange(len(starts)) if lessons.home else np.flatnonzero(~home)
    weights = np.where(sample.partner, 0.0, np.log(np.maximum(sample.weight, 1e-9)))
    batches = max(1, int((~home).sum()) // lessons.batch)
    adam = _Adam(net, lessons, lessons.epochs * batches)
    for epoch in range(lessons.epochs):
        order = rng.permutation(chosen)
        for groups in np.array_split(order, batches):
            at = _ranges(starts[groups], lengths[groups])
            rows = inputs[at]
            if lessons.dropped:
                rows *= np.array(rng.random(rows.shape[1]) > lessons.dropped, dtype=np.float32)
            kept = net.some(lessons.silent, rng)
            given = net.forward(rows, kept)
            owner = np.repeat(np.arange(len(groups)), lengths[groups])
            slope = _slope(
                given[-1][:, 0].astype(np.float64) + weights[at], sample.partner[at], owner
            )
            adam.take(net.gradients(given, slope, kept))
        progress(epoch + 1, lessons.epochs)
    return net


def _ranges(starts: NDArray[np.intp], lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the numbers of the ranges, one after the other."""
    offsets = np.repeat(starts - np.r_[0, np.cumsum(lengths)[:-1]], lengths)
    return offsets + np.arange(int(lengths.sum()))


def _slope(
    scores: NDArray[np.float64], partner: NDArray[np.bool_], owner: NDArray[np.intp]
) -> Values:
    """Return the slope of the loss: of each partner against all rows of its group that are none."""
    highest = np.full(int(owner[-1]) + 1, -np.inf)
    np.maximum.at(highest, owner, scores)
    raised = np.exp(scores - highest[owner])
    others = np.bincount(owner, raised * ~partner)
    found = np.flatnonzero(partner)
    whole = others[owner[found]] + raised[found]
    slope = np.zeros(len(scores))
    slope[found] = raised[found] / whole - 1.0
    shared = np.bincount(owner[found], 1.0 / whole, minlength=len(others))
    slope += np.where(partner, 0.0, raised * shared[owner])
    return (slope / max(1, len(found))).astype(np.float32)
