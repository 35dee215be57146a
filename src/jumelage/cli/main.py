"""The commands. Each one prepares the process, calls a query or an action, and prints."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jumelage import __version__
from jumelage.cli import demo as demonstration
from jumelage.cli import (
    disputes,
    editors,
    import_sources,
    imports,
    members,
    partners,
    reconcile,
    schedule,
    wishes,
    worker,
)
from jumelage.cli.answers import Format, KnownDay, Language, OnDay, country, fail, speak
from jumelage.cli.setup import ensure_database, messages, prepare

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="The register and atlas of twin towns and sister cities.",
    pretty_exceptions_enable=False,
)
app.add_typer(import_sources.app, name="import")
app.add_typer(partners.app, name="partners")
app.add_typer(wishes.app, name="wishes")
app.add_typer(editors.editors_app, name="editors")
app.add_typer(members.members_app, name="members")
app.command()(imports.batches)
app.command()(imports.undo)
app.command()(disputes.disputes)
app.command()(disputes.compare)
app.command()(reconcile.reconcile)
app.command()(schedule.schedule)
app.command()(worker.worker)
app.command()(demonstration.demo)


class ExportFormat(StrEnum):
    """File formats of the whole registry."""

    csv = "csv"
    geojson = "geojson"
    jsonl = "jsonl"


def _version(value: bool) -> None:
    if value:
        typer.echo(f"jumelage {__version__}")
        raise typer.Exit


@app.callback()
def main(
    data_dir: Annotated[
        Path | None,
        typer.Option(envvar="JUMELAGE_DATA_DIR", help="Folder in which everything is kept."),
    ] = None,
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Set up the process before a command runs."""
    prepare(data_dir)


@app.command()
def report(
    country_a: str,
    country_b: str,
    on: OnDay = None,
    known: KnownDay = None,
    lang: Language = "en",
    format: Annotated[Format, typer.Option("--format")] = Format.text,
) -> None:
    """Say how many places of two countries are connected, by which ties, and what others reported."""
    ensure_database()
    speak(lang)
    from jumelage.cli import reports

    answer = reports.bilateral_report(country(country_a), country(country_b), on, known, lang)
    sys.stdout.write(reports.RENDER[format.value](answer))


@app.command()
def ties(
    place: str,
    on: OnDay = None,
    known: KnownDay = None,
    lang: Language = "en",
    format: Annotated[Format, typer.Option("--format")] = Format.text,
) -> None:
    """List the ties of a place, given by a name in any script, or by an identifier."""
    ensure_database()
    speak(lang)
    from jumelage.cli import reports
    from jumelage.places.queries import find_places

    found = find_places(place)
    if not found:
        raise fail(f"no place is known by “{place}”")
    sys.stdout.write(reports.ties_of_places(found, on, known, lang, format.value))


@app.command()
def export(
    format: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.csv,
    on: OnDay = None,
    known: KnownDay = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File (default: print).")] = None,
) -> None:
    """Write the whole registry as a file, each tie with its sources and their licences."""
    ensure_database()
    from jumelage.ties.exports import export as pieces

    stream = pieces(format.value, on, known)
    if out is None:
        sys.stdout.writelines(stream)
        return
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.writelines(stream)
    part.replace(out)
    messages.print(f"Written: {out}")


@app.command()
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help="Bring kept columns in line with the claims.")
    ] = False,
) -> None:
    """Check that the registry is whole: standing against claims, references, sources, documents."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.documents.integrity import check_documents
    from jumelage.ties.integrity import check_registry, repair_registry
    from jumelage.ties.models import Claim, Tie

    if repair:
        messages.print(f"Repaired: {repair_registry(actor=OPERATOR)} ties.")
    problems = [*check_registry(), *check_documents()]
    for problem in problems:
        typer.echo(f"{problem.code}: {problem}")
    messages.print(
        f"{Tie.objects.count()} ties, {Claim.objects.count()} claims checked: "
        f"{len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}."
    )
    raise typer.Exit(1 if problems else 0)


@app.command()
def load(
    folder: Annotated[Path | None, typer.Argument(help="Folder of registry files.")] = None,
) -> None:
    """Load registry files again (default: the starter registry): what changed in them is brought up to date."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.forum.starter_load import load_forums
    from jumelage.ties.starter_load import STARTER, load_folder

    try:
        loaded = load_folder(actor=OPERATOR, folder=folder or STARTER)
        forums = load_forums(actor=OPERATOR, folder=folder or STARTER)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(
        f"{loaded.sources} sources, {loaded.places} places, {loaded.claims} claims, "
        f"{loaded.figures} figures, {forums.editions} editions of forums read; "
        f"{loaded.written + forums.written} new or changed."
    )


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    threads: Annotated[int, typer.Option(help="Requests answered at once.")] = 4,
    background: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Do background work as well.")
    ] = True,
) -> None:
    """Serve the product: prepare what is missing, then answer until stopped (Ctrl+C)."""
    from jumelage.cli.serving import serve as start

    start(host, port, threads, worker=background)


@app.command()
def settings() -> None:
    """Show the settings in force, and where each can be set."""
    from jumelage.config.environment import VARIABLES, read_environment

    environment = read_environment()
    typer.echo(
        json.dumps(
            {
                variable.name: {"purpose": variable.purpose, "default": variable.default}
                for variable in VARIABLES
            }
            | {"data folder in use": str(environment.data_dir)},
            indent=2,
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    app()
