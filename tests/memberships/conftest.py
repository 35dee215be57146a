"""People who act, and for whom: made by the actions that users' data goes through."""

from collections.abc import Callable

import pytest

from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR, Actor
from jumelage.memberships.actions import add_member, keep_association, name_staff
from jumelage.memberships.actors import actor_for
from jumelage.memberships.models import Association
from jumelage.places.models import Place
from tests.factories import make_place

Person = Callable[..., User]


@pytest.fixture
def city(db) -> Place:
    return make_place("Muenster", "DE", ru="Мюнстер")


@pytest.fixture
def other_city(db) -> Place:
    return make_place("Ryazan", "RU", ru="Рязань")


@pytest.fixture
def association(db) -> Association:
    return keep_association(actor=OPERATOR, name="Union of German Cities", countries=["DE"])


@pytest.fixture
def person(db) -> Person:
    """Make a person, who acts as ``role`` for ``target`` if these are given."""

    def make(email: str = "anna@muenster.de", target=None, role: str = "", **more) -> User:
        if target is not None:
            add_member(actor=OPERATOR, email=email, target=target, role=role or "officer", **more)
            return User.objects.get(email=email)
        return User.objects.create_user(email, **more)

    return make


@pytest.fixture
def act() -> Callable[[User], Actor]:
    """Return a person as who acts, with what the memberships give at this moment."""
    return lambda user: actor_for(User.objects.get(pk=user.pk))


@pytest.fixture
def staff(db) -> User:
    return name_staff(actor=OPERATOR, email="staff@jumelage.example", is_staff=True)
