"""The registries to measure, each made when first asked for and thrown away at the end.

Only the registry of millions is kept: it takes long to fill.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import databases, machine
from benchmarks.instances import ROOT, Instance, Run, jumelage, measure_inside

#: Where the list of pairs is looked for if none is named. It is not ours to publish.
USUAL_LIST = ROOT.parent / "shared" / "data" / "twin-towns-2026" / "pairs.csv"
USUAL_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
SCALE = "bench_scale"
#: The size of the registry of millions.
PLACES, TIES, SEED = 1_000_000, 5_000_000, 1
ORIGIN = {
    "--source": "Twin towns of the world",
    "--url": "https://github.com/Hekman/twincities",
    "--retrieved": "2026-02-15",
    "--licence": "CC-BY-SA-4.0",
}


class MissingError(Exception):
    """What a measurement needs is not there; the message says what and how to name it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A registry with the list in it, and how the import went."""

    instance: Instance
    run: Run
    rows: int
    placed: int


@dataclass
class Workshop:
    """Makes the registries. ``pairs`` is the list; ``server`` a PostgreSQL server (empty: none is used)."""

    pairs: Path
    server: str
    places: int = PLACES
    ties: int = TIES
    stack: ExitStack = field(default_factory=ExitStack)
    made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def folder(self) -> Path:
        """A folder that is thrown away."""
        name = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="jumelage-bench-"))
        return Path(name)

    @cached_property
    def engines(self) -> list[str]:
        """The databases that can be measured."""
        reachable = self.server and machine.postgres_version(self.server)
        return ["SQLite", "PostgreSQL"] if reachable else ["SQLite"]

    def fresh(self, name: str, engine: str) -> Instance:
        """Return an instance of its own, with nothing in it yet."""
        url = ""
        if engine == "PostgreSQL":
            # The process in the name: two measurements at the same time must not meet.
            database = f"{databases.PREFIX}{name}_{os.getpid()}"
            url = self.stack.enter_context(databases.temporary(self.server, database))
        folder = self.folder / f"{name}-{engine.lower()}"
        folder.mkdir()
        return Instance(f"{name}, {engine}", folder, url)

    def starter(self, engine: str) -> Instance:
        """Return an instance with the starter registry."""
        key = f"starter {engine}"
        if key not in self.made:
            self.made[key] = self.fresh("starter", engine)
        return self.made[key]

    def imported(self, engine: str) -> Imported:
        """Return an instance into which the list was imported."""
        key = f"imported {engine}"
        if key not in self.made:
            if not self.pairs.exists():
                raise MissingError(
                    f"there is no list of pairs at {self.pairs}: name one with --list FILE"
                )
            instance = self.fresh("list", engine)
            run = import_list(instance, self.pairs)
            self.made[key] = Imported(instance, run, *_rows_and_placed(run.output))
        return self.made[key]

    def scale(self) -> Instance:
        """Return the registry of millions, filled if it is not yet."""
        if "PostgreSQL" not in self.engines:
            raise MissingError(
                "the registry of millions needs PostgreSQL: name a server with --postgres URL"
            )
        name = SCALE if self.ties == TIES else f"{SCALE}_{self.ties}"
        url = databases.create(self.server, name)
        folder = ROOT / ".cache" / "benchmarks" / name
        folder.mkdir(parents=True, exist_ok=True)
        instance = Instance("millions, PostgreSQL", folder, url)
        options = {"places": self.places, "ties": self.ties, "seed": SEED}
        measure_inside(instance, "scale", options)
        return instance

    def close(self) -> None:
        """Throw away what was made."""
        self.stack.close()


@contextmanager
def opened(pairs: Path, server: str, ties: int = TIES) -> Iterator[Workshop]:
    """Give a workshop, and clear it up afterwards. ``ties`` are those of the registry of millions."""
    workshop = Workshop(pairs, server, ties=ties)
    try:
        yield workshop
    finally:
        workshop.close()


def import_list(instance: Instance, pairs: Path) -> Run:
    """Import the list as a user does."""
    origin = [part for option in ORIGIN.items() for part in option]
    review = instance.data_dir / "review.csv"
    return jumelage(instance, "import", "pairs", str(pairs), *origin, "--review", str(review))


def _rows_and_placed(output: str) -> tuple[int, int]:
    found = re.search(r"(\d+) rows read, (\d+) pairs placed", output)
    if not found:
        raise MissingError(f"the import does not say how many pairs it placed:\n{output}")
    return int(found[1]), int(found[2])
