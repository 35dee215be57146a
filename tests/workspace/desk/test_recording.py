"""An office records what it knows: the form, how it is understood, and what is written."""

import pytest

from jumelage.core.clock import today
from jumelage.core.models import AuditEntry
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim
from jumelage.ties.own_sources import source_of_publication
from tests.documents.files import pdf, uploaded
from tests.workspace.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
BASE = {"kind": "signed", "side": "both", "when": "1993-05-12", "origin": "records"}


@pytest.fixture
def address(sides, tie) -> str:
    return f"/en/workspace/{sides[0].pk}/ties/{tie.pk}/claims/new/"


def recorded() -> Claim:
    return Claim.objects.filter(entered_for__isnull=False).get()


def test_first_how_it_is_understood_then_it_counts(officer, sides, tie, address) -> None:
    assert officer.get(address).status_code == 200
    said = {**BASE, "when": "1993~", "form": "twinning", "quote": "Twin towns since 1993"}
    checked = officer.post(address, said)
    page = checked.content.decode()
    assert "Is it meant so?" in page
    assert "about 1993" in page
    assert "between 1 January 1992 and 31 December 1994" in page
    assert "The form of the tie: twinning." in page
    assert not Claim.objects.filter(entered_for__isnull=False).exists()
    assert not Source.objects.filter(key__startswith="place-").exists()
    done = officer.post(address, {**said, "confirm": "1"})
    claim = recorded()
    assert done["Location"].endswith(f"/ties/{tie.pk}/#claim-{claim.pk}")
    assert (claim.entered_for, claim.when, claim.form) == (sides[0], "1993~", "twinning")
    assert (claim.side, claim.quote) == ("", "Twin towns since 1993")
    assert claim.source.authority == Authority.MUNICIPALITY
    entry = AuditEntry.objects.filter(action="ties.record_claim").latest("pk")
    assert (entry.actor, entry.acting_for) == ("Anna Petrova", "Vladivostok")
    assert list(check_registry()) == []


def test_the_preview_says_what_changes(officer, address) -> None:
    said = {**BASE, "kind": "suspended", "side": "ours", "when": "2022-03-10"}
    page = officer.post(address, said).content.decode()
    assert "Suspended by Vladivostok, 10 March 2022" in page
    assert "On the side of Vladivostok: “suspended” instead of “in force”." in page
    assert "On the side of San Diego" not in page
    ahead = officer.post(address, {**said, "when": f"{today().year + 1}-01-01"}).content.decode()
    assert f"It counts from 1 January {today().year + 1}." in ahead


def test_going_back_keeps_what_was_typed(officer, address) -> None:
    page = officer.post(address, {**BASE, "quote": "Twin towns", "change": "1"}).content.decode()
    assert "What do you know of this tie?" in page
    assert "Twin towns" in page
    assert "1993-05-12" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "married"}, "kind"),
        ({"side": "theirs"}, "side"),
        ({"when": "soon"}, "when"),
        ({"when": "1993-13-40"}, "when"),
        ({"when": ""}, "when"),
        ({"kind": "form_changed"}, "form"),
        ({"origin": "minutes", "decided_on": "1993-05-01"}, "body"),
        ({"origin": "minutes", "body": "Duma"}, "decided_on"),
        ({"origin": "publication", "authority": "press"}, "title"),
        ({"origin": "publication", "title": "T"}, "authority"),
        ({"origin": "publication", "title": "T", "authority": "register"}, "authority"),
        ({"origin": "publication", "title": "T", "authority": "agreement"}, "authority"),
        ({"origin": "publication", "title": "T", "authority": "press", "when": ""}, "published"),
        ({"origin": "publication", "title": "T", "authority": "press", "url": "javascript:alert(1)"}, "url"),
        ({"origin": "wikidata"}, "origin"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_beside_its_field(officer, address, change, field) -> None:
    answer = officer.post(address, {**BASE, **change, "confirm": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Claim.objects.filter(entered_for__isnull=False).exists()
    assert not Source.objects.filter(key__startswith="place-").exists()


def test_minutes_weigh_more_and_give_an_approval_its_day(officer, sides, address) -> None:
    said = {
        **BASE, "kind": "approved", "side": "both", "when": "", "origin": "minutes", "body": "City Duma",
        "decided_on": "1993-04-02", "reference": "No. 17", "confirm": "1",
    }  # fmt: skip
    officer.post(address, said)
    claim = recorded()
    assert (claim.when, claim.locator) == ("1993-04-02", "No. 17")
    assert claim.side == ("a" if claim.tie.place_a == sides[0] else "b")
    assert claim.source.authority == Authority.COUNCIL
    assert claim.source.published == "1993-04-02"


@pytest.mark.parametrize(
    ("kind", "authority"), [("press", Authority.PRESS), ("municipality", Authority.MUNICIPALITY)]
)
def test_a_publication_becomes_a_source_once(officer, address, kind, authority) -> None:
    said = {
        **BASE, "origin": "publication", "authority": kind, "title": "Sister cities", "publisher": "The Paper",
        "url": "https://paper.example/1993", "published": "1993-05-13", "confirm": "1",
    }  # fmt: skip
    officer.post(address, said)
    officer.post(address, {**said, "kind": "attested", "when": ""})
    source = Source.objects.get(key__startswith="place-")
    assert (source.authority, source.publisher) == (authority, "The Paper")
    assert source.said_on.isoformat() == "1993-05-13"
    assert source.claims.count() == 2
    again = officer.post(address, said, follow=True)
    assert "This was recorded before" in again.content.decode()


def test_what_records_say_now_is_of_today(officer, address) -> None:
    officer.post(address, {**BASE, "kind": "attested", "when": "", "confirm": "1"})
    assert recorded().when == today().isoformat()


def test_a_document_comes_along_and_stays_private(officer, sides, address) -> None:
    checked = officer.post(address, {**BASE, "file": uploaded(pdf("signed"), "agreement.pdf")})
    number = dict(checked.context["hidden"])["document"]
    officer.post(address, {**BASE, "document": number, "confirm": "1"})
    claim = recorded()
    assert claim.document.pk == int(number)
    assert (claim.document.owner, claim.document.visibility) == (sides[0], "private")


def test_a_document_of_another_place_cannot_be_chosen(officer, sides, address) -> None:
    from jumelage.documents.actions import store
    from tests.factories.people import member

    theirs = store(actor=member(sides[1]), owner=sides[1], file=uploaded(), title="Theirs")
    answer = officer.post(address, {**BASE, "document": theirs.pk, "confirm": "1"})
    assert answer.status_code == 422
    assert not Claim.objects.filter(document=theirs).exists()


@pytest.mark.parametrize("role", ["helper", None])
def test_only_officers_of_the_place_record(sides, address, role) -> None:
    client = signed_in(sides[0] if role else sides[1], role or "head")
    assert client.post(address, {**BASE, "confirm": "1"}).status_code == 403
    assert not Claim.objects.filter(entered_for__isnull=False).exists()


def test_an_office_names_no_register_and_no_agreement(sides) -> None:
    for authority in set(Authority) - {Authority.MUNICIPALITY, Authority.PRESS}:
        with pytest.raises(ValueError, match=authority.code):
            source_of_publication(
                sides[0], authority=authority, title="T", publisher="", url="", published=""
            )
