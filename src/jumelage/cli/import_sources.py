"""The import commands of single kinds of source; what they share is in :mod:`jumelage.cli.imports`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jumelage.cli.answers import fail
from jumelage.cli.imports import (
    AuthorityCode,
    DryRun,
    File,
    Licence,
    ReportTo,
    Retrieved,
    Review,
    Title,
    Url,
    import_app,
    origin_of,
    run,
)
from jumelage.cli.setup import ensure_database, messages

if TYPE_CHECKING:
    from jumelage.imports.domain.statements import Adapter

#: The group of commands, with those below.
app = import_app
WIKIDATA = "https://www.wikidata.org/wiki/Property:P190"
WIKIDATA_TITLE = "Wikidata: twinned administrative bodies"


@import_app.command("pairs")
def import_pairs(
    file: File,
    source: Title,
    url: Url,
    retrieved: Retrieved = None,
    licence: Licence = "",
    authority: AuthorityCode = "wikipedia",
    review: Review = None,
    report: ReportTo = None,
    dry_run: DryRun = False,
) -> None:
    """Import a list of pairs: city1,country1,city2,country2 (columns in any order)."""
    ensure_database()
    from jumelage.imports.adapters.pairs import PairsFile

    run(
        PairsFile(file),
        origin_of(source, url, retrieved, licence, authority),
        file_name=file.name,
        review=review or file.with_suffix(".review.csv"),
        report=report,
        dry_run=dry_run,
    )


@import_app.command("register")
def import_register(
    file: File,
    described: Annotated[
        str,
        typer.Option("--map", help="Description of the table (TOML), or the name of one at hand."),
    ],
    source: Annotated[str, typer.Option("--source", help="Title (default: as described).")] = "",
    url: Annotated[str, typer.Option("--url", help="Address (default: as described).")] = "",
    retrieved: Retrieved = None,
    licence: Licence = "",
    review: Review = None,
    report: ReportTo = None,
    dry_run: DryRun = False,
) -> None:
    """Import any table that names ties, as a small description says (docs/importing-registers.md)."""
    ensure_database()
    from jumelage.imports.adapters.register import RegisterTable
    from jumelage.imports.domain.statements import UnreadableSourceError

    try:
        adapter = RegisterTable(file, described)
    except UnreadableSourceError as error:
        raise fail(str(error)) from error
    told = adapter.source
    run(
        adapter,
        origin_of(
            source or told.title or file.name,
            url or told.url,
            retrieved,
            licence or told.licence,
            told.authority or "register",
            publisher=told.publisher,
            language=told.language,
            published=told.published,
            note=told.note,
        ),
        file_name=file.name,
        review=review or file.with_suffix(".review.csv"),
        report=report,
        dry_run=dry_run,
    )


@import_app.command("wikitext")
def import_wikitext(
    file: File,
    source: Title,
    url: Url,
    country: Annotated[
        str, typer.Option(help="Where the page's own places lie, if it does not say so.")
    ] = "",
    retrieved: Retrieved = None,
    licence: Licence = "CC-BY-SA-4.0",
    review: Review = None,
    report: ReportTo = None,
    dry_run: DryRun = False,
) -> None:
    """Import a list page of a wiki, in MediaWiki's markup."""
    ensure_database()
    from jumelage.imports.adapters.wikitext import WikitextPage

    run(
        WikitextPage(file, country=country),
        origin_of(source, url, retrieved, licence, "wikipedia"),
        file_name=file.name,
        review=review or file.with_suffix(".review.csv"),
        report=report,
        dry_run=dry_run,
    )


@import_app.command("edges")
def import_edges(
    file: File,
    names: Annotated[Path, typer.Option("--names", help="Names: one identifier and name a line.")],
    source: Title,
    url: Url,
    scheme: Annotated[str, typer.Option(help="What the identifiers are: wikidata, geonames.")] = "",
    retrieved: Retrieved = None,
    licence: Licence = "",
    authority: AuthorityCode = "wikidata",
    review: Review = None,
    report: ReportTo = None,
    dry_run: DryRun = False,
) -> None:
    """Import pairs of identifiers, with the names that belong to them."""
    ensure_database()
    from jumelage.imports.adapters.edges import EdgeList

    run(
        EdgeList(file, names, scheme=scheme),
        origin_of(source, url, retrieved, licence, authority),
        file_name=file.name,
        review=review or file.with_suffix(".review.csv"),
        report=report,
        dry_run=dry_run,
    )


@import_app.command("wikidata")
def import_wikidata(
    endpoint: Annotated[str, typer.Option(help="Address of a SPARQL endpoint.")] = "",
    dump: Annotated[
        str,
        typer.Option(help="A dump instead (.json, .gz, .bz2, .zst); - is standard input."),
    ] = "",
    countries: Annotated[
        str, typer.Option(help="Only ties of these countries, such as RU,US (default: all).")
    ] = "",
    languages: Annotated[str, typer.Option(help="Names in these languages.")] = "en,ru",
    contact: Annotated[
        str,
        typer.Option(help="Who asks: an address for the endpoint's keepers."),
    ] = "",
    delay: Annotated[float, typer.Option(help="Seconds between two questions.")] = 1.0,
    source: Annotated[str, typer.Option("--source", help="Title of the source.")] = WIKIDATA_TITLE,
    url: Annotated[str, typer.Option("--url", help="Address of the source.")] = WIKIDATA,
    retrieved: Retrieved = None,
    report: ReportTo = None,
    dry_run: DryRun = False,
) -> None:
    """Import what Wikidata says (P190): from its query service, or from a dump."""
    ensure_database()
    adapter = _wikidata(endpoint, dump, countries, languages, contact, delay)
    run(
        adapter,
        origin_of(source, url, retrieved, "CC0-1.0", "wikidata"),
        file_name=dump or endpoint or "Wikidata Query Service",
        review=None,
        report=report,
        dry_run=dry_run,
    )


def _wikidata(
    endpoint: str, dump: str, countries: str, languages: str, contact: str, delay: float
) -> "Adapter":
    from django.conf import settings

    from jumelage.imports.adapters.wikidata_dump import WikidataDump
    from jumelage.imports.adapters.wikidata_endpoint import WikidataEndpoint
    from jumelage.imports.adapters.wikidata_http import PUBLIC, user_agent

    staging = Path(settings.JUMELAGE["DATA_DIR"]) / "imports" / "wikidata"
    wanted = [code.strip() for code in languages.split(",") if code.strip()]
    if dump and endpoint:
        raise fail("give --dump or --endpoint, not both")
    if dump:
        stream = sys.stdin.buffer if dump == "-" else None
        path = None if dump == "-" else Path(dump)
        return WikidataDump(path, languages=wanted, staging=staging, stream=stream)
    if not contact:
        messages.print(
            "Say who asks with --contact: it is good manners, and lets the keepers reach you."
        )
    return WikidataEndpoint(
        endpoint or PUBLIC,
        languages=wanted,
        staging=staging,
        countries=[code.strip().upper() for code in countries.split(",") if code.strip()] or None,
        agent=user_agent(contact),
        delay=delay,
    )
