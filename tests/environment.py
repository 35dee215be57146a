"""The environment of the tests, set before anything reads it: they keep their data in a folder of their own.

Loaded as a plugin (``-p tests.environment`` in pyproject.toml), since Django's settings are read before any
``conftest.py`` is.
"""

import gc
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(tempfile.mkdtemp(prefix="jumelage-test-"))

os.environ["JUMELAGE_DATA_DIR"] = str(DATA)
os.environ.setdefault("JUMELAGE_SECRET_KEY", "only-for-tests")
os.environ["JUMELAGE_BASE_URL"] = "https://jumelage.example"
(DATA / "static").mkdir()  # WhiteNoise warns where it is missing
# The gazetteer's index takes a while to build: one serves all runs.
GAZETTEER = ROOT / ".cache" / "gazetteer"
GAZETTEER.mkdir(parents=True, exist_ok=True, mode=0o700)
(DATA / "cache").symlink_to(GAZETTEER)
# Requests and rows make many objects that live shortly: to look for cycles less often saves a tenth of the time.
gc.set_threshold(100_000, 20, 20)
