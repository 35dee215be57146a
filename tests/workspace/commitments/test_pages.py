"""Commitments at the desk, in the browser: written down, confirmed, worked at, ended."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jumelage.commitments.actions.drafting import draft
from jumelage.commitments.actions.mail_choice import stop_token, wants_mail
from jumelage.commitments.models import Commitment
from jumelage.core.clock import today
from jumelage.documents.models import Document
from tests.commitments.conftest import in_days
from tests.documents.files import pdf, uploaded
from tests.workspace.commitments.conftest import at_browser


def text(response) -> str:
    return response.content.decode()


def base(place) -> str:
    return f"/en/workspace/{place.pk}/commitments/"


def fresh() -> Commitment:
    return Commitment.objects.get()


WRITTEN = {
    "titles_en": "A sister school for each",
    "texts_en": "Each town names a school.",
    "owners": "us/san-diego",
    "due": "2030-05",
    "theme": "education",
    "function": "Department of education",
}


def test_from_a_draft_to_a_commitment_that_both_have_kept(towns, anna, bob):
    here, there = base(towns.a), base(towns.b)
    assert "No commitments yet" in text(anna.get(here))
    anna.post(f"{here}new/", WRITTEN)
    number = fresh().pk
    assert bob.get(f"{there}{number}/").status_code == 404
    anna.post(f"{here}{number}/propose/", {"version": fresh().version, "wants_public": "1"})
    assert "Waiting for your answer" in text(bob.get(there))
    assert "Does San Diego take it on?" in text(bob.get(f"{there}{number}/"))
    said = {"version": fresh().version, "function": "Office of schools", "wants_public": "on"}
    bob.post(f"{there}{number}/confirm/", said)
    assert fresh().is_public
    done = {"on": str(today()), "texts_en": "A school is found.", "share": "50"}
    anna.post(f"{here}{number}/progress/", done)
    assert "50 % done" in text(bob.get(there))
    ended = {"kind": "kept", "on": str(today()), "texts_en": "Both have one."}
    anna.post(f"{here}{number}/say/", {**ended, "version": fresh().version})
    assert "Vladivostok says: kept." in text(bob.get(f"{there}{number}/"))
    bob.post(f"{there}{number}/answer/", {"do": "agree"})
    assert fresh().state == "kept"
    page = text(anna.get(f"{here}{number}/"))
    assert "It counts since" in page
    assert "take the outcome back" in page


def test_a_form_that_is_refused_keeps_what_was_typed_and_says_every_reason(towns, anna):
    wrong = {**WRITTEN, "titles_en": "", "due": "soon"}
    page = anna.post(f"{base(towns.a)}new/", wrong)
    assert page.status_code == 422
    assert {"Say what is promised.", "Department of education"} <= set(
        re.findall(r"Say what is promised\.|Department of education", text(page))
    )
    assert "Write a day, a month or a year" in text(page)


def test_a_place_that_is_not_in_the_register_is_named(towns, anna):
    page = anna.post(f"{base(towns.a)}new/", {**WRITTEN, "owners": "Nowhere at all"})
    assert page.status_code == 422
    assert "Nowhere at all" in text(page)


def test_words_that_changed_meanwhile_are_shown_beside(towns, proposed, anna, bob):
    path = f"{base(towns.b)}{proposed.pk}/"
    other = {**WRITTEN, "titles_en": "Two schools each", "owners": "ru/vladivostok"}
    bob.post(f"{path}change/", {**other, "version": proposed.version})
    assert fresh().titles["en"] == "Two schools each"
    page = anna.post(
        f"{base(towns.a)}{proposed.pk}/change/", {**WRITTEN, "version": proposed.version}
    )
    assert page.status_code == 409
    assert "Two schools each" in text(page)
    assert fresh().titles["en"] == "Two schools each"


def test_who_objects_without_a_reason_is_told(towns, agreed, anna, bob):
    bob.post(
        f"{base(towns.b)}{agreed.pk}/due/",
        {"due": str(in_days(90)), "texts_en": "Holidays", "version": agreed.version},
    )
    path = f"{base(towns.a)}{agreed.pk}/"
    page = anna.post(f"{path}answer/", {"do": "object"}, follow=True)
    assert "Say what is not so." in text(page)
    anna.post(f"{path}answer/", {"do": "object", "reason": "We have no holidays then"})
    assert "It does not count: an owner objected." in text(bob.get(f"{base(towns.b)}{agreed.pk}/"))


def test_a_document_that_shows_progress_is_read_by_the_other_side_and_not_by_everybody(
    towns, agreed, anna, bob
):
    body = {"on": str(today()), "texts_en": "Done", "file": uploaded(pdf("List"), "list.pdf")}
    anna.post(f"{base(towns.a)}{agreed.pk}/progress/", body)
    paper = Document.objects.get()
    page = text(bob.get(f"{base(towns.b)}{agreed.pk}/"))
    assert reverse("workspace:document", args=[towns.b.pk, paper.pk]) in page
    public = text(Client().get(f"/en/commitments/{agreed.pk}/"))
    assert paper.title not in public
    Document.objects.update(visibility=Document.PUBLIC)
    assert paper.title in text(Client().get(f"/en/commitments/{agreed.pk}/"))


def test_a_wrong_entry_an_outcome_and_a_proposal_are_taken_back_with_a_reason(towns, agreed, anna):
    path = f"{base(towns.a)}{agreed.pk}/"
    anna.post(f"{path}progress/", {"on": str(today()), "texts_en": "Done"})
    entry = agreed.progress.get()
    assert anna.post(f"{path}progress/{entry.pk}/remove/", {"reason": ""}).status_code == 422
    anna.post(f"{path}progress/{entry.pk}/remove/", {"reason": "Another commitment"})
    assert not agreed.progress.exists()
    Commitment.objects.update(state="kept", closed_on=today())
    anna.post(f"{path}take-back/", {"reason": "It is not", "version": fresh().version})
    assert fresh().state == "agreed"


def test_a_helper_reads_but_does_not_act(towns, agreed):
    hans = at_browser(towns.helper)
    page = text(hans.get(f"{base(towns.a)}{agreed.pk}/"))
    assert "A sister school for each" in page
    assert "Say how it ended" not in page
    assert hans.get(f"{base(towns.a)}{agreed.pk}/progress/").status_code == 403
    assert hans.get(f"{base(towns.a)}new/").status_code == 403


def test_others_see_nothing_of_it_at_their_desk(towns, agreed):
    clara = at_browser(towns.clara)
    assert clara.get(f"{base(towns.c)}{agreed.pk}/").status_code == 404
    assert clara.get(f"{base(towns.a)}{agreed.pk}/").status_code == 403


def test_reminders_are_switched_off_at_the_desk_and_from_the_e_mail(towns, anna, bob):
    anna.post(f"{base(towns.a)}mail/", {"wanted": "0"})
    assert not wants_mail(towns.anna.user_id)
    anna.post(f"{base(towns.a)}mail/", {"wanted": "1"})
    assert wants_mail(towns.anna.user_id)
    path = reverse("commitment-mail:stop", args=[stop_token(towns.b.memberships.get().user)])
    assert wants_mail(towns.bob.user_id)
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert wants_mail(towns.bob.user_id)  # looking changes nothing
    assert client.post(path).status_code == 200
    assert not wants_mail(towns.bob.user_id)
    assert client.get(f"{path}x").status_code == 404


def test_it_stands_on_the_desk_of_its_tie_and_in_the_trail(towns, agreed, anna):
    page = text(anna.get(reverse("workspace:tie", args=[towns.a.pk, towns.tie.pk])))
    assert "A sister school for each" in page
    trail = text(anna.get(f"/en/workspace/{towns.a.pk}/trail/"))
    assert "Commitment confirmed" in trail
    assert "A sister school for each" in trail


@pytest.mark.parametrize("page", ["", "one"])
def test_a_page_takes_the_same_number_of_queries_for_one_and_many(
    towns, data, agreed, anna, bob, page
):
    def queries() -> int:
        path = base(towns.a) + (f"{agreed.pk}/" if page else "")
        with CaptureQueriesContext(connection) as found:
            assert anna.get(path).status_code == 200
        return len(found)

    report = {"on": str(today()), "texts_en": "Done", "share": "10"}
    anna.post(f"{base(towns.a)}{agreed.pk}/progress/", report)
    said = {"kind": "kept", "on": str(today()), "texts_en": "Yes"}
    bob.post(f"{base(towns.b)}{agreed.pk}/say/", {**said, "version": fresh().version})
    before = queries()
    for number in range(3):
        draft(actor=towns.anna, place=towns.a, data=replace(data, titles={"en": f"{number}"}))
        anna.post(f"{base(towns.a)}{agreed.pk}/progress/", report)
    assert queries() == before


def test_the_desk_speaks_russian(towns, agreed, anna):
    page = text(anna.get(f"/ru/workspace/{towns.a.pk}/commitments/"))
    assert "По школе-побратиму" in page
    assert "Владивосток · Сан-Диего" in re.sub(r"</?bdi>", "", page)
