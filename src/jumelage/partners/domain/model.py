"""A model that ranks candidates: a first look at all, a closer one at the likeliest."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain.asking import Asking, Values
from jumelage.partners.domain.coarse import Coarse
from jumelage.partners.domain.features import BY_NAME, table
from jumelage.partners.domain.learner import Net, Scaling

#: So many candidates get the closer look.
CLOSER = 16_000
#: … and of these so many, the best by the first net, are looked at by all nets.
CLOSEST = 4_000
#: A part of the scores, every so many of them, tells about where the highest begin.
_PART = 16
#: To be raised when the features or the file change.
VERSION = 4


class ModelFileError(ValueError):
    """It is no model, or one of another version: train anew."""


@dataclass(slots=True)
class Model:
    """What was learned."""

    coarse: Coarse
    scaling: Scaling
    nets: list[Net]
    ties: int = 0  # that it was trained on
    seed: int = 0
    closer: int = CLOSER

    def scores(self, asking: Asking) -> Values:
        """Return a score for each candidate. Whatever got no closer look stands below what did."""
        look = self.look(asking)
        return look.all(self.closer_scores(look.inputs))

    def closer_scores(self, inputs: Values) -> Values:
        """Return the scores of the closer look. Whatever only the first net looked at stands below the others."""
        first = self.nets[0].scores(inputs)
        return _above(first, *self.closest(inputs, first))

    def closest(
        self, inputs: Values, first: Values, added: Values | None = None
    ) -> tuple[NDArray[np.intp], Values]:
        """Return which candidates all nets look at, and the mean of their scores.

        Args:
            inputs: those of the candidates that get the closer look.
            first: their scores by the first net.
            added: what is wanted besides counts here as well.
        """
        number = CLOSEST if len(self.nets) > 1 else len(first)
        at = likeliest(first if added is None else first + added, number)
        total = first[at]
        for net in self.nets[1:]:
            total += net.scores(inputs[at])
        return at, total / np.float32(len(self.nets))

    def chosen(self, first: Values, open_to: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return which of the candidates that are open get the closer look, given the first one's
        scores."""
        numbers = np.flatnonzero(open_to)
        return numbers[likeliest(first[numbers], self.closer)]

    def look(self, asking: Asking) -> "Look":
        """Look at all candidates, and prepare the closer look at the likeliest."""
        first = self.coarse.scores(asking)
        at = likeliest(first, self.closer)
        return Look(first, at, self.scaling.inputs(table(asking, at, self.scaling.features)))

    def save(self, path: Path) -> None:
        """Write the model: numbers and names only, nothing that is run when it is read."""
        arrays: dict[str, NDArray[np.generic]] = {
            "head": np.array([VERSION, self.ties, self.seed, len(self.nets)]),
            "names": np.array(self.scaling.names),
            "mean": self.scaling.mean,
            "spread": self.scaling.spread,
            "coarse_names": np.array(self.coarse.names),
            "coarse": np.stack([self.coarse.weights, self.coarse.log_weights]),
        }
        for number, net in enumerate(self.nets):
            arrays.update({f"net{number}_{k}": a for k, a in enumerate(net.parameters)})
        part = path.with_name(path.name + ".part")
        with part.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Model":
        """Read a model.

        Raises:
            ModelFileError: it is none, or one of another version.
            OSError: it cannot be read.
        """
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            version, ties, seed, nets = (int(n) for n in arrays["head"])
            names = tuple(str(name) for name in arrays["names"])
            if version != VERSION or any(name not in BY_NAME for name in names):
                raise ModelFileError(f"{path.name} is of another version; train the model anew")
            scaling = Scaling(names, arrays["mean"], arrays["spread"])
            coarse_names = tuple(str(name) for name in arrays["coarse_names"])
            coarse = Coarse(coarse_names, arrays["coarse"][0], arrays["coarse"][1])
            return cls(coarse, scaling, [_net(arrays, n) for n in range(nets)], ties, seed)
        except (KeyError, ValueError, EOFError, AttributeError, BadZipFile) as error:
            if isinstance(error, ModelFileError):
                raise
            raise ModelFileError(f"{path.name} is no model of this program: {error}") from error


@dataclass(frozen=True, slots=True)
class Look:
    """The first look's scores, which candidates get a closer one, and their inputs."""

    first: Values
    at: NDArray[np.intp]
    inputs: Values

    def all(self, closer: Values) -> Values:
        """Return the scores of all candidates, given those of the closer look."""
        return _above(self.first, self.at, closer)


def _above(first: Values, at: NDArray[np.intp], better: Values) -> Values:
    """Return better scores of some, and the first ones of the others, lowered so that they stand below."""
    found = first.copy()
    if len(at) < len(found):
        rest = np.ones(len(found), dtype=bool)
        rest[at] = False
        found += better.min() - np.float32(1.0) - found[rest].max()
    found[at] = better
    return found


def mean_score(nets: Sequence[Net], inputs: Values) -> Values:
    """Return the mean of the nets' scores."""
    total = np.zeros(len(inputs), dtype=np.float32)
    for net in nets:
        total += net.scores(inputs)
    return total / np.float32(max(1, len(nets)))


def _net(arrays: dict[str, NDArray[np.generic]], number: int) -> Net:
    mark = f"net{number}_"
    count = sum(name.startswith(mark) for name in arrays)
    found = [arrays[f"{mark}{k}"] for k in range(count)]
    layers = list(zip(found[:-1:2], found[1:-1:2], strict=True))
    return Net(layers, found[-1])  # type: ignore[arg-type]


def likeliest(scores: Values, number: int) -> NDArray[np.intp]:
    """Return the numbers of the candidates with the highest scores, ascending; ties by number."""
    if number >= len(scores):
        return np.arange(len(scores))
    part = scores[::_PART]
    wanted = number * 6 // (5 * _PART) + _PART
    if wanted < len(part):  # what is clearly too low is put aside first
        high = np.flatnonzero(scores >= np.partition(part, -wanted)[-wanted])
        if number <= len(high) < len(scores):
            return high[likeliest(scores[high], number)]
    least = np.partition(scores, len(scores) - number)[len(scores) - number]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)[: number - len(above)]
    return np.sort(np.concatenate([above, level]))
