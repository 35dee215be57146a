"""Two places with officers, and wishes made by the actions that users’ data goes through."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from jumelage.accounts.models import User
from jumelage.core.audit import Actor
from jumelage.core.clock import now, today
from jumelage.memberships.models import Institution, Membership
from jumelage.partners.actions.wellformed import TextData, WishData
from jumelage.partners.actions.wishes import publish_new
from tests.factories import make_place


def officer_of(place, email: str, language: str = "en", role: str = "officer") -> SimpleNamespace:
    """Give a place somebody who acts for it."""
    user = User.objects.create_user(email, email.split("@", maxsplit=1)[0].title(), language)
    Membership.objects.create(
        user=user, place=place, role=role, state=Membership.ACTIVE, applied_at=now()
    )
    actor = Actor(label=str(user), user_id=user.pk, places={place.pk: role})
    return SimpleNamespace(user=user, actor=actor)


def wish_data(title: str = "A choir for our jubilee", **more) -> WishData:
    values = {"until": today() + timedelta(days=100), "themes": ("culture",), **more}
    texts = values.pop("texts", (TextData("en", title, "Forty voices, two weeks in May."),))
    return WishData(texts=texts, **values)


@pytest.fixture
def town(db):
    return make_place("Vladivostok", "RU", ru="Владивосток")


@pytest.fixture
def other(db):
    return make_place("San Diego", "US", ru="Сан-Диего")


@pytest.fixture
def officer(town):
    return officer_of(town, "anna@vlad.example", "ru")


@pytest.fixture
def museum(town):
    return Institution.objects.create(place=town, kind="museum", name="Arseniev Museum")


@pytest.fixture
def wish(town, officer):
    return publish_new(actor=officer.actor, place=town, data=wish_data())
