"""What the measurements were made on, so that a figure can be judged."""

import os
import platform
import shutil
import subprocess
from functools import cache
from pathlib import Path

import django
import psycopg


@cache
def processor() -> str:
    """Return the processor's name."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def memory_gb() -> float:
    """Return the machine's memory."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def load() -> float:
    """Return the load average of the last minute: above the number of cores, times are inflated."""
    return round(os.getloadavg()[0], 1)


def postgres_version(server: str) -> str:
    """Return the version of the PostgreSQL server, or nothing if there is none at this address."""
    try:
        with psycopg.connect(server, connect_timeout=3) as connection:
            number = connection.info.server_version
    except psycopg.OperationalError:
        return ""
    return f"{number // 10_000}.{number % 10_000}"


def chromium() -> str:
    """Return the path of Chromium, or nothing if there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or ""


@cache
def chromium_version() -> str:
    """Return what Chromium calls itself."""
    done = subprocess.run(
        [chromium(), "--version"], capture_output=True, text=True, check=False, timeout=60
    )
    return " ".join(done.stdout.split()[:2])


def machine(server: str) -> str:
    """Return the machine in one line."""
    parts = [
        f"{cores()} cores of {processor()}",
        f"{memory_gb():.0f} GB",
        f"Python {platform.python_version()}",
        f"Django {django.get_version()}",
    ]
    if version := postgres_version(server):
        parts.append(f"PostgreSQL {version}")
    if chromium():
        parts.append(chromium_version())
    return ", ".join(parts)
