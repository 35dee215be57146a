"""An edition, those who run it, and an officer of a place."""

import pytest

from jumelage.forum.domain.timetable import repairing, solving
from jumelage.forum.timetables import running
from tests.forum.conftest import (  # noqa: F401 - fixtures
    draft,
    edition,
    officer,
    organiser,
    series,
    town,
    union,
)


@pytest.fixture(autouse=True)
def _in_this_process(request, monkeypatch):
    """Let the engine work in this process, but where a test is about its processes (``for_real``)."""
    if "for_real" in request.fixturenames:
        return
    monkeypatch.setattr(running, "solve", _told(solving.solve))
    monkeypatch.setattr(running, "repair", _told(repairing.repair))
    monkeypatch.setattr(running, "aside", lambda function, *args, **_how: function(*args))


def _told(engine):
    def work(*args, now=None, progress=None, seed=0, **_how):
        more = {} if now is None else {"now": now}
        if engine is repairing.repair:
            more["seconds"] = None
        result = engine(*args, seed=seed, **more)
        progress(result)
        return result

    return work


@pytest.fixture
def for_real():
    """The engine works in processes of its own, as it does in earnest."""
