"""How good suggestions are: ties are hidden, and looked for among all places.

The rules, each of which answers a way to fool oneself:

* Names that mean one place are one place before anything is hidden.
* Every feature comes from the ties that remain; what the model learns from is another hidden part of
  these.
* Places without any tie are drawn at random from the whole gazetteer, are candidates in training, and in
  the “open” figures; as little is known of them as of places with ties.
* Known partners, and the other hidden ones, are no rivals. Equal scores share their ranks.
* The honest subset leaves out clubs, whose members are all tied with each other, and partners that lie
  where another partner of the town lies.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jumelage.partners.domain import baselines
from jumelage.partners.domain.asking import Asking, Values, km_between
from jumelage.partners.domain.facts import Facts, Register, decoys
from jumelage.partners.domain.holdout import Holdout, clubs, hide_places, hide_ties
from jumelage.partners.domain.landscape import Landscape
from jumelage.partners.domain.learner import Inputs, Net, Progress
from jumelage.partners.domain.metrics import Answer, placing, rivals
from jumelage.partners.domain.model import Model
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places, places_of
from jumelage.partners.domain.training import Course, gather, learned

#: So many places without ties are candidates in the “open” figures.
DECOYS = 25_000
#: A partner so near (km) to another partner of the same town is the same place twice.
SAME_KM = 3.0
MODEL = "jumelage"


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to hide ties, and how much of it to measure."""

    seed: int
    cold: bool = False
    towns: int = 0  # asked; 0: all that lost a partner
    decoys: int = DECOYS
    course: Course = field(default_factory=Course)
    with_baselines: bool = True


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


def evaluate(
    register: Register,
    gazetteer: Sequence[Facts],
    landscape: Landscape,
    trial: Trial,
    progress: Progress = _silent,
) -> dict[str, list[Answer]]:
    """Hide ties of a register, and return where each way to rank puts the hidden partners.

    Args:
        register: places and ties.
        gazetteer: settlements and divisions that places without ties are drawn from.
        landscape: the settlements of the gazetteer.
        trial: what is hidden, and what is measured.
        progress: told the step, how much of it is done, and of how much.
    """
    rng = np.random.default_rng([trial.seed, 0])
    number = len(register.places)
    holdout = (
        hide_places(register.edges, number, rng) if trial.cold else hide_ties(register.edges, rng)
    )
    without = decoys(register, gazetteer, trial.decoys, rng)
    places = places_of([*register.places, *without], landscape)
    judge = Judge(places, register, holdout)
    network = Network(places, holdout.remaining)
    ways = _ways(places, network, holdout, trial, progress)
    towns = judge.towns(trial.towns, rng)
    answers: dict[str, list[Answer]] = {}
    for done, town in enumerate(towns, start=1):
        for name, scores in ways(Asking(network, town)).items():
            answers.setdefault(name, []).extend(judge.answers(town, scores))
        if done % 20 == 0 or done == len(towns):
            progress("asking", done, len(towns))
    return answers


def _ways(
    places: Places, network: Network, holdout: Holdout, trial: Trial, progress: Progress
) -> Callable[[Asking], Mapping[str, Values]]:
    """Train the model, and return what scores candidates by every way."""
    examples = gather(
        places, holdout.remaining, seed=trial.seed, course=trial.course, progress=progress
    )
    model = learned(
        examples,
        ties=len(holdout.remaining),
        seed=trial.seed,
        course=trial.course,
        progress=progress,
    )
    if not trial.with_baselines:
        return lambda asking: {MODEL: model.scores(asking)}
    simple: dict[str, baselines.Way] = {
        "random": baselines.chance(trial.seed),
        "popularity": baselines.popularity,
        "country affinity × degree": baselines.country_affinity,
        "Adamic-Adar": baselines.adamic_adar,
        "gravity": baselines.gravity(examples.sample, trial.seed),
        "ALS, 64 factors": baselines.factors(network, trial.seed),
        "neighbours' partners": baselines.neighbours_partners,
    }
    inputs = Inputs(model.scaling, examples.sample.rows)
    linear = baselines.logistic_regression(inputs, examples.sample, trial.seed)
    return lambda asking: {
        **{name: way(asking) for name, way in simple.items()},
        **_looks(model, linear, asking),
    }


def _looks(model: Model, linear: Net, asking: Asking) -> dict[str, Values]:
    look = model.look(asking)
    return {
        "logistic regression": look.all(linear.scores(look.inputs)),
        MODEL: look.all(model.closer_scores(look.inputs)),
    }


class Judge:
    """Knows what was hidden, and says where scores put it."""

    def __init__(self, places: Places, register: Register, holdout: Holdout) -> None:
        """Take in what was hidden; features never meet this."""
        self.places, self.number = places, len(register.places)
        self.hidden = holdout.answers()
        self.known = holdout.partners()
        all_hidden = Holdout(holdout.hidden, holdout.hidden).partners()
        self.excluded = {
            town: [town, *self.known.get(town, ()), *all_hidden.get(town, ())]
            for town in self.hidden
        }
        self.clubs = clubs(register.edges, self.number)
        here = np.arange(self.number)
        if holdout.cold:  # only places that kept a tie can be told from those that lost them all
            here = here[np.isin(here, holdout.remaining)]
        self.candidates = here
        country = places.country[here]
        self.by_country = {code: here[country == code] for code in np.unique(country).tolist()}

    def towns(self, number: int, rng: np.random.Generator) -> list[int]:
        """Return the towns to ask for, drawn at random; all for 0."""
        towns: list[int] = rng.permutation(sorted(self.hidden)).tolist()
        return towns[:number] if number else towns

    def answers(self, town: int, scores: Values) -> list[Answer]:
        """Return where scores put the hidden partners of a town."""
        excluded = self.excluded[town]
        everywhere = rivals(scores, excluded, self.candidates)
        opened = rivals(scores, excluded)
        found = []
        for partner in sorted(self.hidden[town]):
            home = self.by_country.get(int(self.places.country[partner]), self.candidates[:0])
            score = float(scores[partner])
            found.append(
                Answer(
                    town,
                    partner,
                    self.is_honest(town, partner),
                    placing(score, everywhere),
                    placing(score, rivals(scores, excluded, home)),
                    placing(score, opened),
                    len(self.known.get(town, ())),
                    len(self.known.get(partner, ())),
                    self.places.facts[town].population,
                    self.places.facts[partner].population,
                )
            )
        return found

    def is_honest(self, town: int, partner: int) -> bool:
        """Whether the pair is of no club, and no known partner of the town is where the partner is."""
        if (town, partner) in self.clubs:
            return False
        return not any(self._same_place(known, partner) for known in self.known.get(town, ()))

    def _same_place(self, first: int, second: int) -> bool:
        places = self.places
        both_placed = places.placed[first] and places.placed[second]
        if both_placed and km_between(places.points[first], places.points[second]) <= SAME_KM:
            return True
        return bool(
            places.country[first] == places.country[second]
            and places.keys[first] == places.keys[second]
        )


def by_class(
    answers: Sequence[Answer], value: Callable[[Answer], int], edges: Sequence[int]
) -> dict[str, list[Answer]]:
    """Return answers by the class that a value falls into: below the first edge, up to the next …"""
    found: dict[str, list[Answer]] = {}
    for number, least in enumerate(edges):
        after = edges[number + 1] if number + 1 < len(edges) else None
        name = f"{least:,}+" if after is None else f"{least:,}–{after - 1:,}"
        if after == least + 1:
            name = f"{least:,}"
        found[name] = [
            a for a in answers if value(a) >= least and (after is None or value(a) < after)
        ]
    return found
