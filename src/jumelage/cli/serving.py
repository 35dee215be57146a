"""Serving: prepare what is missing, say the address and the first sentence, and hand over to the server."""

import hashlib
import os
import sys
from pathlib import Path

from jumelage.cli.setup import ensure_database, messages


def serve(host: str, port: int, threads: int, *, worker: bool = True) -> None:
    """Prepare the database and the static files, then replace this process by the server, with a worker beside it."""
    ensure_database(quiet=False)
    from django.conf import settings

    from jumelage.ties.actions import refresh_stale

    refresh_stale()
    collect_static(Path(settings.STATIC_ROOT))
    messages.print(first_sentence())
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    messages.print(f"Jumelage is at [bold]http://{shown}:{port}/[/]  (stop with Ctrl+C)")
    if settings.JUMELAGE["DEMO"]:
        messages.print("[bold]Demonstration:[/] codes to sign in are shown to everybody.")
    sys.stderr.flush()
    application = "jumelage.cli.embedded" if worker else "jumelage.config.wsgi"
    os.environ["JUMELAGE_DATA_DIR"] = str(settings.JUMELAGE["DATA_DIR"])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        f"{application}:application",
    ]  # fmt: skip
    os.execv(sys.executable, command)  # noqa: S606 - our own arguments, no shell


def first_sentence() -> str:
    """Return the sentence of the pair of countries with the most ties known."""
    from jumelage.ties.pairs import bilateral
    from jumelage.ties.queries import Moment, best_known_pair
    from jumelage.ties.wording import bilateral_sentence

    pair = best_known_pair()
    if pair is None:
        return "The registry is empty: bring in a list with “jumelage import pairs”."
    return bilateral_sentence(bilateral(*pair, Moment.make()).count, *pair)


def collect_static(root: Path) -> None:
    """Gather and compress the static files, if those of the package are others than at the last start."""
    from django.conf import settings
    from django.core.management import call_command

    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                status = path.stat()
                digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    stamp = root / ".jumelage-stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    messages.print("Preparing pictures, styles and scripts …")
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())
