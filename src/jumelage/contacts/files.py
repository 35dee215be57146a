"""Contacts as cards for files: what an actor may see of them."""

from collections.abc import Iterable

from django.conf import settings

from jumelage.contacts.domain.writing import Card
from jumelage.contacts.models import Office, Person
from jumelage.contacts.queries import PlaceContacts
from jumelage.core.audit import Actor


def cards_of(contacts: Iterable[PlaceContacts], actor: Actor) -> list[Card]:
    """Return the offices and people of places as cards. Notes go out to members of the place alone."""
    cards = []
    for one in contacts:
        for shown in one.offices:
            if shown.office:
                cards.append(_office(shown.office, one.place.local_name))
            cards += [
                _person(
                    person,
                    shown.office,
                    one.place.local_name,
                    with_note=actor.is_operator or one.place.pk in actor.places,
                )
                for person in shown.people
            ]
    return cards


def _uid(kind: str, number: int) -> str:
    return f"{settings.JUMELAGE['BASE_URL']}/contacts/{kind}/{number}"


def _office(office: Office, place: str) -> Card:
    return Card(
        uid=_uid("office", office.pk),
        place=place,
        function=office.function,
        office=office.name,
        email=office.email,
        phone=office.phone,
        languages=tuple(office.languages),
        time_zone=office.time_zone or office.place.timezone,
        address=office.address,
        url=office.url,
    )


def _person(person: Person, office: Office | None, place: str, *, with_note: bool) -> Card:
    return Card(
        uid=_uid("person", person.pk),
        place=place,
        name=person.name,
        function=person.function,
        office=office.name if office else "",
        email=person.email,
        phone=person.phone,
        languages=tuple(person.languages),
        time_zone=person.time_zone or (office.time_zone if office else "") or person.place.timezone,
        note=person.note if with_note else "",
    )
