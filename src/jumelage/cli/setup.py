"""Making the process ready: where the data is, which settings, is the database there."""

import os
import sys
from pathlib import Path

from rich.console import Console

#: Messages go here; what a command answers goes to standard output, so that it can be piped.
messages = Console(stderr=True, highlight=False, soft_wrap=True)


def prepare(data_dir: Path | None) -> None:
    """Point the process at the data folder and set Django up. Must come before anything of Django is imported."""
    if data_dir is not None:
        os.environ["JUMELAGE_DATA_DIR"] = str(data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.config.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        messages.print(f"[bold]A setting cannot be understood:[/] {error}")
        sys.exit(2)


def ensure_database(*, quiet: bool = True) -> None:
    """Bring the database's tables up to date, and load the starter registry into a new one."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from jumelage.core.audit import OPERATOR
    from jumelage.forum.starter_load import load_forums
    from jumelage.ties.models import Claim
    from jumelage.ties.starter_load import load_folder

    Path(settings.JUMELAGE["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if not quiet:
            messages.print("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    if not Claim.objects.exists():
        if not quiet:
            messages.print("Loading the starter registry …")
        load_folder(actor=OPERATOR)
        load_forums(actor=OPERATOR)
