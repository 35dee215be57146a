"""Instances of the product to measure: each a data folder, a database, and child processes that use them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class ChildFailedError(Exception):
    """A child process ended with an error; the message carries what it printed."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A registry to measure. Without ``database_url`` it is SQLite in the data folder."""

    label: str
    data_dir: Path
    database_url: str = ""

    @property
    def engine(self) -> str:
        """The database's name."""
        return "PostgreSQL" if self.database_url else "SQLite"

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that serves this instance, free of the caller's settings."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("JUMELAGE_") and name != "DATABASE_URL"
        }
        own = {
            "JUMELAGE_DATA_DIR": str(self.data_dir),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        if self.database_url:
            own["DATABASE_URL"] = self.database_url
        return kept | own


@dataclass(frozen=True, slots=True)
class Run:
    """How long a child process took, how long it computed, the most memory it held, and what it printed."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def run(instance: Instance, command: Sequence[str]) -> Run:
    """Run a Python module in a child process and measure it: wall time, and the peak of its resident memory.

    The peak is the ``ru_maxrss`` that the kernel kept for this one child.

    Raises:
        ChildFailedError: it ended with an error.
    """
    log = instance.data_dir / "child.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    with log.open("wb") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=instance.environment(), cwd=ROOT, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    output = log.read_text(errors="replace")
    log.unlink()
    if child.returncode:
        raise ChildFailedError(f"{' '.join(command)}:\n{output[-4000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def jumelage(instance: Instance, *arguments: str) -> Run:
    """Run a ``jumelage`` command on the instance."""
    return run(instance, ["jumelage.cli.main", *arguments])


def measure_inside(instance: Instance, module: str, options: dict[str, Any]) -> dict[str, Any]:
    """Run the ``measure`` function of a module here in a process of the instance, and return what it returns."""
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.inside", module, json.dumps(options)],
        env=instance.environment(), cwd=ROOT, stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if child.returncode:
        raise ChildFailedError(f"{module} on {instance.label} ended with {child.returncode}")
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer
