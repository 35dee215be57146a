"""The tables at which an edition's meetings sit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import need, refuse, too_long
from jumelage.forum.actions.common import record_edition
from jumelage.forum.domain.meetings import LONGEST_LABEL
from jumelage.forum.models import Edition, MeetingTable, Placed, Room
from jumelage.forum.permissions import require_organiser

#: An edition has so many tables at most.
MOST_TABLES = 500


@dataclass(frozen=True, slots=True)
class TableData:
    """A table: what stands on it, where it is, whether one gets to it without steps, and whether it can be used."""

    label: str
    room: Room | None = None
    is_accessible: bool = False
    is_usable: bool = True


@atomic_action
def add_tables(
    *,
    actor: Actor,
    edition: Edition,
    labels: Sequence[str],
    room: Room | None = None,
    is_accessible: bool = False,
) -> list[MeetingTable]:
    """Add tables, many at once, by what stands on each.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason: signs that are there already are named.
    """
    require_organiser(actor, edition)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    wanted = [label.strip() for label in labels if label.strip()]
    problems = need("".join(wanted)[:1], "labels", _("Say what stands on the tables: 1-20."))
    for label in wanted:
        problems += too_long(label, "labels", LONGEST_LABEL)
    there = set(edition.meeting_tables.values_list("label", flat=True))
    if twice := [
        label for number, label in enumerate(wanted) if label in there or label in wanted[:number]
    ]:
        message = _("There is a table with this sign already: %(labels)s.")
        problems.append(Problem("twice", "labels", message % {"labels": ", ".join(twice[:20])}))
    if len(there) + len(wanted) > MOST_TABLES:
        message = _("An edition has %(most)s tables at most.") % {"most": MOST_TABLES}
        problems.append(Problem("many", "labels", message))
    refuse(problems + _problems_with_room(edition, room))
    tables = [
        MeetingTable.objects.create(
            edition=edition, label=label, room=room, is_accessible=is_accessible
        )
        for label in wanted
    ]
    record_edition(
        actor, edition, "forum.add_tables", changes={"tables": len(tables)}, public=False
    )
    return tables


def _problems_with_room(edition: Edition, room: Room | None) -> list[Problem]:
    if room is None or room.edition_id == edition.pk:
        return []
    return [Problem("elsewhere", "room", _("Choose a room of this edition."))]


@atomic_action
def change_table(
    *, actor: Actor, table: MeetingTable, version: int, data: TableData
) -> MeetingTable:
    """Change a table; one that is lost on the day is no longer usable.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    edition = table.edition
    require_organiser(actor, edition)
    problems = need(data.label, "label", _("Say what stands on the table."))
    problems += too_long(data.label, "label", LONGEST_LABEL)
    problems += _problems_with_room(edition, data.room)
    others = edition.meeting_tables.exclude(pk=table.pk)
    if others.filter(label=data.label.strip()).exists():
        message = _("There is a table with this sign already: %(labels)s.")
        problems.append(Problem("twice", "label", message % {"labels": data.label.strip()}))
    refuse(problems)
    kept = locked(MeetingTable, table.pk, version)
    if changed := save_changes(kept, _columns(data)):
        changes = {"table": kept.label, "fields": sorted(changed)}
        record_edition(actor, edition, "forum.change_table", changes=changes, public=False)
    return kept


def _columns(data: TableData) -> dict[str, object]:
    """Return a table as its columns."""
    return {
        "label": data.label.strip(),
        "room": data.room,
        "is_accessible": data.is_accessible,
        "is_usable": data.is_usable,
    }


@atomic_action
def remove_table(*, actor: Actor, table: MeetingTable) -> None:
    """Take a table out at which no timetable puts a meeting.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: a timetable uses it: then it can only be out of use.
    """
    require_organiser(actor, table.edition)
    used = Placed.objects.filter(table=table).order_by("timetable__number")
    if (number := used.values_list("timetable__number", flat=True).first()) is not None:
        message = _(
            "Table %(label)s is in use by timetable number %(number)s. Say that it cannot be used: then the next "
            "timetable leaves it out."
        ) % {"label": table.label, "number": number}
        refuse([Problem("used", "", message)])
    table.delete()
    record_edition(actor, table.edition, "forum.remove_table", public=False)
