"""The one command: measure, show, keep as JSON, and write the tables of docs/benchmarks.md."""

import argparse
import importlib
import os
import runpy
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import databases, machine
from benchmarks.instances import ROOT
from benchmarks.reports import Report, keep, markdown, read, show, write_into
from benchmarks.workshop import (
    SCALE,
    TIES,
    USUAL_LIST,
    USUAL_SERVER,
    MissingError,
    Workshop,
    opened,
)

DOCUMENT = ROOT / "docs" / "benchmarks.md"
RESULTS = ROOT / "benchmarks" / "results"
#: Measurements, the module of each, and what it is about.
MEASUREMENTS = {
    "import": ("importing", "the import of a list: time, memory, share placed, a second import"),
    "pages": ("pages", "pages of places, ties and pairs of countries, and the atlas file, by size"),
    "atlas": ("atlas", "the atlas in a browser: bytes, time until all ties are drawn, filters"),
    "volume": ("volume", "imports by size: seconds, memory, growth of the database"),
    "together": ("together", "several sources in one registry, and all of it taken back"),
    "portfolio": ("portfolio", "the portfolio of a town with 60 ties, among a million places"),
    "officers": ("officers", "officers at work at once: answers, conflicts, nothing lost"),
    "participants": ("participants", "participants who open their timetable at once: no error"),
    "kills": ("kills", "imports killed at any moment: the registry is as before or as after"),
}
#: Measurements of many people at once, with how many there are if nothing is said.
CROWDS = {"officers": 50, "participants": 500}
#: Those that ``all`` runs; the others take long and are asked for by name.
ALL = ("import", "pages", "atlas")
#: Measurements with a command line of their own.
OTHERS = {
    "matcher": "the matcher of names: python -m benchmarks matcher PAIRS.csv [--gold GOLD.csv] …",
    "dump": "reading a dump of Wikidata against merely decompressing it",
    "network": "names decided by their network: PAIRS.csv RELATIONS.tsv NAMES.tsv",
}
console = Console(soft_wrap=True)
messages = Console(stderr=True, highlight=False, soft_wrap=True)


def main(arguments: list[str]) -> int:
    """Do what the arguments say. Returns 1 if a goal was missed."""
    if not arguments:
        return _list()
    if arguments[0] in _others():
        sys.argv = arguments
        runpy.run_module(f"benchmarks.{arguments[0]}", run_name="__main__", alter_sys=True)
        return 0
    options = _parser().parse_args(arguments)
    if options.what == "tables":
        return _tables(options)
    if options.drop_scale:
        databases.drop(options.postgres, SCALE)
        messages.print(f"Dropped: {SCALE}")
        if options.what == "scale":
            return 0
    # Ended from outside, the databases and folders made are cleared up all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    names = ALL if options.what == "all" else [options.what]
    with opened(
        options.list, "" if options.no_postgres else options.postgres, options.ties
    ) as workshop:
        if options.what == "scale":
            workshop.scale()
            return 0
        reports = [_measure(name, workshop, options) for name in names]
    return int(any(not goal.met for report in reports for goal in report.goals))


def _others() -> dict[str, str]:
    folder = ROOT / "benchmarks"
    return {name: about for name, about in OTHERS.items() if (folder / f"{name}.py").exists()}


def _list() -> int:
    lines = {name: about for name, (_, about) in MEASUREMENTS.items()} | _others()
    lines |= {
        "all": "import, pages and atlas; --scale adds the registry of millions",
        "scale": "only fill the registry of millions (kept; --drop-scale drops it)",
        "tables": "show the results kept; --document writes them into docs/benchmarks.md",
    }
    console.print("python -m benchmarks NAME, or make bench ARGS=NAME; NAME --help says more.\n")
    for name, about in lines.items():
        console.print(f"  {name:<10} {about}", highlight=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", choices=[*MEASUREMENTS, "all", "scale", "tables"])
    parser.add_argument("--list", type=Path, default=USUAL_LIST, help="list of pairs (CSV)")
    server = os.environ.get("TEST_POSTGRES_URL") or USUAL_SERVER
    parser.add_argument("--postgres", default=server, metavar="URL", help="a PostgreSQL server")
    parser.add_argument("--no-postgres", action="store_true", help="measure SQLite only")
    parser.add_argument("--scale", action="store_true", help="pages: a million places as well")
    parser.add_argument("--users", type=int, help="officers, participants: how many")
    parser.add_argument("--seconds", type=int, default=60, help="the same: for how long")
    parser.add_argument(
        "--ties", type=int, default=TIES, help="ties of the registry of a million places"
    )
    parser.add_argument(
        "--drop-scale", action="store_true", help="drop the registry of millions first"
    )
    parser.add_argument("--out", type=Path, help="file for the results as JSON")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument(
        "--document", action="store_true", help="write the tables into the document"
    )
    return parser


def _measure(name: str, workshop: Workshop, options: argparse.Namespace) -> Report:
    more, words = _own_options(name, options)
    report = Report(
        name=name,
        command=f'make bench ARGS="{" ".join([name, *words])}"',
        date=datetime.now(UTC).date().isoformat(),
        machine=machine.machine(workshop.server),
    )
    before = machine.load()
    module = importlib.import_module(f"benchmarks.{MEASUREMENTS[name][0]}")
    messages.print(f"Measuring: {MEASUREMENTS[name][1]}")
    try:
        module.measure(workshop, report, **more)
    except MissingError as error:
        report.skipped = f"{str(error)[:1].upper()}{str(error)[1:]}."
    report.load = (before, machine.load())
    _give(report, options)
    if not report.skipped:
        keep(report, options.out or RESULTS / f"{name}.json")
    return report


def _own_options(name: str, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """Return what a measurement is told beside the workshop, and how that is written on the command line."""
    if name in CROWDS:
        users = options.users or CROWDS[name]
        words = ["--users", str(users), "--seconds", str(options.seconds)]
        if options.no_postgres:
            words.append("--no-postgres")
        return {"users": users, "seconds": options.seconds}, words
    words = ["--list FILE"] if options.ties == TIES else [f"--ties {options.ties}", "--list FILE"]
    if name == "pages" and options.scale:
        return {"scale": True}, ["--scale", *words]
    return {}, words


def _give(report: Report, options: argparse.Namespace) -> None:
    if options.markdown and not report.skipped:
        print(markdown(report))
    else:
        show(report, console)
    if options.document and not report.skipped and not write_into(DOCUMENT, report):
        messages.print(f"{DOCUMENT.name} has no place for “{report.name}”.")


def _tables(options: argparse.Namespace) -> int:
    for name in MEASUREMENTS:
        path = RESULTS / f"{name}.json"
        if path.exists():
            _give(read(path), options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
