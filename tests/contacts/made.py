"""Contacts for tests: made by the actions that users’ data goes through."""

from datetime import date
from itertools import count

from jumelage.accounts.models import User
from jumelage.contacts.actions import log, offices, people
from jumelage.contacts.models import LogEntry, Office, Person
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.clock import now
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place

_numbers = count(1)


def place(name: str, country: str, timezone: str = "", **more) -> Place:
    made = make_place(name, country, **more)
    Place.objects.filter(pk=made.pk).update(timezone=timezone)
    made.refresh_from_db()
    return made


def tie(a: Place, b: Place, kind: str = "signed", when: str = "1991") -> Tie:
    return make_claim(a, b, kind, when=when).tie


def actor(place: Place, role: str) -> Actor:
    return Actor(label=f"{role} of {place.name}", places={place.pk: role})


def member(place: Place, role: str, email: str = "", language: str = "en") -> User:
    email = email or f"{role}{next(_numbers)}@example.org"
    user = User.objects.create_user(email, f"Member {role}", language)
    Membership.objects.create(
        user=user, place=place, role=role, state=Membership.ACTIVE, applied_at=now()
    )
    return user


def office(place: Place, name: str = "International Relations", **more) -> Office:
    return offices.add_office(
        actor=OPERATOR, place=place, data=offices.OfficeData(name=name, **more)
    )


CONSENT = {"consent_on": date(2026, 1, 15), "consent_how": "by letter"}


def person(place: Place, name: str = "Anna Petrova", visibility: str = "own", **more) -> Person:
    consent = CONSENT if visibility != "own" else {}
    data = people.PersonData(name=name, visibility=visibility, **(consent | more))
    return people.add_person(actor=OPERATOR, place=place, data=data)


def entry(
    place: Place, tie: Tie, on: str = "2026-03-01", summary: str = "A letter", **more
) -> LogEntry:
    data = log.EntryData(
        **{"kind": "letter", "on": date.fromisoformat(on), "summary": summary, "tie": tie, **more}
    )
    return log.add_entry(actor=more.pop("actor", OPERATOR), place=place, data=data)
