"""Measure the portfolio of a town with 60 ties: in a registry of a million places, and in a smaller one on SQLite."""

from typing import Any

from benchmarks.instances import Instance, measure_inside
from benchmarks.reports import Report, Table
from benchmarks.workshop import MissingError, Workshop

#: Ties of the town.
TIES = 60
#: Queries are counted with so many ties as well: they must be as many.
FEW = (1, 3)
#: Each page is asked for so often.
REQUESTS = 40
#: Milliseconds that the page may take (the median).
MOST_MS = 100


def measure(workshop: Workshop, report: Report) -> None:
    """Measure on SQLite and on PostgreSQL, and fill the report."""
    table = Table(
        "Pages of a town with 60 ties",
        ("places", "ties", "database", "page", "queries", "median, ms", "p95, ms", "of these computing",
         "emptied: median, ms"),
    )  # fmt: skip
    report.tables.append(table)
    for instance in _instances(workshop, report):
        answer = measure_inside(
            instance, "portfolio_times", {"ties": TIES, "few": FEW, "requests": REQUESTS}
        )
        _add(table, instance, answer)
        _check(report, instance, answer)
    report.notes += _notes()


def _instances(workshop: Workshop, report: Report) -> list[Instance]:
    try:
        small = workshop.imported("SQLite").instance
    except MissingError as error:
        report.notes.append(f"The smaller registry is the starter registry: {error}.")
        small = workshop.starter("SQLite")
    if "PostgreSQL" in workshop.engines:
        return [small, workshop.scale()]
    report.notes.append("Without PostgreSQL, a million places were left out.")
    return [small]


def _add(table: Table, instance: Instance, answer: dict[str, Any]) -> None:
    for row in answer["rows"]:
        table.rows.append(
            (answer["places"], answer["ties"], instance.engine, row["name"], row["queries"],
             float(row["warm"]["median_ms"]), float(row["warm"]["p95_ms"]),
             float(row["computing"]["median_ms"]), float(row["emptied"]["median_ms"]))
        )  # fmt: skip


def _check(report: Report, instance: Instance, answer: dict[str, Any]) -> None:
    where = f"{answer['places']:,} places, {instance.engine}"
    median = answer["rows"][0]["warm"]["median_ms"]
    report.check(
        f"portfolio of {TIES} ties, {where}", f"under {MOST_MS} ms", f"{median:.1f} ms",
        met=median < MOST_MS,
    )  # fmt: skip
    counts = answer["queries_by_ties"]
    report.check(
        f"queries of the portfolio, {where}",
        f"as many with {', '.join(map(str, FEW))} and {TIES} ties",
        ", ".join(f"{number}" for number in counts.values()),
        met=len(set(counts.values())) == 1,
    )


def _notes() -> list[str]:
    town = (
        "The town is made for the measurement by the product’s own actions and taken back afterwards: "
        f"{TIES} ties with places of the registry, each with claims, contacts, people in charge, a work plan, "
        "an agreement and a proposal."
    )
    how = (
        f"Median and 95th percentile are over {REQUESTS} requests in English by a member, in the process itself, "
        "with compression and without the network. “Emptied”: all that the product remembers was forgotten "
        "before each request, so what comparable places do was counted anew."
    )
    computing = (
        "“Of these computing” is the processor’s time in the product’s own process, the database server’s "
        "not in it."
    )
    return [town, how, computing]
