"""Agreements in a browser: begun, written by two, compared, printed, signed, given up."""

import io
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from jumelage.agreements.actions import drafting
from jumelage.agreements.actions.drafting import text_of
from jumelage.agreements.domain.texts import Terms
from jumelage.agreements.models import Agreement
from jumelage.documents.models import Document
from jumelage.memberships.models import Membership
from jumelage.ties.models import Claim
from tests.agreements.conftest import with_officer
from tests.documents.files import pdf
from tests.site.conftest import words
from tests.workspace.agreements.conftest import address, client_of, see, send

pytestmark = pytest.mark.django_db
TERMS = {
    "form": "twinning", "first_language": "en", "second_language": "ru", "renewal": "unlimited", "years": "",
    "notice_months": "6",
}  # fmt: skip
SIGNED = {
    "signatory": "Todd Gloria",
    "function": "Mayor",
    "signed_on": "2026-05-14",
    "signed_at_place": "San Diego",
    "sure": "on",
}


def top(page) -> str:
    return words(page.one("div", class_="problems").text)


def filled(page) -> dict[str, object]:
    """Return what the form of a page would send."""
    values: dict[str, list[str]] = {}
    for one in page.elements:
        name = one.attributes.get("name", "")
        if not name or one.tag == "button" or one.attributes.get("type") in {"radio", "checkbox"}:
            continue
        if one.tag in {"input", "textarea"}:
            value = (
                one.attributes.get("value", "")
                if one.tag == "input"
                else re.sub(r"^\n", "", one.text)
            )
            values.setdefault(name, []).append(value)
    return values


def headings(page) -> list[str]:
    return [words(one.text) for one in page.all("legend")][2:]


def test_it_begins_from_the_proposal_with_languages_of_both_countries(life, anna) -> None:
    proposal = life.agreed()
    page = see(anna, life.a, f"agreements/new/?proposal={proposal.pk}")
    assert [one.attributes["value"] for one in page.all("option", selected="")] == ["ru", "en"]
    assert "checked" in page.one("input", name="form", value="twinning").attributes
    refused = send(
        anna,
        life.a,
        f"agreements/new/?proposal={proposal.pk}",
        TERMS | {"renewal": "automatic"},
        status=422,
    )
    assert "Say for how many years." in top(refused)
    same = send(
        anna,
        life.a,
        f"agreements/new/?proposal={proposal.pk}",
        TERMS | {"second_language": "en"},
        status=422,
    )
    assert "Choose another language, or none." in top(same)
    leads = send(anna, life.a, f"agreements/new/?proposal={proposal.pk}", TERMS)
    agreement = Agreement.objects.get()
    assert leads == f"agreements/{agreement.pk}/"
    text = words(see(anna, life.a, leads).one("main").text)
    assert "Twinning Agreement between Vladivostok and San Diego" in text
    assert "Соглашение" in text
    assert agreement.drafts.get().sha256 in text
    second = send(anna, life.a, f"agreements/new/?proposal={proposal.pk}", TERMS, status=422)
    assert "The two sides are writing an agreement already." in top(second)


def test_clauses_are_moved_taken_out_put_back_and_added_without_losing_what_was_typed(
    life, anna
) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/draft/"
    page = see(anna, life.a, path)
    assert headings(page)[:3] == ["1. Parties", "2. Aims", "3. Areas of cooperation"]
    typed = filled(page) | {"aims.text-en": ["Typed and not saved"], "note": ["Why"]}
    page = send(anna, life.a, path, typed | {"act": "up:aims"}, status=200)
    assert headings(page)[:2] == ["1. Aims", "2. Parties"]
    assert page.one("textarea", name="aims.text-en").text.strip() == "Typed and not saved"
    assert page.one("textarea", name="note").text == "Why"
    page = send(anna, life.a, path, filled(page) | {"act": "remove:aims"}, status=200)
    assert headings(page)[0] == "1. Parties"
    assert page.one("input", name="removed").attributes["value"] == "aims"
    page = send(anna, life.a, path, filled(page) | {"act": "restore:aims"}, status=200)
    assert headings(page)[-1].endswith("Aims")
    assert page.one("textarea", name="aims.text-en").text.strip() == "Typed and not saved"
    page = send(anna, life.a, path, filled(page) | {"act": "add:parties"}, status=200)
    assert headings(page)[:2] == ["1. Parties", "2. New clause"]
    page = send(anna, life.a, path, filled(page) | {"act": "down:parties"}, status=200)
    assert headings(page)[:2] == ["1. New clause", "2. Parties"]
    assert agreement.drafts.count() == 1


def test_saving_makes_a_draft_that_both_sides_read_and_compare(life, anna, bob) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/draft/"
    page = see(bob, life.b, path)
    unchanged = send(
        bob, life.b, path, filled(page) | {"act": "save", "note": "Nothing"}, status=422
    )
    assert "Nothing is different from draft 1." in top(unchanged)
    assert unchanged.one("textarea", name="note").text == "Nothing"
    typed = filled(page) | {
        "costs.text-en": ["Each side pays for itself."],
        "note": ["Shorter"],
        "act": "save",
    }
    assert send(bob, life.b, path, typed) == f"agreements/{agreement.pk}/"
    shown = see(anna, life.a, f"agreements/{agreement.pk}/")
    assert "Each side pays for itself." in shown.one("main").text
    assert "Shorter" in shown.one("aside").text
    difference = see(anna, life.a, f"agreements/{agreement.pk}/compare/")
    assert len(difference.all("section", class_="treaty-part")) == 1
    assert "".join(one.text for one in difference.all("ins"))
    assert "Parties" not in difference.one("main").text
    same = see(anna, life.a, f"agreements/{agreement.pk}/compare/?from=2&to=2")
    assert "The text is the same" in same.one("main").text
    see(anna, life.a, f"agreements/{agreement.pk}/compare/?from=7", status=404)
    old = see(anna, life.a, f"agreements/{agreement.pk}/?draft=1")
    assert "Each side pays for itself." not in old.one("main").text
    assert "You are reading draft 1" in old.one("main").text


def save(life, side: str, agreement: Agreement, based_on: int, **changes: str) -> None:
    """Save a draft with other English words in some clauses."""
    text = text_of(agreement.drafts.get(number=based_on))
    clauses = [
        replace(one, text={**one.text, "en": changes[one.key]}) if one.key in changes else one
        for one in text.clauses
    ]
    drafting.save_draft(
        **life.side(side),
        agreement=agreement,
        based_on=based_on,
        text=replace(text, clauses=clauses),
    )


def test_two_who_change_different_clauses_at_once_lose_nothing(life, anna) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/draft/"
    typed = filled(see(anna, life.a, path)) | {"costs.text-en": ["Anna’s costs"], "act": "save"}
    save(life, "b", agreement, 1, visits="Bob’s visits")
    page = send(anna, life.a, path, typed, status=200)
    assert "Somebody saved draft 2 while you were writing." in words(
        page.one("div", class_="notice").text
    )
    assert page.one("textarea", name="costs.text-en").text.strip() == "Anna’s costs"
    assert page.one("textarea", name="visits.text-en").text.strip() == "Bob’s visits"
    send(anna, life.a, path, filled(page) | {"act": "save"})
    last = {one.key: one.text["en"] for one in text_of(agreement.drafts.last()).clauses}
    assert (last["costs"], last["visits"]) == ("Anna’s costs", "Bob’s visits")


def test_two_who_change_the_same_clause_choose_clause_by_clause(life, anna) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/draft/"
    typed = filled(see(anna, life.a, path)) | {
        "costs.text-en": ["Anna’s costs"], "visits.text-en": ["Anna’s visits"], "note": ["Mine"], "act": "save",
    }  # fmt: skip
    save(life, "b", agreement, 1, costs="Bob’s costs", visits="Bob’s visits")
    page = send(anna, life.a, path, typed, status=409)
    assert [words(one.text) for one in page.all("legend")] == ["Visits", "Costs"]
    for said in ("Anna’s costs", "Bob’s costs", "Anna’s visits", "Bob’s visits"):
        assert said in page.one("main").text
    unsure = send(
        anna, life.a, path, filled(page) | {"choice-costs": "mine", "act": "merge"}, status=409
    )
    assert [words(one.text) for one in unsure.all("legend")] == ["Visits"]
    together = send(
        anna, life.a, path, filled(unsure) | {"choice-visits": "theirs", "act": "merge"}, status=200
    )
    assert together.one("textarea", name="costs.text-en").text.strip() == "Anna’s costs"
    assert together.one("textarea", name="visits.text-en").text.strip() == "Bob’s visits"
    assert together.one("textarea", name="note").text == "Mine"
    assert together.one("input", name="based_on").attributes["value"] == "2"
    send(anna, life.a, path, filled(together) | {"act": "save"})
    assert agreement.drafts.count() == 3


def test_other_terms_are_a_draft_too_and_a_newer_one_is_told(life, anna) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/terms/"
    page = see(anna, life.a, path)
    assert "checked" in page.one("input", name="renewal", value="unlimited").attributes
    assert page.one("input", name="notice_months").attributes["min"] == "1"
    save(life, "b", agreement, 1, costs="Bob’s costs")
    other = TERMS | {"renewal": "automatic", "years": "7", "based_on": "1"}
    late = send(anna, life.a, path, other, status=409)
    assert "Somebody else changed this" in top(late)
    assert late.one("input", name="years").attributes["value"] == "7"
    send(anna, life.a, path, other | {"based_on": "2"})
    agreement.refresh_from_db()
    assert (agreement.renewal, agreement.years) == ("automatic", 7)
    last = text_of(agreement.drafts.last())
    assert any("7" in one.text["en"] for one in last.clauses if one.key == "duration")
    assert any(one.text["en"] == "Bob’s costs" for one in last.clauses)
    assert (
        "The terms are different too"
        in see(anna, life.a, f"agreements/{agreement.pk}/compare/").one("main").text
    )


def test_the_pdf_comes_with_the_right_headers_and_is_the_same_in_any_language(
    life, anna, bob
) -> None:
    agreement = life.start()
    english = anna.get(address(life.a, f"agreements/{agreement.pk}/pdf/"))
    russian = bob.get(address(life.b, f"agreements/{agreement.pk}/pdf/", "ru"))
    assert english.status_code == russian.status_code == 200
    assert english.headers["Content-Type"] == "application/pdf"
    assert (
        english.headers["Content-Disposition"]
        == f'inline; filename="agreement-{agreement.pk}-draft-1.pdf"'
    )
    assert english.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in english.headers["Cache-Control"]
    assert "private" in english.headers["Cache-Control"]
    assert english.content == russian.content
    text = PdfReader(io.BytesIO(english.content)).pages[0].extract_text()
    assert "DRAFT" in text
    signing = anna.get(address(life.a, f"agreements/{agreement.pk}/pdf/?for=signing&draft=1"))
    assert "DRAFT" not in PdfReader(io.BytesIO(signing.content)).pages[0].extract_text()
    assert anna.get(address(life.a, f"agreements/{agreement.pk}/pdf/?draft=9")).status_code == 404


def test_what_cannot_be_set_on_paper_is_said_in_words(life, anna) -> None:
    agreement = life.start(terms=Terms("twinning", ("en", "zh")))
    answer = anna.get(address(life.a, f"agreements/{agreement.pk}/pdf/"), follow=True)
    assert "The PDF cannot be made: no font here has the letters" in answer.content.decode()


def test_signing_shows_the_text_its_hash_and_what_becomes_public(life, anna, bob) -> None:
    agreement = life.start()
    path, draft = f"agreements/{agreement.pk}/sign/", agreement.drafts.get()
    page = see(bob, life.b, path)
    assert "Nothing yet: Vladivostok has not signed." in words(page.one("div", class_="tells").text)
    assert page.one("input", name="sha256").attributes["value"] == draft.sha256
    assert "1. Parties" in page.one("main").text
    sent = SIGNED | {"draft": "1", "sha256": draft.sha256}
    without_tick = send(bob, life.b, path, {**sent, "sure": ""}, status=422)
    assert "Tick the box to say that this is meant." in top(without_tick)
    assert without_tick.one("input", name="signatory").attributes["value"] == "Todd Gloria"
    other_text = send(bob, life.b, path, sent | {"sha256": "0" * 64}, status=422)
    assert "The text is not the one that you were shown." in top(other_text)
    future = send(bob, life.b, path, sent | {"signed_on": "2126-01-01"}, status=422)
    assert future.all("a", href="#id_signed_on")
    send(bob, life.b, path, sent)
    assert not Claim.objects.filter(kind="signed").exists()
    theirs = see(anna, life.a, f"agreements/{agreement.pk}/")
    assert "San Diego has signed; your signature is missing." in theirs.one("p", class_="lead").text
    told = words(see(anna, life.a, path).one("div", class_="tells").text)
    assert (
        "from today everybody can read on the register that Vladivostok and San Diego signed it"
        in told
    )
    send(
        anna, life.a, path, sent | {"signatory": "Konstantin Shestakov", "signed_on": "12.05.2026"}
    )
    assert Claim.objects.get(kind="signed").when == "2026-05-14"
    shown = words(see(bob, life.b, f"agreements/{agreement.pk}/").one("main").text)
    for said in (
        "In force.",
        "Signed by both sides",
        "14 May 2026",
        "Konstantin Shestakov, Mayor",
        draft.sha256,
        "no: the register says only",
    ):
        assert said in shown
    assert "What now?" not in shown


def test_a_newer_draft_is_shown_before_anybody_signs_it_and_the_tick_is_asked_again(
    life, anna
) -> None:
    agreement = life.start()
    draft = agreement.drafts.get()
    save(life, "b", agreement, 1, costs="Bob’s costs")
    sent = SIGNED | {"draft": "1", "sha256": draft.sha256}
    page = send(anna, life.a, f"agreements/{agreement.pk}/sign/", sent, status=409)
    assert "Meanwhile there is a newer draft" in top(page)
    assert "Bob’s costs" in page.one("main").text
    assert page.one("input", name="draft").attributes["value"] == "2"
    assert page.one("input", name="signatory").attributes["value"] == "Todd Gloria"
    assert "checked" not in page.one("input", name="sure").attributes
    assert agreement.signatures.count() == 0


def test_a_text_that_somebody_signed_is_not_changed_until_the_signature_is_withdrawn(
    life, anna, bob
) -> None:
    agreement = life.start()
    life.sign(agreement, "b")
    answer = anna.get(address(life.a, f"agreements/{agreement.pk}/draft/"), follow=True)
    assert "cannot be changed any more" in answer.content.decode()
    path = f"agreements/{agreement.pk}/signature/withdraw/"
    assert "Give the reason." in top(send(bob, life.b, path, {"reason": ""}, status=422))
    send(bob, life.b, path, {"reason": "A slip in clause 3"})
    assert "A slip in clause 3" in see(anna, life.a, f"agreements/{agreement.pk}/").one("main").text
    see(anna, life.a, f"agreements/{agreement.pk}/draft/")
    own = send(anna, life.a, path, {"reason": "None there"}, status=422)
    assert "Your side has not signed this agreement." in top(own)


def test_a_signed_copy_follows_later_and_both_together_make_it_public(life, anna, bob) -> None:
    agreement = life.signed()
    path = f"agreements/{agreement.pk}/copy/"
    file = SimpleUploadedFile("copy.pdf", pdf("Signed"), "application/pdf")
    send(anna, life.a, path, {"file": file, "may_publish": "on"})
    copy = Document.objects.get()
    assert (copy.owner, copy.visibility) == (life.a, Document.PARTIES)
    assert f"/documents/{copy.pk}/" in "".join(
        a.attributes.get("href", "")
        for a in see(bob, life.b, f"agreements/{agreement.pk}/").all("a")
    )
    told = words(see(bob, life.b, path).one("div", class_="tells").text)
    assert "Vladivostok wants the text to be public." in told
    assert "Choose the signed copy, or say" in top(send(bob, life.b, path, {}, status=422))
    send(bob, life.b, path, {"may_publish": "on"})
    agreement.refresh_from_db()
    assert agreement.published_at is not None
    assert "yes, since" in words(see(anna, life.a, f"agreements/{agreement.pk}/").one("main").text)


def test_an_agreement_is_given_up_with_its_reason(life, anna, bob) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/drop/"
    assert "Give the reason." in top(send(anna, life.a, path, {"reason": " "}, status=422))
    send(anna, life.a, path, {"reason": "Elections first"})
    shown = words(see(bob, life.b, f"agreements/{agreement.pk}/").one("main").text)
    assert "Given up before it was signed." in shown
    assert "Elections first" in shown


def test_who_may_open_which_page(life, anna, bob, helper, stranger) -> None:
    agreement = life.start()
    base = f"agreements/{agreement.pk}/"
    for path in (base, f"{base}draft/", f"{base}terms/", f"{base}compare/"):
        for client, place in ((anna, life.a), (helper, life.a), (bob, life.b)):
            see(client, place, path)
        see(stranger, life.a, path, status=403)
    for path in (f"{base}sign/", f"{base}drop/", f"{base}copy/", f"{base}signature/withdraw/"):
        see(anna, life.a, path)
        see(bob, life.b, path)
        for client in (helper, stranger):
            see(client, life.a, path, status=403)
            assert client.post(address(life.a, path), SIGNED).status_code == 403
    assert stranger.get(address(life.a, f"{base}pdf/")).status_code == 403
    seen = see(helper, life.a, base)
    assert not seen.all("a", href=address(life.a, f"{base}sign/"))
    assert agreement.signatures.count() == 0


def test_a_helper_writes_the_text(life, helper) -> None:
    agreement = life.start()
    path = f"agreements/{agreement.pk}/draft/"
    typed = filled(see(helper, life.a, path)) | {"costs.text-en": ["By a helper"], "act": "save"}
    send(helper, life.a, path, typed)
    assert agreement.drafts.last().number == 2


def test_a_page_takes_the_same_number_of_queries_however_many_drafts_there_are(life, anna) -> None:
    agreement = life.start()
    counted = []
    for number in (1, 4):
        while agreement.drafts.count() < number:
            at = agreement.drafts.count()
            save(life, "b", agreement, at, costs=f"Costs {at}")
        with CaptureQueriesContext(connection) as queries:
            see(anna, life.a, f"agreements/{agreement.pk}/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_there_in_both_languages(life, anna, bob, language) -> None:
    proposal = life.agreed()
    see(anna, life.a, f"agreements/new/?proposal={proposal.pk}", language=language)
    agreement = life.start(proposal=proposal)
    for path in ("", "draft/", "terms/", "compare/", "sign/", "drop/"):
        see(anna, life.a, f"agreements/{agreement.pk}/{path}", language=language)
    life.sign(agreement, "a")
    for path in ("", "signature/withdraw/", "copy/"):
        see(anna, life.a, f"agreements/{agreement.pk}/{path}", language=language)
    see(bob, life.b, f"agreements/{agreement.pk}/sign/", language=language)


def paper_page(life, anna) -> tuple[str, dict[str, object]]:
    """Let San Diego have nobody here, and return the page for its paper, with what is sent there."""
    agreement = life.start()
    Membership.objects.filter(place=life.b).delete()
    file = SimpleUploadedFile("signed.pdf", pdf("Signed"), "application/pdf")
    sha256 = agreement.drafts.get().sha256
    path = f"agreements/{agreement.pk}/sign/paper/"
    return path, SIGNED | {"draft": "1", "sha256": sha256, "file": file}


def test_a_signature_on_paper_of_a_side_that_has_nobody_here(life, anna, helper) -> None:
    path, sent = paper_page(life, anna)
    agreement = Agreement.objects.get()
    life.sign(agreement, "a")
    shown = see(anna, life.a, f"agreements/{agreement.pk}/")
    assert shown.one("a", href=address(life.a, path)).text == "The other side has signed on paper"
    assert "Nobody acts for San Diego here yet." in shown.one("main").text
    assert not see(helper, life.a, f"agreements/{agreement.pk}/").all(
        "a", href=address(life.a, path)
    )
    told = words(see(anna, life.a, path).one("div", class_="tells").text)
    assert "that the office of Vladivostok recorded it" in told
    without = {key: value for key, value in sent.items() if key != "file"}
    assert "Choose a document, or bring a file." in top(
        send(anna, life.a, path, without, status=422)
    )
    assert not Claim.objects.filter(kind="signed").exists()
    assert send(anna, life.a, path, sent) == f"agreements/{agreement.pk}/"
    text = words(see(anna, life.a, f"agreements/{agreement.pk}/").one("main").text)
    assert "In force." in text
    assert "Todd Gloria, Mayor" in text
    assert text.count("Signed on paper, as the office of Vladivostok recorded.") == 1


def test_the_side_sees_the_paper_once_it_is_here_and_says_that_it_was_not_its_signature(
    life, anna
) -> None:
    path, sent = paper_page(life, anna)
    agreement = Agreement.objects.get()
    life.sign(agreement, "a")
    send(anna, life.a, path, sent)
    with_officer(life.b, "rob@sd.example")
    rob = client_of("rob@sd.example")
    assert "Somebody recorded a signature on paper as yours" in words(
        see(rob, life.b, "proposals/").one("main").text
    )
    page = see(rob, life.b, f"agreements/{agreement.pk}/")
    assert "Signed on paper, as the office of Vladivostok recorded." in words(page.one("main").text)
    assert [one.text for one in page.all("a") if "Signed copy" in one.text]
    objecting = f"agreements/{agreement.pk}/signature/object/"
    assert page.one("a", href=address(life.b, objecting)).text == "That was not our signature"
    assert not see(anna, life.a, f"agreements/{agreement.pk}/").all(
        "a", href=address(life.a, objecting)
    )
    assert "Everybody reads it." in see(rob, life.b, objecting).one("main").text
    send(rob, life.b, objecting, {"reason": "A forgery"})
    text = words(see(anna, life.a, f"agreements/{agreement.pk}/").one("main").text)
    assert "The side says that it never signed so; the signature counts no more: A forgery" in text
    assert "In force." not in text
    paper = {**sent, "file": "", "document": str(Document.objects.get().pk)}
    refused = send(anna, life.a, path, paper, status=422)
    assert "San Diego has officers here, who answer for themselves." in top(refused)


def test_a_signature_that_was_recorded_wrongly_is_taken_back(life, anna) -> None:
    path, sent = paper_page(life, anna)
    agreement = Agreement.objects.get()
    page = see(anna, life.a, f"agreements/{agreement.pk}/")
    assert page.all("a", href=address(life.a, path))
    send(anna, life.a, path, sent)
    page = see(anna, life.a, f"agreements/{agreement.pk}/")
    assert "San Diego has signed; your signature is missing." in page.one("p", class_="lead").text
    assert page.all("a", href=address(life.a, f"agreements/{agreement.pk}/signature/withdraw/"))
    back = f"agreements/{agreement.pk}/signature/withdraw/"
    assert "was recorded on paper" in see(anna, life.a, back).one("p", class_="lead").text
    send(anna, life.a, back, {"reason": "The wrong day"})
    assert (
        "Its text is being written."
        in see(anna, life.a, f"agreements/{agreement.pk}/").one("p", class_="lead").text
    )
