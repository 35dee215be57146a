"""``jumelage demo``: invented offices at work, to try the workspace with."""

from functools import partial

from rich.table import Table

from jumelage.cli.answers import fail
from jumelage.cli.setup import ensure_database, messages


def demo() -> None:
    """Fill a registry of its own with invented towns whose offices are at work, and say how to sign in."""
    ensure_database()
    from django.conf import settings

    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.demonstration.actions import fill, fill_forum
    from jumelage.demonstration.people import sign_ins

    with messages.status("towns, offices, agreements …") as status:

        def told(step: str) -> None:
            status.update(f"forum: {step} …")

        for write in (
            partial(fill, actor=OPERATOR),
            partial(fill_forum, actor=OPERATOR, told=told),
        ):
            try:
                write()
            except RefusedError as error:
                if error.problems[0].code != "there":
                    raise fail(str(error)) from error
    table = Table("sign in with", "as", title="The demonstration", title_justify="left")
    for email, who in sign_ins():
        table.add_row(email, who)
    messages.print(table)
    base = settings.JUMELAGE["BASE_URL"]
    messages.print(f"Sign in at {base}/en/sign-in/ (the code is shown on the page).")
