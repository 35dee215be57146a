"""Officers of two towns, each at a browser."""

import pytest
from django.test import Client

from jumelage.accounts.models import User
from tests.commitments.conftest import (  # noqa: F401 - fixtures
    agreed,
    data,
    for_three,
    proposed,
    towns,
)


def at_browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def anna(towns) -> Client:  # noqa: F811 - a fixture
    """The officer of Vladivostok."""
    return at_browser(towns.anna)


@pytest.fixture
def bob(towns) -> Client:  # noqa: F811 - a fixture
    """The officer of San Diego."""
    return at_browser(towns.bob)
