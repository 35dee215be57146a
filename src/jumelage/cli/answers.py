"""What several commands need to understand their options and to say why they cannot go on."""

from datetime import date

import typer

from jumelage.cli.setup import messages


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
