"""Real lists, which lie beside the checkout and never in it."""

import os
from pathlib import Path

import pytest

FOLDER = Path(
    os.environ.get("JUMELAGE_TEST_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data"
)


def real(name: str) -> Path:
    """Return a file of the folder of real data; skip the test, saying so, where it is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no real data: {path} is absent (JUMELAGE_TEST_DATA names the folder)")
    return path
