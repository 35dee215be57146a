"""Writing offices."""

from dataclasses import asdict, dataclass

from jumelage.contacts.checks import problems_with_rest, problems_with_texts
from jumelage.contacts.models import OWN, PUBLIC, Office
from jumelage.contacts.permissions import require_may_edit
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.places.models import Place

_TEXTS = ("name", "function", "address", "time_zone", "email", "phone", "url")


@dataclass(frozen=True, slots=True)
class OfficeData:
    """An office as somebody wants to record it. ``languages`` are codes, ``time_zone`` an IANA name or empty."""

    name: str
    function: str = ""
    address: str = ""
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    url: str = ""
    visibility: str = OWN


def problems_with_office(data: OfficeData) -> list[Problem]:
    """Return every reason for which an office cannot be recorded."""
    texts = {name: getattr(data, name) for name in _TEXTS}
    return problems_with_texts(Office, texts, ["name"]) + problems_with_rest(
        time_zone=data.time_zone, languages=data.languages, visibility=data.visibility
    )


@atomic_action
def add_office(*, actor: Actor, place: Place, data: OfficeData) -> Office:
    """Add an office of a place.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_edit(actor, place, data.visibility)
    if problems := problems_with_office(data):
        raise RefusedError(*problems)
    office = Office(place=place, **_columns(data))
    office.save()
    _record(actor, office, "contacts.add_office", public=office.visibility == PUBLIC)
    return office


@atomic_action
def change_office(*, actor: Actor, office: Office, version: int, data: OfficeData) -> Office:
    """Change an office, if nobody else did since the actor read it.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_may_edit(actor, office.place, data.visibility)
    if problems := problems_with_office(data):
        raise RefusedError(*problems)
    kept = locked(Office, office.pk, version)
    public = PUBLIC in {kept.visibility, data.visibility}
    if changed := save_changes(kept, _columns(data)):
        _record(actor, kept, "contacts.change_office", fields=changed, public=public)
    return kept


@atomic_action
def close_office(*, actor: Actor, office: Office, version: int) -> Office:
    """Close an office: it stays on record, and nobody else sees it. Its people stay where they are.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
    """
    require_may_edit(actor, office.place)
    kept = locked(Office, office.pk, version)
    public = kept.visibility == PUBLIC
    save_changes(kept, {"closed_at": kept.closed_at or now(), "visibility": OWN})
    _record(actor, kept, "contacts.close_office", public=public)
    return kept


@atomic_action
def reopen_office(*, actor: Actor, office: Office, version: int) -> Office:
    """Open an office again, seen by the own office only.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
    """
    require_may_edit(actor, office.place)
    kept = locked(Office, office.pk, version)
    save_changes(kept, {"closed_at": None})
    _record(actor, kept, "contacts.reopen_office")
    return kept


def _columns(data: OfficeData) -> dict[str, object]:
    return asdict(data) | {"languages": list(data.languages)}


def _record(
    actor: Actor,
    office: Office,
    action: str,
    *,
    fields: list[str] | None = None,
    public: bool = False,
) -> None:
    record(
        actor=actor,
        action=action,
        target=f"office:{office.pk}",
        changes={"fields": sorted(fields)} if fields else {},
        acting_for=office.place.name,
        places=[office.place_id],
        registry=public,
    )
