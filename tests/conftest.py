"""Tests do not need the built front end. Where they keep their data says :mod:`tests.environment`."""

from pathlib import Path

import pytest

from tests.at_once import AT_ONCE, IN_DATABASE, ThreadAtOnce
from tests.environment import GAZETTEER


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="leave out tests that need no database"
    )


def pytest_collection_modifyitems(config, items):
    """On a second database, tests that use none would only say the same again."""
    if not config.getoption("--database-only"):
        return
    using = {"db", "transactional_db"}
    kept = [i for i in items if i.get_closest_marker("django_db") or using & set(i.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Serve static files under their own names: hashing them needs ``collectstatic``."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _default_language():
    """Let no test speak the language that another has chosen."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache():
    from jumelage.core.memory import memory

    memory.clear()


@pytest.fixture(autouse=True)
def _tasks_at_once(settings):
    """Do background work at once."""
    settings.TASKS = AT_ONCE


@pytest.fixture(autouse=True)
def _few_towns(monkeypatch):
    """Let pages suggest partners among a few towns, read at once: the whole gazetteer takes half a minute."""
    from jumelage.partners import suggesting
    from jumelage.site import partner_tables
    from tests.factories.gazetteer import tables_of
    from tests.site.partner_towns import TOWNS

    monkeypatch.setattr(suggesting, "make_tables", tables_of(TOWNS))
    monkeypatch.setattr(suggesting, "_KEPT", suggesting._Kept())
    monkeypatch.setattr(partner_tables, "Thread", ThreadAtOnce)


@pytest.fixture
def queue(settings, _tasks_at_once) -> None:
    """Put background work into the queue in the database, as it is in earnest."""
    settings.TASKS = IN_DATABASE


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
