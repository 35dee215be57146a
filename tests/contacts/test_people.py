"""Offices and people: who may write them, consent, handing a function over, two people at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jumelage.contacts.actions import offices, people
from jumelage.contacts.checks import last_day_at
from jumelage.contacts.models import Office, Person
from jumelage.core.audit import revision
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from tests.contacts import made

pytestmark = pytest.mark.django_db

DATA = people.PersonData(name="Anna Petrova", email="anna@vlc.ru")
SHOWN = replace(DATA, visibility="public", **made.CONSENT)


def codes(error) -> set[tuple[str, str]]:
    return {(problem.code, problem.field) for problem in error.value.problems}


def test_a_helper_writes_for_the_own_office_and_only_an_officer_for_others(helper, officer, own):
    person = people.add_person(actor=helper, place=own, data=DATA)
    for visibility in ("partners", "public"):
        data = replace(SHOWN, visibility=visibility)
        with pytest.raises(NotAllowedError):
            people.change_person(actor=helper, person=person, version=1, data=data)
        with pytest.raises(NotAllowedError):
            people.add_person(actor=helper, place=own, data=data)
    people.change_person(actor=officer, person=person, version=1, data=SHOWN)
    with pytest.raises(NotAllowedError):  # what is shown stays the officer's
        people.change_person(actor=helper, person=person, version=2, data=replace(SHOWN, phone="1"))
    people.withdraw_consent(actor=helper, person=person, version=2)  # showing less is not


def test_nobody_writes_for_another_place(stranger, own):
    office, person = made.office(own), made.person(own)
    data = offices.OfficeData(name="Ours now")
    with pytest.raises(NotAllowedError):
        offices.add_office(actor=stranger, place=own, data=data)
    with pytest.raises(NotAllowedError):
        offices.change_office(actor=stranger, office=office, version=1, data=data)
    with pytest.raises(NotAllowedError):
        offices.close_office(actor=stranger, office=office, version=1)
    with pytest.raises(NotAllowedError):
        people.change_person(actor=stranger, person=person, version=1, data=DATA)
    with pytest.raises(NotAllowedError):
        people.withdraw_consent(actor=stranger, person=person, version=1)
    with pytest.raises(NotAllowedError):
        people.hand_over(actor=stranger, person=person, version=1, to=DATA, on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"name": ""}, {("missing", "name")}),
        ({"name": "x" * 201}, {("too_long", "name")}),
        ({"email": "nobody"}, {("email", "email")}),
        ({"time_zone": "Mars"}, {("time_zone", "time_zone")}),
        ({"languages": ("xx",)}, {("languages", "languages")}),
        ({"visibility": "all"}, {("visibility", "visibility"), ("consent", "consent_on")}),
        ({"visibility": "public"}, {("consent", "consent_on")}),
        ({"visibility": "partners", "consent_on": date(2026, 1, 1)}, {("consent", "consent_how")}),
        ({"consent_on": date(2999, 1, 1), "consent_how": "x"}, {("future", "consent_on")}),
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, {("until", "until")}),
    ],
)
def test_what_a_person_cannot_be(officer, own, changes, problems):
    with pytest.raises(RefusedError) as error:
        people.add_person(actor=officer, place=own, data=replace(DATA, **changes))
    assert codes(error) == problems
    assert not Person.objects.exists()


def test_an_office_of_another_place_is_none_of_ours(officer, own, partner):
    with pytest.raises(RefusedError) as error:
        people.add_person(actor=officer, place=own, data=replace(DATA, office=made.office(partner)))
    assert codes(error) == {("office", "office")}


def test_the_database_itself_shows_nobody_without_consent(own):
    person = made.person(own)
    for visibility in ("partners", "public"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(visibility=visibility)


def test_withdrawing_consent_hides_the_person(officer, own):
    person = made.person(own, visibility="public")
    people.withdraw_consent(actor=officer, person=person, version=1)
    person.refresh_from_db()
    assert (person.visibility, person.consent_on, person.consent_how) == ("own", None, "")


def test_who_comes_second_is_told_and_nothing_is_written_over(officer, helper, own):
    person, office = made.person(own), made.office(own)
    people.change_person(actor=helper, person=person, version=1, data=replace(DATA, phone="1"))
    with pytest.raises(ConflictError) as error:
        people.change_person(actor=officer, person=person, version=1, data=replace(DATA, phone="2"))
    assert error.value.current.phone == "1"
    offices.change_office(
        actor=helper, office=office, version=1, data=offices.OfficeData(name="A", phone="1")
    )
    with pytest.raises(ConflictError):
        offices.close_office(actor=officer, office=office, version=1)
    assert Office.objects.get().phone == "1"


def test_saving_without_a_change_leaves_no_trace(officer, own):
    person = made.person(own, email="anna@vlc.ru")
    before = AuditEntry.objects.count()
    people.change_person(actor=officer, person=person, version=1, data=DATA)
    assert (Person.objects.get().version, AuditEntry.objects.count()) == (1, before)


def test_only_what_everybody_sees_is_a_revision_of_the_registry(officer, own):
    before = revision()
    person = people.add_person(actor=officer, place=own, data=DATA)
    office = offices.add_office(actor=officer, place=own, data=offices.OfficeData(name="A"))
    assert revision() == before
    people.change_person(actor=officer, person=person, version=1, data=SHOWN)
    assert revision() == before + 1
    people.withdraw_consent(actor=officer, person=person, version=2)
    assert revision() == before + 2
    shown = offices.OfficeData(name="A", visibility="public")
    offices.change_office(actor=officer, office=office, version=1, data=shown)
    offices.close_office(actor=officer, office=office, version=2)
    assert revision() == before + 4


def test_the_trail_says_which_columns_changed_for_whom_and_no_more(officer, own):
    person = people.add_person(actor=officer, place=own, data=DATA)
    people.change_person(
        actor=officer, person=person, version=1, data=replace(DATA, phone="+7 1", note="secret")
    )
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.target) == ("contacts.change_person", f"person:{person.pk}")
    assert entry.changes == {"fields": ["note", "phone"]}
    assert entry.acting_for == "Vladivostok"
    assert list(entry.concerns.values_list("place_id", flat=True)) == [own.pk]


def test_a_function_is_handed_over_with_its_ties_but_not_its_consent(officer, own, tie):
    office = made.office(own)
    person = made.person(
        own, visibility="public", function="Head", office=office, since=date(2020, 1, 1)
    )
    people.attach_to_tie(actor=officer, person=person, tie=tie)
    successor = people.hand_over(
        actor=officer, person=person, version=1, on=date(2026, 5, 1),
        to=people.PersonData(name="Boris Orlov", visibility="public", **made.CONSENT),
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.until, person.successor, person.visibility) == (
        date(2026, 5, 1),
        successor,
        "own",
    )
    assert (successor.function, successor.office, successor.since) == (
        "Head",
        office,
        date(2026, 5, 1),
    )
    assert successor.visibility == "own"
    assert [contact.person for contact in tie.contact_people.all()] == [successor]


def test_somebody_known_may_follow_and_is_contact_once(officer, own, tie):
    person, other = made.person(own, function="Head"), made.person(own, "Boris Orlov")
    for one in (person, other):
        people.attach_to_tie(actor=officer, person=one, tie=tie)
    people.hand_over(actor=officer, person=person, version=1, to=other, on=date(2026, 5, 1))
    other.refresh_from_db()
    assert (other.function, other.since) == ("Head", date(2026, 5, 1))
    assert [contact.person for contact in tie.contact_people.all()] == [other]


def test_what_everybody_sees_of_a_successor_is_changed_by_officers(officer, helper, own):
    person, other = (
        made.person(own, function="Head"),
        made.person(own, "Boris", visibility="public"),
    )
    change = {"person": person, "version": 1, "to": other, "on": date(2026, 5, 1)}
    with pytest.raises(NotAllowedError):
        people.hand_over(actor=helper, **change)
    before = revision()
    people.hand_over(actor=officer, **change)
    assert revision() == before + 1
    other.refresh_from_db()
    assert other.function == "Head"


def test_who_cannot_follow(officer, own, partner):
    person = made.person(own, since=date(2026, 1, 1))
    for to in (person, made.person(partner, "Ann Smith")):
        with pytest.raises(RefusedError) as error:
            people.hand_over(actor=officer, person=person, version=1, to=to, on=date(2026, 5, 1))
        assert codes(error) == {("to", "to")}
    with pytest.raises(RefusedError) as error:
        people.hand_over(actor=officer, person=person, version=1, to=DATA, on=date(2025, 1, 1))
    assert codes(error) == {("on", "on")}
    assert Person.objects.filter(place=own).count() == 1


def test_nobody_sees_to_a_tie_of_others(officer, own, partner, tie):
    third = made.place("Orsk", "RU")
    with pytest.raises(RefusedError):
        people.attach_to_tie(actor=officer, person=made.person(own), tie=made.tie(partner, third))


def test_the_day_is_that_of_the_place():
    ahead = made.place("Kiritimati", "KI", "Pacific/Kiritimati")
    behind = made.place("Honolulu", "US", "Pacific/Honolulu")
    assert last_day_at(ahead) - last_day_at(behind) == timedelta(days=1)
    assert last_day_at(made.place("Nowhere", "US")) == last_day_at(ahead)
