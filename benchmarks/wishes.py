"""Rounds of wishes: ``python -m benchmarks.wishes``: 100, 1,000 and 10,000 invented ones."""

import platform
import time

import numpy as np

from benchmarks.matcher import resident
from jumelage.partners.domain.matching import run
from jumelage.partners.domain.matching.invented import Town, invent
from jumelage.partners.domain.places import languages_of
from jumelage.places.domain.sources import entries


def main() -> None:
    """Measure."""
    print(f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}")
    towns = [
        Town(entry.ref, entry.name, entry.country, entry.lat, entry.lng, entry.population)
        for entry in entries()
        if entry.level == 0 and entry.population >= 2_000
    ]
    spoken = {code: languages_of(code) for code in {town.country for town in towns}}
    print(
        "| wishes | could meet | pairs | with a partner | odd parties | blocking pairs "
        "| … of greedy | seconds | memory |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for number in (100, 1_000, 10_000):
        wishes = invent(towns, number, seed=1, languages=spoken)
        since = time.perf_counter()
        found = run(wishes, seed=1)
        seconds = time.perf_counter() - since
        figures = found.figures
        print(
            f"| {number:,} | {found.candidates:,} | {figures.pairs:,} | {figures.share:.1%} | {len(found.parties)} | "
            f"{figures.blocking:,} | {found.greedy.blocking:,} | {seconds:.2f} | {resident():,.0f} MB |",
            flush=True,
        )


if __name__ == "__main__":
    main()
