"""Writing people: who holds a function, who follows, who sees to which tie, and what each agreed to."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from jumelage.contacts.checks import (
    last_day_at,
    problems_with_consent,
    problems_with_rest,
    problems_with_texts,
)
from jumelage.contacts.models import OWN, PUBLIC, Office, Person, TieContact
from jumelage.contacts.permissions import require_may_edit
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.places.models import Place
from jumelage.ties.models import Tie

_TEXTS = ("name", "function", "email", "phone", "time_zone", "note", "consent_how")


@dataclass(frozen=True, slots=True)
class PersonData:
    """A person as somebody wants to record it. ``note`` stays in the own office, whatever ``visibility`` says."""

    name: str
    function: str = ""
    office: Office | None = None
    languages: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    time_zone: str = ""
    note: str = ""
    visibility: str = OWN
    consent_on: date | None = None
    consent_how: str = ""
    since: date | None = None
    until: date | None = None


def problems_with_person(place: Place, data: PersonData) -> list[Problem]:
    """Return every reason for which a person of a place cannot be recorded."""
    texts = {name: getattr(data, name) for name in _TEXTS}
    problems = problems_with_texts(Person, texts, ["name"])
    problems += problems_with_rest(
        time_zone=data.time_zone, languages=data.languages, visibility=data.visibility
    )
    problems += problems_with_consent(
        visibility=data.visibility,
        on=data.consent_on,
        how=data.consent_how,
        today=last_day_at(place),
    )
    if data.office is not None and data.office.place_id != place.pk:
        problems.append(Problem("office", "office", _("This office is of another place.")))
    if data.since and data.until and data.until < data.since:
        problems.append(Problem("until", "until", _("The end is before the beginning.")))
    return problems


@atomic_action
def add_person(*, actor: Actor, place: Place, data: PersonData) -> Person:
    """Add a person of a place.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_edit(actor, place, data.visibility)
    if problems := problems_with_person(place, data):
        raise RefusedError(*problems)
    person = Person(place=place, **_columns(data))
    person.save()
    _record(actor, person, "contacts.add_person", public=person.visibility == PUBLIC)
    return person


@atomic_action
def change_person(*, actor: Actor, person: Person, version: int, data: PersonData) -> Person:
    """Change a person, if nobody else did since the actor read it.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_may_edit(actor, person.place, data.visibility)
    if problems := problems_with_person(person.place, data):
        raise RefusedError(*problems)
    kept = _locked(person, version)
    public = PUBLIC in {kept.visibility, data.visibility}
    if changed := save_changes(kept, _columns(data)):
        _record(actor, kept, "contacts.change_person", fields=changed, public=public)
    return kept


@atomic_action
def withdraw_consent(*, actor: Actor, person: Person, version: int) -> Person:
    """Note that a person does not want to be shown any more: from now on only the own office sees the person.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
    """
    require_may_edit(actor, person.place)
    kept = _locked(person, version)
    public = kept.visibility == PUBLIC
    save_changes(kept, {"visibility": OWN, "consent_on": None, "consent_how": ""})
    _record(actor, kept, "contacts.withdraw_consent", public=public)
    return kept


@atomic_action
def hand_over(
    *, actor: Actor, person: Person, version: int, to: Person | PersonData, on: date
) -> Person:
    """Hand a function over to a successor, known already or new. The ties’ contact people move along.

    The one before stays on record until ``on``, and is not shown to others any more. What somebody agreed to is not
    inherited: the successor is seen by the own office until consent of the successor’s own is on record.

    Returns:
        The successor.

    Raises:
        NotAllowedError: the actor may not; what others see of a successor is changed by officers.
        ConflictError: somebody else changed the person meanwhile.
        RefusedError: with every reason.
    """
    require_may_edit(actor, person.place)
    kept = _locked(person, version)
    if kept.since and on < kept.since:
        message = _("The function was taken up on a later day: write a day after that.")
        raise RefusedError(Problem("on", "on", message))
    successor = _successor(actor, kept, to, on)
    public = PUBLIC in {kept.visibility, successor.visibility}
    save_changes(kept, {"until": on, "successor": successor, "visibility": OWN})
    moved = _move_ties(kept, successor)
    changes = {"successor": successor.pk, "ties": moved}
    _record(actor, kept, "contacts.hand_over", more=changes, public=public)
    return successor


def _successor(actor: Actor, person: Person, to: Person | PersonData, on: date) -> Person:
    """Return who follows, holding the function and sitting in the office."""
    if isinstance(to, PersonData):
        function, office = to.function or person.function, to.office or person.office
        data = replace(to, function=function, office=office, since=on, visibility=OWN, until=None)
        return add_person(actor=actor, place=person.place, data=data)
    successor = Person.objects.select_for_update().get(pk=to.pk)
    if successor.pk == person.pk or successor.place_id != person.place_id or successor.erased_at:
        message = _("Choose somebody else of this place.")
        raise RefusedError(Problem("to", "to", message))
    require_may_edit(actor, person.place, successor.visibility)
    held = {"function": person.function, "office": person.office, "since": on, "until": None}
    save_changes(successor, held)
    return successor


def _move_ties(person: Person, successor: Person) -> list[int]:
    """Make the successor contact person of all ties of the one before; return their numbers."""
    ties = list(person.ties.values_list("tie_id", flat=True))
    person.ties.all().delete()
    TieContact.objects.bulk_create(
        [TieContact(tie_id=tie, place_id=person.place_id, person=successor) for tie in ties],
        ignore_conflicts=True,
    )
    return sorted(ties)


@atomic_action
def attach_to_tie(*, actor: Actor, person: Person, tie: Tie) -> TieContact:
    """Make a person the contact of a tie on the side of the person’s place; there may be several.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the tie is not of the person’s place, or the person is not there any more.
    """
    require_may_edit(actor, person.place)
    if person.place_id not in {tie.place_a_id, tie.place_b_id}:
        raise RefusedError(Problem("tie", "tie", _("This tie is of other places.")))
    if person.erased_at is not None:
        raise RefusedError(Problem("erased", "", _("This person’s data was erased.")))
    contact, created = TieContact.objects.get_or_create(
        tie=tie, place_id=person.place_id, person=person
    )
    if created:
        _record(actor, person, "contacts.attach_to_tie", more={"tie": tie.pk})
    return contact


@atomic_action
def detach_from_tie(*, actor: Actor, person: Person, tie: Tie) -> None:
    """Let a person be the contact of a tie no longer.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_may_edit(actor, person.place)
    gone, _by_model = TieContact.objects.filter(tie=tie, person=person).delete()
    if gone:
        _record(actor, person, "contacts.detach_from_tie", more={"tie": tie.pk})


def _locked(person: Person, version: int) -> Person:
    kept = locked(Person, person.pk, version)
    if kept.erased_at is not None:
        raise RefusedError(Problem("erased", "", _("This person’s data was erased.")))
    return kept


def _columns(data: PersonData) -> dict[str, object]:
    values = {name: getattr(data, name) for name in PersonData.__slots__}
    return values | {"languages": list(data.languages)}


def _record(
    actor: Actor,
    person: Person,
    action: str,
    *,
    fields: list[str] | None = None,
    more: dict[str, object] | None = None,
    public: bool = False,
) -> None:
    """Write the trail: which columns changed, never what they say."""
    record(
        actor=actor,
        action=action,
        target=f"person:{person.pk}",
        changes={**({"fields": sorted(fields)} if fields else {}), **(more or {})},
        acting_for=person.place.name,
        places=[person.place_id],
        registry=public,
    )
