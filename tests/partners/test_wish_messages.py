"""Messages to the owner of a wish: who may what, who is told, what is kept secret, and what is forgotten when."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from jumelage.accounts.actions import delete_account
from jumelage.accounts.exporting import export_account
from jumelage.core.audit import Actor
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.memberships.models import Membership
from jumelage.partners.actions import messages as letters
from jumelage.partners.actions.wishes import publish_new, withdraw
from jumelage.partners.jobs import forget_messages
from jumelage.partners.models.answers import WishMessage
from jumelage.partners.models.wishes import Wish
from tests.partners.conftest import officer_of, wish_data

ANYBODY = Actor(label="anonymous")
VISITOR = letters.MessageData(
    name="Ivan Orlov", email="Ivan@Choir.example", text="We sing too.", organisation="Choir of Orsk"
)


def _fields(error) -> set[str]:
    return {problem.field for problem in error.value.problems}


def secret_in(mail) -> tuple[int, str]:
    found = re.search(r"/wishes/messages/(\d+)/([\w-]+)/", mail.body)
    return int(found[1]), found[2]


@pytest.fixture
def written(wish, mailoutbox) -> WishMessage:
    return letters.write_as_visitor(actor=ANYBODY, wish=wish, data=VISITOR)


@pytest.fixture
def arrived(written, mailoutbox) -> WishMessage:
    number, secret = secret_in(mailoutbox[0])
    return letters.confirm_message(actor=ANYBODY, number=number, secret=secret)


def test_a_visitors_message_arrives_only_once_the_address_is_confirmed(
    written, officer, mailoutbox
):
    assert [mail.to for mail in mailoutbox] == [["ivan@choir.example"]]
    assert not WishMessage.objects.for_owner(officer.actor).exists()
    number, secret = secret_in(mailoutbox[0])
    for _twice in range(2):
        letters.confirm_message(actor=ANYBODY, number=number, secret=secret)
    assert WishMessage.objects.for_owner(officer.actor).get() == written
    assert [mail.to for mail in mailoutbox[1:]] == [["anna@vlad.example"]]
    told = mailoutbox[1].subject + mailoutbox[1].body + mailoutbox[1].alternatives[0].content
    assert not any(word in told for word in ("Ivan", "ivan@", "Orsk", "We sing too"))


def test_only_the_hash_of_the_secret_is_kept_and_no_other_secret_does(written, mailoutbox):
    number, secret = secret_in(mailoutbox[0])
    row = WishMessage.objects.values().get()
    assert secret not in str(row)
    assert secret not in str(list(AuditEntry.objects.values()))
    for wrong in ("", "x", secret[:-1], secret.upper()):
        with pytest.raises(RefusedError):
            letters.confirm_message(actor=ANYBODY, number=number, secret=wrong)
        with pytest.raises(RefusedError):
            letters.take_back_message(actor=ANYBODY, number=number, secret=wrong)
    assert WishMessage.objects.filter(confirmed_at=None).count() == 1


def test_a_message_of_an_officer_has_no_secret_that_fits(wish, other):
    bob = officer_of(other, "bob@sd.example")
    message = letters.write_as_officer(
        actor=bob.actor, wish=wish, sender=letters.Sender(other), text="Hello"
    )
    for wrong in ("", "x"):
        with pytest.raises(RefusedError):
            letters.take_back_message(actor=ANYBODY, number=message.pk, secret=wrong)


def test_the_trail_says_nothing_of_who_wrote_or_what(arrived, officer):
    letters.answer_message(
        actor=officer.actor, message=arrived, text="A quiet answer", show_address=True
    )
    trail = str(list(AuditEntry.objects.values()))
    assert "partners.answer_message" in trail
    for word in ("Ivan", "choir.example", "Orsk", "We sing", "A quiet answer"):
        assert word not in trail


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 151), ("email", "ivan@"), ("email", ""), ("text", "\n"),
     ("text", "x" * 4001), ("text", "a\0b"), ("organisation", "x" * 201)],
)  # fmt: skip
def test_what_is_wrong_is_refused_beside_its_field(wish, mailoutbox, field, value):
    values = {"name": "Ivan", "email": "i@a.example", "text": "Hello"} | {field: value}
    with pytest.raises(RefusedError) as error:
        letters.write_as_visitor(actor=ANYBODY, wish=wish, data=letters.MessageData(**values))
    assert _fields(error) == {field}
    assert (WishMessage.objects.count(), mailoutbox) == (0, [])


def test_a_closed_wish_takes_no_message_and_lets_none_arrive(wish, officer, written, mailoutbox):
    withdraw(actor=officer.actor, wish=wish, version=wish.version)
    wish.refresh_from_db()
    with pytest.raises(RefusedError):
        letters.write_as_visitor(actor=ANYBODY, wish=wish, data=VISITOR)
    number, secret = secret_in(mailoutbox[0])
    with pytest.raises(RefusedError):
        letters.confirm_message(actor=ANYBODY, number=number, secret=secret)
    assert len(mailoutbox) == 1


def test_nobody_writes_to_a_wish_for_which_nobody_answers(wish, officer):
    Membership.objects.filter(user=officer.user).update(state=Membership.ENDED)
    with pytest.raises(RefusedError) as error:
        letters.write_as_visitor(actor=ANYBODY, wish=wish, data=VISITOR)
    assert [problem.code for problem in error.value.problems] == ["nobody"]


def test_an_officer_writes_for_the_own_place_about_an_own_wish(wish, other, officer, mailoutbox):
    bob = officer_of(other, "bob@sd.example")
    own = publish_new(actor=bob.actor, place=other, data=wish_data("A choir seeks a stage"))
    message = letters.write_as_officer(
        actor=bob.actor, wish=wish, sender=letters.Sender(other, wish=own), text="Shall we?"
    )
    assert WishMessage.objects.for_owner(officer.actor).get() == message
    assert WishMessage.objects.written_by(bob.actor).get().email == "bob@sd.example"
    assert [mail.to for mail in mailoutbox] == [["anna@vlad.example"]]


def test_who_may_not_write_for_a_place_and_about_what(wish, town, other, officer):
    bob = officer_of(other, "bob@sd.example")
    helper = officer_of(other, "helper@sd.example", role="helper")
    for actor, place in ((ANYBODY, other), (helper.actor, other), (officer.actor, other)):
        with pytest.raises(NotAllowedError):
            letters.write_as_officer(
                actor=actor, wish=wish, sender=letters.Sender(place), text="Hello"
            )
    with pytest.raises(RefusedError) as error:
        letters.write_as_officer(
            actor=bob.actor, wish=wish, sender=letters.Sender(other, wish=wish), text="Hello"
        )
    assert _fields(error) == {"own_wish"}
    with pytest.raises(RefusedError):
        letters.write_as_officer(
            actor=officer.actor, wish=wish, sender=letters.Sender(town), text="To ourselves"
        )
    assert not WishMessage.objects.exists()


def test_only_the_owners_officers_read_answer_and_erase(arrived, town, other, museum):
    helper = officer_of(town, "helper@vlad.example", role="helper")
    bob = officer_of(other, "bob@sd.example")
    staff = Actor(label="staff", is_staff=True)
    curator = Actor(label="curator", institutions={museum.pk: "officer"})
    for actor in (ANYBODY, helper.actor, bob.actor, staff, curator):
        assert not WishMessage.objects.for_owner(actor).exists()
        with pytest.raises(NotAllowedError):
            letters.answer_message(actor=actor, message=arrived, text="Yes", show_address=False)
        for act in (letters.set_aside, letters.erase_message, letters.take_back_own):
            with pytest.raises(NotAllowedError):
                act(actor=actor, message=arrived)
    assert WishMessage.objects.get().answered_at is None


def test_officers_of_an_institution_read_what_is_written_to_it(town, museum, officer, mailoutbox):
    data = wish_data(institution=museum)
    own = publish_new(actor=officer.actor, place=town, data=data)
    user = officer_of(town, "curator@museum.example").user
    Membership.objects.filter(user=user).update(place=None, institution=museum)
    letters.write_as_visitor(actor=ANYBODY, wish=own, data=VISITOR)
    number, secret = secret_in(mailoutbox[0])
    letters.confirm_message(actor=ANYBODY, number=number, secret=secret)
    assert {mail.to[0] for mail in mailoutbox[1:]} == {
        "anna@vlad.example",
        "curator@museum.example",
    }
    curator = Actor(label="curator", user_id=user.pk, institutions={museum.pk: "officer"})
    assert WishMessage.objects.for_owner(curator).count() == 1


@pytest.mark.parametrize("shown", [True, False])
def test_the_answer_goes_by_mail_and_shows_an_address_only_if_wanted(
    arrived, officer, mailoutbox, shown
):
    letters.answer_message(
        actor=officer.actor, message=arrived, text="Gladly, in May.", show_address=shown
    )
    answer = mailoutbox[-1]
    assert answer.to == ["ivan@choir.example"]
    assert "Gladly, in May." in answer.body
    assert ("anna@vlad.example" in answer.body) == shown
    assert answer.extra_headers.get("Reply-To") == ("anna@vlad.example" if shown else None)
    with pytest.raises(RefusedError):
        letters.answer_message(
            actor=officer.actor, message=arrived, text="Again", show_address=False
        )
    assert not WishMessage.objects.waiting().exists()


def test_a_message_is_set_aside_and_waits_again(arrived, officer):
    letters.set_aside(actor=officer.actor, message=arrived)
    assert not WishMessage.objects.waiting().exists()
    letters.set_aside(actor=officer.actor, message=arrived, aside=False)
    assert WishMessage.objects.waiting().exists()


def test_who_wrote_takes_it_back(arrived, other, wish, mailoutbox):
    letters.take_back_message(actor=ANYBODY, number=arrived.pk, secret=secret_in(mailoutbox[0])[1])
    bob = officer_of(other, "bob@sd.example")
    sent = letters.write_as_officer(
        actor=bob.actor, wish=wish, sender=letters.Sender(other), text="Hello"
    )
    letters.take_back_own(actor=bob.actor, message=sent)
    assert not WishMessage.objects.exists()


def test_unconfirmed_messages_are_erased_after_two_days(written):
    WishMessage.objects.update(created_at=now() - timedelta(days=1, hours=23))
    assert forget_messages() == (0, 0)
    WishMessage.objects.update(created_at=now() - timedelta(days=2, hours=1))
    assert forget_messages() == (1, 0)
    assert not WishMessage.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(9, 1), (10, 1), (11, 0)])
def test_messages_are_erased_some_days_after_the_wish_is_closed(
    arrived, officer, wish, settings, days, kept
):
    settings.JUMELAGE = {**settings.JUMELAGE, "WISH_MESSAGE_DAYS": 10}
    withdraw(actor=officer.actor, wish=wish, version=wish.version)
    Wish.objects.update(closed_at=now() - timedelta(days=days))
    forget_messages()
    assert WishMessage.objects.count() == kept


def test_an_open_wish_keeps_its_messages(arrived):
    WishMessage.objects.update(created_at=now() - timedelta(days=900))
    Wish.objects.update(until=today() + timedelta(days=1))
    assert forget_messages() == (0, 0)


def test_an_account_that_goes_takes_its_messages_along(wish, other, officer):
    bob = officer_of(other, "bob@sd.example")
    letters.write_as_officer(
        actor=bob.actor, wish=wish, sender=letters.Sender(other), text="From Bob himself"
    )
    assert "From Bob himself" in str(export_account(bob.user)["messages_to_wishes"])
    with transaction.atomic():
        delete_account(actor=bob.actor, user=bob.user)
    assert not WishMessage.objects.exists()
