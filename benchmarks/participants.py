"""Hundreds of participants of a forum who open their timetable at once and keep it open: everybody is answered.

The product is served as a user serves it; Locust is the participants' telephones, in a process of its own.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.instances import ROOT, ChildFailedError, Instance, measure_inside
from benchmarks.reports import Report, Table
from benchmarks.serving import served
from benchmarks.timing import summary
from benchmarks.workshop import MissingError, Workshop

USERS, SECONDS = 500, 60
#: Everybody is there within so many seconds: a bell has rung.
WITHIN = 5


def measure(
    workshop: Workshop, report: Report, *, users: int = USERS, seconds: int = SECONDS
) -> None:
    """Let participants look, on PostgreSQL if there is a server and on SQLite, and fill the report."""
    if importlib.util.find_spec("locust") is None:
        raise MissingError("Locust is not installed: it comes with `make setup-dev`")
    whole = Table(
        "Participants",
        ("database", "participants", "seconds", "requests", "per second", "median, ms", "p95, ms",
         "longest, ms", "nothing new (304)", "errors"),
    )  # fmt: skip
    pages = Table("By page", ("database", "page", "requests", "median, ms", "p95, ms", "errors"))
    report.tables += [whole, pages]
    for engine in workshop.engines:
        instance = workshop.fresh("participants", engine)
        known = measure_inside(instance, "participants_inside", {"delegations": max(4, users // 5)})
        found = _looking(instance, known["pages"], users, seconds)
        _fill(whole, pages, instance, users, found)
        errors = sum(found["failed"].values())
        where = f"{users} participants on {instance.engine}"
        report.check(where, "no error", f"{errors} errors", met=not errors)
        if found["words"]:
            report.notes.append(f"The first error on {instance.engine}: {found['words'][0]}")
    report.notes += _notes(users)


def _looking(instance: Instance, pages: Sequence[str], users: int, seconds: int) -> dict[str, Any]:
    """Serve the instance, let the participants look, and return what they tell."""
    known, told = instance.data_dir / "pages.json", instance.data_dir / "told.json"
    known.write_text(json.dumps(pages), encoding="utf-8")
    with served(instance) as address:
        done = subprocess.run(
            [sys.executable, "-m", "locust", "-f", "benchmarks/participants_locust.py", "--headless",
             "--host", address, "--users", str(users), "--spawn-rate", str(max(1, users // WITHIN)),
             "--run-time", f"{seconds}s", "--stop-timeout", "30", "--only-summary",
             "--pages", str(known), "--told", str(told)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, timeout=seconds + 120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
    if not told.exists():
        raise ChildFailedError(f"Locust ended with {done.returncode}:\n{done.stdout[-4000:]}")
    found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return found


def _fill(
    whole: Table, pages: Table, instance: Instance, users: int, found: dict[str, Any]
) -> None:
    times = [took for page in found["times"].values() for took in page]
    seconds = float(found["seconds"])
    of_all = summary(times)
    whole.rows.append(
        (instance.engine, users, round(seconds), len(times), len(times) / seconds,
         float(of_all["median_ms"]), float(of_all["p95_ms"]), max(times, default=0.0),
         found["unchanged"], sum(found["failed"].values()))
    )  # fmt: skip
    for name, took in sorted(found["times"].items()):
        of_page, errors = summary(took), found["failed"].get(name, 0)
        pages.rows.append(
            (instance.engine, name, len(took), float(of_page["median_ms"]), float(of_page["p95_ms"]), errors)
        )  # fmt: skip


def _notes(users: int) -> list[str]:
    who = (
        f"{users} participants of {max(4, users // 5)} delegations with 12 meetings each open the secret address of "
        f"their delegation within {WITHIN} s, and keep the page open: it asks every 25 s, give or take, what is new."
    )
    served_as = "Served by `jumelage serve`; the telephones (Locust) compute on the same machine."
    return [who, "Errors are unexpected answers and refused connections.", served_as]
