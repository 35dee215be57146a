"""Load what several sources say into one registry, one command each, then take it all back: every state must return."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.importing import digest_of_export
from benchmarks.instances import Instance, Run, jumelage
from benchmarks.reports import Report, Table
from benchmarks.volume import figures_of
from benchmarks.workshop import ORIGIN, MissingError, Workshop, import_list


def measure(workshop: Workshop, report: Report) -> None:
    """Import the list, the register and the network side by side; undo them, the last first."""
    if not workshop.pairs.exists():
        raise MissingError(
            f"there is no list of pairs at {workshop.pairs}: name one with --list FILE"
        )
    head = (
        "source", "rows", "placed", "new ties", "new places", "seconds", "undone, s",
        "state after undoing",
    )  # fmt: skip
    table = Table("One registry", head)
    instance = workshop.fresh("together", "SQLite")
    states = [digest_of_export(instance)]
    done: list[tuple[str, Run]] = []
    for what, run in _imports(workshop, instance):
        done.append((what, run))
        states.append(digest_of_export(instance))
    rows = []
    for number in range(len(done), 0, -1):
        what, run = done[number - 1]
        undone = jumelage(instance, "undo", str(number), "--reason", "measured")
        same = digest_of_export(instance) == states[number - 1]
        figures = figures_of(run.output)
        rows.append(
            (what, figures.rows, figures.placed, figures.ties, figures.places, run.seconds, undone.seconds,
             "as before" if same else "**different**")
        )  # fmt: skip
        report.check(
            f"undoing: {what}", "exports as before", "identical" if same else "different", met=same
        )
    table.rows.extend(reversed(rows))
    check = jumelage(instance, "check")
    report.check(
        "the registry afterwards", "whole", check.output.strip().splitlines()[-1], met=True
    )
    report.tables.append(table)


def _imports(workshop: Workshop, instance: Instance) -> Iterator[tuple[str, Run]]:
    """Import one source after the other, each when it is asked for."""
    folder = workshop.pairs.parent.parent
    review = ["--review", str(instance.data_dir / "review.csv")]
    yield "list of pairs (Wikipedia, 2026)", import_list(instance, workshop.pairs)
    register = folder / "czech-register-2013" / "relations.tsv"
    if register.exists():
        options = ["--map", "czech-register-2013", *review]
        yield "Czech register (2013)", _run(instance, "register", register, options)
    edges = folder / "wikidata-2016" / "relations.tsv"
    if edges.exists():
        names = ["--names", str(edges.with_name("names.tsv"))]
        origin = ["--source", "Wikidata network, 2016", "--url", ORIGIN["--url"]]
        yield (
            "network of Wikidata (2016)",
            _run(instance, "edges", edges, [*names, *origin, *review]),
        )


def _run(instance: Instance, kind: str, path: Path, options: list[str]) -> Run:
    return jumelage(instance, "import", kind, str(path), *options)
