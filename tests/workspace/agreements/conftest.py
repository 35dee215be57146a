"""Vladivostok and San Diego, each with its officer at a browser; a helper of Vladivostok, and a stranger."""

import pytest
from django.test import Client

from jumelage.accounts.models import User
from tests.agreements.conftest import document, life, with_officer
from tests.factories import make_place
from tests.site.conftest import Document, read

__all__ = ["document", "life"]


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def anna(life) -> Client:
    return client_of("anna@vlad.example")


@pytest.fixture
def bob(life) -> Client:
    return client_of("bob@sd.example")


@pytest.fixture
def helper(life) -> Client:
    with_officer(life.a, "helga@vlad.example", role="helper")
    return client_of("helga@vlad.example")


@pytest.fixture
def stranger(life) -> Client:
    with_officer(make_place("Elsewhere", "FR"), "odile@else.example")
    return client_of("odile@else.example")


def address(place, path: str = "", language: str = "en") -> str:
    return f"/{language}/workspace/{place.pk}/{path}"


def see(
    client: Client, place, path: str = "", *, status: int = 200, language: str = "en"
) -> Document:
    """Fetch a page, and see that it is well-formed."""
    response = client.get(address(place, path, language))
    assert response.status_code == status, (path, response)
    page = read(response)
    assert page.problems == []
    return page


def send(client: Client, place, path: str, data: dict, *, status: int = 302) -> Document | str:
    """Send a form; return where it leads, or the page that comes back."""
    response = client.post(address(place, path), data)
    if status == 302:
        assert response.status_code == 302, words_of_problems(response)
        return response.headers["Location"].removeprefix(address(place))
    assert response.status_code == status, response
    page = read(response)
    assert page.problems == []
    return page


def words_of_problems(response) -> object:
    if response.status_code != 422:
        return response
    return [element.text for element in read(response).all("div", class_="problems")]
