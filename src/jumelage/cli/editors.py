"""``jumelage editors``: who may decide about names and merge places."""

import secrets
import sys
from typing import Annotated

import typer

from jumelage.cli.answers import fail
from jumelage.cli.setup import ensure_database, messages

editors_app = typer.Typer(
    no_args_is_help=True, help="Name the people who decide about names and merge places."
)


@editors_app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The person’s name, or e-mail address.")],
    email: Annotated[
        str, typer.Option(help="E-mail address to sign in with (if the name is none).")
    ] = "",
    generate: Annotated[
        bool, typer.Option("--generate", help="Make a password and print it, once.")
    ] = False,
) -> None:
    """Make a person an editor; with an account on record, set a new password."""
    ensure_database()
    from jumelage.accounts.actions import add_editor
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError

    address = email or (name if "@" in name else "")
    if not address:
        raise fail("give the e-mail address to sign in with: --email anna@example.org")
    made = generate or not sys.stdin.isatty()
    password = secrets.token_urlsafe(12) if made else _asked()
    shown = "" if name == address else name
    try:
        user, created = add_editor(actor=OPERATOR, email=address, name=shown, password=password)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(f"{user} is {'now ' if created else ''}a registry editor: {user.email}")
    if made:
        messages.print("The password, shown this once:")
        typer.echo(password)


def _asked() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


@editors_app.command("list")
def list_editors() -> None:
    """List the editors."""
    ensure_database()
    from jumelage.accounts.queries import editors

    found = list(editors())
    for user in found:
        last = f"{user.last_login:%Y-%m-%d}" if user.last_login else "never"
        typer.echo(f"{user.email}\t{user.name}\tlast signed in: {last}")
    if not found:
        messages.print("There are no editors yet: jumelage editors add NAME --email ADDRESS")


@editors_app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The editor’s e-mail address, or name.")],
) -> None:
    """Take the rights of an editor away; what the editor did stays on record."""
    ensure_database()
    from jumelage.accounts.actions import remove_editor
    from jumelage.accounts.queries import editor_named
    from jumelage.core.audit import OPERATOR

    user = editor_named(name)
    if user is None:
        raise fail(f"there is no editor “{name}”; `jumelage editors list` shows them")
    remove_editor(actor=OPERATOR, user=user)
    messages.print(f"{user} is no registry editor any more.")
