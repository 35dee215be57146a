"""Signing in and out: what is said, how often it may fail, and who is let in."""

import pytest
from django.test import Client

from jumelage.accounts.models import User
from jumelage.accounts.throttle import BY_ADDRESS, BY_NAME
from tests.site.conftest import read
from tests.workspace.conftest import PASSWORD, ask

pytestmark = pytest.mark.django_db
WRONG = "This e-mail address and password do not belong together."
PAGES = ["", "duplicates/", "compare/", "merges/"]


def sign_in(client: Client, email: str, password: str, **more):
    return client.post("/en/sign-in/", {"username": email, "password": password}, **more)


def test_an_editor_signs_in_is_led_on_and_signs_out(client, editor) -> None:
    asked = client.get("/en/review/merges/")
    assert asked.headers["Location"] == "/en/sign-in/?next=/en/review/merges/"
    page = client.get(asked.headers["Location"])
    assert read(page).one("input", name="next").attributes["value"] == "/en/review/merges/"
    done = client.post(
        "/en/sign-in/",
        {"username": "Anna@Example.org", "password": PASSWORD, "next": "/en/review/merges/"},
    )
    assert (done.status_code, done.headers["Location"]) == (302, "/en/review/merges/")
    assert client.get("/en/review/").status_code == 200
    assert client.get("/en/sign-out/").status_code == 405
    assert client.post("/en/sign-out/").headers["Location"] == "/en/sign-in/"
    assert client.get("/en/review/").status_code == 302


def test_what_is_wrong_says_nothing_about_who_has_an_account(client, editor) -> None:
    asleep = User.objects.create_user("old@example.org", "Old", PASSWORD)
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    answers = {
        read(sign_in(client, email, password)).one("p", id="sign-in-problem").text
        for email, password in [
            ("anna@example.org", "wrong"),
            ("nobody@example.org", "wrong"),
            ("old@example.org", PASSWORD),
        ]
    }
    assert answers == {WRONG}


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org"])
def test_after_many_failures_with_a_name_it_has_to_wait(client, editor, email) -> None:
    for number in range(BY_NAME):
        address = f"10.0.0.{number}"
        assert sign_in(client, email, "wrong", REMOTE_ADDR=address).status_code == 200
    blocked = sign_in(client, email, PASSWORD)
    assert blocked.status_code == 429
    assert "wait a quarter of an hour" in read(blocked).one("p", id="sign-in-problem").text


def test_after_many_failures_from_an_address_it_has_to_wait(client, editor) -> None:
    for number in range(BY_ADDRESS):
        sign_in(client, f"name{number}@example.org", "wrong")
    assert sign_in(client, "anna@example.org", PASSWORD).status_code == 429
    elsewhere = sign_in(client, "anna@example.org", PASSWORD, REMOTE_ADDR="10.9.9.9")
    assert elsewhere.status_code == 302


def test_signing_in_forgets_the_failures_of_the_name(client, editor) -> None:
    for _ in range(2):
        for _ in range(BY_NAME - 1):
            sign_in(client, "anna@example.org", "wrong")
        assert sign_in(client, "anna@example.org", PASSWORD).status_code == 302
        client.post("/en/sign-out/")


def test_no_one_is_led_to_another_site(client, editor) -> None:
    done = client.post(
        "/en/sign-in/",
        {"username": "anna@example.org", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert done.headers["Location"] == "/en/review/"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_the_workspace_is_for_editors_only(client, source, language) -> None:
    item = ask(source)
    paths = [f"/{language}/review/{path}" for path in [*PAGES, f"{item.pk}/"]]
    for path in paths:
        assert client.get(path).headers["Location"].startswith(f"/{language}/sign-in/?next=")
    client.force_login(User.objects.create_user("reader@example.org"))
    for path in paths:
        refused = client.get(path)
        assert refused.status_code == 403
        assert read(refused).problems == []
    for path in ("decisions/1/withdraw/", "merges/1/part/", f"{item.pk}/", "compare/"):
        assert client.post(f"/{language}/review/{path}").status_code == 403


def test_what_comes_without_the_forms_own_token_is_refused(editor, source) -> None:
    item = ask(source)
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    refused = client.post(f"/en/review/{item.pk}/", {"answer": "none"})
    assert refused.status_code == 403
    assert "could not be accepted" in refused.content.decode()
    item.refresh_from_db()
    assert item.state == "open"
    assert Client(enforce_csrf_checks=True).post("/en/sign-in/").status_code == 403
