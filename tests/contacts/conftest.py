"""Two twinned places, and who acts for them."""

import pytest

from jumelage.core.audit import Actor
from jumelage.places.models import Place
from jumelage.ties.models import Tie
from tests.contacts import made


@pytest.fixture
def own(db) -> Place:
    return made.place("Vladivostok", "RU", "Asia/Vladivostok", ru="Владивосток")


@pytest.fixture
def partner(db) -> Place:
    return made.place("San Diego", "US", "America/Los_Angeles", ru="Сан-Диего")


@pytest.fixture
def tie(own, partner) -> Tie:
    return made.tie(own, partner)


@pytest.fixture
def helper(own) -> Actor:
    return made.actor(own, "helper")


@pytest.fixture
def officer(own) -> Actor:
    return made.actor(own, "officer")


@pytest.fixture
def stranger(partner) -> Actor:
    return made.actor(partner, "officer")
