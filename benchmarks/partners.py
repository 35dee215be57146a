"""The partner finder: latency, training, and fitting the default model.

    python -m benchmarks.partners speed PAIRS.csv      latency at 42,000 candidates and with all of GeoNames
    python -m benchmarks.partners training PAIRS.csv   seconds and memory of training on all ties
    python -m benchmarks.partners default PAIRS.csv    fit the default model, and write its file
    python -m benchmarks.partners judge PAIRS.csv      how good the default model is where little is known
    python -m benchmarks.partners opening DATA_DIR     what a process needs that answers pages

How good suggestions are is measured by ``jumelage partners evaluate`` (docs/partners-evaluation.md).
"""

import argparse
import json
import platform
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.matcher import resident
from jumelage.cli.setup import prepare
from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.default import FILE, KNOWN_TIES, coefficients, default_model, fit
from jumelage.partners.domain.evaluation import DECOYS, Judge
from jumelage.partners.domain.facts import Facts, Register, decoys, facts_of, register_of
from jumelage.partners.domain.finder import Finder
from jumelage.partners.domain.holdout import Holdout
from jumelage.partners.domain.landscape import Landscape, landscape_of
from jumelage.partners.domain.metrics import summary
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places, places_of
from jumelage.partners.domain.training import train
from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.lists import read_list, unanswered
from jumelage.places.domain.matcher import NameMatcher
from jumelage.places.domain.reconcile import reconcile
from jumelage.places.domain.sources import entries

SEED = 1


def read(path: Path, cache_dir: Path) -> tuple[Register, list[Facts], Landscape]:
    """Read a list, find its places, and read the gazetteer."""
    names = read_list(path.read_bytes(), path.name)
    mentions, places = names.mentions()
    found = reconcile(mentions, NameMatcher(open_gazetteer(cache_dir)))
    answers = [
        found[places[n]] if n in places else unanswered(x) for n, x in enumerate(names.names)
    ]
    gazetteer = [facts_of(entry) for entry in entries(regions=True) if entry.level <= 2]
    landscape = landscape_of(place for place in gazetteer if place.is_settlement)
    return register_of(names, answers), gazetteer, landscape


def with_decoys(register: Register, gazetteer: list[Facts], landscape: Landscape) -> Places:
    """Return the places of the register and 25,000 without ties."""
    rng = np.random.default_rng([SEED, 3])
    return places_of([*register.places, *decoys(register, gazetteer, DECOYS, rng)], landscape)


def lap(what: str, since: float) -> float:
    """Print how long something took, and return the time now."""
    now = time.perf_counter()
    print(f"| {what} | {now - since:,.1f} s |", flush=True)
    return now


def training(register: Register, gazetteer: list[Facts], landscape: Landscape) -> None:
    """Measure training on all ties."""
    since = time.perf_counter()
    places = with_decoys(register, gazetteer, landscape)
    since = lap(f"tables of {len(places):,} places", since)
    busy = time.process_time()
    train(places, register.edges, seed=SEED)
    lap(f"training on {len(register.edges):,} ties", since)
    print(f"| … processor time | {time.process_time() - busy:,.1f} s |")
    print(f"| most memory | {resident():,.0f} MB |")


def speed(register: Register, gazetteer: list[Facts], landscape: Landscape) -> None:
    """Measure questions, with 42,000 candidates and with all of GeoNames."""
    known = {place.ref for place in register.places}
    settled = [p for p in gazetteer if p.is_settlement and p.ref not in known]
    everything = [*register.places, *settled]
    few = with_decoys(register, gazetteer, landscape)
    model = train(few, register.edges, seed=SEED)
    rng = np.random.default_rng(SEED)
    towns = rng.choice(len(register.places), 200, replace=False).tolist()
    for places in (few, None):
        since = time.perf_counter()
        found = places or places_of(everything, landscape)
        since = lap(f"tables of {len(found):,} places", since)
        finder = Finder(Network(found, register.edges), model)
        since = lap("… of ties", since)
        finder.suggest(0)
        for why in (False, True):
            times = []
            for town in towns:
                since = time.perf_counter()
                finder.suggest(town, 20, why=why)
                times.append(time.perf_counter() - since)
            low, high = (1_000 * float(np.quantile(times, q)) for q in (0.5, 0.95))
            words = "with reasons" if why else "without reasons"
            print(f"| 20 suggestions {words}, median and p95 | {low:.0f} ms, {high:.0f} ms |")
        print(f"| most memory | {resident():,.0f} MB |", flush=True)


def default(register: Register, gazetteer: list[Facts], landscape: Landscape) -> None:
    """Fit the default model, and write its file."""
    model = fit(with_decoys(register, gazetteer, landscape), register.edges, SEED)
    found = coefficients(model.scaling, model.nets[0])
    rows = ",\n".join(f"  {json.dumps(name)}: {row}" for name, row in found["features"].items())
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(f'{{"features": {{\n{rows}\n}}}}\n', encoding="utf-8")
    print(f"Written: {FILE}")


def judge(register: Register, gazetteer: list[Facts], landscape: Landscape) -> None:
    """Measure the default model where a thousand other ties are known."""
    places = with_decoys(register, gazetteer, landscape)
    order = np.random.default_rng([SEED, 4]).permutation(len(register.edges))
    known, hidden = order[:KNOWN_TIES], order[KNOWN_TIES:]
    holdout = Holdout(register.edges[np.sort(known)], register.edges[np.sort(hidden)])
    network = Network(places, holdout.remaining)
    asked = Judge(places, register, holdout)
    model = default_model()
    answers = [
        answer
        for town in asked.towns(1_000, np.random.default_rng(SEED))
        for answer in asked.answers(town, model.scores(Asking(network, town)))
    ]
    for name, figure in summary([a for a in answers if a.honest]).items():
        print(f"| {name} | {figure.mean:.4f} ({figure.low:.4f}–{figure.high:.4f}) |")


def opening(folder: Path) -> None:
    """Measure what a process that answers pages needs until it can suggest, and what it then takes."""
    prepare(folder)
    from jumelage.partners import suggesting  # noqa: PLC0415 - settings first
    from jumelage.places.models import Place  # noqa: PLC0415 - settings first

    asked = list(Place.objects.order_by("?")[:100])
    suggesting.prepare()
    before, since, busy = resident(), time.perf_counter(), time.process_time()
    found = suggesting.current()
    lap(f"opening, {len(found.edges):,} ties, {len(found.places):,} candidates", since)
    print(f"| … processor time | {time.process_time() - busy:,.1f} s |")
    found.suggest(asked[0], suggesting.Wanted())
    times = []
    for place in asked:
        busy = time.process_time()
        found.suggest(place, suggesting.Wanted())
        times.append(time.process_time() - busy)
    low, high = (1_000 * float(np.quantile(times, q)) for q in (0.5, 0.95))
    print(
        f"| 20 suggestions with reasons, processor time, median and p95 | {low:.0f} ms, {high:.0f} ms |"
    )
    print(f"| most memory before, and in all | {before:,.0f} MB, {resident():,.0f} MB |")


def main() -> None:
    """Do what the first word says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = {function.__name__: function for function in (speed, training, default, judge)}
    parser.add_argument("command", choices=[*commands, "opening"])
    parser.add_argument("path", type=Path)
    parser.add_argument(
        "--cache-dir", type=Path, default=Path(tempfile.gettempdir()) / "jumelage-gazetteer"
    )
    options = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}")
    if options.command == "opening":
        opening(options.path)
    else:
        commands[options.command](*read(options.path, options.cache_dir))


if __name__ == "__main__":
    main()
