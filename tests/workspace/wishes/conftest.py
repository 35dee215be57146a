"""An office, its museum, and another office, each at a browser of their own."""

import pytest
from django.test import Client

from jumelage.memberships.models import Membership
from jumelage.partners.actions.wishes import publish_new
from jumelage.partners.models.wishes import Wish
from tests.partners.conftest import (  # noqa: F401 - fixtures
    museum,
    officer,
    officer_of,
    other,
    town,
    wish,
    wish_data,
)


def at_browser(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def base(town) -> str:  # noqa: F811 - a fixture
    return f"/en/workspace/{town.pk}/wishes"


@pytest.fixture
def anna(officer) -> Client:  # noqa: F811 - a fixture
    return at_browser(officer)


@pytest.fixture
def bob(other):  # noqa: F811 - a fixture
    return officer_of(other, "bob@sd.example")


@pytest.fixture
def bobs(bob) -> Client:
    return at_browser(bob)


@pytest.fixture
def helping(town) -> Client:  # noqa: F811 - a fixture
    return at_browser(officer_of(town, "helper@vlad.example", role="helper"))


@pytest.fixture
def curator(town, museum):  # noqa: F811 - fixtures
    """Somebody who is an officer of the museum alone."""
    person = officer_of(town, "curator@museum.example")
    Membership.objects.filter(user=person.user).update(place=None, institution=museum)
    return person


@pytest.fixture
def theirs(bob, other) -> Wish:  # noqa: F811 - a fixture
    return publish_new(actor=bob.actor, place=other, data=wish_data("A stage for choirs"))
