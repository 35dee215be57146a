"""What several commands need to understand their options and to say why they cannot go on."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from jumelage.cli.setup import messages


class Format(StrEnum):
    """How an answer is printed."""

    text = "text"
    json = "json"
    csv = "csv"


def day(text: str) -> date:
    """Return the day that an option gives."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is no day; write it like 2019-10-11") from error


def fail(message: str) -> typer.Exit:
    """Print why a command cannot go on, and return what to raise."""
    messages.print("[bold]Not done:[/] ", end="")
    messages.print(message, markup=False)
    return typer.Exit(1)


OnDay = Annotated[
    date | None,
    typer.Option("--on", parser=day, metavar="YYYY-MM-DD", help="As of this day (default: today)"),
]
KnownDay = Annotated[
    date | None,
    typer.Option(
        "--known", parser=day, metavar="YYYY-MM-DD", help="As known on this day (default: today)"
    ),
]
Language = Annotated[str, typer.Option("--lang", help="Language of the answer: en, ru")]


def country(text: str) -> str:
    """Return the code of a country named in any usual way."""
    from jumelage.places.domain.countries import parse_country

    match = parse_country(text)
    if not match.found:
        raise fail(match.reason)
    return match.code


def speak(language: str) -> None:
    """Answer in a language from now on."""
    from django.conf import settings
    from django.utils import translation

    known = [code for code, _ in settings.LANGUAGES]
    if language not in known:
        raise fail(f"there is no language “{language}”; there are: {', '.join(known)}")
    translation.activate(language)
