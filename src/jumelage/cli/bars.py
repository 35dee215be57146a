"""Bars on the terminal while a long command works."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from jumelage.cli.setup import messages

NAMES = {
    "read": "Reading",
    "gazetteer": "Opening the gazetteer",
    "match": "Finding the places",
    "places": "Recording places",
    "claims": "Recording claims",
}


class Bars:
    """Shows the progress of named steps as bars."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, of: int) -> None:
        """Show how far a step is; ``of`` is 0 where the end is not known."""
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(NAMES.get(step, step), total=of or None)
        self.progress.update(self.tasks[step], completed=done, total=of or None)


@contextmanager
def bars() -> Iterator[Bars]:
    """Show bars for as long as the context lasts."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=messages) as progress:
        yield Bars(progress)
