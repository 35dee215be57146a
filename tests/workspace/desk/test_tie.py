"""The desk of a tie: who sees it, what differs, what can be done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.documents.actions import store
from jumelage.sources.domain.authority import Authority
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.own_sources import source_of_place
from tests.documents.files import pdf, uploaded
from tests.factories import make_claim, make_place, make_source
from tests.factories.people import member
from tests.workspace.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


def desk(tie: Tie, place, language: str = "en") -> str:
    return f"/{language}/workspace/{place.pk}/ties/{tie.pk}/"


def own_claim(place, other, kind="signed", **more) -> Claim:
    values = {"when": "1993", "entered_for": place, "source": source_of_place(place), **more}
    data = ClaimData(place_a=place, place_b=other, kind=kind, **values)
    return record_claim(actor=OPERATOR, data=data)[0]


def test_who_sees_the_desk(sides, tie, client) -> None:
    address = desk(tie, sides[0])
    assert client.get(address).status_code == 302
    assert signed_in(None).get(address).status_code == 403
    assert signed_in(sides[1]).get(address).status_code == 403
    assert signed_in(sides[0], "helper").get(address).status_code == 200
    elsewhere = make_place()
    assert signed_in(elsewhere).get(desk(tie, elsewhere)).status_code == 404


def test_a_difference_is_a_sentence(officer, sides, tie) -> None:
    source = make_source("Wikidata", authority=Authority.WIKIDATA)
    make_claim(*sides, when="1995", source=source, form="twinning")
    own_claim(*sides, form="partnership")
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "“Wikidata” says 1995, your records say 1993." in page
    assert "“Wikidata” says “twinning”, your records say “partnership”." in page
    assert page.index("says 1995") < page.index("says 1994")  # the weightier first


def test_the_other_side_s_office_is_a_voice_of_its_own(officer, sides, tie) -> None:
    own_claim(*sides)
    own_claim(sides[1], sides[0], "ended", when="2022-03", by=sides[1])
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "The office of San Diego says “ended”, your records say “in force”." in page
    assert "Standing of San Diego" in page


def test_without_own_records_official_sources_stand_for_them(officer, sides, tie) -> None:
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "There is nothing to compare with" in page
    register = make_source("Register", authority=Authority.REGISTER)
    make_claim(*sides, "attested", source=register)
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "says 1994, official sources give no date." in page


def test_when_all_agree_that_is_said(officer, sides, tie) -> None:
    own_claim(*sides, when="1994")
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "agrees with what is on record for you" in page


def test_what_an_office_may_do_with_which_claim(officer, sides, tie) -> None:
    foreign = tie.claims.get()
    own = own_claim(*sides)
    joint = own_claim(*sides, "renewed", when="2001", is_joint=True)
    page = officer.get(desk(tie, sides[0])).content.decode()
    base = f"/en/workspace/{sides[0].pk}/ties/{tie.pk}/claims/"
    offered = {
        (claim.pk, act)
        for claim in (foreign, own, joint)
        for act in ("dispute", "take-back")
        if f"{base}{claim.pk}/{act}/" in page
    }
    assert offered == {(foreign.pk, "dispute"), (own.pk, "take-back"), (joint.pk, "dispute")}
    helper = signed_in(sides[0], "helper").get(desk(tie, sides[0])).content.decode()
    assert "/claims/" not in helper


def test_a_claim_is_disputed_and_the_objection_withdrawn(officer, sides, tie) -> None:
    claim = tie.claims.get()
    address = f"{desk(tie, sides[0])}claims/{claim.pk}/dispute/"
    empty = officer.post(address, {"reason": " "})
    assert empty.status_code == 422
    assert "Say what is wrong" in empty.content.decode()
    sent = officer.post(
        address, {"reason": "It was 1993.", "file": uploaded(pdf(), "protocol.pdf")}
    )
    assert sent.status_code == 302
    objection = Objection.objects.get()
    assert (objection.place, objection.reason) == (sides[0], "It was 1993.")
    assert objection.document.file_name == "protocol.pdf"
    assert objection.document.visibility == "private"
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "Withdraw our objection" in page
    assert "It was 1993." in page
    assert officer.get(address).status_code == 200  # the form still; sending it is refused
    assert officer.post(address, {"reason": "Again."}).status_code == 422
    away = f"/en/workspace/{sides[0].pk}/objections/{objection.pk}/withdraw/"
    assert officer.get(away).status_code == 405
    other = signed_in(sides[1])
    assert other.post(away.replace(f"/{sides[0].pk}/", f"/{sides[1].pk}/", 1)).status_code == 404
    assert officer.post(away, follow=True).status_code == 200
    objection.refresh_from_db()
    assert objection.state == Objection.WITHDRAWN


def test_what_was_typed_is_not_lost_when_a_file_is_refused(officer, sides, tie) -> None:
    address = f"{desk(tie, sides[0])}claims/{tie.claims.get().pk}/dispute/"
    hostile = uploaded(b"<svg/>", "scan.png", "image/png")
    answer = officer.post(address, {"reason": "It was 1993.", "file": hostile})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "It was 1993." in page
    assert "Only PDF files and pictures" in page
    assert not Objection.objects.exists()


def test_an_own_claim_is_taken_back_with_a_reason(officer, sides, tie) -> None:
    own, foreign = own_claim(*sides), tie.claims.first()
    base = f"{desk(tie, sides[0])}claims/"
    assert officer.get(f"{base}{foreign.pk}/take-back/").status_code == 404
    assert officer.post(f"{base}{own.pk}/take-back/", {"reason": ""}).status_code == 422
    done = officer.post(f"{base}{own.pk}/take-back/", {"reason": "Wrong file"}, follow=True)
    assert "The claim was taken back." in done.content.decode()
    own.refresh_from_db()
    assert own.retraction_reason == "Wrong file"
    assert officer.get(f"{base}{own.pk}/take-back/").status_code == 404


def test_a_claim_of_another_tie_is_not_there(officer, sides, tie) -> None:
    other = make_claim(sides[1], make_place(country="DE"))
    address = f"{desk(tie, sides[0])}claims/{other.pk}/dispute/"
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize("act", ["dispute", "take-back"])
@pytest.mark.parametrize("role", ["helper", None])
def test_only_officers_write(sides, tie, act, role) -> None:
    own_claim(*sides)
    client = signed_in(sides[0] if role else sides[1], role or "head")
    for claim in tie.claims.all():
        address = f"{desk(tie, sides[0])}claims/{claim.pk}/{act}/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "x"}).status_code == 403


def test_documents_of_the_tie_as_far_as_the_office_may_read_them(officer, sides, tie) -> None:
    ours, theirs = (
        store(
            actor=member(side),
            owner=side,
            file=uploaded(pdf(side.name)),
            title=f"Paper of {side.name}",
        )
        for side in sides
    )
    own_claim(*sides, document=ours)
    own_claim(sides[1], sides[0], document=theirs)
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert "Paper of Vladivostok" in page
    assert "Paper of San Diego" not in page


def test_both_languages(officer, sides, tie) -> None:
    own_claim(*sides)
    page = officer.get(desk(tie, sides[0], "ru")).content.decode()
    assert "Сан-Диего" in page


def test_the_page_asks_the_same_for_one_claim_as_for_three(officer, sides, tie) -> None:
    document = store(actor=member(sides[0]), owner=sides[0], file=uploaded(pdf("x")), title="Paper")
    address = desk(tie, sides[0], "ru")

    def asked(years) -> int:
        for year in years:
            own_claim(*sides, when=year, document=document)
            make_claim(*sides, when=str(int(year) + 20), source=make_source())
        officer.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address).status_code == 200
        return len(queries)

    one = asked(["1980"])
    assert asked(["1981", "1982"]) == one
    assert one <= 60


def test_steps_lead_to_their_pages(officer, sides, tie) -> None:
    page = officer.get(desk(tie, sides[0])).content.decode()
    assert f"Plan {today().year} together" in page
    assert "Suspend the tie" in page
    helper = signed_in(sides[0], "helper").get(desk(tie, sides[0])).content.decode()
    assert "Suspend the tie" not in helper
    assert "Record something that you did together" in helper
