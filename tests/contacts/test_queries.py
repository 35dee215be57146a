"""Who sees whom, and in how many queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.contacts import queries
from jumelage.contacts.actions import offices, people
from jumelage.contacts.models import Office, Person
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.clock import today
from tests.contacts import made
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def names(contacts) -> set[str]:
    return {person.name for person in contacts.people} | {
        shown.office.name for shown in contacts.offices if shown.office
    }


@pytest.fixture
def shown(own) -> None:
    for visibility in ("own", "partners", "public"):
        made.office(own, f"{visibility} office", visibility=visibility)
        made.person(own, f"{visibility} person", visibility)


EVERYTHING = {
    f"{who} {what}" for who in ("own", "partners", "public") for what in ("office", "person")
}
FOR_PARTNERS = {name for name in EVERYTHING if not name.startswith("own")}
FOR_ALL = {"public office", "public person"}


def test_the_own_office_sees_everything_partners_what_is_for_them_and_others_what_is_public(
    shown, own, helper, stranger, tie
):
    assert names(queries.contacts_of(helper, own)) == EVERYTHING
    assert names(queries.contacts_of(stranger, own)) == FOR_PARTNERS
    assert names(queries.contacts_of(OPERATOR, own)) == EVERYTHING
    assert names(queries.public_contacts(own)) == FOR_ALL
    elsewhere = made.actor(make_place("Orsk"), "head")
    assert names(queries.contacts_of(elsewhere, own)) == FOR_ALL
    assert names(queries.contacts_of(Actor("staff", is_staff=True), own)) == FOR_ALL


@pytest.mark.parametrize(
    ("kind", "seen"), [("suspended", FOR_PARTNERS), ("ended", FOR_ALL), ("proposed", FOR_PARTNERS)]
)
def test_a_suspended_tie_still_makes_partners_an_ended_one_does_not(
    shown, own, partner, stranger, kind, seen
):
    if kind != "proposed":
        made.tie(own, partner)
    made.tie(own, partner, kind, when="2022")
    assert names(queries.contacts_of(stranger, own)) == seen


def test_without_a_tie_nobody_is_a_partner(shown, own, stranger):
    assert names(queries.contacts_of(stranger, own)) == FOR_ALL


def test_who_has_left_or_was_closed_is_shown_to_nobody(shown, own, helper):
    Person.objects.update(until=today() - timedelta(days=1))
    for office in Office.objects.all():
        offices.close_office(actor=OPERATOR, office=office, version=1)
    assert names(queries.contacts_of(helper, own)) == set()
    assert {person.name for person in queries.former_people(own)} == EVERYTHING - {
        f"{who} office" for who in ("own", "partners", "public")
    }
    assert queries.closed_offices(own).count() == 3


def test_a_public_person_does_not_betray_an_office_that_is_not(own):
    hidden = made.office(own, "Secret office")
    made.person(own, "Anna", "public", office=hidden)
    (shown,) = queries.public_contacts(own).offices
    assert (shown.office, [person.name for person in shown.people]) == (None, ["Anna"])


def test_partners_with_contacts(own, partner, tie, helper):
    made.tie(own, make_place("Orsk"))
    made.tie(own, ended := make_place("Ended", "US"), "ended")
    made.person(ended, "Gone", "partners")
    assert list(queries.partners_with_contacts(helper, own, "en")) == []
    made.person(partner, "Ann", "partners")
    assert list(queries.partners_with_contacts(helper, own, "en")) == [partner]


def test_last_contacts_come_by_tie_without_what_was_removed(own, partner, tie):
    other = made.tie(own, make_place("Orsk"))
    made.entry(own, tie, "2026-01-01")
    made.entry(own, tie, "2026-02-01")
    made.entry(own, other, "2025-01-01")
    made.entry(partner, tie, "2026-03-01")  # the other side's own log
    with CaptureQueriesContext(connection) as asked:
        found = queries.last_contacts(own)
    assert found == {tie.pk: date(2026, 2, 1), other.pk: date(2025, 1, 1)}
    assert len(asked) == 1


def test_the_log_is_narrowed(own, tie):
    other = made.tie(own, make_place("Orsk"))
    letter = made.entry(own, tie, "2026-01-01")
    call = made.entry(own, other, "2026-02-01", kind="call", direction="in")
    wanted = {
        letter: [{"tie": tie.pk}, {"kinds": ("letter",)}, {"until": date(2026, 1, 1)}],
        call: [{"other": call.other_id}, {"kinds": ("call",)}, {"since": date(2026, 1, 2)}],
    }
    for entry, filters in wanted.items():
        for values in filters:
            assert list(queries.log_of(own, queries.LogFilter(**values))) == [entry], values
    assert list(queries.log_of(own)) == [call, letter]
    assert list(queries.log_of(own, queries.LogFilter(removed=True))) == []
    assert list(queries.log_of(call.other)) == []


def test_a_tie_whose_contact_person_left_is_without_one(own, partner, tie, officer):
    assert list(queries.without_contact_person(own)) == [tie]
    person = made.person(own)
    people.attach_to_tie(actor=officer, person=person, tie=tie)
    assert list(queries.without_contact_person(own)) == []
    assert list(queries.without_contact_person(partner)) == [tie]
    assert queries.contact_people(tie, own, officer) == [person]
    Person.objects.update(until=today() - timedelta(days=1))
    assert list(queries.without_contact_person(own)) == [tie]
    made.tie(own, partner, "ended", when="2024")
    assert list(queries.without_contact_person(own)) == []


def test_a_partner_sees_the_contact_person_of_a_tie_only_if_shown(own, tie, stranger, officer):
    for visibility in ("own", "partners"):
        person = made.person(own, visibility, visibility)
        people.attach_to_tie(actor=officer, person=person, tie=tie)
    assert [person.name for person in queries.contact_people(tie, own, stranger)] == ["partners"]


def test_as_many_queries_for_one_as_for_three(own, partner, tie, helper):
    def asked() -> list[int]:
        counts = []
        for read in (
            lambda: queries.contacts_of(helper, own),
            lambda: queries.public_contacts(own),
            lambda: queries.partner_contacts(helper, [partner, own]),
            lambda: [
                (e.other.local_name, e.person, e.claim) for e in queries.log_of(own, language="ru")
            ],
            lambda: queries.last_contacts(own),
            lambda: list(queries.without_contact_person(own)),
            lambda: list(queries.partners_with_contacts(helper, own, "ru")),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            counts.append(len(captured))
        return counts

    def add(number: int) -> None:
        for _ in range(number):
            town = make_place(country="US", ru="Город")
            more = made.tie(own, town)
            made.entry(own, more, person=made.person(own, office=made.office(own)))
            made.person(town, visibility="partners", office=made.office(town))

    add(1)
    one = asked()
    add(2)
    assert asked() == one
