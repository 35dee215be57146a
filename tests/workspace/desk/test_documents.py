"""The pages of documents."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.documents.actions import share, store
from jumelage.documents.models import Document
from jumelage.documents.serving import address_of
from jumelage.ties.models import Claim
from tests.documents.files import archive, pdf, shut, uploaded
from tests.factories.people import member
from tests.workspace.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


def listed(place, language: str = "en") -> str:
    return f"/{language}/workspace/{place.pk}/documents/"


def kept(place, words: str = "", **more) -> Document:
    values = {"file": uploaded(pdf(words)), "title": f"Paper {words}", **more}
    return store(actor=member(place), owner=place, **values)


def test_a_document_is_brought(officer, sides) -> None:
    empty = officer.get(listed(sides[0])).content.decode()
    assert "No documents yet" in empty
    sent = {
        "file": uploaded(pdf(), "Договор.pdf"),
        "title": "",
        "language": "ru",
        "visibility": "private",
    }
    done = officer.post(listed(sides[0]), sent, follow=True)
    document = Document.objects.get()
    assert (document.owner, document.title, document.language) == (sides[0], "Договор.pdf", "ru")
    page = done.content.decode()
    assert document.sha256 in page
    assert address_of(document) in page
    assert "Anna Petrova" in page


def test_a_hostile_file_is_refused_with_the_reason(officer, sides) -> None:
    answer = officer.post(
        listed(sides[0]), {"file": uploaded(pdf() + archive()), "title": "Minutes"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Something else is hidden in the file" in page
    assert "Minutes" in page
    assert officer.post(listed(sides[0]), {"title": "x"}).status_code == 422
    assert not Document.objects.exists()


def test_a_helper_brings_documents_but_shows_them_to_nobody(sides) -> None:
    helper = signed_in(sides[0], "helper")
    helper.post(listed(sides[0]), {"file": uploaded(), "title": "Note", "visibility": "public"})
    document = Document.objects.get()
    assert document.visibility == Document.PRIVATE
    page = helper.get(f"{listed(sides[0])}{document.pk}/").content.decode()
    assert "Make it public" not in page
    for act in ("publish", "unpublish", "share", "remove"):
        assert helper.post(f"{listed(sides[0])}{document.pk}/{act}/").status_code == 403


def test_published_taken_back_shared_and_removed(officer, sides, tie, client) -> None:
    document = kept(sides[0])
    base = f"{listed(sides[0])}{document.pk}/"
    assert "Everybody may read" in officer.post(f"{base}publish/", follow=True).content.decode()
    answer = client.get(address_of(document))
    shut(answer)
    assert answer.status_code == 200
    assert officer.post(f"{base}unpublish/", {"reason": ""}).status_code == 422
    officer.post(f"{base}unpublish/", {"reason": "An address is in it"})
    assert client.get(address_of(document)).status_code == 404
    officer.post(f"{base}share/", {"readers": [sides[1].pk]})
    partner = signed_in(sides[1])
    assert document.title in partner.get(listed(sides[1])).content.decode()
    answer = partner.get(address_of(document))
    shut(answer)
    assert answer.status_code == 200
    assert partner.get(f"/en/workspace/{sides[1].pk}/documents/{document.pk}/").status_code == 404
    done = officer.post(f"{base}remove/", follow=True).content.decode()
    assert "was removed" in done
    assert officer.get(base).status_code == 404


def test_it_is_shared_with_partners_only(officer, sides, tie) -> None:
    from tests.factories import make_place

    document, stranger = kept(sides[0]), make_place("Elsewhere", "DE")
    base = f"{listed(sides[0])}{document.pk}/"
    assert "Elsewhere" not in officer.get(base).content.decode()
    assert officer.post(f"{base}share/", {"readers": [stranger.pk]}).status_code == 404
    document.refresh_from_db()
    assert document.visibility == Document.PRIVATE


def test_what_something_rests_on_cannot_be_removed(officer, sides, tie) -> None:
    document = kept(sides[0])
    Claim.objects.filter(tie=tie).update(document=document)
    base = f"{listed(sides[0])}{document.pk}/"
    page = officer.get(base).content.decode()
    assert "Vladivostok – San Diego" in page
    assert "It cannot be removed" in page
    refused = officer.post(f"{base}remove/", follow=True).content.decode()
    assert "a claim about a tie rests on it" in refused
    assert "a claim about a tie" in officer.get(listed(sides[0])).content.decode()


def test_documents_of_another_place_are_not_there(officer, sides) -> None:
    theirs = kept(sides[1])
    for act in ("", "publish/", "share/", "remove/"):
        address = f"{listed(sides[0])}{theirs.pk}/{act}"
        assert (officer.post if act else officer.get)(address).status_code == 404
    assert officer.get(listed(sides[1])).status_code == 403


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_list_asks_the_same_for_one_as_for_three(officer, sides, tie, language) -> None:
    def asked(words) -> int:
        for word in words:
            document = kept(sides[0], word)
            share(actor=member(sides[0]), document=document, readers=[sides[1]])
            share(actor=member(sides[1]), document=kept(sides[1], word + "x"), readers=[sides[0]])
        officer.get(listed(sides[0], language))
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(listed(sides[0], language)).status_code == 200
        return len(queries)

    assert asked(["a"]) == asked(["b", "c"])
