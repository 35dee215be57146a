"""Fifty officers at work at once: every page answers, nobody's work is lost, and nothing is written twice.

The product is served as a user serves it; Locust is the officers' browsers, in a process of its own.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.instances import ROOT, ChildFailedError, Instance, jumelage, measure_inside
from benchmarks.reports import Report, Table
from benchmarks.serving import served
from benchmarks.timing import summary
from benchmarks.workshop import MissingError, Workshop

USERS, SECONDS = 50, 60
#: So many officers come each second.
COMING = 10
#: What they have begun when the time is over, they end within so many seconds.
ENDING = 60
#: Lines of the server's own log that are shown if there were errors.
LOG_LINES = 40


def measure(
    workshop: Workshop, report: Report, *, users: int = USERS, seconds: int = SECONDS
) -> None:
    """Let officers work, on PostgreSQL if there is a server, and fill the report."""
    if importlib.util.find_spec("locust") is None:
        raise MissingError("Locust is not installed: it comes with `make setup-dev`")
    instance = workshop.fresh("officers", workshop.engines[-1])
    officers = measure_inside(instance, "officers_inside", {"users": users})["officers"]
    found = _at_work(instance, officers, seconds)
    kept = measure_inside(instance, "officers_inside", {})
    report.tables += [_totals(instance, users, found), _by_page(found), _work(found, kept)]
    _check(report, instance, users, found, kept)
    report.notes += _notes(officers, found)


def _at_work(instance: Instance, officers: Sequence[dict[str, Any]], seconds: int) -> dict[str, Any]:  # fmt: skip
    """Serve the instance, let the officers work there, and return what they tell."""
    known, told = instance.data_dir / "officers.json", instance.data_dir / "told.json"
    known.write_text(json.dumps(officers), encoding="utf-8")
    with served(instance) as address:
        done = subprocess.run(
            [sys.executable, "-m", "locust", "-f", "benchmarks/officers_locust.py", "--headless",
             "--host", address, "--users", str(len(officers)), "--spawn-rate", str(COMING),
             "--run-time", f"{seconds}s", "--stop-timeout", str(ENDING), "--only-summary",
             "--officers", str(known), "--told", str(told)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, timeout=seconds + ENDING + 60,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
    if not told.exists():
        raise ChildFailedError(f"Locust ended with {done.returncode}:\n{done.stdout[-4000:]}")
    found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    if found["failed"]:
        log = (instance.data_dir / "server.log").read_text(errors="replace").splitlines()
        print(*found["words"], *log[-LOG_LINES:], sep="\n", file=sys.stderr)
    return found


def _totals(instance: Instance, users: int, found: dict[str, Any]) -> Table:
    times = [took for page in found["times"].values() for took in page]
    seconds = float(found["seconds"])
    whole = summary(times)
    table = Table(
        "Officers",
        ("database", "officers", "seconds", "requests", "per second", "median, ms", "p95, ms",
         "errors", "conflicts answered", "refused, another was faster"),
    )  # fmt: skip
    table.rows.append(
        (instance.engine, users, round(seconds), len(times), len(times) / seconds,
         float(whole["median_ms"]), float(whole["p95_ms"]), sum(found["failed"].values()),
         found["answered"]["conflict"], found["answered"]["refused"])
    )  # fmt: skip
    return table


def _by_page(found: dict[str, Any]) -> Table:
    table = Table("By page", ("page", "requests", "median, ms", "p95, ms", "errors"))
    for name, times in sorted(found["times"].items()):
        of_page, errors = summary(times), found["failed"].get(name, 0)
        table.rows.append(
            (name, len(times), float(of_page["median_ms"]), float(of_page["p95_ms"]), errors)
        )
    return table


def _work(found: dict[str, Any], kept: dict[str, list[str]]) -> Table:
    table = Table(
        "What they wrote", ("what", "answered as written", "kept", "lost", "twice", "unanswered")
    )
    for kind, rows in kept.items():
        written = found["written"].get(kind, [])
        table.rows.append((kind, len(written), len(rows), *compared(written, rows)))
    return table


def compared(written: Sequence[str], kept: Sequence[str]) -> tuple[int, int, int]:
    """Return how much was lost, kept or answered more than once, and kept without an answer that said so."""
    counted, answered = Counter(kept), Counter(written)
    lost = len(answered.keys() - counted.keys())
    twice = sum(max(counted[one], answered[one]) - 1 for one in counted)
    return lost, twice, len(counted.keys() - answered.keys())


def _check(
    report: Report, instance: Instance, users: int, found: dict[str, Any], kept: dict[str, Any]
) -> None:
    where = f"{users} officers on {instance.engine}"
    errors = sum(found["failed"].values())
    report.check(where, "no error", f"{errors} errors", met=not errors)
    sums = [compared(found["written"].get(kind, []), rows) for kind, rows in kept.items()]
    lost, twice, unsaid = (sum(column) for column in zip(*sums, strict=True))
    # A kind of which nothing was written shows nothing: then the time was too short.
    missing = "".join(f", no {kind} at all" for kind in kept if not found["written"].get(kind))
    report.check(
        f"what {where} wrote", "nothing lost, nothing twice",
        f"{lost} lost, {twice} twice, {unsaid} unanswered{missing}",
        met=not (lost or twice or unsaid or missing),
    )  # fmt: skip
    try:
        said, whole = jumelage(instance, "check").output.strip().splitlines()[-1], True
    except ChildFailedError as error:
        said, whole = str(error)[-300:], False
    report.check("the registry afterwards", "whole", said, met=whole)


def _notes(officers: Sequence[dict[str, Any]], found: dict[str, Any]) -> list[str]:
    places = len({officer["place"] for officer in officers})
    ties = sum(len(officer["ties"]) for officer in officers) / len(officers)
    who = (
        f"{len(officers)} officers of {places} places, {COMING} more each second, each signed in, with "
        f"{ties:.0f} ties on average; between two steps, and while filling in a form, they wait 0.5 to 2 s."
    )
    errors = (
        "Errors are unexpected answers and refused connections. A conflict is none: of two officers who change the "
        "same office at once, the second gets the page that shows both, and saves again; a proposal that a colleague "
        "has made or answered before is refused with that reason."
    )
    counted = "“Unanswered” is what was kept though the officer never got the answer that it was."
    served_as = "The starter registry, served by `jumelage serve`; the browsers (Locust) compute on the same machine."
    notes = [who, errors, counted, served_as]
    if found["words"]:
        notes.append(f"The first error: {found['words'][0]}")
    return notes
