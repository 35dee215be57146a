"""Tasks for the tests of the worker; a queue finds tasks by the name of their module."""

import threading
import time
from pathlib import Path

from django_tasks import task

done: list[str] = []
begun, go_on = threading.Event(), threading.Event()


@task()
def note(word: str) -> None:
    done.append(word)


@task()
def wait(word: str) -> None:
    begun.set()
    assert go_on.wait(20)
    done.append(word)


@task()
def fail() -> None:
    raise ValueError("no")


@task()
def slow(seconds: float, path: str) -> None:
    Path(path).write_text("begun")
    time.sleep(seconds)
    Path(path).write_text("ended")
