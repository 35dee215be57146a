"""What people ask about their data: confirmed by mail, answered by the office, and forgotten."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from jumelage.contacts.actions import erasure
from jumelage.contacts.actions.requests import (
    RequestData,
    answer_request,
    ask_about_data,
    confirm_request,
    note_request,
    send_request_to,
)
from jumelage.contacts.jobs import clear_unconfirmed_requests
from jumelage.contacts.models import ErasureRequest
from jumelage.contacts.queries import open_erasure_requests, people_meant
from jumelage.core.audit import Actor
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from tests.contacts import made
from tests.contacts.test_people import codes

pytestmark = pytest.mark.django_db

ANYBODY = Actor("anonymous")
STAFF = Actor("staff", is_staff=True)


def asked(own, django_capture_on_commit_callbacks, **more) -> ErasureRequest:
    values = {"kind": "erase", "name": "Anna Petrova", "email": "Anna@vlc.ru", "place": own, **more}
    with django_capture_on_commit_callbacks(execute=True):
        return ask_about_data(actor=ANYBODY, data=RequestData(**values))


@pytest.fixture
def ask(own, django_capture_on_commit_callbacks):
    return lambda **more: asked(own, django_capture_on_commit_callbacks, **more)


@pytest.fixture
def confirmed(ask, django_capture_on_commit_callbacks):
    def make(**more) -> ErasureRequest:
        request = ask(**more)
        with django_capture_on_commit_callbacks(execute=True):
            return confirm_request(
                actor=ANYBODY, number=request.pk, secret=secret_in(mail.outbox[-1])
            )

    return make


def secret_in(message) -> str:
    return re.search(r"/your-data/\d+/([\w-]+)/", message.body)[1]


def test_a_request_counts_only_when_its_address_confirms_it(ask, own, officer):
    request = ask(language="ru")
    (message,) = mail.outbox
    assert message.to == ["Anna@vlc.ru"]
    assert f"https://jumelage.example/ru/your-data/{request.pk}/" in message.body
    assert not open_erasure_requests(officer).exists()
    for number, secret in (
        (request.pk, "wrong"),
        (request.pk + 1, secret_in(message)),
        (request.pk, ""),
    ):
        with pytest.raises(RefusedError):
            confirm_request(actor=ANYBODY, number=number, secret=secret)
    confirm_request(actor=ANYBODY, number=request.pk, secret=secret_in(message))
    confirm_request(actor=ANYBODY, number=request.pk, secret=secret_in(message))  # the button twice
    assert list(open_erasure_requests(officer)) == [request]
    assert request.secret_sha256 not in message.body


def test_the_officers_are_told_in_their_language_without_the_name(confirmed, own):
    made.member(own, "officer", "officer@vlc.ru", "ru")
    made.member(own, "helper", "helper@vlc.ru")
    request = confirmed()
    told = [message for message in mail.outbox if "officer@vlc.ru" in message.to]
    assert [message.to for message in mail.outbox[1:]] == [["officer@vlc.ru"]]
    assert f"/ru/workspace/{own.pk}/contacts/requests/{request.pk}/" in told[0].body
    assert "Anna" not in told[0].subject + told[0].body


def test_who_sees_which_request(confirmed, own, officer, helper, stranger):
    request, nowhere = confirmed(), confirmed(place=None, place_said="Somewhere")
    assert list(open_erasure_requests(officer)) == [request]
    assert list(open_erasure_requests(helper)) == []
    assert list(open_erasure_requests(stranger)) == []
    assert list(open_erasure_requests(Actor("a", countries=frozenset({"RU"})))) == [request]
    assert list(open_erasure_requests(Actor("a", countries=frozenset({"US"})))) == []
    assert list(open_erasure_requests(STAFF)) == [request, nowhere]


def test_staff_sends_a_request_to_its_office(confirmed, own, officer):
    request = confirmed(place=None, place_said="Somewhere")
    with pytest.raises(NotAllowedError):
        send_request_to(actor=officer, asked=request, place=own)
    send_request_to(actor=STAFF, asked=request, place=own)
    assert list(open_erasure_requests(officer)) == [request]


def test_with_the_answer_who_asked_is_forgotten(
    confirmed, officer, own, django_capture_on_commit_callbacks
):
    person = made.person(own, "Anna Petrova", email="anna@vlc.ru")
    request = confirmed(message="It is me", language="ru")
    assert people_meant(request) == [person]
    erasure.erase_person(actor=officer, person=person, version=1)
    with django_capture_on_commit_callbacks(execute=True):
        answer_request(actor=officer, asked=request, done=True)
    assert mail.outbox[-1].to == ["anna@vlc.ru"]
    request.refresh_from_db()
    assert (request.state, request.name, request.email, request.message) == ("done", "", "", "")
    assert (request.secret_sha256, request.decided_by) == ("", officer.label)
    with pytest.raises(RefusedError) as error:
        answer_request(actor=officer, asked=request, done=True)
    assert codes(error) == {("answered", "")}


def test_the_data_goes_with_the_answer(confirmed, officer, own, django_capture_on_commit_callbacks):
    person = made.person(own, "Anna Petrova", email="anna@vlc.ru", note="likes <b>tea</b>")
    request = confirmed(kind="see")
    with django_capture_on_commit_callbacks(execute=True):
        answer_request(actor=officer, asked=request, done=True, person=person)
    message = mail.outbox[-1]
    assert '"note": "likes <b>tea</b>"' in message.body
    assert "likes &lt;b&gt;tea" in message.alternatives[0][0]


def test_what_is_not_confirmed_is_not_answered_nor_sent_on(ask, officer, own):
    ask()
    unconfirmed = ErasureRequest.objects.get()
    with pytest.raises(ErasureRequest.DoesNotExist):
        answer_request(actor=STAFF, asked=unconfirmed, done=True)
    with pytest.raises(ErasureRequest.DoesNotExist):
        send_request_to(actor=STAFF, asked=unconfirmed, place=own)


def test_declining_needs_a_reason_that_the_person_reads(
    confirmed, officer, django_capture_on_commit_callbacks
):
    request = confirmed()
    with pytest.raises(RefusedError) as error:
        answer_request(actor=officer, asked=request, done=False, reason=" ")
    assert codes(error) == {("reason", "reason")}
    with django_capture_on_commit_callbacks(execute=True):
        answer_request(
            actor=officer, asked=request, done=False, reason="Somebody else has this name"
        )
    assert "Somebody else has this name" in mail.outbox[-1].body
    request.refresh_from_db()
    assert (request.state, request.reason) == ("declined", "Somebody else has this name")


def test_only_whose_office_it_is_answers(confirmed, helper, stranger):
    request = confirmed()
    for actor in (helper, stranger, Actor("a", countries=frozenset({"US"}))):
        with pytest.raises(NotAllowedError):
            answer_request(actor=actor, asked=request, done=True)


def test_an_office_notes_what_came_by_letter_and_no_mail_goes_out(officer, helper, own):
    data = RequestData(kind="erase", name="Anna Petrova", email="")
    with pytest.raises(NotAllowedError):
        note_request(actor=helper, place=own, data=data)
    request = note_request(actor=officer, place=own, data=data)
    assert list(open_erasure_requests(officer)) == [request]
    answer_request(actor=officer, asked=request, done=True)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": ""}, ("missing", "name")),
        ({"email": ""}, ("missing", "email")),
        ({"email": "x"}, ("email", "email")),
        ({"kind": "sell"}, ("kind", "kind")),
        ({"message": "x" * 4001}, ("too_long", "message")),
    ],
)
def test_what_cannot_be_asked(changes, problem):
    values = {"kind": "see", "name": "A", "email": "a@b.org"} | changes
    with pytest.raises(RefusedError) as error:
        ask_about_data(actor=ANYBODY, data=RequestData(**values))
    assert problem in codes(error)
    assert mail.outbox == []


def test_people_of_the_same_name_in_another_script_are_found(confirmed, own, partner):
    anna = made.person(own, "Петрова Анна")
    made.person(own, "Somebody")
    made.person(partner, "Anna Petrova")
    assert people_meant(confirmed(email="other@vlc.ru")) == [anna]


def test_what_nobody_confirms_is_forgotten(ask, confirmed):
    ask()
    kept = confirmed()
    ErasureRequest.objects.update(created_at=now() - timedelta(days=8))
    assert clear_unconfirmed_requests() == 1
    assert list(ErasureRequest.objects.all()) == [kept]


def test_the_trail_does_not_say_who_asked(confirmed, officer):
    answer_request(actor=officer, asked=confirmed(message="It is me"), done=False, reason="No Anna")
    told = " ".join(str((e.actor, e.changes, e.reason, e.target)) for e in AuditEntry.objects.all())
    for word in ("Anna", "anna@", "It is me"):
        assert word not in told
