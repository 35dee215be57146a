"""Tests keep their data in a folder of their own, and do not need the built front end."""

import os
import tempfile
from pathlib import Path

os.environ["JUMELAGE_DATA_DIR"] = tempfile.mkdtemp(prefix="jumelage-test-")
os.environ.setdefault("JUMELAGE_SECRET_KEY", "only-for-tests")
os.environ["JUMELAGE_BASE_URL"] = "https://jumelage.example"

import pytest
from django.conf import settings as django_settings

ROOT = Path(__file__).resolve().parents[1]


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
    settings.JUMELAGE = {**django_settings.JUMELAGE, "DATA_DIR": tmp_path}
    return tmp_path
