"""Measure the import of a list: time, memory, the share placed, and that a second import changes nothing."""

import hashlib
from pathlib import Path

from benchmarks.instances import Instance, jumelage
from benchmarks.reports import Report, Table
from benchmarks.workshop import Imported, Workshop, import_list

MOST_SECONDS, MOST_MB, LEAST_PLACED = 60, 1024, 0.75


def measure(workshop: Workshop, report: Report) -> None:
    """Import the list on each database, then once more, and fill the report."""
    table = Table(
        "Import",
        ("database", "seconds", "of these computing", "peak memory, MB", "rows", "pairs placed", "share placed",
         "seconds of the second import", "export after it"),
    )  # fmt: skip
    for engine in workshop.engines:
        done = workshop.imported(engine)
        before = digest_of_export(done.instance)
        again = import_list(done.instance, workshop.pairs)
        same = before == digest_of_export(done.instance)
        table.rows.append(
            (engine, done.run.seconds, done.run.cpu_seconds, done.run.peak_mb, done.rows, done.placed,
             f"{done.placed / done.rows:.1%}", again.seconds,
             "identical" if same else "**different**")
        )  # fmt: skip
        _check(report, engine, done, same=same)
    report.tables.append(table)
    report.notes += [
        (
            "The time is that of the whole command in an empty data folder: it makes the tables, loads the "
            "starter registry, opens the gazetteer, reads, matches and writes."
        ),
        "The memory is that of the command's own process, as the kernel counts it.",
    ]


def _check(report: Report, engine: str, done: Imported, *, same: bool) -> None:
    run, share = done.run, done.placed / done.rows
    report.check(
        f"time on {engine}", f"at most {MOST_SECONDS} s", f"{run.seconds:.1f} s",
        met=run.seconds <= MOST_SECONDS,
    )  # fmt: skip
    report.check(
        f"memory on {engine}", f"at most {MOST_MB:,} MB", f"{run.peak_mb:.0f} MB",
        met=run.peak_mb <= MOST_MB,
    )  # fmt: skip
    report.check(
        f"pairs placed on {engine}", f"at least {LEAST_PLACED:.0%}", f"{share:.1%}",
        met=share >= LEAST_PLACED,
    )  # fmt: skip
    report.check(
        f"second import on {engine}", "changes nothing",
        "exports identical" if same else "exports differ", met=same,
    )  # fmt: skip


def digest_of_export(instance: Instance) -> str:
    """Return the digest of the whole registry as it is exported, claims and sources included."""
    path = Path(instance.data_dir) / "export.jsonl"
    jumelage(instance, "export", "--format", "jsonl", "--out", str(path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.unlink()
    return digest
