"""An office with somebody in each role, at a browser of their own."""

import pytest
from django.test import Client

from tests.factories import make_place
from tests.partners.conftest import officer_of


@pytest.fixture
def town(db, data_dir):
    return make_place("Vladivostok", "RU", ru="Владивосток", lat=43.1, lng=131.9)


@pytest.fixture
def other(db):
    return make_place("San Diego", "US", ru="Сан-Диего", lat=32.7, lng=-117.2)


@pytest.fixture
def officer(town):
    return officer_of(town, "anna@vlad.example")


def at_browser(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def client(officer) -> Client:
    return at_browser(officer)
