"""Suspending, resuming, ending, renewing a tie in a browser: what becomes public is said before it is declared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jumelage.agreements.models import Approval, Change
from jumelage.documents.models import Document
from jumelage.sources.domain.authority import Authority
from jumelage.ties.models import Claim
from tests.documents.files import pdf
from tests.factories import make_claim
from tests.site.conftest import words
from tests.workspace.agreements.conftest import address, see, send

pytestmark = pytest.mark.django_db
SUSPENDED = {
    "kind": "suspended", "jointly": "", "effective_on": "2026-06-01", "reason": "As the council wishes", "form": "",
    "body": "City Duma", "decided_on": "2026-05-20", "reference": "No. 7",
}  # fmt: skip


def top(page) -> str:
    return words(page.one("div", class_="problems").text)


def hidden(page) -> dict[str, list[str]]:
    """Return what a page that asks for a confirmation sends again."""
    values: dict[str, list[str]] = {}
    for one in page.all("input", type="hidden"):
        values.setdefault(one.attributes["name"], []).append(one.attributes["value"])
    return values


def test_one_side_suspends_after_it_has_read_what_becomes_public(life, anna) -> None:
    tie = life.in_force()
    path = f"ties/{tie.pk}/changes/new/"
    assert (
        "checked"
        in see(anna, life.a, f"changes/new/?tie={tie.pk}&kind=suspended")
        .one("input", value="suspended")
        .attributes
    )
    check = send(anna, life.a, path, SUSPENDED | {"act": "check"}, status=200)
    told = words(check.one("div", class_="tells").text)
    assert "everybody can read that Vladivostok suspended the tie as of 1 June 2026" in told
    assert "The reason stays between the two sides." in told
    assert "City Duma, 20 May 2026, No. 7" in words(check.one("div", class_="facts").text)
    assert not Change.objects.exists()
    unsure = send(anna, life.a, path, hidden(check) | {"act": "declare"}, status=422)
    assert "Tick the box" in top(unsure)
    assert not Change.objects.exists()
    send(anna, life.a, path, hidden(unsure) | {"act": "declare", "sure": "1"})
    claim = Claim.objects.get(kind="suspended")
    assert (claim.note, claim.source.authority, claim.when) == ("", Authority.COUNCIL, "2026-06-01")
    tie.refresh_from_db()
    assert {tie.legal_a, tie.legal_b} == {"in_force", "suspended"}


def test_going_back_keeps_everything_also_the_file(life, anna) -> None:
    tie = life.in_force()
    path = f"ties/{tie.pk}/changes/new/"
    file = SimpleUploadedFile("minutes.pdf", pdf("Minutes"), "application/pdf")
    check = send(
        anna,
        life.a,
        path,
        SUSPENDED | {"act": "check", "reason_is_public": "on", "file": file},
        status=200,
    )
    kept = Document.objects.get()
    assert "The paper stays as it is: not public." in words(check.one("div", class_="tells").text)
    back = send(anna, life.a, path, hidden(check) | {"act": "back"}, status=200)
    assert back.one("textarea", name="reason").text.strip() == "As the council wishes"
    assert "checked" in back.one("input", name="reason_is_public").attributes
    assert "selected" in back.one("option", value=str(kept.pk)).attributes
    assert back.one("input", name="decided_on").attributes["value"] == "2026-05-20"
    send(anna, life.a, path, hidden(check) | {"act": "declare", "sure": "1"})
    assert Claim.objects.get(kind="suspended").note == "As the council wishes"
    assert Change.objects.get().document == kept


def test_what_does_not_fit_is_said_beside_its_field(life, anna) -> None:
    tie = life.in_force()
    path = f"ties/{tie.pk}/changes/new/"
    empty = send(
        anna, life.a, path, {"act": "check", "body": "City Duma", "jointly": ""}, status=422
    )
    for said in (
        "Say what happens to the tie.",
        "Give the day.",
        "Give the reason.",
        "Say when it decided.",
    ):
        assert said in top(empty)
    sure = SUSPENDED | {"kind": "resumed", "act": "declare", "sure": "1"}
    refused = send(anna, life.a, path, sure, status=422)
    assert refused.one("a", href="#id_kind_0").text.startswith(
        "The tie was not suspended before this day"
    )
    assert refused.one("textarea", name="reason").text.strip() == "As the council wishes"
    form = send(
        anna, life.a, path, SUSPENDED | {"kind": "form_changed", "act": "check"}, status=422
    )
    assert "Choose the new form." in top(form)


def test_what_both_declare_waits_for_the_other_side_which_confirms(life, anna, bob) -> None:
    tie = life.in_force()
    path = f"ties/{tie.pk}/changes/new/"
    said = {**SUSPENDED, "kind": "renewed", "body": "", "decided_on": "", "until": "2031-06-01"}
    check = send(anna, life.a, path, said | {"act": "check"}, status=200)
    assert "Nothing yet. San Diego is asked to confirm it." in words(
        check.one("div", class_="tells").text
    )
    send(anna, life.a, path, hidden(check) | {"act": "declare", "sure": "1"})
    change = Change.objects.get()
    assert change.state == Change.WAITING
    answer = f"changes/{change.pk}/answer/"
    assert address(life.b, answer) in [
        a.attributes["href"] for a in see(bob, life.b, "proposals/").all("a")
    ]
    own = see(anna, life.a, answer)
    assert "Waits for the other side." in own.one("p", class_="lead").text
    assert not own.all("button", value="confirm")
    unsure = send(bob, life.b, answer, {"act": "confirm", "reason": ""}, status=422)
    assert "Tick the box to say that this is meant." in top(unsure)
    send(bob, life.b, answer, {"act": "confirm", "reason": "", "sure": "on"})
    claim = Claim.objects.get(kind="renewed")
    assert (claim.side, claim.is_joint) == ("", True)


def test_declining_needs_no_tick_and_changes_nothing(life, anna, bob) -> None:
    life.in_force()
    change = life.declare("renewed", jointly=True)
    send(
        bob,
        life.b,
        f"changes/{change.pk}/answer/",
        {"act": "decline", "reason": "After the elections"},
    )
    assert (
        "After the elections" in see(anna, life.a, f"changes/{change.pk}/answer/").one("main").text
    )
    assert not Claim.objects.filter(kind="renewed").exists()
    late = send(
        bob, life.b, f"changes/{change.pk}/answer/", {"act": "confirm", "sure": "on"}, status=422
    )
    assert "answered or withdrawn before" in words(late.one("main").text)


def test_an_own_declaration_is_taken_back_with_a_public_reason(life, anna, bob) -> None:
    life.in_force()
    waits = life.declare("renewed", jointly=True)
    page = see(anna, life.a, f"changes/{waits.pk}/withdraw/")
    assert page.one("span", id="id_reason_helptext").text == "The other side reads it."
    change = life.declare("suspended")
    path = f"changes/{change.pk}/withdraw/"
    assert see(anna, life.a, f"changes/{change.pk}/answer/").all("a", href=address(life.a, path))
    page = see(anna, life.a, path)
    assert "your reason is public" in page.one("div", class_="tells").text
    assert page.one("span", id="id_reason_helptext").text == "Everybody reads it."
    assert "Give the reason." in top(send(anna, life.a, path, {"reason": ""}, status=422))
    send(anna, life.a, path, {"reason": "Declared too early"})
    assert Claim.objects.get(kind="suspended").retraction_reason == "Declared too early"


def test_the_other_side_does_not_read_a_reason_that_is_not_for_it(life, bob) -> None:
    life.in_force()
    change = life.declare("suspended", reason="Between us")
    assert "Between us" not in see(bob, life.b, f"changes/{change.pk}/answer/").one("main").text


def test_a_decision_about_a_tie_on_the_register_is_public_at_once(life, anna) -> None:
    tie = life.in_force()
    for path in (f"ties/{tie.pk}/approvals/new/", f"approvals/new/?tie={tie.pk}"):
        assert (
            "from today everybody can read which body approved"
            in see(anna, life.a, path).one("div", class_="tells").text
        )
    sent = {"body": "City Duma", "outcome": "approved", "decided_on": "2026-03-01"}
    send(anna, life.a, f"ties/{tie.pk}/approvals/new/", sent)
    assert Approval.objects.get().claim is not None


def test_who_may_open_which_page(life, anna, bob, helper, stranger) -> None:
    tie = life.in_force()
    change = life.declare("renewed", jointly=True)
    answer = f"changes/{change.pk}/answer/"
    for client, place in ((anna, life.a), (helper, life.a), (bob, life.b)):
        see(client, place, answer)
    acts = [
        f"ties/{tie.pk}/changes/new/",
        f"changes/{change.pk}/withdraw/",
        f"ties/{tie.pk}/approvals/new/",
    ]
    for path in acts:
        see(anna, life.a, path)
        see(helper, life.a, path, status=403)
        assert (
            helper.post(
                address(life.a, path), SUSPENDED | {"act": "declare", "sure": "1"}
            ).status_code
            == 403
        )
    for path in (answer, *acts):
        see(stranger, life.a, path, status=403)
    change.refresh_from_db()
    assert (change.state, Change.objects.count()) == (Change.WAITING, 1)


def test_a_helper_reads_what_is_asked_but_does_not_answer(life, helper) -> None:
    life.in_force()
    change = life.declare("renewed", by="b", jointly=True)
    path = f"changes/{change.pk}/answer/"
    page = see(helper, life.a, path)
    assert "An officer of your place answers." in page.one("main").text
    assert not page.all("button", value="confirm")
    assert helper.post(address(life.a, path), {"act": "confirm", "sure": "on"}).status_code == 403


def test_a_tie_of_others_is_not_there(life, anna) -> None:
    foreign = make_claim().tie
    number = foreign.pk
    for path in (
        f"ties/{number}/changes/new/", f"changes/new/?tie={number}", "changes/new/", "changes/new/?tie=x",
        f"ties/{number}/plan/", f"ties/{number}/review/", f"activities/new/?tie={number}",
        f"agreements/new/?tie={number}", "changes/77/answer/", "plan-items/77/", "activities/77/remove/",
    ):  # fmt: skip
        see(anna, life.a, path, status=404)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_there_in_both_languages(life, anna, bob, language) -> None:
    tie = life.in_force()
    change = life.declare("renewed", jointly=True)
    see(anna, life.a, f"ties/{tie.pk}/changes/new/?kind=ended", language=language)
    see(anna, life.a, f"changes/{change.pk}/withdraw/", language=language)
    see(bob, life.b, f"changes/{change.pk}/answer/", language=language)
    for kind in ("suspended", "ended"):
        answer = anna.post(
            address(life.a, f"ties/{tie.pk}/changes/new/", language), SUSPENDED | {"kind": kind}
        )
        assert answer.status_code == 200
        assert "Vladivostok" in answer.content.decode() or "Владивосток" in answer.content.decode()
