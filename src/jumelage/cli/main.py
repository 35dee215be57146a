"""The commands. Each one prepares the process, calls a query or an action, and prints."""

import json
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jumelage import __version__
from jumelage.cli.setup import ensure_database, messages, prepare

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="The register and atlas of twin towns and sister cities.",
    pretty_exceptions_enable=False,
)
import_app = typer.Typer(no_args_is_help=True, help="Bring in what other sources say.")
app.add_typer(import_app, name="import")


class Format(StrEnum):
    """How an answer is printed."""

    text = "text"
    json = "json"
    csv = "csv"


class ExportFormat(StrEnum):
    """File formats of the whole registry."""

    csv = "csv"
    geojson = "geojson"
    jsonl = "jsonl"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is no day; write it like 2019-10-11") from error


Day = Annotated[date | None, typer.Option(parser=_day, metavar="YYYY-MM-DD")]
OnDay = Annotated[
    date | None,
    typer.Option("--on", parser=_day, metavar="YYYY-MM-DD", help="As of this day (default: today)"),
]
KnownDay = Annotated[
    date | None,
    typer.Option(
        "--known", parser=_day, metavar="YYYY-MM-DD", help="As known on this day (default: today)"
    ),
]
Language = Annotated[str, typer.Option("--lang", help="Language of the answer: en, ru")]


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


def fail(message: str) -> typer.Exit:
    """Print why a command cannot go on, and return what to raise."""
    messages.print(f"[bold]Not done:[/] {message}", markup=True)
    return typer.Exit(1)


def _country(text: str) -> str:
    from jumelage.places.domain.countries import parse_country

    match = parse_country(text)
    if not match.found:
        raise fail(match.reason)
    return match.code


def _speak(language: str) -> None:
    from django.conf import settings
    from django.utils import translation

    known = [code for code, _ in settings.LANGUAGES]
    if language not in known:
        raise fail(f"there is no language “{language}”; there are: {', '.join(known)}")
    translation.activate(language)


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
    _speak(lang)
    from jumelage.cli import reports

    answer = reports.bilateral_report(_country(country_a), _country(country_b), on, known, lang)
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
    _speak(lang)
    from jumelage.cli import reports
    from jumelage.places.queries import find_places

    found = find_places(place)
    if not found:
        raise fail(f"no place is known by “{place}”")
    sys.stdout.write(reports.ties_of_places(found, on, known, lang, format.value))


@import_app.command("pairs")
def import_pairs(
    file: Annotated[Path, typer.Argument(exists=False)],
    source: Annotated[str, typer.Option(help="Title of the list.")],
    url: Annotated[str, typer.Option(help="Address of the list.")],
    retrieved: Annotated[date, typer.Option(parser=_day, metavar="YYYY-MM-DD")],
    licence: Annotated[str, typer.Option(help="Licence of the list.")] = "",
    authority: Annotated[str, typer.Option(help="Kind of source.")] = "wikipedia",
    review: Annotated[
        Path | None, typer.Option(help="Where to write the rows not used (CSV).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Import a list of pairs: city1,country1,city2,country2 (columns in any order)."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.sources.domain.authority import parse_authority
    from jumelage.ties.imports.pairs import apply_pairs, preview_pairs, write_review

    review = review or file.with_suffix(".review.csv")
    try:
        with _progress() as bar:
            preview = preview_pairs(file, progress=bar)
            write_review(preview, review)
            _say_preview(preview, review)
            if dry_run:
                messages.print("Nothing was written to the registry (--dry-run).")
                return
            applied = apply_pairs(
                actor=OPERATOR,
                preview=preview,
                title=source,
                url=url,
                retrieved=retrieved,
                licence=licence,
                authority=parse_authority(authority),
                progress=bar,
            )
    except (RefusedError, ValueError) as error:
        raise fail(str(error)) from error
    messages.print(
        f"Written: {applied.claims} claims and {applied.places} places; "
        f"{applied.already_known} pairs were on record."
    )


def _say_preview(preview: "object", review: Path) -> None:
    counts = dict(preview.counts)  # type: ignore[attr-defined]
    rows, placed = counts.pop("rows"), counts.pop("placed")
    share = f" ({placed / rows:.1%})" if rows else ""
    messages.print(f"{rows} rows read, {placed} pairs placed{share}.")
    if counts:
        why = ", ".join(f"{code} {number}" for code, number in counts.items())
        messages.print(f"To review: {why}; see {review}")


class _Bars:
    """Shows the progress of named steps as bars."""

    NAMES = {
        "read": "Reading the file",
        "gazetteer": "Opening the gazetteer",
        "match": "Finding the places",
        "places": "Recording places",
        "claims": "Recording claims",
    }

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, object] = {}

    def __call__(self, step: str, done: int, of: int) -> None:
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(self.NAMES.get(step, step), total=of)
        self.progress.update(self.tasks[step], completed=done, total=of)  # type: ignore[arg-type]


class _progress:  # noqa: N801 - used as a context, like a function
    """Bars on the terminal while a long command works."""

    def __init__(self) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=messages,
        )

    def __enter__(self) -> _Bars:
        self.progress.start()
        return _Bars(self.progress)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()


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
    """Check that the registry is whole: standing against claims, references, sources."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.ties.integrity import check_registry, repair_registry
    from jumelage.ties.models import Claim, Tie

    if repair:
        messages.print(f"Repaired: {repair_registry(actor=OPERATOR)} ties.")
    problems = list(check_registry())
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
    from jumelage.ties.starter_load import STARTER, load_folder

    try:
        loaded = load_folder(actor=OPERATOR, folder=folder or STARTER)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(
        f"{loaded.sources} sources, {loaded.places} places, {loaded.claims} claims, "
        f"{loaded.figures} figures read; {loaded.written} new or changed."
    )


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    threads: Annotated[int, typer.Option(help="Requests answered at once.")] = 4,
) -> None:
    """Serve the product: prepare what is missing, then answer until stopped (Ctrl+C)."""
    from jumelage.cli.serving import serve as start

    start(host, port, threads)


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
