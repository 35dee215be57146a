"""An association with a round, and towns that take part."""

import pytest
from django.test import Client

from tests.partners.rounds import make_association, make_round, make_towns


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def union(db):
    return make_association("Union of Cities", ["US"], "keeper@union.example")


@pytest.fixture
def foreign(db):
    return make_association("League of Towns", ["RU"], "keeper@league.example")


@pytest.fixture
def towns(db):
    return make_towns()


@pytest.fixture
def round_(union):
    return make_round(union, text="For friends of choirs.")


@pytest.fixture
def keeper(union) -> Client:
    return signed_in(union.user)
