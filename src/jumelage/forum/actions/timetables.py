"""Drafts of timetables: published, copied, dropped, and single meetings of them moved by hand."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.language import reader_language
from jumelage.core.refusing import refuse
from jumelage.forum.actions.common import record_edition
from jumelage.forum.domain import refs
from jumelage.forum.domain.moving import moved
from jumelage.forum.domain.refs import ref
from jumelage.forum.domain.timetable.checking import figures
from jumelage.forum.domain.timetable.problem import Forum, Place
from jumelage.forum.domain.timetable.problem import Timetable as Found
from jumelage.forum.domain.timetable.tables import moves
from jumelage.forum.models import (
    Edition,
    Meeting,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    Timetable,
)
from jumelage.forum.permissions import require_organiser
from jumelage.forum.timetables.problem_of import drawn_from, keep_places, places_of
from jumelage.forum.timetables.reading import Names
from jumelage.forum.timetables.tasks import tell_delegations
from jumelage.forum.timetables.words import say_broken


@atomic_action
def publish(*, actor: Actor, timetable: Timetable, version: int) -> Timetable:
    """Let a timetable count: delegations read it, and those whose meetings it changes are told, once.

    The one that counted before stays readable to the organisers.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it has no places, or counts already.
    """
    require_organiser(actor, timetable.edition)
    edition = Edition.objects.select_for_update().get(pk=timetable.edition_id)
    kept = locked(Timetable, timetable.pk, version)
    problems = []
    if not kept.has_places:
        message = _("This timetable was not worked out: there is nothing to publish.")
        problems.append(Problem("state", "", message))
    if kept.is_published:
        problems.append(Problem("state", "", _("This timetable counts already.")))
    if edition.state == Edition.CANCELLED:
        problems.append(Problem("state", "", _("The edition is cancelled.")))
    refuse(problems)
    for before in edition.timetables.filter(is_published=True):
        save_changes(before, {"is_published": False})
    save_changes(kept, {"is_published": True, "published_at": now(), "told_at": None})
    everybody = MeetingRules.objects.filter(edition=edition, is_public=True).exists()
    _written(actor, kept, "forum.publish_timetable", {}, public=everybody)
    tell_delegations.enqueue(kept.pk)
    return kept


@atomic_action
def copy(*, actor: Actor, timetable: Timetable) -> Timetable:
    """Make a draft of a timetable that is or was published, to change it by hand.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it has no places.
    """
    require_organiser(actor, timetable.edition)
    Edition.objects.select_for_update().get(pk=timetable.edition_id)
    row = Timetable.objects.select_related("edition").get(pk=timetable.pk)
    if not row.has_places:
        refuse([Problem("state", "", _("This timetable was not worked out."))])
    places = places_of(row)
    last = row.edition.timetables.aggregate(last=Max("number"))["last"] or 0
    row.base_id, row.pk, row.number, row.version = row.pk, None, last + 1, 1
    row.is_published, row.published_at, row.told_at, row.by_hand = False, None, None, 0
    row.author, row.created_at, row.note = actor.label, now(), ""
    row._state.adding = True  # noqa: SLF001 - Django’s own way to save a row once more
    row.save()
    keep_places(row, places)
    _written(actor, row, "forum.copy_timetable", {"of": timetable.number})
    return row


@atomic_action
def drop(*, actor: Actor, timetable: Timetable, version: int) -> None:
    """Throw a draft away. What was published stays, as history.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it was published, or is still being worked out.
    """
    require_organiser(actor, timetable.edition)
    kept = locked(Timetable, timetable.pk, version)
    problems = []
    if kept.published_at is not None:
        message = _("What was published stays: delegations were told of it.")
        problems.append(Problem("state", "", message))
    if kept.is_under_way or kept.is_ending:
        problems.append(Problem("busy", "", _("It is still being worked out: stop it first.")))
    refuse(problems)
    _written(actor, kept, "forum.drop_timetable", {})
    kept.delete()


@atomic_action
def move(
    *,
    actor: Actor,
    timetable: Timetable,
    version: int,
    meeting: Meeting,
    slot: MeetingSlot,
    table: MeetingTable | None = None,
) -> Timetable:
    """Put one meeting of a draft into another slot, at a table or at any that is free. The others stay.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every rule that this would break, in words.
    """
    require_organiser(actor, timetable.edition)
    kept = locked(Timetable, timetable.pk, version)
    if not kept.is_draft:
        message = _("Only in a draft are meetings moved by hand: make a copy of this timetable.")
        refuse([Problem("state", "", message)])
    forum, places = drawn_from(kept), places_of(kept)
    name = ref(refs.MEETING, meeting.pk)
    found = _moved(kept, forum, places, name, slot, table)
    if places.places.get(name) == found:
        return kept
    changed = Found({**places.places, name: found})
    keep_places(kept, changed)
    save_changes(kept, {"by_hand": kept.by_hand + 1, **_figures(kept, forum, changed)})
    _written(actor, kept, "forum.move_meeting", {"meeting": meeting.pk})
    return kept


def _moved(
    kept: Timetable,
    forum: Forum,
    places: Found,
    name: str,
    slot: MeetingSlot,
    table: MeetingTable | None,
) -> Place:
    """Return where a meeting sits once it is moved, or refuse."""
    begins = ref(refs.SLOT, slot.pk)
    if name not in {one.ref for one in forum.meetings} or begins not in forum.position:
        message = _("This draft was drawn before that was written down. Draw again.")
        raise RefusedError(Problem("stale", "", message))
    found = moved(forum, places, name, begins, ref(refs.TABLE, table.pk) if table else None)
    if isinstance(found, list):
        names = Names(kept.edition, reader_language())
        raise RefusedError(*(Problem(one.code, "slot", say_broken(one, names)) for one in found))
    return found


def _figures(kept: Timetable, forum: Any, changed: Found) -> dict[str, object]:
    """Return what the changed timetable comes to. What was proved of all timetables stays true of this one."""
    counted = figures(forum, changed)
    ranks = [dict(one) for one in kept.ranks]
    best = {"not held": counted.weight_lost, "idle groups": counted.idle_groups}
    for rank in ranks:
        if rank["name"] in best:
            rank["best"] = best[rank["name"]]
            rank["proved"] = rank["best"] <= rank["bound"]
    held = set(changed.places)
    return {
        "ranks": ranks,
        "is_proved": kept.is_proved and all(rank["proved"] for rank in ranks),
        "table_moves": moves(forum, changed),
        "idle_groups": counted.idle_groups,
        "not_held": [one for one in kept.not_held if one.get("meeting") not in held],
    }


def _written(
    actor: Actor,
    timetable: Timetable,
    action: str,
    changes: Mapping[str, object],
    *,
    public: bool = False,
) -> None:
    shown = {"number": timetable.number, **changes}
    record_edition(actor, timetable.edition, action, changes=shown, public=public)
