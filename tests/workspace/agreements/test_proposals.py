"""Proposals in a browser: found, made, countered, answered, by letter too; who may see and do what."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jumelage.agreements.actions import proposals
from jumelage.agreements.actions.approvals import ApprovalData, record_approval
from jumelage.agreements.models import Approval, Proposal
from jumelage.documents.models import Document
from jumelage.memberships.models import Membership
from jumelage.ties.models import Claim, Tie
from tests.agreements.life import TEXT
from tests.documents.files import pdf
from tests.factories import make_place
from tests.factories.people import member
from tests.site.conftest import read, words
from tests.workspace.agreements.conftest import address, see, send

pytestmark = pytest.mark.django_db
SAID = {
    "form": "partnership",
    "aims": "Harbours and schools",
    "themes": ["youth", "culture"],
    "message": "Dear all",
}
STEPS = ("counter", "accept", "decline", "withdraw", "letter", "object")


def top(page) -> str:
    """Return the summary of problems."""
    return words(page.one("div", class_="problems").text)


def test_a_place_is_found_and_a_proposal_made_to_it(life, anna, bob) -> None:
    found = see(anna, life.a, "proposals/new/?q=San D")
    (link,) = [a for a in found.all("a") if a.attributes["href"].endswith(f"?to={life.b.pk}")]
    assert link.text == "San Diego"
    leads = send(
        anna,
        life.a,
        f"proposals/new/?to={life.b.pk}",
        SAID | {"purpose": "establish", "shown": "when_agreed"},
    )
    proposal = Proposal.objects.get()
    assert leads == f"proposals/{proposal.pk}/"
    version = proposal.versions.get()
    assert (version.form, version.aims, version.themes, version.message) == tuple(SAID.values())
    assert "It waits for the answer of San Diego." in words(
        see(anna, life.a, leads).one("p", class_="lead").text
    )
    theirs = see(bob, life.b, f"proposals/{proposal.pk}/")
    assert "It is your turn to answer." in theirs.one("p", class_="lead").text
    assert "Harbours and schools" in theirs.one("main").text
    assert Tie.objects.count() == 0


def test_nothing_is_found_to_propose_to_oneself(life, anna) -> None:
    assert "Nothing found" in see(anna, life.a, "proposals/new/?q=Vladivostok").one("main").text
    see(anna, life.a, f"proposals/new/?to={life.a.pk}", status=404)
    see(anna, life.a, "proposals/new/?to=99999999999", status=404)


def test_what_is_missing_is_said_on_top_and_beside_its_field_and_nothing_typed_is_lost(
    life, anna
) -> None:
    sent = SAID | {"aims": " ", "purpose": "establish", "shown": "now"}
    page = send(anna, life.a, f"proposals/new/?to={life.b.pk}", sent, status=422)
    assert "Say what you want to reach together." in top(page)
    assert page.one("a", href="#id_aims").text == "Say what you want to reach together."
    assert page.one("textarea", id="id_aims").attributes["aria-invalid"] == "true"
    assert "id_aims_error" in page.one("textarea", id="id_aims").attributes["aria-describedby"]
    assert page.one("textarea", id="id_message").text.strip() == "Dear all"
    assert "checked" in page.one("input", name="form", value="partnership").attributes
    assert "checked" in page.one("input", name="themes", value="youth").attributes
    assert "checked" in page.one("input", name="shown", value="now").attributes
    assert page.one("title").text.startswith("Problem: ")
    assert Proposal.objects.count() == 0


def test_a_refusal_of_the_register_stands_on_top(life, anna) -> None:
    life.propose()
    sent = SAID | {"purpose": "establish", "shown": "when_agreed"}
    page = send(anna, life.a, f"proposals/new/?to={life.b.pk}", sent, status=422)
    assert "There is an open proposal between the two places." in top(page)
    assert page.one("textarea", id="id_aims").text.strip() == "Harbours and schools"


def test_of_a_tie_in_force_its_renewal_or_another_form_is_proposed(life, anna) -> None:
    life.in_force()
    page = see(anna, life.a, f"proposals/new/?to={life.b.pk}")
    assert [one.attributes["value"] for one in page.all("input", name="purpose")] == [
        "renew",
        "change_form",
    ]
    assert page.one("input", name="shown").attributes["type"] == "hidden"
    sent = SAID | {"form": "twinning", "purpose": "change_form", "shown": "when_agreed"}
    page = send(anna, life.a, f"proposals/new/?to={life.b.pk}", sent, status=422)
    assert page.one("a", href="#id_form_0").text.startswith("The tie has this form already.")


def test_another_version_shows_what_it_changes(life, anna, bob) -> None:
    proposal = life.propose()
    form = see(bob, life.b, f"proposals/{proposal.pk}/counter/")
    assert form.one("textarea", id="id_aims").text.strip() == TEXT.aims
    sent = SAID | {"aims": TEXT.aims.replace("harbours", "museums"), "version": "1"}
    assert (
        send(bob, life.b, f"proposals/{proposal.pk}/counter/", sent) == f"proposals/{proposal.pk}/"
    )
    page = see(anna, life.a, f"proposals/{proposal.pk}/")
    assert [one.text for one in page.all("del")] == ["twinning", "harbours"]
    assert [one.text for one in page.all("ins")] == [
        "partnership",
        "museums",
        "culture and the arts",
    ]
    said = words(page.one("main").text)
    assert "· Anna" in said  # who wrote the own version, but not who wrote the other side's
    assert "· Bob" not in said


def test_accepting_says_what_becomes_public_and_asks_for_a_tick(life, anna, bob) -> None:
    proposal = life.propose()
    path = f"proposals/{proposal.pk}/accept/"
    page = see(bob, life.b, path)
    told = words(page.one("div", class_="tells").text)
    assert (
        "From today everybody can read on the register that Vladivostok and San Diego propose a tie"
        in told
    )
    refused = send(bob, life.b, path, {"version": "1", "reason": "Gladly"}, status=422)
    assert "Tick the box" in top(refused)
    assert refused.one("textarea", id="id_reason").text.strip() == "Gladly"
    assert Claim.objects.count() == 0
    send(bob, life.b, path, {"version": "1", "reason": "Gladly", "sure": "on"})
    assert Claim.objects.filter(kind="proposed").count() == 2
    shown = see(anna, life.a, f"proposals/{proposal.pk}/")
    assert "San Diego accepted it." in shown.one("p", class_="lead").text
    assert "Gladly" in shown.one("main").text
    assert f"?proposal={proposal.pk}" in shown.one("a", class_="button").attributes["href"]


def test_a_version_that_changed_meanwhile_is_shown_before_it_is_answered(life, anna, bob) -> None:
    proposal = life.propose()
    proposals.counter(**life.side("b"), proposal=proposal, based_on=1, text=TEXT)
    proposals.counter(
        **life.side("a"),
        proposal=proposal,
        based_on=2,
        text=proposals.ProposalText("contact", "Only letters"),
    )
    path = f"proposals/{proposal.pk}/accept/"
    page = send(bob, life.b, path, {"version": "1", "reason": "Yes!", "sure": "on"}, status=409)
    assert "Meanwhile this proposal has changed" in top(page)
    assert page.one("textarea", id="id_reason").text.strip() == "Yes!"
    assert "Only letters" in page.one("aside").text
    assert page.one("input", name="version").attributes["value"] == "3"
    counter = send(
        bob, life.b, f"proposals/{proposal.pk}/counter/", SAID | {"version": "1"}, status=409
    )
    assert counter.one("textarea", id="id_aims").text.strip() == "Harbours and schools"
    assert proposal.versions.count() == 3


def test_declining_and_withdrawing_take_back_what_was_shown(life, anna, bob) -> None:
    first = life.propose(shown=Proposal.NOW)
    assert (
        "taken back today"
        in see(bob, life.b, f"proposals/{first.pk}/decline/").one("div", class_="tells").text
    )
    send(bob, life.b, f"proposals/{first.pk}/decline/", {"version": "1", "reason": "No money"})
    assert Claim.objects.get().retracted_at is not None
    assert "No money" in see(anna, life.a, f"proposals/{first.pk}/").one("main").text
    second = life.propose()
    send(anna, life.a, f"proposals/{second.pk}/withdraw/", {"version": "1"})
    assert (
        "Vladivostok withdrew it."
        in see(bob, life.b, f"proposals/{second.pk}/").one("p", class_="lead").text
    )


def test_out_of_turn_is_refused_with_what_to_do(life, anna) -> None:
    proposal = life.propose()
    page = send(
        anna, life.a, f"proposals/{proposal.pk}/accept/", {"version": "1", "sure": "on"}, status=422
    )
    assert "It is the other side’s turn." in top(page)


def test_a_letter_is_recorded_with_its_file_which_is_kept_when_something_else_is_wrong(
    life, anna
) -> None:
    other = make_place("Des Moines", "US")
    proposal = proposals.propose(**life.side("a"), addressee=other, text=TEXT)
    page = see(anna, life.a, f"proposals/{proposal.pk}/")
    assert "Nobody acts for Des Moines here yet." in words(page.one("main").text)
    path = f"proposals/{proposal.pk}/letter/"
    letter = SimpleUploadedFile("letter.pdf", pdf("We accept"), "application/pdf")
    refused = send(
        anna, life.a, path, {"kind": "accepted", "answered_on": "soon", "file": letter}, status=422
    )
    assert "This is no day." in top(refused)
    kept = Document.objects.get()
    assert kept.title == "Answer to our proposal"
    assert "selected" in refused.one("option", value=str(kept.pk)).attributes
    send(
        anna,
        life.a,
        path,
        {"kind": "accepted", "answered_on": "2026-05-04", "document": str(kept.pk)},
    )
    shown = words(see(anna, life.a, f"proposals/{proposal.pk}/").one("main").text)
    assert "Des Moines: accepted, 4 May 2026 · by letter" in shown
    assert Document.objects.count() == 1


def test_a_file_that_acts_is_refused_beside_its_field(life, anna) -> None:
    proposal = proposals.propose(
        **life.side("a"), addressee=make_place("Des Moines", "US"), text=TEXT
    )
    bad = SimpleUploadedFile("letter.exe", b"MZ nothing", "application/octet-stream")
    sent = {"kind": "accepted", "answered_on": "2026-05-04", "file": bad}
    page = send(anna, life.a, f"proposals/{proposal.pk}/letter/", sent, status=422)
    assert page.all("a", href="#id_file")
    assert Document.objects.count() == 0


def test_the_side_itself_says_that_a_letter_was_not_its_answer(life, bob, document) -> None:
    here = Membership.objects.filter(place=life.b)
    here.update(state="ended")
    proposal = life.propose()
    letter = document(life.a, life.anna)
    answer = proposals.PaperAnswer("accepted", letter.uploaded_at.date(), letter)
    proposals.record_paper_answer(actor=life.anna, proposal=proposal, answer=answer)
    here.update(state="active")
    listed = see(bob, life.b, "proposals/")
    assert "see whether it is yours" in words(listed.one("ul", class_="chronicle").text)
    assert see(bob, life.b, f"proposals/{proposal.pk}/").all(
        "a", href=address(life.b, f"proposals/{proposal.pk}/object/")
    )
    path = f"proposals/{proposal.pk}/object/"
    assert "Give the reason." in top(send(bob, life.b, path, {"reason": ""}, status=422))
    send(bob, life.b, path, {"reason": "We never wrote that"})
    shown = words(see(bob, life.b, f"proposals/{proposal.pk}/").one("main").text)
    assert "it counts no more: We never wrote that" in shown
    assert "It is your turn to answer." in shown


def test_a_councils_decision_is_recorded_for_the_own_side(life, anna, bob) -> None:
    proposal = life.propose()
    path = f"approvals/new/?proposal={proposal.pk}"
    assert "Nothing yet." in see(anna, life.a, path).one("div", class_="tells").text
    sent = {
        "body": "City Duma",
        "outcome": "approved",
        "decided_on": "2026-03-01",
        "reference": "No. 214",
    }
    assert send(anna, life.a, path, sent) == f"proposals/{proposal.pk}/"
    assert Approval.objects.get().claim is None
    assert "City Duma" in see(bob, life.b, f"proposals/{proposal.pk}/").one("aside").text
    future = send(anna, life.a, path, sent | {"decided_on": "2126-03-01"}, status=422)
    assert future.all("a", href="#id_decided_on")


def test_who_may_open_which_page(life, anna, bob, helper, stranger) -> None:
    proposal = life.propose()
    reads = ["proposals/", f"proposals/{proposal.pk}/"]
    acts = [
        "proposals/new/",
        f"approvals/new/?proposal={proposal.pk}",
        *(f"proposals/{proposal.pk}/{step}/" for step in STEPS),
    ]
    for path in reads:
        for client, place, status in (
            (anna, life.a, 200),
            (helper, life.a, 200),
            (bob, life.b, 200),
        ):
            see(client, place, path, status=status)
        see(stranger, life.a, path, status=403)
        see(bob, life.a, path, status=403)
        assert Client().get(address(life.a, path)).status_code == 302
    for path in acts:
        see(anna, life.a, path)
        for client in (helper, stranger, bob):
            see(client, life.a, path, status=403)
            assert (
                client.post(address(life.a, path), {"version": "1", "sure": "on"}).status_code
                == 403
            )
    assert not see(helper, life.a, f"proposals/{proposal.pk}/").all("a", class_="button")


def test_a_proposal_of_others_is_not_there(life, stranger) -> None:
    proposal = life.propose()
    place = Membership.objects.get(user__email="odile@else.example").place_id
    for path in (
        f"proposals/{proposal.pk}/",
        f"proposals/{proposal.pk}/accept/",
        f"approvals/new/?proposal={proposal.pk}",
    ):
        assert stranger.get(f"/en/workspace/{place}/{path}").status_code == 404


def test_the_list_shows_what_waits_first_in_the_same_number_of_queries(life, bob) -> None:
    counted = []
    for number in (1, 3):
        while Proposal.objects.count() < number:
            other = life.a if not Proposal.objects.exists() else make_place(country="RU")
            actor = member(other)
            proposals.propose(actor=actor, place=other, addressee=life.b, text=TEXT)
        with CaptureQueriesContext(connection) as queries:
            page = read(bob.get(address(life.b, "proposals/")))
        counted.append(len(queries))
        links = [a.attributes["href"] for a in page.all("a")]
        waiting = [
            link
            for link in links
            if link.startswith(address(life.b, "proposals/")) and link[-2].isdigit()
        ]
        assert len(waiting) == 2 * number  # in what waits, and in the table of open ones
        assert len(page.all("tr")) == number + 1
    assert counted[0] == counted[1]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_there_in_both_languages(life, anna, bob, language) -> None:
    proposal = life.propose()
    for path in [
        "proposals/",
        "proposals/new/",
        "proposals/new/?q=san",
        f"proposals/{proposal.pk}/",
    ]:
        see(anna, life.a, path, language=language)
    for step in STEPS:
        see(bob, life.b, f"proposals/{proposal.pk}/{step}/", language=language)


def test_a_paper_that_the_other_side_does_not_show_is_not_even_named(
    life, anna, bob, document
) -> None:
    proposal = life.propose()
    minutes = document(life.a, life.anna, "Confidential minutes")
    data = ApprovalData("City Duma", date(2026, 3, 1), document=minutes)
    record_approval(**life.side("a"), data=data, proposal=proposal)
    assert (
        "Confidential minutes" in see(anna, life.a, f"proposals/{proposal.pk}/").one("aside").text
    )
    theirs = see(bob, life.b, f"proposals/{proposal.pk}/")
    assert "City Duma" in theirs.one("aside").text
    assert "Confidential minutes" not in theirs.one("main").text
