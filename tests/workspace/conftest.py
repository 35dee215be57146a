"""An editor who has signed in, and questions to decide."""

import pytest
from django.test import Client

from jumelage.accounts.actions import add_editor
from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR
from jumelage.imports.models import ReviewItem
from jumelage.sources.models import Source
from tests.factories import make_source


@pytest.fixture
def editor(db) -> User:
    user, _ = add_editor(actor=OPERATOR, email="anna@example.org", name="Anna Petrova")
    return user


@pytest.fixture
def signed_in(editor) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def source(db) -> Source:
    return make_source("A list")


def candidate(number: int, name: str = "Salem", **more) -> dict[str, object]:
    return {
        "ref": f"geonames:{number}", "name": name, "country": "DE", "division": "DE-BW",
        "kind": "city", "lat": 47.7, "lng": 9.3, "population": 11_000, **more,
    }  # fmt: skip


def ask(source: Source, name: str = "Salem", **more) -> ReviewItem:
    """Put a question into the queue."""
    values = {
        "country": "DE", "key": name.lower(), "partner": "Orsk", "partner_key": "orsk", "line": 2,
        "code": "ambiguous", "message": f"{name} may be two places", "rows": 3,
        "candidates": [candidate(11), candidate(12, lat=50.1, lng=11.9, population=900)],
        **more,
    }  # fmt: skip
    return ReviewItem.objects.create(source=source, name=name, **values)
