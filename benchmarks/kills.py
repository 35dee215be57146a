"""Kill imports (SIGKILL) at any moment, again and again: the registry must be as before, or as after; never between.

After each kill the registry is checked whole and compared with the two states it may be in. One that is as after is
taken back, and must then be as before. In the end an import that nobody kills must give the same as the first.
"""

from benchmarks.instances import measure_inside
from benchmarks.reports import Report, Table
from benchmarks.workshop import MissingError, Workshop

#: So many rows of the list are imported: enough for the writing to take a good part of the time.
ROWS = 1_500
KILLS = 200


def measure(workshop: Workshop, report: Report) -> None:
    """Kill imports on each database, and fill the report."""
    if not workshop.pairs.exists():
        raise MissingError(
            f"there is no list of pairs at {workshop.pairs}: name one with --list FILE"
        )
    lines = workshop.pairs.read_text(encoding="utf-8").splitlines(keepends=True)[: ROWS + 1]
    few = workshop.folder / "few.csv"
    few.write_text("".join(lines), encoding="utf-8")
    table = Table(
        "Kills",
        ("database", "kills", "as before", "as after", "half-states", "losses", "problems found"),
    )
    for engine in workshop.engines:
        kills = KILLS // len(workshop.engines)
        told = measure_inside(
            workshop.fresh("kills", engine), "kills_inside", {"pairs": str(few), "kills": kills}
        )
        table.rows.append((engine, *(told[name] for name in
                           ("kills", "before", "after", "half", "lost", "problems"))))  # fmt: skip
        report.check(
            f"{kills} kills on {engine}", "no loss, no half-state",
            f"{told['lost']} losses, {told['half']} half-states, {told['problems']} problems",
            met=not (told["lost"] or told["half"] or told["problems"]),
        )  # fmt: skip
    report.tables.append(table)
    report.notes.append(
        f"A list of {ROWS:,} rows; the moment of each kill is drawn evenly from the time an import takes."
    )
