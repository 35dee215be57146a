"""Those who run an edition, and officers of places, each at a browser."""

import pytest
from django.test import Client

from tests.forum.conftest import (  # noqa: F401 - fixtures
    acting,
    coming,
    draft,
    edition,
    invited,
    officer,
    organiser,
    other,
    series,
    town,
    union,
)


def at_browser(who) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


@pytest.fixture
def running(organiser) -> Client:  # noqa: F811 - a fixture
    return at_browser(organiser)


@pytest.fixture
def sending(officer) -> Client:  # noqa: F811 - a fixture
    return at_browser(officer)
