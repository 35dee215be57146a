"""Who is let into the workspace of registry editors. How one signs in is tested in tests/accounts."""

import pytest
from django.test import Client

from jumelage.accounts.models import User
from tests.accounts.conftest import last_code
from tests.site.conftest import read
from tests.workspace.conftest import ask

pytestmark = pytest.mark.django_db
PAGES = ["", "duplicates/", "compare/", "merges/"]


def test_an_editor_signs_in_is_led_on_and_signs_out(client, editor) -> None:
    asked = client.get("/en/review/merges/")
    assert asked.headers["Location"] == "/en/sign-in/?next=/en/review/merges/"
    page = client.get(asked.headers["Location"])
    kept = {element.attributes["value"] for element in read(page).all("input", name="next")}
    assert kept == {"/en/review/merges/"}
    sent = client.post("/en/sign-in/", {"email": editor.email, "next": "/en/review/merges/"})
    done = client.post(
        sent.headers["Location"], {"code": last_code(), "next": "/en/review/merges/"}
    )
    assert (done.status_code, done.headers["Location"]) == (302, "/en/review/merges/")
    assert client.get("/en/review/").status_code == 200
    assert client.post("/en/sign-out/").headers["Location"] == "/en/sign-in/"
    assert client.get("/en/review/").status_code == 302


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
