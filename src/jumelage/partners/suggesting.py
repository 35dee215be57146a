"""Suggestions for a place of the register: candidates from the register and the gazetteer, ties from the register.

What depends on the gazetteer only is kept in the data folder (:mod:`jumelage.partners.tables`): made once, in half a
minute, by :func:`prepare`. What depends on the register is worked out by each process that asks, and again when the
register has changed: :func:`current`.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread

import numpy as np
from django.conf import settings
from django.db import connections
from numpy.typing import NDArray

from jumelage.core.audit import revision
from jumelage.partners.domain.asking import km_between
from jumelage.partners.domain.default import default_model
from jumelage.partners.domain.evaluation import DECOYS
from jumelage.partners.domain.facts import Register, decoys
from jumelage.partners.domain.finder import Finder, Suggestion
from jumelage.partners.domain.leanings import NEUTRAL, Leanings
from jumelage.partners.domain.learner import Progress
from jumelage.partners.domain.model import Model, ModelFileError
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places, places_of
from jumelage.partners.domain.training import ENOUGH_TIES, train
from jumelage.partners.snapshot import Snapshot, candidates, take_snapshot
from jumelage.partners.tables import Tables, make_tables, open_tables, tables_folder
from jumelage.places.models import Place
from jumelage.ties.domain.terms import BOUND, Legal
from jumelage.ties.models import Tie

#: Towns of the gazetteer with fewer inhabitants are left out unless all are wanted.
LARGER = 15_000


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


def model_file() -> Path:
    """Return where the model is kept that was trained on the register's own ties."""
    return Path(settings.JUMELAGE["DATA_DIR"]) / "partners-model.npz"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which candidates may be suggested. Countries are ISO codes, distances km, sizes inhabitants.

    ``only`` are ids of places of the register (such as have a wish for the theme asked for): nothing else may be
    suggested, however few they are. None: whatever else is as wanted.
    """

    countries: Sequence[str] = ()
    not_countries: Sequence[str] = ()
    km_from: float | None = None
    km_to: float | None = None
    size_from: int | None = None
    size_to: int | None = None
    without_partners: bool = False
    only: frozenset[int] | None = None


class Suggester:
    """The candidates, the ties between them, and the model that ranks them."""

    def __init__(
        self, places: Places, edges: NDArray[np.int64], numbers: dict[int, int], model: Model
    ) -> None:
        """Work out the tables of the ties.

        Args:
            places: the candidates, those of the register first.
            edges: the ties, by their numbers.
            numbers: the number of each place of the register, by its id.
            model: what ranks the candidates.
        """
        self.places, self.edges, self.numbers = places, edges, numbers
        self.finder = Finder(Network(places, edges), model)
        registered = places.town[: len(numbers)]
        #: Whether a candidate may be suggested at all: what the register has need not come from the gazetteer as well.
        self.open = ~np.isin(places.town, registered)
        self.open[: len(numbers)] = True

    def suggest(
        self, place: Place, wanted: Wanted, number: int = 20, *, adjust: Leanings = NEUTRAL
    ) -> list[Suggestion]:
        """Return the likeliest partners of a place, the best first; none if no candidate is as wanted.

        Args:
            place: who asks; any place of the register.
            wanted: which candidates may be suggested.
            number: how many, at most.
            adjust: what whoever asks would rather have; it moves candidates, and takes none out.
        """
        asking = self.numbers[place.pk]
        allowed = self.allowed(asking, wanted)
        if not allowed.any():
            return []
        ties = Tie.objects.filter(legal__in=[*BOUND, Legal.PROPOSED])
        ends = [*ties.filter(place_a=place).values_list("place_b_id", flat=True)]
        ends += ties.filter(place_b=place).values_list("place_a_id", flat=True)
        excluded = [self.numbers[pk] for pk in ends if pk in self.numbers]
        return self.finder.suggest(
            asking, number, allowed=allowed, excluded=excluded, adjust=adjust.amounts
        )

    def allowed(self, asking: int, wanted: Wanted) -> NDArray[np.bool_]:
        """Return which candidates are as wanted. What is not known of a candidate does not pass a filter on it."""
        places = self.places
        found = self.open.copy()
        found[asking] = False
        if wanted.countries:
            found &= _in(places, wanted.countries)
        if wanted.not_countries:
            found &= ~_in(places, wanted.not_countries)
        if wanted.size_from is not None or wanted.size_to is not None:
            people = places.population
            found &= (people > 0) & (people >= (wanted.size_from or 0))
            found &= people <= (wanted.size_to or np.inf)
        if wanted.km_from is not None or wanted.km_to is not None:
            km = km_between(places.axes, places.points[asking])
            found &= places.placed & places.placed[asking]
            found &= (km >= (wanted.km_from or 0.0)) & (km <= (wanted.km_to or np.inf))
        if wanted.without_partners:
            found &= self.finder.network.degree == 0
        if wanted.only is not None:
            found &= np.isin(
                np.arange(len(places)),
                [self.numbers[pk] for pk in wanted.only if pk in self.numbers],
            )
        return found


def _in(places: Places, countries: Iterable[str]) -> NDArray[np.bool_]:
    wanted = set(countries)
    numbers = [n for n, code in enumerate(places.country_codes) if code in wanted]
    return np.isin(places.country, numbers)


def _kept_model() -> Model | None:
    path = model_file()
    return Model.load(path) if path.exists() else None


#: One thread makes the tables of the gazetteer; others wait for it.
_MAKING = Lock()


def tables(progress: Progress = _silent) -> Tables:
    """Return what is kept of the gazetteer, made first if need be: then it takes half a minute."""
    folder = _folder()
    with _MAKING:
        found = open_tables(folder)
        if found is None:
            make_tables(folder, progress)
            found = open_tables(folder)
    if found is None:
        raise OSError(f"{folder} was made, and cannot be read")
    return found


def load(*, least: int = LARGER, progress: Progress = _silent) -> Suggester:
    """Return a suggester for the register as it is now.

    Args:
        least: towns of the gazetteer with fewer inhabitants are no candidates; 0 takes all.
        progress: told the step, how much of it is done, and of how much (0: not known).

    Raises:
        ModelFileError: the kept model is of another version: train it anew.
    """
    return _made(take_snapshot(), least, progress, _kept_model() or default_model())


def _made(taken: Snapshot, least: int, progress: Progress, model: Model) -> Suggester:
    known = tables(progress)
    facts, rows = taken.facts(known)
    columns = candidates(facts, rows, known, known.landscape(), least)
    return Suggester(Places(columns), taken.edges, taken.numbers, model)


@dataclass(slots=True)
class _Kept:
    """The suggester of this process, and what it was made from."""

    suggester: Suggester | None = None
    state: tuple[object, ...] = ()  # when it was last held against the register
    mark: int = 0  # of the register as it was then
    #: One thread makes the next one.
    making: Lock = field(default_factory=Lock)


_KEPT = _Kept()
#: With more ties another suggester takes seconds to make.
LARGE = 2_000


def is_ready() -> bool:
    """Whether :func:`current` answers in a moment: the tables of the gazetteer are made.

    If not, a page should say that suggestions are being prepared, and have :func:`prepare` done in the background.
    """
    if _KEPT.suggester is not None and _KEPT.state[0] == _folder():
        return True
    return open_tables(_folder()) is not None


def prepare(progress: Progress = _silent) -> None:
    """Make the tables of the gazetteer, which takes half a minute; at once if they are made. For the background."""
    tables(progress)


def current(
    progress: Progress = _silent, *, place: Place | None = None, fresh: bool = True
) -> Suggester:
    """Return the suggester of this process for the register as it is now. Threads may share it.

    It takes a second the first time in a process, with 23,000 ties some seconds; half a minute more if the tables of
    the gazetteer are not made yet (:func:`is_ready`). It is held against the register when the registry's revision has
    changed, and made again when places or ties that bind are others, or another model was trained. A kept model of
    another version is not used: suggestions then come by the default model, and say so.

    Args:
        progress: told the step, how much of it is done, and of how much (0: not known).
        place: who is going to ask: what is returned knows it, however new it is.
        fresh: if not, that of a moment ago will do where making another would take seconds: it is made aside. (It
            suggests no partner of a new tie either: :meth:`Suggester.suggest` looks.)
    """
    kept = _KEPT.suggester
    if kept is not None and (place is None or place.pk in kept.numbers):
        if _KEPT.state == _state():
            return kept
        if not fresh and len(kept.edges) >= LARGE:
            if not _KEPT.making.locked():
                Thread(target=_renew_aside, name="suggestions", daemon=True).start()
            return kept
    return _renewed(progress)


def _renewed(progress: Progress) -> Suggester:
    """Hold the kept suggester against the register, and make another if need be."""
    with _KEPT.making:
        state, taken = _state(), take_snapshot()
        mark = hash((taken, state[0], state[-1]))
        if _KEPT.suggester is None or _KEPT.mark != mark:
            _KEPT.suggester = _made(taken, LARGER, progress, _sound_model())
        _KEPT.state, _KEPT.mark = state, mark
        return _KEPT.suggester


def _renew_aside() -> None:
    try:
        _renewed(_silent)
    finally:
        connections.close_all()


def _state() -> tuple[object, ...]:
    """Return what says that nothing can have changed: data folder, revision of the registry, and model."""
    return _folder(), revision(), _model_mark()


def _folder() -> Path:
    return tables_folder(Path(settings.JUMELAGE["DATA_DIR"]))


def _model_mark() -> int:
    with suppress(FileNotFoundError):
        return model_file().stat().st_mtime_ns
    return 0


def _sound_model() -> Model:
    with suppress(ModelFileError):
        return _kept_model() or default_model()
    return default_model()


def learn(seed: int, progress: Progress = _silent) -> int:
    """Train a model on the register's ties, keep it for later, and return how many ties there were.

    Places without ties are drawn from all of the gazetteer, as where suggestions are measured: among large
    towns only, a village would give itself away as somebody's partner.

    Raises:
        TooFewTiesError: there are too few to learn from.
    """
    taken = take_snapshot()
    edges = taken.edges
    if len(edges) < ENOUGH_TIES:
        raise TooFewTiesError(len(edges))
    train(_to_learn_from(taken, seed, progress), edges, seed=seed, progress=progress).save(
        model_file()
    )
    return len(edges)


def _to_learn_from(taken: Snapshot, seed: int, progress: Progress) -> Places:
    """Return the register's places, and others drawn from the gazetteer."""
    known = tables(progress)
    facts, rows = taken.facts(known)
    others = [place for row, place in enumerate(known.facts) if row not in rows]
    drawn = decoys(Register(facts, taken.edges), others, DECOYS, np.random.default_rng([seed, 3]))
    return places_of([*facts, *drawn], known.landscape())


class TooFewTiesError(ValueError):
    """The register has too few ties to learn from; ``ties`` says how many."""

    def __init__(self, ties: int) -> None:
        super().__init__(f"{ties} of {ENOUGH_TIES}")
        self.ties = ties
