"""Timing: medians and percentiles, and the queries that a piece of work asks of the database."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass(slots=True)
class Queries:
    """The statements seen, with the milliseconds each took."""

    seen: list[tuple[float, str]] = field(default_factory=list)

    def __call__(
        self,
        execute: Callable[..., Any],
        statement: str,
        params: Any,
        many: bool,  # noqa: FBT001 - Django calls it
        context: dict[str, Any],
    ) -> Any:
        """Time one statement (an ``execute_wrapper`` of Django)."""
        begin = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            self.seen.append(((time.perf_counter() - begin) * 1000, statement))

    @property
    def slowest(self) -> tuple[float, str]:
        """The statement that took longest."""
        return max(self.seen, default=(0.0, ""))


@contextmanager
def counted() -> Iterator[Queries]:
    """Count the statements of a piece of work. Works without the debug mode, which would cost time itself."""
    queries = Queries()
    with connection.execute_wrapper(queries):
        yield queries


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest value below which at least this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """Return the number, the median and the 95th percentile of some times."""
    return {
        "n": len(milliseconds),
        "median_ms": round(statistics.median(milliseconds), 2),
        "p95_ms": round(percentile(milliseconds, 0.95), 2),
    }
