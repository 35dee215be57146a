"""Remembering what is dear to count until the registry changes."""

from collections.abc import Callable
from typing import TypeVar

from jumelage.core.audit import revision
from jumelage.core.clock import today
from jumelage.core.memory import memory

T = TypeVar("T")


def by_revision(name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` returns, worked out once for each revision of the registry and day."""
    key = f"{name}:{revision()}:{today().isoformat()}"
    value: T | None = memory.get(key)
    if value is None:
        value = make()
        memory.set(key, value, 24 * 3600)
    return value
