"""``jumelage worker``: background work in a process of its own."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Annotated

import typer
from rich.markup import escape

from jumelage.cli.setup import ensure_database, messages

SIGNS = {"SUCCESSFUL": "[green]done[/]", "FAILED": "[bold red]failed[/]"}


def worker(
    batch: Annotated[bool, typer.Option("--batch", help="Do what waits, then leave.")] = False,
) -> None:
    """Do background work (e-mail, the schedule) until stopped (Ctrl+C); the task at hand is ended first.

    `jumelage serve` does this too. Start workers of their own where several processes serve one PostgreSQL.
    """
    ensure_database()
    from jumelage.core.worker import Worker

    at_work = Worker(batch=batch, told=tell)
    stop_by_signal(at_work.stop)
    if not batch:
        messages.print("At work in the background (stop with Ctrl+C).")
    at_work.run()
    if not batch:
        messages.print("Stopped.")


def tell(name: str, status: str, seconds: float) -> None:
    """Print a line about a task that was done."""
    messages.print(f"{SIGNS.get(status, status)} {escape(name)} ({seconds:.1f} s)")


def stop_by_signal(stop: Callable[[], None]) -> None:
    """Stop at SIGINT and SIGTERM; at the second one the process ends at once, and another worker takes over."""

    def told(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stop()
        for known in (signal.SIGINT, signal.SIGTERM):
            signal.signal(known, signal.SIG_DFL)

    for known in (signal.SIGINT, signal.SIGTERM):
        signal.signal(known, told)
