"""What changes on the day: somebody or something is missing in some slots, so that the timetable is repaired."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import save_changes
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import refuse
from jumelage.forum.actions.common import record_edition
from jumelage.forum.models import (
    Attendance,
    Delegation,
    Edition,
    MeetingInterpreter,
    MeetingSlot,
    MeetingTable,
    Member,
    MemberAbsence,
)
from jumelage.forum.permissions import require_organiser

Missing = Delegation | Member | MeetingInterpreter | MeetingTable


@atomic_action
def report_missing(
    *, actor: Actor, edition: Edition, what: Missing, slots: Sequence[MeetingSlot]
) -> None:
    """Say that somebody is away in some slots beside those known already, or that a table is lost (in all of them).

    Why somebody is away is not asked, and not kept.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it is not of this edition, or no slot is named.
    """
    require_organiser(actor, edition)
    refuse(_problems(edition, what, slots))
    if isinstance(what, MeetingTable):
        kept = MeetingTable.objects.select_for_update().get(pk=what.pk)
        save_changes(kept, {"is_usable": False})
    elif isinstance(what, Member):
        MemberAbsence.objects.bulk_create(
            (MemberAbsence(member=what, slot=slot) for slot in slots), ignore_conflicts=True
        )
    else:
        _away(what, slots)
    kind = type(what).__name__.lower()
    _written(actor, edition, "forum.report_missing", {"what": kind, "slots": len(slots)})


@atomic_action
def take_back_missing(*, actor: Actor, edition: Edition, what: Missing) -> None:
    """Say that somebody is there after all in every slot, or that a table can be used again.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it is not of this edition.
    """
    require_organiser(actor, edition)
    refuse(_elsewhere(edition, what))
    if isinstance(what, MeetingTable):
        kept = MeetingTable.objects.select_for_update().get(pk=what.pk)
        save_changes(kept, {"is_usable": True})
    elif isinstance(what, Member):
        MemberAbsence.objects.filter(member=what).delete()
    else:
        _away(what, None)
    _written(actor, edition, "forum.take_back_missing", {"what": type(what).__name__.lower()})


def _away(what: Delegation | MeetingInterpreter, slots: Sequence[MeetingSlot] | None) -> None:
    """Add slots in which somebody is away; ``None``: there in all of them."""
    row = _row(what)
    if slots is None:
        row.absent.clear()
    else:
        row.absent.add(*slots)
    row.version += 1
    row.save(update_fields=["version"])


def _row(what: Delegation | MeetingInterpreter) -> Attendance | MeetingInterpreter:
    if isinstance(what, MeetingInterpreter):
        return MeetingInterpreter.objects.select_for_update().get(pk=what.pk)
    Attendance.objects.get_or_create(delegation=what)
    return Attendance.objects.select_for_update(of=("self",)).get(delegation=what)


def _problems(edition: Edition, what: Missing, slots: Sequence[MeetingSlot]) -> list[Problem]:
    problems = _elsewhere(edition, what)
    if any(slot.edition_id != edition.pk for slot in slots):
        problems.append(Problem("elsewhere", "slots", _("Choose times of this edition.")))
    if not slots and not isinstance(what, MeetingTable):
        message = _("Choose the times: the end is before the beginning.")
        problems.append(Problem("missing", "slots", message))
    return problems


def _elsewhere(edition: Edition, what: Missing) -> list[Problem]:
    owner = what.delegation.edition_id if isinstance(what, Member) else what.edition_id
    if owner == edition.pk:
        return []
    return [Problem("elsewhere", "what", _("This is not of this edition."))]


def _written(actor: Actor, edition: Edition, action: str, changes: dict[str, object]) -> None:
    record_edition(actor, edition, action, changes=changes, public=False)
