"""``jumelage import …``, ``batches`` and ``undo``: bringing in what other sources say, and taking it back."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from jumelage.cli.answers import day, fail
from jumelage.cli.bars import bars
from jumelage.cli.setup import ensure_database, messages

if TYPE_CHECKING:
    from jumelage.imports.applying import Applied
    from jumelage.imports.domain.statements import Adapter
    from jumelage.sources.actions import SourceData

import_app = typer.Typer(no_args_is_help=True, help="Bring in what other sources say.")

File = Annotated[Path, typer.Argument(exists=False)]
Title = Annotated[str, typer.Option("--source", help="Title of the source.")]
Url = Annotated[str, typer.Option("--url", help="Address of the source.")]
Retrieved = Annotated[
    date | None,
    typer.Option(parser=day, metavar="YYYY-MM-DD", help="When it was retrieved (default: today)."),
]
Licence = Annotated[str, typer.Option("--licence", help="Licence of the source.")]
AuthorityCode = Annotated[str, typer.Option("--authority", help="Kind of source.")]
Review = Annotated[Path | None, typer.Option(help="Where to write the rows not used (CSV).")]
ReportTo = Annotated[
    Path | None,
    typer.Option("--report", help="Where to write the report (.html or .json)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]


def run(
    adapter: "Adapter",
    origin: "SourceData",
    *,
    file_name: str,
    review: Path | None,
    report: Path | None,
    dry_run: bool,
) -> "Applied":
    """Read, match, stage, show, apply: what every import command does."""
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.imports.applying import apply_import
    from jumelage.imports.gazetteer import open_matcher
    from jumelage.imports.rendering import write_report, write_review
    from jumelage.imports.staging import prepare

    try:
        with bars() as bar:
            prepared = prepare(
                adapter, origin, file_name=file_name, open_matcher=open_matcher, progress=bar
            )
            applied = apply_import(actor=OPERATOR, prepared=prepared, dry_run=dry_run, progress=bar)
    except RefusedError as error:
        raise fail(str(error)) from error
    say(applied, dry_run)
    if review is not None and prepared.rows_left_out:
        write_review(prepared, review)
        messages.print(f"Rows not used: {review}")
    for path in [report] if report else default_reports(applied):
        write_report(applied.report, path)
        messages.print(f"Report: {path}")
    return applied


def default_reports(applied: "Applied") -> list[Path]:
    """Return where the report of a batch is kept: in the data folder, as a page and as JSON."""
    from django.conf import settings

    if applied.batch is None:
        return []
    folder = Path(settings.JUMELAGE["DATA_DIR"]) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / f"import-{applied.batch}{ending}" for ending in (".html", ".json")]


def say(applied: "Applied", dry_run: bool) -> None:
    """Print what an import found and did."""
    from jumelage.imports.rendering import SECTION_TITLES

    counts = applied.report.counts
    rows, placed = counts["rows"], counts["placed"]
    share = f" ({placed / rows:.1%})" if rows else ""
    messages.print(f"{rows} rows read, {placed} pairs placed{share}.")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for section, lines in applied.report.ordered():
        table.add_row(f"{len(lines)}", str(SECTION_TITLES[section]))
    if table.row_count:
        messages.print("To look at:")
        messages.print(table)
    if dry_run:
        messages.print("Nothing was written to the registry (--dry-run); it would be:")
    written = (
        f"{counts['new_claims']} claims, {counts['new_ties']} ties and {counts['new_places']} places; "
        f"{counts['changed']} claims changed, {counts['known']} were on record"
    )
    if applied.batch:
        messages.print(f"Written as import {applied.batch}: {written}.")
    else:
        messages.print(
            f"{written}." if dry_run else f"Nothing new: {counts['known']} claims were on record."
        )


def origin_of(
    title: str, url: str, retrieved: date | None, licence: str, authority: str, **more: Any
) -> "SourceData":
    """Return the source that the options describe."""
    from jumelage.core.clock import today
    from jumelage.imports.staging import source_key
    from jumelage.sources.actions import SourceData
    from jumelage.sources.domain.authority import parse_authority

    try:
        kind = parse_authority(authority)
    except ValueError as error:
        raise fail(str(error)) from error
    return SourceData(
        key=source_key(title),
        authority=kind,
        title=title,
        url=url,
        licence=licence,
        retrieved=retrieved or today(),
        **more,
    )


def batches() -> None:
    """List the imports, the latest first."""
    ensure_database()
    from jumelage.sources.models import ImportBatch

    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("No.", "when", "how", "source", "claims", "ties", "places", ""):
        table.add_column(heading)
    rows = ImportBatch.objects.select_related("source")
    for batch in rows:
        numbers = [
            str(batch.counts.get(name, 0)) for name in ("new_claims", "new_ties", "new_places")
        ]
        state = f"undone {batch.undone_at:%Y-%m-%d}" if batch.undone_at else ""
        title = batch.source.title if batch.source else batch.report.get("source", "")
        table.add_row(
            str(batch.pk), f"{batch.at:%Y-%m-%d %H:%M}", batch.adapter, title, *numbers, state
        )
    if table.row_count:
        _print_out(table)
    else:
        messages.print("Nothing has been imported yet.")


def _print_out(table: Table) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=240)  # a pipe has no width: nothing is to be cut
    console.print(table)


def undo(
    number: Annotated[int, typer.Argument(help="Number of the import (see `jumelage batches`).")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
) -> None:
    """Take an import back: the registry is then as before it, but for what others added since."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.imports.undoing import undo_import
    from jumelage.sources.models import ImportBatch

    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None:
        raise fail(f"there is no import {number}; `jumelage batches` lists them")
    try:
        gone = undo_import(actor=OPERATOR, batch=batch, reason=reason)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(
        f"Import {number} undone: {gone['claims']} claims, {gone['ties']} ties and {gone['places']} places are gone, "
        f"{gone['restored']} claims are back, {gone['kept']} stay because a later edition says them too."
    )
