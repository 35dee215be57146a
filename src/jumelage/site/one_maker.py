"""That only one process or thread makes the files of a folder at a time: a file says that somebody does."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: After so many seconds whoever took the folder must have been stopped.
STALE = 600
#: How often is looked whether somebody else is done, in seconds.
PAUSE = 0.1


def _lock(folder: Path) -> Path:
    return folder / "making.lock"


def is_taken(folder: Path) -> bool:
    """Whether somebody makes files in the folder; one who began too long ago was stopped."""
    try:
        return time.time() - _lock(folder).stat().st_mtime < STALE
    except FileNotFoundError:
        return False


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Take the folder for a while; gives whether it could be taken."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = _lock(folder)
    if not is_taken(folder):
        lock.unlink(missing_ok=True)
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        yield False
        return
    try:
        yield True
    finally:
        lock.unlink(missing_ok=True)


@contextmanager
def waiting_alone(folder: Path, made: Path) -> Iterator[None]:
    """Take the folder, waiting for whoever has it; end the wait also when ``made`` is there."""
    while True:
        with alone(folder) as mine:
            if mine or made.exists():
                yield
                return
        time.sleep(PAUSE)
