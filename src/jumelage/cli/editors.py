"""``jumelage editors``: who may decide about names and merge places."""

from typing import Annotated

import typer

from jumelage.cli.answers import Language, fail
from jumelage.cli.setup import ensure_database, messages

editors_app = typer.Typer(
    no_args_is_help=True, help="Name the people who decide about names and merge places."
)


@editors_app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The person’s e-mail address, or name.")],
    email: Annotated[
        str, typer.Option(help="E-mail address to sign in with (if the first word is a name).")
    ] = "",
    lang: Language = "en",
) -> None:
    """Make a person an editor, with an account if there is none. There is no password: a code comes by e-mail."""
    ensure_database()
    from django.conf import settings

    from jumelage.accounts.actions import add_editor
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError

    address = email or (name if "@" in name else "")
    if not address:
        raise fail("give the e-mail address to sign in with: --email anna@example.org")
    if lang not in dict(settings.LANGUAGES):
        raise fail(
            f"there is no language “{lang}”; there are: {', '.join(dict(settings.LANGUAGES))}"
        )
    shown = "" if name == address else name
    try:
        user, created = add_editor(actor=OPERATOR, email=address, name=shown, language=lang)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(f"{user} is {'now ' if created else ''}a registry editor: {user.email}")
    messages.print(
        f"To sign in: open {settings.JUMELAGE['BASE_URL']}/{lang}/sign-in/, enter the address, "
        "and then the code that comes by e-mail."
    )
    if not settings.EMAIL_HOST:
        messages.print(
            "No server for e-mail is set (JUMELAGE_EMAIL_URL): the code appears in the terminal of “jumelage serve”."
        )


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


@editors_app.command("unlock")
def unlock(
    email: Annotated[str, typer.Argument(help="E-mail address of the account (anybody’s).")],
) -> None:
    """Help somebody in who lost passkeys, app and recovery codes: a code by e-mail is enough again."""
    ensure_database()
    from jumelage.accounts.actions import reset_factors
    from jumelage.accounts.queries import account_of
    from jumelage.core.audit import OPERATOR

    user = account_of(email)
    if user is None:
        raise fail(f"there is no account with the address “{email}”")
    count = reset_factors(actor=OPERATOR, user=user)
    messages.print(
        f"{user}: {count} passkeys, apps and sets of recovery codes taken away, signed out everywhere."
    )
