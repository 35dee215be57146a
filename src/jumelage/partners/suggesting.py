"""Suggestions for a place of the register: candidates from the register and the gazetteer, ties from the register.

The tables are worked out for each process that asks: some seconds with the larger towns of the gazetteer, half a minute
with all of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from jumelage.core.audit import revision
from jumelage.partners.domain.asking import km_between
from jumelage.partners.domain.default import default_model
from jumelage.partners.domain.evaluation import DECOYS
from jumelage.partners.domain.facts import Facts, Register, decoys, facts_of
from jumelage.partners.domain.finder import Finder, Suggestion
from jumelage.partners.domain.landscape import Landscape
from jumelage.partners.domain.leanings import NEUTRAL, Leanings
from jumelage.partners.domain.learner import Progress
from jumelage.partners.domain.model import Model
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places
from jumelage.partners.domain.training import ENOUGH_TIES, train
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.sources import entries
from jumelage.places.models import Place, PlaceIdentifier
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

    def __init__(self, places: Places, edges: NDArray[np.int64], numbers: dict[int, int]) -> None:
        """Work out the tables of the ties.

        Args:
            places: the candidates.
            edges: the ties, by their numbers.
            numbers: the number of each place of the register, by its id.
        """
        self.places, self.edges, self.numbers = places, edges, numbers
        self.finder = Finder(Network(places, edges), _kept_model() or default_model())

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
        ties = Tie.objects.filter(legal=Legal.PROPOSED)
        ends = [*ties.filter(place_a=place).values_list("place_b_id", flat=True)]
        ends += ties.filter(place_b=place).values_list("place_a_id", flat=True)
        excluded = [self.numbers[pk] for pk in ends]
        return self.finder.suggest(
            asking, number, allowed=allowed, excluded=excluded, adjust=adjust.amounts
        )

    def allowed(self, asking: int, wanted: Wanted) -> NDArray[np.bool_]:
        """Return which candidates are as wanted. What is not known of a candidate does not pass a filter on it."""
        places = self.places
        found = np.ones(len(places), dtype=bool)
        found[asking] = False
        if wanted.countries:
            found &= _in(places, wanted.countries)
        if wanted.not_countries:
            found &= ~_in(places, wanted.not_countries)
        if wanted.size_from is not None or wanted.size_to is not None:
            people = np.array([place.population for place in places.facts])
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


class _Kept:
    """The suggester of this process, and the revision of the registry that it knows."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.revision = -1
        self.suggester: Suggester | None = None


_KEPT = _Kept()


def is_ready() -> bool:
    """Whether :func:`current` answers in a moment. If not, say so, and do :func:`prepare` in the background."""
    return _KEPT.suggester is not None


def prepare(progress: Progress = _silent) -> None:
    """Make what suggestions need and takes long; at once if that was done. For a task in the background."""
    current(progress)


def current(progress: Progress = _silent) -> Suggester:
    """Return the suggester of this process for the register as it is now. Threads may share it.

    It is made the first time, and again after the registry's revision has changed.
    """
    with _KEPT.lock:
        now = revision()
        if _KEPT.suggester is None or _KEPT.revision != now:
            _KEPT.suggester, _KEPT.revision = load(progress=progress), now
        return _KEPT.suggester


def load(*, least: int = LARGER, progress: Progress = _silent) -> Suggester:
    """Return a suggester for the register as it is now.

    Args:
        least: towns of the gazetteer with fewer inhabitants are no candidates; 0 takes all.
        progress: told the step, how much of it is done, and of how much (0: not known).

    Raises:
        ModelFileError: the kept model is of another version: train it anew.
    """
    known = _read(progress)
    others = [p for p in known.others if p.is_settlement and p.population >= least]
    places = Places([*known.register.places, *others], known.landscape)
    return Suggester(places, known.register.edges, known.numbers)


def learn(seed: int, progress: Progress = _silent) -> int:
    """Train a model on the register's ties, keep it for later, and return how many ties there were.

    Places without ties are drawn from all of the gazetteer, as where suggestions are measured: among large
    towns only, a village would give itself away as somebody's partner.

    Raises:
        TooFewTiesError: there are too few to learn from.
    """
    known = _read(progress)
    if len(known.register.edges) < ENOUGH_TIES:
        raise TooFewTiesError(len(known.register.edges))
    drawn = decoys(known.register, known.others, DECOYS, np.random.default_rng([seed, 3]))
    places = Places([*known.register.places, *drawn], known.landscape)
    train(places, known.register.edges, seed=seed, progress=progress).save(model_file())
    return len(known.register.edges)


class TooFewTiesError(ValueError):
    """The register has too few ties to learn from; ``ties`` says how many."""

    def __init__(self, ties: int) -> None:
        super().__init__(f"{ties} of {ENOUGH_TIES}")
        self.ties = ties


@dataclass(frozen=True, slots=True)
class _Known:
    """The register, what the gazetteer has besides, and the register's places by their ids."""

    register: Register
    others: list[Facts]
    numbers: dict[int, int]
    landscape: Landscape


def _read(progress: Progress) -> _Known:
    """Read the gazetteer and the register."""
    known = _identified()
    entered: dict[int, Facts] = {}
    settlements, others = [], []
    for number, entry in enumerate(entries(regions=True), start=1):
        if number % 10_000 == 0:
            progress("gazetteer", number, 0)
        if entry.level > 2:
            continue
        facts = facts_of(entry)
        mine = [known[f"{s}:{v}"] for s, v in entry.identifiers if f"{s}:{v}" in known]
        if mine:
            entered.setdefault(mine[0], facts)
        else:
            others.append(facts)
        if facts.is_settlement:
            settlements.append(facts)
    register, numbers = _register(entered)
    return _Known(register, others, numbers, Landscape(settlements))


def _identified() -> dict[str, int]:
    """Return the places of the register by the identifiers that the gazetteer has as well."""
    rows = PlaceIdentifier.objects.filter(scheme__in=["geonames", "iso3166-2", "fips"])
    return {f"{s}:{v}": place for s, v, place in rows.values_list("scheme", "value", "place_id")}


def _register(entered: dict[int, Facts]) -> tuple[Register, dict[int, int]]:
    """Return the register's places and ties, and the number of each place by its id."""
    numbers: dict[int, int] = {}
    rows: list[Facts] = []
    for place in Place.objects.order_by("pk").iterator():
        numbers[place.pk] = len(rows)
        rows.append(_merged(place, entered.get(place.pk)))
    ties = Tie.objects.filter(legal__in=BOUND).values_list("place_a_id", "place_b_id")
    pairs = {tuple(sorted((numbers[a], numbers[b]))) for a, b in ties.iterator()}
    return Register(rows, np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)), numbers


def _merged(place: Place, found: Facts | None) -> Facts:
    """Return what the register says of a place, and what the gazetteer knows besides."""
    kind = Kind(place.kind)
    base = found or Facts(f"place:{place.pk}", place.name, place.country)
    return base._replace(
        ref=f"place:{place.pk}",
        name=place.name,
        country=place.country,
        kind=kind,
        lat=place.lat if place.lat is not None else base.lat,
        lng=place.lng if place.lng is not None else base.lng,
        population=place.population or base.population,
    )
