"""An officer of Vladivostok, signed in, and the tie with San Diego."""

import pytest
from django.test import Client
from django.utils import timezone

from jumelage.accounts.models import User
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place


def signed_in(place: Place | None, role: str = "officer", name: str = "Anna Petrova") -> Client:
    user = User.objects.create(email=f"u{User.objects.count()}@example.org", name=name)
    if place:
        Membership.objects.create(
            user=user, place=place, role=role, state="active", applied_at=timezone.now()
        )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def sides(db, data_dir) -> tuple[Place, Place]:
    return make_place("Vladivostok", ru="Владивосток"), make_place(
        "San Diego", "US", ru="Сан-Диего"
    )


@pytest.fixture
def tie(sides) -> Tie:
    return make_claim(*sides, when="1994", quote="twinned in 1994").tie


@pytest.fixture
def officer(sides) -> Client:
    return signed_in(sides[0])
