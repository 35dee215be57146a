"""All that is kept about a contact person, and what of the log is an account’s own."""

from typing import Any

from jumelage.accounts.exporting import section
from jumelage.accounts.models import User
from jumelage.contacts.domain.same import name_key
from jumelage.contacts.lists import rows_in
from jumelage.contacts.mentioned import mentions_of
from jumelage.contacts.models import AddressList, ErasureRequest, LogEntry, Person
from jumelage.core.clock import now
from jumelage.core.models import AuditEntry


def data_about(person: Person) -> dict[str, Any]:
    """Return all that a person’s office keeps about the person, as JSON can hold it. Names of others are left out."""
    entries = LogEntry.objects.filter(person=person, place=person.place_id).select_related("other")
    return {
        "made_at": now().isoformat(),
        "kept_by": person.place.name,
        "person": _person(person),
        "contact_of_ties": [
            str(contact.tie)
            for contact in person.ties.select_related("tie__place_a", "tie__place_b")
        ],
        "log": [
            {
                "on": entry.on.isoformat(),
                "kind": entry.kind,
                "direction": entry.direction,
                "with": entry.other.name,
                "summary": entry.summary,
                "removed_at": entry.removed_at.isoformat() if entry.removed_at else None,
            }
            for entry in entries
        ],
        "mentioned_in": [
            {"in": mention.kind, "text": mention.text} for mention in mentions_of(person)
        ],
        "address_lists_waiting": _waiting(person),
        "requests": _requests(person),
        "trail": [
            {"at": entry.at.isoformat(), "what": entry.action, "for": entry.acting_for}
            for entry in AuditEntry.objects.filter(target=f"person:{person.pk}").order_by("at")
        ],
    }


def _person(person: Person) -> dict[str, Any]:
    texts = (
        "name",
        "function",
        "email",
        "phone",
        "languages",
        "time_zone",
        "note",
        "visibility",
        "consent_how",
    )
    days = ("consent_on", "since", "until", "created_at", "erased_at")
    values = {name: getattr(person, name) for name in texts}
    values |= {
        name: getattr(person, name).isoformat() if getattr(person, name) else None for name in days
    }
    return values | {
        "office": person.office.name if person.office else None,
        "has_successor": person.successor_id is not None,
    }


def _waiting(person: Person) -> list[dict[str, Any]]:
    lists = AddressList.objects.filter(place=person.place_id, applied_at__isnull=True)
    key = name_key(person.name)
    return [
        {"file": waiting.file_name, "entry": row.as_json()}
        for waiting in lists
        for row in rows_in(waiting)
        if key and name_key(row.name) == key
    ]


def _requests(person: Person) -> list[dict[str, Any]]:
    if not person.email:
        return []
    asked = ErasureRequest.objects.filter(place=person.place_id, email__iexact=person.email)
    return [
        {"kind": request.kind, "at": request.created_at.isoformat(), "message": request.message}
        for request in asked
    ]


@section("contact_log")
def _written_by(user: User) -> list[dict[str, Any]]:
    return [
        {"on": entry.on.isoformat(), "kind": entry.kind, "summary": entry.summary}
        for entry in LogEntry.objects.filter(user=user).order_by("on", "pk")
    ]
