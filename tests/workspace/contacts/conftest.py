"""People who have signed in for one of two twinned places."""

import pytest
from django.test import Client

from tests.contacts import made
from tests.contacts.conftest import helper, officer, own, partner, stranger, tie  # noqa: F401 - fixtures


def client_of(place, role: str) -> Client:
    client = Client()
    client.force_login(made.member(place, role))
    return client


@pytest.fixture
def signed_in(own) -> Client:  # noqa: F811 - a fixture
    return client_of(own, "officer")


@pytest.fixture
def helping(own) -> Client:  # noqa: F811 - a fixture
    return client_of(own, "helper")


@pytest.fixture
def foreign(partner) -> Client:  # noqa: F811 - a fixture
    return client_of(partner, "officer")


@pytest.fixture
def base(own) -> str:  # noqa: F811 - a fixture
    return f"/en/workspace/{own.pk}"
