"""Long computation beside the server: in a process of its own, that can be ended."""

import multiprocessing
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
#: Seconds between two questions whether the answer is still wanted.
BEAT = 0.5


def aside(
    function: Callable[..., T], *args: Any, wanted: Callable[[], bool], seconds: float
) -> T | None:
    """Return what a function returns; nothing if it is not wanted any more, fails, or takes too long.

    The function is one of a module that knows no framework, for the process does not set one up.

    The explanations of timetables keep Python’s own lock for long, and a server that shares the process would not
    answer meanwhile.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, function, args), daemon=True)
    child.start()
    there.close()
    until = time.monotonic() + seconds
    try:
        while wanted() and time.monotonic() < until:
            if here.poll(BEAT):
                with suppress(EOFError):
                    answer: T = here.recv()
                    return answer
                return None
        return None
    finally:
        child.terminate()
        child.join()
        here.close()


def _work(answer: Connection, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    with suppress(BrokenPipeError):
        answer.send(function(*args))
    answer.close()
