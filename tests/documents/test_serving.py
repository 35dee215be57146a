"""Documents over HTTP: who gets the content, as what, and what a browser may do with it."""

import pytest
from django.test import Client
from django.utils import timezone

from jumelage.accounts.models import User
from jumelage.documents import content as contents
from jumelage.documents.actions import publish, remove, store, unpublish
from jumelage.documents.models import Document
from jumelage.documents.serving import address_of
from jumelage.memberships.models import Membership
from tests.documents.files import pdf, picture, shut, uploaded
from tests.factories import make_place
from tests.factories.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]


@pytest.fixture
def place(db):
    return make_place("Vladivostok")


def kept(place, **more) -> Document:
    values = {"file": uploaded(name="Решение 5.pdf"), "title": "Decision", **more}
    return store(actor=member(place), owner=place, **values)


def seen(client: Client, address: str, **more):
    """Ask for a document and read it to its end, as a browser does."""
    answer = client.get(address, **more)
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)
    shut(answer)
    return answer


def signed_in(place=None, role: str = "officer") -> Client:
    user = User.objects.create(email=f"u{User.objects.count()}@example.org", name="Anna")
    if place:
        Membership.objects.create(
            user=user, place=place, role=role, state="active", applied_at=timezone.now()
        )
    client = Client()
    client.force_login(user)
    return client


def test_a_public_document_is_anybody_s_and_may_be_kept_by_caches(place, client) -> None:
    document = kept(place, visibility="public")
    answer = seen(client, address_of(document))
    assert answer.status_code == 200
    assert answer.body == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%D0%A0")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, no-cache"
    assert document.sha256 in answer["ETag"]
    assert "Cookie" not in answer.get("Vary", "")
    again = seen(client, address_of(document), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("role", ["helper", "officer", "head"])
def test_a_private_document_is_its_office_s_alone(place, role, client) -> None:
    document = kept(place)
    answer = seen(signed_in(place, role), address_of(document))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    for other in (client, signed_in(), signed_in(make_place(country="US"))):
        assert seen(other, address_of(document)).status_code == 404


def test_what_may_not_be_read_is_as_what_is_not_there(place, client) -> None:
    document = kept(place)
    hidden = seen(client, address_of(document))
    missing = seen(client, address_of(document).replace(str(document.pk), "99999", 1))
    renamed = seen(client, f"/documents/{document.pk}/other.pdf")
    assert hidden.status_code == missing.status_code == renamed.status_code == 404
    assert hidden.content == missing.content.replace(b"99999", str(document.pk).encode())
    assert "no-store" not in hidden.get("Cache-Control", "")


def test_the_answer_follows_every_change_of_who_may_read(
    place, client, django_capture_on_commit_callbacks
) -> None:
    document = kept(place)
    actor = member(place)
    publish(actor=actor, document=document)
    assert seen(client, address_of(document)).status_code == 200
    unpublish(actor=actor, document=document, reason="Wrong scan")
    assert seen(client, address_of(document)).status_code == 404
    publish(actor=actor, document=document)
    with django_capture_on_commit_callbacks(execute=True):
        remove(actor=actor, document=document)
    assert seen(client, address_of(document)).status_code == 404


def test_another_name_leads_to_the_one_it_has(place, client) -> None:
    document = kept(place, visibility="public")
    answer = seen(client, f"/documents/{document.pk}/invoice.exe")
    assert answer.status_code == 302
    assert answer["Location"] == address_of(document)
    assert address_of(document).endswith("/reshenie-5.pdf")
    assert seen(client, f"/documents/{document.pk}/../../secret-key").status_code == 404


def test_a_browser_runs_nothing_in_it(place, client) -> None:
    scan = kept(place, file=uploaded(picture(), "scan.png", "image/png"), visibility="public")
    paper = kept(place, visibility="public")
    for document, boxed in ((scan, True), (paper, False)):
        policy = seen(client, address_of(document))["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert ("sandbox" in policy) is boxed
    assert seen(client, address_of(scan))["Content-Type"] == "image/png"


def test_a_content_that_the_disk_lost_is_not_there(place, client) -> None:
    document = kept(place, visibility="public")
    contents.path_of(document.sha256).unlink()
    assert seen(client, address_of(document)).status_code == 404


def test_only_reading(place, client) -> None:
    document = kept(place, visibility="public")
    assert client.post(address_of(document)).status_code == 405
    head = client.head(address_of(document))
    assert head.status_code == 200
    shut(head)


def test_what_is_too_large_is_said_to_be(client, settings) -> None:
    settings.JUMELAGE = {**settings.JUMELAGE, "LARGEST_REQUEST": 1000}
    answer = client.post("/en/", {"file": uploaded(b"x" * 2000)})
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()
