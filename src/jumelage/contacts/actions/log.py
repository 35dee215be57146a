"""Writing the contact log: letters, calls, visits. A visit or meeting may be put on the public register as well."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.contacts.checks import last_day_at
from jumelage.contacts.models import LogEntry, Person
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.dates import EARLIEST_YEAR
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.documents.models import Document
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import require_member
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, record_claim, retract_claim
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Claim, Tie
from jumelage.ties.own_sources import source_of_place
from jumelage.ties.queries import other_side

#: What shows a tie active: something done together. A letter does not.
ACTIVITIES = frozenset({"meeting", "visit"})


@dataclass(frozen=True, slots=True)
class EntryData:
    """An entry as somebody wants to write it.

    ``summary`` is read by the own office only. ``public_words`` are what the public register says of the visit or
    meeting, if ``is_public``.
    """

    kind: str
    on: date
    summary: str
    tie: Tie | None = None
    other: Place | None = None
    direction: str = ""
    person: Person | None = None
    document: Document | None = None
    is_public: bool = False
    public_words: str = ""


def problems_with_entry(actor: Actor, place: Place, data: EntryData) -> list[Problem]:
    """Return every reason for which an entry of a place’s log cannot be written."""
    problems = _problems_with_partner(place, data)
    if data.kind not in dict(LogEntry.KINDS):
        problems.append(Problem("kind", "kind", _("Choose what it was.")))
    if data.direction not in dict(LogEntry.DIRECTIONS):
        problems.append(Problem("direction", "direction", _("Choose who turned to whom.")))
    if data.on > last_day_at(place):
        problems.append(Problem("future", "on", _("This day is still to come.")))
    if data.on.year < EARLIEST_YEAR:
        problems.append(Problem("on", "on", _("This day is too long ago.")))
    if not data.summary.strip():
        problems.append(Problem("missing", "summary", _("Write in a line what it was about.")))
    other = partner_of(place, data)
    if data.person and not _may_name(actor, data.person, place, other):
        problems.append(Problem("person", "person", _("Choose a person of one of the two places.")))
    if data.document and data.document.owner_id != place.pk:
        problems.append(Problem("document", "document", _("Choose a document of this place.")))
    return problems + (_problems_with_publishing(data) if data.is_public else [])


def _problems_with_partner(place: Place, data: EntryData) -> list[Problem]:
    if data.tie is not None and place.pk not in {data.tie.place_a_id, data.tie.place_b_id}:
        return [Problem("tie", "tie", _("This tie is of other places."))]
    other = partner_of(place, data)
    if other is None:
        return [Problem("other", "tie", _("Choose with whom it was."))]
    if other.pk == place.pk:
        return [Problem("other", "other", _("Choose another place than your own."))]
    return []


def _problems_with_publishing(data: EntryData) -> list[Problem]:
    problems = []
    if data.kind not in ACTIVITIES:
        message = _("Only visits and meetings are put on the public register.")
        problems.append(Problem("is_public", "is_public", message))
    if data.tie is None:
        message = _("Only what belongs to a tie is put on the public register: choose the tie.")
        problems.append(Problem("is_public", "is_public", message))
    if not data.public_words.strip():
        message = _("Write what the public register shall say.")
        problems.append(Problem("public_words", "public_words", message))
    return problems


def partner_of(place: Place, data: EntryData) -> Place | None:
    """Return the other place of an entry: of its tie, or as it was named."""
    return other_side(data.tie, place) if data.tie else data.other


def _may_name(actor: Actor, person: Person, place: Place, other: Place | None) -> bool:
    sides = {place.pk} | ({other.pk} if other else set())
    return (
        person.place_id in sides and Person.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


@atomic_action
def add_entry(*, actor: Actor, place: Place, data: EntryData) -> LogEntry:
    """Write an entry into a place’s log, and if asked so onto the public register.

    Raises:
        NotAllowedError: the actor may not; only officers may write onto the public register.
        RefusedError: with every reason.
    """
    _require_may_write(actor, place, public=data.is_public)
    if problems := problems_with_entry(actor, place, data):
        raise RefusedError(*problems)
    entry = LogEntry(
        place=place,
        **_columns(place, data),
        author=actor.label,
        user_id=actor.user_id,
        created_at=now(),
    )
    entry.claim = _publish(actor, place, data) if data.is_public else None
    entry.save()
    _record(actor, entry, "contacts.add_entry")
    return entry


@atomic_action
def change_entry(*, actor: Actor, entry: LogEntry, version: int, data: EntryData) -> LogEntry:
    """Change an entry, if nobody else did since the actor read it.

    What was put on the public register is taken back there and recorded anew where the day, the tie or the words
    changed; taken back only, where it shall not be public any more.

    Raises:
        NotAllowedError: the actor may not; only officers may change what is on the public register.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    place = entry.place
    require_member(actor, place.pk, Role.HELPER)
    kept = _locked(entry, version)
    if problems := problems_with_entry(actor, place, data):
        raise RefusedError(*problems)
    claim = _live_claim(kept)
    same = claim is not None and data.is_public and _says_the_same(claim, data)
    values = _columns(place, data)
    if not same and (claim is not None or data.is_public):
        _require_may_write(actor, place, public=True)
        _take_back(actor, kept)
        values["claim"] = _publish(actor, place, data) if data.is_public else None
    if changed := save_changes(kept, values):
        _record(actor, kept, "contacts.change_entry", fields=sorted({*changed} - {"claim"}))
    return kept


@atomic_action
def remove_entry(
    *, actor: Actor, entry: LogEntry, version: int, also_public: bool = False
) -> LogEntry:
    """Remove an entry from the log: it is hidden, and can be brought back.

    Args:
        actor: who does it.
        entry: what to remove.
        version: as the actor read it.
        also_public: whether to take it back on the public register too, which officers may.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
    """
    _require_may_write(actor, entry.place, public=also_public)
    kept = _locked(entry, version)
    if also_public:
        _take_back(actor, kept)
    save_changes(kept, {"removed_at": now(), "claim": None if also_public else kept.claim})
    _record(actor, kept, "contacts.remove_entry")
    return kept


@atomic_action
def restore_entry(*, actor: Actor, entry: LogEntry) -> LogEntry:
    """Bring a removed entry back into the log.

    Raises:
        NotAllowedError: the actor may not.
    """
    _require_may_write(actor, entry.place, public=False)
    kept = LogEntry.objects.select_for_update().get(pk=entry.pk)
    if save_changes(kept, {"removed_at": None}):
        _record(actor, kept, "contacts.restore_entry")
    return kept


def _require_may_write(actor: Actor, place: Place, *, public: bool) -> None:
    require_member(actor, place.pk, Role.OFFICER if public else Role.HELPER)


def _locked(entry: LogEntry, version: int) -> LogEntry:
    kept = locked(LogEntry, entry.pk, version)
    if kept.removed_at is not None:
        raise RefusedError(
            Problem("removed", "", _("This entry was removed: bring it back first."))
        )
    return kept


def _columns(place: Place, data: EntryData) -> dict[str, object]:
    return {
        "other": partner_of(place, data),
        "tie": data.tie,
        "kind": data.kind,
        "direction": data.direction,
        "on": data.on,
        "summary": data.summary.strip(),
        "person": data.person,
        "document": data.document,
    }


def _live_claim(entry: LogEntry) -> Claim | None:
    claim = entry.claim
    return claim if claim is not None and claim.retracted_at is None else None


def _says_the_same(claim: Claim, data: EntryData) -> bool:
    tie = data.tie.pk if data.tie else None
    said = (claim.tie_id, claim.when, claim.note)
    return said == (tie, data.on.isoformat(), data.public_words.strip())


def _publish(actor: Actor, place: Place, data: EntryData) -> Claim:
    """Record the visit or meeting as an activity. The same day of the same tie is recorded once."""
    if data.tie is None:
        raise ValueError("what is public belongs to a tie")  # problems_with_entry sees to it
    claim, _is_new = record_claim(
        actor=actor,
        data=ClaimData(
            source=source_of_place(place),
            place_a=data.tie.place_a,
            place_b=data.tie.place_b,
            kind=ClaimKind.ACTIVE,
            when=data.on.isoformat(),
            note=data.public_words.strip(),
            entered_for=place,
        ),
    )
    return claim


def _take_back(actor: Actor, entry: LogEntry) -> None:
    """Take the entry’s activity back on the public register, unless another entry stands behind it as well."""
    claim = _live_claim(entry)
    others = LogEntry.objects.filter(claim=claim, removed_at__isnull=True).exclude(pk=entry.pk)
    if claim is None or others.exists():
        return
    retract_claim(actor=actor, claim=claim, reason=_("The office corrected its own record."))


def _record(actor: Actor, entry: LogEntry, action: str, *, fields: list[str] | None = None) -> None:
    """Write the trail for the own office. What became public has an entry of its own."""
    record(
        actor=actor,
        action=action,
        target=f"log:{entry.pk}",
        changes={"fields": fields} if fields else {},
        acting_for=entry.place.name,
        places=[entry.place_id],
        registry=False,
    )
