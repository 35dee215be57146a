"""Two places with their officers, and what a test needs to lead a tie through its life."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jumelage.accounts.models import User
from jumelage.core.audit import Actor
from jumelage.core.clock import now
from jumelage.documents.actions import store
from jumelage.documents.models import Document
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from tests.agreements.life import Life
from tests.documents.files import pdf
from tests.factories import make_place


def with_officer(place: Place, email: str, language: str = "en", role: str = "officer") -> Actor:
    """Give a place somebody who acts for it, and return who that is."""
    user = User.objects.create_user(email, email.split("@", maxsplit=1)[0].title(), language)
    Membership.objects.create(
        user=user, place=place, role=role, state=Membership.ACTIVE, applied_at=now()
    )
    return Actor(label=str(user), user_id=user.pk, places={place.pk: role})


@pytest.fixture
def life(data_dir, db) -> Life:
    """Vladivostok and San Diego, with an officer each; nothing between them yet."""
    a = make_place("Vladivostok", "RU", ru="Владивосток")
    b = make_place("San Diego", "US", ru="Сан-Диего")
    return Life(a, b, with_officer(a, "anna@vlad.example", "ru"), with_officer(b, "bob@sd.example"))


@pytest.fixture
def document(data_dir):
    """Make a document of a place."""

    def make(place: Place, actor: Actor, title: str = "Paper") -> Document:
        file = SimpleUploadedFile("paper.pdf", pdf(title), "application/pdf")
        return store(actor=actor, owner=place, file=file, title=title)

    return make
