"""Documents of an edition in the browser: handed out by organisers, read by whom they are for."""

import pytest
from django.test import Client

from jumelage.forum.models import EditionDocument
from tests.documents.files import pdf
from tests.forum.test_papers import a_file, handed  # noqa: F401 - a fixture


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def base(edition) -> str:
    return f"/en/workspace/forums/{edition.pk}/documents/"


def content_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_handed_out_to_everybody_and_read_on_the_public_page(data_dir, running, base, edition):
    assert "No document yet" in text(running.get(base))
    body = {"titles_en": "Map of the house", "titles_ru": "План", "audience": "everybody"}
    running.post(base, {**body, "file": a_file("План.pdf")})
    one = EditionDocument.objects.get()
    public = text(Client().get(f"/ru/forums/{edition.series.slug}/{edition.slug}/"))
    assert "План" in public
    assert one.address in public
    assert content_of(Client(), one.address) == pdf()


def test_for_delegations_it_is_on_their_page_only(
    handed,  # noqa: F811
    sending,
    coming,
    town,
    edition,
):
    page = text(sending.get(f"/en/workspace/{town.pk}/forums/{coming.pk}/"))
    assert handed.address in page
    assert content_of(sending, handed.address) == pdf()
    public = text(Client().get(f"/en/forums/{edition.series.slug}/{edition.slug}/"))
    assert handed.address not in public
    assert Client().get(handed.address).status_code == 404


def test_a_form_without_a_file_says_so(data_dir, running, base):
    answer = running.post(base, {"titles_en": "Map", "audience": "everybody"})
    assert answer.status_code == 422
    assert "Choose a file." in text(answer)


def test_changed_and_taken_back(handed, running, base):  # noqa: F811
    address = f"{base}{handed.pk}/"
    assert "Map" in text(running.get(address))
    body = {"titles_en": "Plan", "audience": "everybody", "version": handed.version}
    running.post(address, body)
    handed.refresh_from_db()
    assert (str(handed.title), handed.audience) == ("Plan", "everybody")
    assert running.post(address, body).status_code == 409
    running.post(address, {"do": "remove"})
    assert not EditionDocument.objects.exists()
    assert running.get(handed.address).status_code == 404
