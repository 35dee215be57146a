"""A signed agreement on its public page: once both sides have made it public, and nothing before."""

import hashlib
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from jumelage.accounts.models import User
from jumelage.agreements.actions import drafting, signing
from jumelage.agreements.domain.texts import Terms
from jumelage.agreements.models import Signature
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.memory import memory
from jumelage.documents.models import Document
from jumelage.documents.serving import address_of
from tests.agreements.conftest import document, life
from tests.site.conftest import read, words

__all__ = ["document", "life"]
pytestmark = pytest.mark.django_db
TIE = "/en/ties/ru/vladivostok/us/san-diego/"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    memory.clear()


@pytest.fixture
def paper(life, document) -> Document:
    return document(life.a, life.anna, "Scan of the agreement")


@pytest.fixture
def agreement(life, paper):
    """Signed and published; its text was changed once, with a note."""
    made = life.start()
    text = drafting.text_of(made.drafts.get())
    drafting.save_draft(
        **life.side("a"), agreement=made, based_on=1, text=_retitled(text), note="The deputy minds"
    )
    life.sign(made, "a", document=paper, may_publish=True, signed_at_place="Vladivostok")
    life.sign(made, "b", date(2026, 5, 14), may_publish=True)
    made.refresh_from_db()
    return made


def _retitled(text):
    return type(text)(
        title={"en": "Two harbours", "ru": "Две гавани"},
        preamble=text.preamble,
        clauses=text.clauses,
    )


def address(agreement, language="en", rest="") -> str:
    return f"/{language}/agreements/{agreement.pk}/{rest}"


def shown(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_everybody_reads_the_text_the_signatures_and_the_copies(client, agreement, paper) -> None:
    page = words(shown(client, address(agreement)))
    for public in (
        "Two harbours", "Две гавани", "1. ", "Konstantin Shestakov", "Head of the city", "Todd Gloria", "Mayor",
        "12 May 2026", "14 May 2026", agreement.drafts.last().sha256, "Scan of the agreement", paper.sha256,
        address_of(paper), address(agreement, rest="pdf/"), TIE, "unlimited",
    ):  # fmt: skip
        assert public in page, public
    copy = client.get(address_of(paper))
    assert b"".join(copy.streaming_content).startswith(b"%PDF")


def test_nothing_of_its_making_is_shown(client, agreement) -> None:
    first = agreement.drafts.get(number=1)
    page = shown(client, address(agreement))
    for private in (
        "Anna", "Bob", "@", first.sha256, first.title["en"], "The deputy minds", "/workspace/1", "Dear Bob", "raft",
    ):  # fmt: skip
        assert private not in page.replace("workspace/</a>", ""), private


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_is_a_page_like_others(client, agreement, language) -> None:
    answer = client.get(address(agreement, language))
    page = read(answer)
    assert page.problems == []
    assert page.one("html").attributes["lang"] == language
    names = {"en": "Agreement between Vladivostok and San Diego", "ru": "Владивосток — Сан-Диего"}
    assert names[language] in words(page.one("h1").text)
    assert names[language] in words(page.all("title")[0].text)
    assert names[language] in page.one("meta", property="og:title").attributes["content"]
    other = {"en": "ru", "ru": "en"}[language]
    alternate = page.one("link", rel="alternate", hreflang=other).attributes["href"]
    assert alternate == f"https://jumelage.example{address(agreement, other)}"
    assert {e.attributes["lang"] for e in page.all("h2") if "lang" in e.attributes} == {"en", "ru"}
    ids = [e.attributes["id"] for e in page.elements if e.attributes.get("id")]
    assert len(ids) == len(set(ids))
    for link in {e.attributes["href"].partition("#")[0] for e in page.all("a")}:
        if link.startswith(f"/{language}/") and "workspace" not in link and "review" not in link:
            assert client.get(link).status_code == 200, link


def test_it_is_the_same_for_every_reader_and_asked_again_only_if_changed(
    client, agreement, life
) -> None:
    answer = client.get(address(agreement))
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    again = client.get(address(agreement), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    client.force_login(_user_of(life.anna))
    assert client.get(address(agreement)).content == answer.content


def _user_of(actor):
    return User.objects.get(pk=actor.user_id)


@pytest.mark.parametrize("rest", ["", "pdf/"])
def test_what_is_not_published_is_as_what_is_not_there(client, life, document, rest) -> None:
    made = life.start()
    copy = document(life.a, life.anna)
    missing = client.get(f"/en/agreements/{made.pk + 1}/{rest}")

    def is_missing() -> bool:
        answer = client.get(address(made, rest=rest))
        there, here = f"/{made.pk + 1}/".encode(), f"/{made.pk}/".encode()
        return answer.status_code == 404 and answer.content.replace(here, there) == missing.content

    assert is_missing()
    life.sign(made, "a", document=copy, may_publish=True)
    assert is_missing()
    life.sign(made, "b")
    assert is_missing()
    client.force_login(_user_of(life.anna))
    assert is_missing()
    assert address(made) not in shown(client, TIE)
    signing.record_signed_copy(**life.side("b"), agreement=made, may_publish=True)
    assert client.get(address(made, rest=rest)).status_code == 200


def test_a_copy_that_is_not_public_any_more_is_not_named(client, agreement, paper) -> None:
    Document.objects.filter(pk=paper.pk).update(visibility=Document.PRIVATE)
    page = shown(client, address(agreement))
    assert "Scan" not in page
    assert paper.sha256 not in page


def test_a_signature_recorded_from_paper_is_marked(client, agreement, life, paper) -> None:
    Signature.objects.filter(place=life.b).update(
        on_paper=True, document=paper, recorded_for=life.a
    )
    page = words(shown(client, address(agreement)))
    assert "Signed on paper, as the office of Vladivostok recorded." in page


def test_the_paper_is_that_of_the_signed_text_and_made_once(client, agreement, monkeypatch) -> None:
    answer = client.get(address(agreement, rest="pdf/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Two harbours" in text
    assert "Konstantin Shestakov" in text
    assert "DRAFT" not in text
    monkeypatch.setattr("jumelage.agreements.published.pdf_of", None)
    again = client.get(address(agreement, "ru", "pdf/"))
    assert hashlib.sha256(again.content).digest() == hashlib.sha256(answer.content).digest()


def test_where_no_font_has_its_letters_the_page_says_so(client, agreement, monkeypatch) -> None:
    def refuse(*_args):
        raise RefusedError(Problem("no_font", "", "no font"))

    monkeypatch.setattr("jumelage.agreements.published.pdf_of", refuse)
    answer = client.get(address(agreement, rest="pdf/"))
    assert answer.status_code == 503
    assert "no font has all the letters" in answer.content.decode()
    assert "Two harbours" in answer.content.decode()


def test_the_tie_leads_to_it_and_asks_the_same_for_two(client, agreement, life) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = shown(client, TIE)
        assert (
            page.count(f'href="{address(agreement)}"') == 2
        )  # beside the claim, and among the links
        return len(queries)

    one = asked()
    second = life.start(tie=life.tie, terms=Terms("twinning", ("en",)))
    life.sign(second, "a", date(2026, 6, 1), may_publish=True)
    life.sign(second, "b", date(2026, 6, 1), may_publish=True)
    assert asked() == one
    assert address(second) in shown(client, TIE)


def test_the_api_names_its_page_once_it_is_public(client, life) -> None:
    made = life.start()
    life.sign(made, "a", may_publish=True)
    life.sign(made, "b")
    made.refresh_from_db()
    one, listed = f"/api/v1/claims/{made.claim_id}", f"/api/v1/ties/{made.tie_id}/claims"
    assert client.get(one).json()["agreement_url"] == ""
    signing.record_signed_copy(**life.side("b"), agreement=made, may_publish=True)
    page = f"https://jumelage.example{address(made)}"
    for language in ("en", "ru"):
        answer = client.get(one, headers={"accept-language": language}).json()
        assert answer["agreement_url"] == page
    said = {item["id"]: item["agreement_url"] for item in client.get(listed).json()}
    assert said.pop(made.claim_id) == page
    assert set(said.values()) == {""}
    assert page in client.get("/api/v1/claims?format=csv").content.decode()
