"""What a measurement found: tables, goals, and how they are shown and kept.

A figure in docs/benchmarks.md is never typed: the tables there are written by :func:`write_into`.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Shown

Cell = str | int | float | None
#: Narrow, so that “1.20 s” stays on one line.
NARROW = "\u202f"


@dataclass(slots=True)
class Table:
    """Rows under a head."""

    title: str
    head: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Goal:
    """Something to be reached, what was reached, and whether it is enough."""

    what: str
    goal: str
    reached: str
    met: bool


@dataclass(slots=True)
class Report:
    """All that one measurement found. ``skipped`` says why there is nothing."""

    name: str
    command: str
    date: str
    machine: str
    load: Sequence[float] = ()
    goals: list[Goal] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""

    def check(self, what: str, goal: str, reached: str, *, met: bool) -> None:
        """Add a goal."""
        self.goals.append(Goal(what, goal, reached, met))

    def all_tables(self) -> Iterator[Table]:
        """Yield the goals as a table, then the others."""
        if self.goals:
            rows = [
                (g.what, g.goal, g.reached, "met" if g.met else "**missed**") for g in self.goals
            ]
            yield Table("Goals", ("what", "goal", "result", ""), list(rows))
        yield from self.tables


def text_of(value: Cell) -> str:
    """Return a cell as a reader sees it: thousands apart, no more digits than mean something."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    lines = [
        f"`{report.command}`",
        "",
        f"{report.date}; {report.machine}; load average before and after: "
        + " and ".join(f"{load:.1f}" for load in report.load)
        + ".",
    ]
    for table in report.all_tables():
        lines += ["", f"**{table.title}**", "", _row(table.head)]
        lines.append(
            _row(
                ["---"]
                + ["---:" if _is_number(table, n) else "---" for n in range(1, len(table.head))]
            )
        )
        lines += [_row([text_of(cell) for cell in row]) for row in table.rows]
    if report.notes:
        lines += ["", *(f"* {note}" for note in report.notes)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _is_number(table: Table, column: int) -> bool:
    return any(isinstance(row[column], int | float) for row in table.rows)


def show(report: Report, console: Console) -> None:
    """Print the report on a terminal."""
    if report.skipped:
        console.print(f"[bold]{report.name}: left out.[/] {report.skipped}")
        return
    for table in report.all_tables():
        shown = Shown(title=f"{report.name}: {table.title}", title_justify="left")
        for number, name in enumerate(table.head):
            shown.add_column(name, justify="right" if _is_number(table, number) else "left")
        for row in table.rows:
            shown.add_row(*(text_of(cell).replace("**", "") for cell in row))
        console.print(shown)
    for note in report.notes:
        console.print(f"• {note}", highlight=False)


def keep(report: Report, path: Path) -> None:
    """Write the report as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def read(path: Path) -> Report:
    """Read a report that was kept."""
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kept["goals"] = [Goal(**goal) for goal in kept["goals"]]
    kept["tables"] = [Table(**table) for table in kept["tables"]]
    return Report(**kept)


def write_into(document: Path, report: Report) -> bool:
    """Put the report between its marks in a document. Returns whether the document has them."""
    text = document.read_text(encoding="utf-8")
    begin, end = f"<!-- measured: {report.name} -->", f"<!-- end: {report.name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    new = f"{begin}\n\n{markdown(report)}\n\n{end}"
    written, number = pattern.subn(lambda _: new, text)
    if number:
        document.write_text(written, encoding="utf-8")
    return bool(number)
