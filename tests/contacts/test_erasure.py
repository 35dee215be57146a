"""Erasing a person leaves what happened, and no name anywhere; and what is given out before."""

import json

import pytest
from django.apps import apps
from django.db import models

from jumelage.accounts.actions import delete_account, own_actor
from jumelage.accounts.exporting import export_account
from jumelage.contacts.actions import erasure, lists, log, people
from jumelage.contacts.lists import entries_of
from jumelage.contacts.mentioned import mentions_of
from jumelage.contacts.models import LogEntry, Person
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from tests.contacts import made

pytestmark = pytest.mark.django_db

NAME, MAIL, NUMBER = "Анна Петрова", "anna.petrova@vlc.ru", "+7 423 2614123"


@pytest.fixture
def anna(own, partner, tie, officer, stranger) -> Person:
    """A person with all that can be known of one."""
    anna = made.person(
        own, NAME, "public", function="Начальница отдела", email=MAIL, phone=NUMBER,
        languages=("ru", "en"), time_zone="Asia/Vladivostok", note="likes tea", office=made.office(own),
    )  # fmt: skip
    people.attach_to_tie(actor=officer, person=anna, tie=tie)
    made.entry(own, tie, summary="Звонок Анне Петровой о библиотеке", person=anna, kind="call")
    made.entry(own, tie, summary="Анна Петрова, the other one")
    made.entry(own, tie, summary="Nothing of her")
    made.entry(
        own, tie, "2026-03-02", kind="visit", summary="x", is_public=True,
        public_words="Анна Петрова visited San Diego.",
    )  # fmt: skip
    made.entry(partner, tie, summary="Talked to Анна Петрова of money", person=anna)
    made.person(own, "Boris Orlov", note="deputy of Анна Петрова")
    lists.stage_list(
        actor=officer, place=own, file_name="a.csv",
        data=f"Name,Email\nOther,o@vlc.ru\n{NAME},x@vlc.ru\n".encode(),
    )  # fmt: skip
    lists.stage_list(
        actor=officer, place=own, file_name="a.vcf",
        data=f"BEGIN:VCARD\nVERSION:3.0\nFN:A. P.\nEMAIL:{MAIL}\nEND:VCARD\n".encode(),
    )  # fmt: skip
    return anna


def everything_kept() -> str:
    """All texts of the whole database."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if columns:
            rows = model._base_manager.values_list(*columns)
            found += [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    return "\n".join(found)


def test_nothing_of_an_erased_person_is_left_anywhere(anna, officer, own, tie):
    before = everything_kept()
    for word in ("Анн", MAIL, NUMBER, "likes tea", "Начальница"):
        assert word in before
    erasure.erase_person(actor=officer, person=anna, version=1)
    after = everything_kept()
    for word in ("Анн", "Петров", MAIL, NUMBER, "likes tea", "Начальница", "A. P."):
        assert word not in after, word
    anna.refresh_from_db()
    assert (anna.name, anna.visibility, anna.consent_on) == ("", "own", None)
    assert anna.erased_at
    assert not tie.contact_people.exists()


def test_what_happened_stays_nameless(anna, officer, own):
    entry = LogEntry.objects.get(kind="call")
    erasure.erase_person(actor=officer, person=anna, version=1)
    entry.refresh_from_db()
    assert entry.summary == "Звонок (name erased) о библиотеке"
    assert (entry.person, str(entry.person)) == (anna, "erased")
    assert LogEntry.objects.filter(place=own).count() == 4


def test_mentions_are_shown_first_and_a_namesake_is_left(anna, officer):
    found = mentions_of(anna)
    assert sorted(mention.kind for mention in found) == ["claim", "logentry", "logentry", "person"]
    (other,) = [mention for mention in found if "other one" in mention.text]
    erasure.erase_person(actor=officer, person=anna, version=1, but=[other.key])
    assert LogEntry.objects.filter(summary="Анна Петрова, the other one").exists()
    assert not LogEntry.objects.filter(summary__contains="Анне").exists()


def test_lists_that_wait_keep_their_numbers(anna, officer, own):
    waiting = own.address_lists.get(file_name="a.csv")
    lists.keep_decisions(actor=officer, waiting=waiting, decisions={1: ("skip", 0)})
    erasure.erase_person(actor=officer, person=anna, version=1)
    waiting.refresh_from_db()
    assert [(e.row.name, str(e.do)) for e in entries_of(waiting)] == [
        ("Other", "skip"),
        ("", "skip"),
    ]
    cards = own.address_lists.get(file_name="a.vcf")
    assert lists.apply_list(actor=officer, waiting=cards).counts == {
        "new": 0,
        "update": 0,
        "skip": 1,
    }


def test_who_may_erase_and_give_out(anna, helper, stranger, own):
    for actor in (
        helper,
        stranger,
        Actor("nobody"),
        Actor("association", countries=frozenset({"US"})),
    ):
        with pytest.raises(NotAllowedError):
            erasure.erase_person(actor=actor, person=anna, version=1)
        with pytest.raises(NotAllowedError):
            erasure.give_out_data(actor=actor, person=anna)
    association = Actor("association", countries=frozenset({"RU"}))
    erasure.erase_person(actor=association, person=anna, version=1)


def test_an_erased_person_is_erased_once_and_written_no_more(anna, officer):
    erasure.erase_person(actor=officer, person=anna, version=1)
    with pytest.raises(RefusedError, match="before"):
        erasure.erase_person(actor=officer, person=anna, version=2)
    with pytest.raises(RefusedError, match="erased"):
        people.change_person(
            actor=officer, person=anna, version=2, data=people.PersonData(name="Back again")
        )


def test_all_that_is_kept_about_a_person_is_given_out(anna, officer, stranger, tie):
    data = erasure.give_out_data(actor=officer, person=anna)
    json.dumps(data)
    assert data["person"]["name"] == NAME
    assert data["person"]["note"] == "likes tea"
    assert data["person"]["consent_how"] == "by letter"
    assert data["contact_of_ties"] == [str(tie)]
    assert [entry["summary"] for entry in data["log"]] == ["Звонок Анне Петровой о библиотеке"]
    assert len(data["mentioned_in"]) == 4
    assert [row["entry"]["name"] for row in data["address_lists_waiting"]] == [NAME]
    assert [entry["what"] for entry in data["trail"]] == [
        "contacts.add_person", "contacts.attach_to_tie", "contacts.give_out_data",
    ]  # fmt: skip
    assert "money" not in json.dumps(data, ensure_ascii=False)  # the other office's own log


def test_an_account_that_leaves_takes_its_name_out_of_the_log_and_its_entries_along(own, tie):
    user = made.member(own, "helper")
    actor = Actor(str(user), user_id=user.pk, places={own.pk: "helper"})
    data = log.EntryData(kind="call", on=made.CONSENT["consent_on"], summary="About books", tie=tie)
    entry = log.add_entry(actor=actor, place=own, data=data)
    assert [row["summary"] for row in export_account(user)["contact_log"]] == ["About books"]
    delete_account(actor=own_actor(user), user=user)
    entry.refresh_from_db()
    assert "Member" not in entry.author
    assert (entry.summary, entry.user) == ("About books", None)


def test_whoever_runs_the_registry_may_erase(anna):
    erasure.erase_person(actor=OPERATOR, person=anna, version=1)
    assert NAME not in everything_kept()
