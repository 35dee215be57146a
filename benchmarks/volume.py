"""Measure imports by size: seconds, memory, and how much the database grows."""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.instances import Instance, Run, jumelage
from benchmarks.reports import Report, Table
from benchmarks.synthetic import gazetteer
from benchmarks.workshop import ORIGIN, MissingError, Workshop, import_list

#: A network of identifiers that can be measured where it is at hand; it is not ours to publish.
NETWORK = Path("wikidata-2016") / "relations.tsv"
#: The invented register: so many rows, between so many places.
ROWS, PLACES, SEED = 1_000_000, 200_000, 5
MOST_SECONDS = 600
MAP = """
[first]
name = "a"
country = "a_country"
code = "a_code"
scheme = "geonames"
[second]
name = "b"
country = "b_country"
code = "b_code"
scheme = "geonames"
[year]
column = "year"
unknown = [""]
[source]
title = "An invented register"
authority = "register"
url = "https://example.org/register"
"""


def measure(workshop: Workshop, report: Report) -> None:
    """Import the list, the network and the invented register, each into a registry of its own."""
    table = Table(
        "Imports by size",
        (
            "what",
            "database",
            "rows",
            "ties",
            "places",
            "seconds",
            "peak memory, MB",
            "database, MB",
        ),
    )
    for engine in workshop.engines:
        for what, done in _files(workshop, engine):
            table.rows.append((what, engine, *done))
    if "PostgreSQL" in workshop.engines:
        done = _register(workshop, "PostgreSQL")
        table.rows.append((f"invented register of {ROWS:,} rows", "PostgreSQL", *done))
        report.check(
            f"{ROWS:,} ties on PostgreSQL", f"at most {MOST_SECONDS} s", f"{done[3]:.0f} s",
            met=float(done[3] or 0) <= MOST_SECONDS,
        )  # fmt: skip
    report.tables.append(table)
    report.notes.append(
        "Each in an empty registry of its own, the starter registry in it; the time is that of the whole command, the "
        "building of the gazetteer's index included."
    )


Done = tuple[int, int, int, float, float, float]


def _files(workshop: Workshop, engine: str) -> Iterator[tuple[str, Done]]:
    if not workshop.pairs.exists():
        raise MissingError(
            f"there is no list of pairs at {workshop.pairs}: name one with --list FILE"
        )
    instance = workshop.fresh("volume_list", engine)
    yield "list of pairs", _done(instance, import_list(instance, workshop.pairs))
    edges = workshop.pairs.parent.parent / NETWORK
    if edges.exists():
        # Names of a network are told apart by ties on record: it comes after the list.
        names = edges.with_name("names.tsv")
        options = ["--source", "A network", "--url", ORIGIN["--url"], "--names", str(names)]
        review = ["--review", str(instance.data_dir / "review.csv")]
        run = jumelage(instance, "import", "edges", str(edges), *options, *review)
        yield "network of identifiers, after it", _done(instance, run)


def _register(workshop: Workshop, engine: str) -> Done:
    instance = workshop.fresh("volume_register", engine)
    table, described = workshop.folder / "register.tsv", workshop.folder / "register.toml"
    described.write_text(MAP, encoding="utf-8")
    invent_register(table, ROWS, PLACES)
    options = ["--map", str(described), "--retrieved", "2026-02-15"]
    review = ["--review", str(instance.data_dir / "review.csv")]
    return _done(instance, jumelage(instance, "import", "register", str(table), *options, *review))


def invent_register(path: Path, rows: int, places: int) -> None:
    """Write a register of ties between places of the gazetteer, each pair once, most with a year."""
    entries = gazetteer(SEED)[:places]
    dice = random.Random(SEED)
    seen: set[tuple[int, int]] = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["a", "a_country", "a_code", "b", "b_country", "b_code", "year"])
        while len(seen) < rows:
            a, b = sorted(dice.sample(range(len(entries)), 2))
            if (a, b) in seen:
                continue
            seen.add((a, b))
            year = dice.choice(["", str(2024 - int(abs(dice.gauss(0, 22))))])
            sides = [(e.name, e.country, e.geonames) for e in (entries[a], entries[b])]
            writer.writerow([*sides[0], *sides[1], year])


@dataclass(frozen=True, slots=True)
class Figures:
    """What an import said that it read and wrote."""

    rows: int
    placed: int
    ties: int
    places: int


def figures_of(output: str) -> Figures:
    """Return the figures in what an import printed."""
    read = re.search(r"(\d+) rows read, (\d+) pairs placed", output)
    wrote = re.search(r"(\d+) claims, (\d+) ties and (\d+) places", output)
    if not read or not wrote:
        raise MissingError(f"the import does not say what it wrote:\n{output[-2000:]}")
    return Figures(int(read[1]), int(read[2]), int(wrote[2]), int(wrote[3]))


def _done(instance: Instance, run: Run) -> Done:
    told = figures_of(run.output)
    return told.rows, told.ties, told.places, run.seconds, run.peak_mb, size_mb(instance)


def size_mb(instance: Instance) -> float:
    """Return how large the instance's database is, in MB."""
    if not instance.database_url:
        return sum(path.stat().st_size for path in instance.data_dir.glob("*.sqlite3*")) / 1e6
    with psycopg.connect(instance.database_url) as connection:
        row = connection.execute("select pg_database_size(current_database())").fetchone()
    return float(row[0]) / 1e6 if row else 0.0
