"""Erasing a person, and giving out what is kept about one."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from jumelage.contacts.domain.rows import ContactRow, RowProblem
from jumelage.contacts.domain.same import name_key
from jumelage.contacts.exporting import data_about
from jumelage.contacts.lists import rows_in
from jumelage.contacts.mentioned import mentions_elsewhere, mentions_of
from jumelage.contacts.models import OWN, PUBLIC, AddressList, Person
from jumelage.contacts.permissions import require_may_see_to_people
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError


@atomic_action
def erase_person(
    *, actor: Actor, person: Person, version: int, but: Collection[str] = ()
) -> Person:
    """Erase a person: name, function, addresses and note go, and the name wherever the office wrote it.

    What happened stays on record, nameless: that a function was held from when to when, that there was a visit.

    Args:
        actor: who does it.
        person: whom to erase.
        version: as the actor read it.
        but: keys of mentions (:func:`~jumelage.contacts.mentioned.mentions_of`) that mean somebody else of this name.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the person meanwhile.
        RefusedError: it was erased before.
    """
    require_may_see_to_people(actor, person.place)
    kept = locked(Person, person.pk, version)
    if kept.erased_at is not None:
        raise RefusedError(Problem("erased", "", _("This person’s data was erased before.")))
    public = kept.visibility == PUBLIC
    mentioned = [mention for mention in mentions_of(kept) if mention.key not in but]
    mentioned += mentions_elsewhere(kept)
    for mention in mentioned:
        mention.replace(kept.name, _("(name erased)"))
    _clean_lists(kept)
    _empty(kept)
    kept.ties.all().delete()
    public = public or any(mention.kind in {"claim", "office"} for mention in mentioned)
    changes = {"mentions": len(mentioned)}
    _record(actor, kept, "contacts.erase_person", changes=changes, registry=public)
    return kept


def _record(
    actor: Actor, person: Person, action: str, *, changes: dict[str, int], registry: bool
) -> None:
    record(
        actor=actor,
        action=action,
        target=f"person:{person.pk}",
        changes=changes,
        acting_for=person.place.name,
        places=[person.place_id],
        registry=registry,
    )


def _empty(person: Person) -> None:
    texts = ("name", "function", "email", "phone", "time_zone", "note", "consent_how")
    values: dict[str, object] = dict.fromkeys(texts, "")
    values |= {"languages": [], "consent_on": None, "visibility": OWN, "erased_at": now()}
    save_changes(person, values)


def _clean_lists(person: Person) -> None:
    """Empty the person’s entries in address lists that wait; the numbers of the others stay."""
    for waiting in AddressList.objects.select_for_update().filter(
        place=person.place_id, applied_at__isnull=True
    ):
        gone = {row.number for row in rows_in(waiting) if _means(row, person)}
        if not gone:
            continue
        for number in gone:
            stopped = RowProblem("erased", "", stops=True)
            waiting.rows[number - 1] = (
                [""] * len(waiting.columns)
                if waiting.mapping
                else ContactRow(number, problems=(stopped,)).as_json()
            )
        waiting.save(update_fields=["rows"])


def _means(row: ContactRow, person: Person) -> bool:
    same_mail = bool(person.email) and row.email == person.email.lower()
    return same_mail or (bool(row.name) and name_key(row.name) == name_key(person.name))


@atomic_action
def give_out_data(*, actor: Actor, person: Person) -> dict[str, Any]:
    """Return all that the office keeps about a person, for the person. That it was given out is on record.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_may_see_to_people(actor, person.place)
    _record(actor, person, "contacts.give_out_data", changes={}, registry=False)
    return data_about(person)
