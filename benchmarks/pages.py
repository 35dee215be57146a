"""Measure pages by the size of the registry."""

from typing import Any

from benchmarks.instances import Instance, measure_inside
from benchmarks.reports import Report, Table
from benchmarks.workshop import Workshop

SAMPLES, SEED = 60, 1
#: Places are compared with this many ties: the starter registry has them, and so has any larger one.
COMPARABLE = 1
#: Pairs of countries are compared with about as many ties as the starter registry's one pair has.
COMPARABLE_PAIR = 87
#: The page of two countries lists all ties between them; it is also measured with about as many as this.
LARGE_PAIR = 1000
#: A page is asked for so many times, and the best counts: others may use the machine too.
ROUNDS = 5
#: Milliseconds beyond which a page is not asked for again.
SLOW = 20_000
#: How much more a page may take in the largest registry than in the smallest.
MOST_RATIO = 1.5


def measure(workshop: Workshop, report: Report, *, scale: bool = False) -> None:
    """Measure every registry there is, and fill the report."""
    found: list[tuple[str, dict[str, Any]]] = []
    for engine in workshop.engines:
        instances = (workshop.starter(engine), workshop.imported(engine).instance)
        found += [(engine, _inside(instance)) for instance in instances]
    if scale:
        found.append(("PostgreSQL", _inside(workshop.scale())))
    else:
        report.notes.append("Without `--scale`, a million places were left out.")
    report.tables.append(_table(found))
    for engine in workshop.engines:
        _compare(report, engine, [answer for of, answer in found if of == engine])
    report.notes += _notes()


def _inside(instance: Instance) -> dict[str, Any]:
    return measure_inside(instance, "page_times", {"samples": SAMPLES, "seed": SEED})


def _table(found: list[tuple[str, dict[str, Any]]]) -> Table:
    table = Table(
        "Pages",
        ("ties", "places", "database", "page", "queries", "median, ms", "p95, ms", "of these computing",
         "emptied: median, ms", "emptied: p95, ms", "slowest query, ms"),
    )  # fmt: skip
    for engine, answer in found:
        for row in answer["rows"]:
            table.rows.append(
                (answer["ties"], answer["places"], engine, row["name"], row["queries"],
                 float(row["warm"]["median_ms"]), float(row["warm"]["p95_ms"]),
                 float(row["computing"]["median_ms"]),
                 float(row["cold"]["median_ms"]), float(row["cold"]["p95_ms"]),
                 float(row["slowest_ms"]))
            )  # fmt: skip
    return table


def _compare(report: Report, engine: str, answers: list[dict[str, Any]]) -> None:
    """Hold the place page of each larger registry against that of the smallest."""
    rows = [
        (answer["ties"], next(r for r in answer["rows"] if r["name"].startswith("place with")))
        for answer in answers
    ]
    (fewest, first), *larger = rows
    for ties, row in larger:
        for measured, name in (("warm", "time"), ("computing", "computing")):
            ratio = row[measured]["median_ms"] / first[measured]["median_ms"]
            report.check(
                f"place page at {ties:,} ties against {fewest:,}, {engine}, {name}",
                f"at most {MOST_RATIO} times the median", f"{ratio:.2f} times",
                met=ratio <= MOST_RATIO,
            )  # fmt: skip


def _notes() -> list[str]:
    place = (
        f"Place pages are compared for places with {COMPARABLE} tie each, for a page costs what "
        "it shows; the most connected place is beside them."
    )
    rounds = (
        f"Median and 95th percentile are over up to {SAMPLES} pages, each the best of {ROUNDS} "
        "requests. “Emptied” is the first request of each, with all that the product remembers "
        "forgotten before it: the atlas file is then made, compressed and sent, otherwise only sent."
    )
    how = (
        "All pages are asked for in English, in the process itself, with compression and without "
        "the network."
    )
    computing = (
        "“Of these computing” is the median of the processor’s time in the product’s own process, "
        "the database server’s not in it. Others on the machine change it less than the time, which "
        "says little where the load average is above the number of cores."
    )
    part = (
        "Above `JUMELAGE_ATLAS_MAX_TIES` (200,000) the atlas shows the ties of the most connected "
        "places only."
    )
    return [place, rounds, computing, how, part]
