"""What stands beside a claim on the public page, in the API and in exports: and nothing that is private."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.documents.actions import publish, store
from jumelage.documents.serving import address_of
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.exports import export
from jumelage.ties.models import Claim, Objection
from jumelage.ties.objections import decide, object_to, withdraw
from jumelage.ties.own_sources import source_of_place
from jumelage.ties.wording import say_day
from tests.documents.files import pdf, uploaded
from tests.factories import make_claim, make_place
from tests.factories.people import keeper, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]
PAGE = "/en/ties/ru/vladivostok/us/san-diego/"
REASON = "The protocol says <b>1993</b>.\nWe have it."


@pytest.fixture
def sides(db):
    return make_place("Vladivostok", ru="Владивосток"), make_place("San Diego", "US")


@pytest.fixture
def document(sides):
    return store(
        actor=member(sides[0], name="Anna Petrova"),
        owner=sides[0],
        file=uploaded(pdf("protocol")),
        title="Protocol of 1993",
    )


def own_claim(sides, document=None, **more) -> Claim:
    a, b = sides
    data = ClaimData(
        source=source_of_place(a), place_a=a, place_b=b, kind="signed", when="1993",
        entered_for=a, document=document, **more,
    )  # fmt: skip
    return record_claim(actor=member(a, name="Anna Petrova"), data=data)[0]


def object_by(claim, place, document=None) -> Objection:
    actor = member(place, name="Anna Petrova")
    return object_to(actor=actor, claim=claim, place=place, reason=REASON, document=document)


def test_a_document_is_shown_once_it_is_published(client, sides, document) -> None:
    own_claim(sides, document)
    page = client.get(PAGE).content.decode()
    assert "Recorded by the office of Vladivostok." in page
    for private in ("Protocol of 1993", document.sha256, address_of(document), "Anna"):
        assert private not in page
    publish(actor=member(sides[0]), document=document)
    page = client.get(PAGE).content.decode()
    for public in ("Protocol of 1993", document.sha256, address_of(document)):
        assert public in page
    assert "Anna" not in page


def test_what_both_declared_is_said_to_be_so(client, sides) -> None:
    own_claim(sides, is_joint=True)
    page = client.get(PAGE).content.decode()
    assert "Both sides declared this here." in page
    assert "Recorded by" not in page
    russian = client.get(PAGE.replace("/en/", "/ru/")).content.decode()
    assert "Владивосток" in russian


def test_an_objection_stands_beside_its_claim_until_it_is_decided(client, sides, document) -> None:
    claim = make_claim(*sides, when="1994")
    objection = object_by(claim, sides[0], document)
    day = say_day(today())
    page = client.get(PAGE).content.decode()
    assert f"Vladivostok disputes this ({day}):" in page
    assert "The protocol says &lt;b&gt;1993&lt;/b&gt;.<br>We have it." in page
    for private in ("Anna", document.sha256, "Protocol of 1993"):
        assert private not in page
    decide(actor=keeper("RU"), objection=objection, uphold=False, answer="A later paper says 1994.")
    page = client.get(PAGE).content.decode()
    assert f"Vladivostok disputed this ({day}):" in page
    assert f"Declined on {day}: the claim stands." in page
    assert "A later paper says 1994." in page
    assert "Keeper" not in page


def test_upheld_it_stays_beside_the_claim_that_was_taken_back(client, sides) -> None:
    objection = object_by(make_claim(*sides, when="1994"), sides[0])
    decide(actor=keeper("US"), objection=objection, uphold=True)
    page = client.get(PAGE).content.decode()
    assert "claim--retracted" in page
    assert f"Upheld on {say_day(today())}: the claim was taken back." in page


def test_what_was_withdrawn_is_gone(client, sides) -> None:
    objection = object_by(make_claim(*sides, when="1994"), sides[0])
    withdraw(actor=member(sides[0]), objection=objection)
    assert "disput" not in client.get(PAGE).content.decode().partition('id="claims"')[2]


def test_as_known_before_there_was_no_objection(client, sides) -> None:
    object_by(make_claim(*sides, when="1994"), sides[0])
    page = client.get(f"{PAGE}?known=2021-01-01").content.decode()
    assert "disputes this" not in page


def test_the_page_asks_the_same_however_many_claims_have_something_beside_them(
    client, sides, document
) -> None:
    publish(actor=member(sides[0]), document=document)

    def asked(years) -> int:
        for year in years:
            claim = make_claim(*sides, when=year)
            Claim.objects.filter(pk=claim.pk).update(document=document, entered_for=sides[0])
            object_by(make_claim(*sides, when=year), sides[1], None)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PAGE.replace("/en/", "/ru/")).content.decode()
        assert page.count(document.sha256) == page.count('class="objection"')
        return len(queries)

    assert asked(["1990"]) == asked(["1991", "1992"])


def test_the_api_says_the_same(client, sides, document) -> None:
    claim = own_claim(sides, document)
    theirs = object_by(claim, sides[1])
    gone = object_by(make_claim(*sides, when="1994"), sides[0])
    withdraw(actor=member(sides[0]), objection=gone)

    def asked():
        answer = client.get(f"/api/v1/claims/{claim.pk}")
        assert b"Anna" not in answer.content
        return answer.json()

    before = asked()
    assert (before["document_url"], before["document_sha256"]) == ("", "")
    assert (before["entered_for"], before["is_joint"]) == ("ru/vladivostok", False)
    publish(actor=member(sides[0]), document=document)
    after = asked()
    assert after["document_url"] == f"https://jumelage.example{address_of(document)}"
    assert after["document_sha256"] == document.sha256
    (stated,) = after["objections"]
    assert (stated["place"], stated["reason"], stated["state"]) == ("us/san-diego", REASON, "open")
    assert (stated["answer"], stated["decided_at"], stated["document_url"]) == ("", None, "")
    decide(actor=keeper(staff=True), objection=theirs, uphold=False, answer="No.")
    assert asked()["objections"][0]["answer"] == "No."
    listed = client.get(f"/api/v1/ties/{claim.tie_id}/claims").json()
    assert [len(item["objections"]) for item in listed] == [1, 0]


def test_lists_of_the_api_ask_the_same_for_one_as_for_three(client, sides) -> None:
    def asked(years) -> int:
        for year in years:
            object_by(make_claim(*sides, when=year), sides[0])
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/api/v1/claims").json()["items"][0]["objections"]
        return len(queries)

    assert asked(["1990"]) == asked(["1991", "1992"])
    table = client.get("/api/v1/claims?format=csv").content.decode()
    assert "The protocol says" in next(csv.DictReader(io.StringIO(table)))["objections"]


def test_exports_name_published_documents_and_count_objections(sides, document) -> None:
    claim = own_claim(sides, document)
    object_by(claim, sides[1])

    def rows():
        (line,) = "".join(export("jsonl")).splitlines()
        (row,) = csv.DictReader(io.StringIO("".join(export("csv"))))
        return json.loads(line), row

    record, row = rows()
    assert (record["documents"], record["objections"]) == ([], 1)
    publish(actor=OPERATOR, document=document)
    record, row = rows()
    assert record["documents"] == [f"https://jumelage.example{address_of(document)}"]
    assert (row["documents"], row["objections"]) == (record["documents"][0], "1")
