"""Tests keep their data in a folder of their own, and do not need the built front end."""

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(tempfile.mkdtemp(prefix="jumelage-test-"))

# Before Django reads its settings, which it does when the first fixture asks for them.
os.environ["JUMELAGE_DATA_DIR"] = str(DATA)
os.environ.setdefault("JUMELAGE_SECRET_KEY", "only-for-tests")
os.environ["JUMELAGE_BASE_URL"] = "https://jumelage.example"
(DATA / "static").mkdir()  # WhiteNoise warns where it is missing
# The gazetteer's index takes a while to build: one serves all runs.
GAZETTEER = ROOT / ".cache" / "gazetteer"
GAZETTEER.mkdir(parents=True, exist_ok=True, mode=0o700)
(DATA / "cache").symlink_to(GAZETTEER)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Serve static files under their own names: hashing them needs ``collectstatic``."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def data_dir(tmp_path, settings) -> Path:
    """A data folder for one test."""
    (tmp_path / "cache").symlink_to(GAZETTEER)
    settings.JUMELAGE = {**settings.JUMELAGE, "DATA_DIR": tmp_path}
    return tmp_path


@pytest.fixture
def starter(db) -> None:
    """The starter registry, in this test's database."""
    from tests.factories.starter import load_starter

    load_starter()
