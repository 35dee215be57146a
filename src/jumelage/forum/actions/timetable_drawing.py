"""Timetables worked out in the background, where they can be watched and stopped; drawn anew, or repaired."""

from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext as _
from django_tasks import task

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import refuse, too_long
from jumelage.forum.actions.common import record_edition
from jumelage.forum.domain.timetable.problem import UnusableForumError
from jumelage.forum.models import Edition, MeetingSlot, MeetingTable, Timetable
from jumelage.forum.permissions import require_organiser
from jumelage.forum.timetables.problem_of import keep_places, kept_form, problem_of
from jumelage.forum.timetables.reading import is_silent
from jumelage.forum.timetables.running import Worked, work_out

MOST_SECONDS, MOST_SEED, LONGEST_NOTE = 600, 2_000_000_000, 200
#: Seconds to search, where nothing else is said: for a timetable, and for a repair.
SECONDS, SECONDS_REPAIR = 60, 20


@atomic_action
def start(
    *,
    actor: Actor,
    edition: Edition,
    seconds: int = SECONDS,
    seed: int = 0,
    with_unanswered: bool = False,
    note: str = "",
) -> Timetable:
    """Let a timetable be drawn in the background, from the meetings as they stand when that begins.

    Args:
        actor: who acts, for an organiser.
        edition: the edition.
        seconds: how long to search at most.
        seed: decides between timetables that are equally good.
        with_unanswered: whether meetings count to which a party has not answered yet.
        note: of the organisers, to tell drafts apart.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    kept = Edition.objects.select_for_update().get(pk=edition.pk)
    problems = _problems_with_search(seconds, seed, note) + _not_free(kept)
    refuse(problems + _nothing_to_place(kept, with_unanswered=with_unanswered))
    return _begin(
        actor, kept, None, None, "forum.start_timetable",
        {"seconds": seconds, "seed": seed, "with_unanswered": with_unanswered, "note": note.strip()},
    )  # fmt: skip


@atomic_action
def start_repair(
    *,
    actor: Actor,
    timetable: Timetable,
    begins: MeetingSlot | None,
    seconds: int = SECONDS_REPAIR,
    seed: int = 0,
    note: str = "",
) -> Timetable:
    """Let a timetable be changed, in the background, as little as what has changed meanwhile allows.

    Args:
        actor: who acts, for an organiser.
        timetable: the one to repair, which counts.
        begins: the first slot in which anything may change; what lies before was held. ``None``: in all of them.
        seconds: how long to search at most.
        seed: decides between repairs that are equally good.
        note: of the organisers, to tell drafts apart.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, timetable.edition)
    kept, base = _locked(timetable), Timetable.objects.get(pk=timetable.pk)
    problems = _problems_with_search(seconds, seed, note) + _not_free(kept)
    if not base.is_published:
        problems.append(Problem("state", "", _("Only the timetable that counts is repaired.")))
    if begins is not None and begins.edition_id != kept.pk:
        problems.append(Problem("slot", "begins", _("This is no time of this edition.")))
    refuse(problems)
    return _begin(
        actor, kept, base, begins, "forum.start_repair",
        {"seconds": seconds, "seed": seed, "with_unanswered": base.with_unanswered, "note": note.strip()},
    )  # fmt: skip


def _locked(timetable: Timetable) -> Edition:
    return Edition.objects.select_for_update().get(pk=timetable.edition_id)


@atomic_action
def stop(*, actor: Actor, timetable: Timetable) -> bool:
    """Stop a timetable that is under way; whether it still was. The best so far is kept, as a draft.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, timetable.edition)
    rows = Timetable.objects.filter(pk=timetable.pk)
    silent = is_silent(Timetable.objects.get(pk=timetable.pk))
    waits = rows.filter(state=Timetable.WAITING)
    values = {"state": Timetable.STOPPED, "ended_at": now()}
    if silent:
        values["took"] = 0.0  # nobody is there to put down what was found
    if not waits.update(**values | {"took": 0.0}) and not rows.filter(
        state=Timetable.RUNNING
    ).update(**values):
        return False
    _written(actor, timetable, "forum.stop_timetable", {"number": timetable.number})
    return True


@task()
def work(number: int) -> None:
    """Work a timetable out, unless it was stopped before. If it was begun already, it is begun again."""
    rows = Timetable.objects.filter(pk=number)
    begun = rows.filter(state__in=Timetable.UNDER_WAY)
    moment = now()
    if not begun.update(
        state=Timetable.RUNNING, began_at=moment, heard_at=moment, ranks=[], first_after=None
    ):
        # Stopped while a worker that was lost was at it: nothing of it is left.
        rows.filter(state=Timetable.STOPPED, took__isnull=True).update(took=0.0)
        return
    timetable = rows.select_related("edition", "base", "repaired_from").get()
    try:
        worked = work_out(timetable)
    except UnusableForumError:
        begun.update(state=Timetable.FAILED, ended_at=now())
        raise
    except Exception:
        begun.update(state=Timetable.FAILED, ended_at=now())
        raise
    keep(timetable=timetable, worked=worked)


@atomic_action
def keep(*, timetable: Timetable, worked: Worked) -> bool:
    """Keep what a search gave, as a draft; whether it was still wanted. Done by the task, for its author."""
    row = Timetable.objects.select_for_update().get(pk=timetable.pk)
    is_stopped = row.state == Timetable.STOPPED and row.took is None
    if row.state != Timetable.RUNNING and not is_stopped:
        return False
    if not is_stopped:
        row.state = Timetable.IMPOSSIBLE if worked.possible is False else Timetable.DONE
    found = worked.found
    if found is not None:
        keep_places(row, found)
    row.forum = kept_form(worked.forum)
    row.ranks, row.took, row.is_proved = worked.ranks, worked.took, worked.is_proved
    row.first_after = None if found is None else worked.first_after or 0.0
    row.not_held, row.changes = worked.not_held, dict(worked.changes)
    row.table_moves, row.idle_groups = worked.table_moves, worked.idle_groups
    row.ended_at = now()
    row.version += 1
    row.save()
    shown = {"number": row.number, "meetings": 0 if found is None else len(found.places)}
    _written(Actor(label=row.author), row, "forum.draw_timetable", shown)
    return True


@atomic_action
def give_up_silent() -> int:
    """Say of searches of which nothing was heard for long that they failed; return how many. Done by the schedule."""
    number = 0
    for row in Timetable.objects.filter(state=Timetable.RUNNING).select_related("edition"):
        if is_silent(row) and Timetable.objects.filter(
            pk=row.pk, state=Timetable.RUNNING, heard_at=row.heard_at
        ).update(state=Timetable.FAILED, ended_at=now()):
            _written(Actor(label=row.author), row, "forum.lose_timetable", {"number": row.number})
            number += 1
    return number


def _begin(
    actor: Actor,
    edition: Edition,
    base: Timetable | None,
    begins: MeetingSlot | None,
    action: str,
    values: Mapping[str, object],
) -> Timetable:
    last = edition.timetables.aggregate(last=Max("number"))["last"] or 0
    timetable = Timetable.objects.create(
        edition=edition,
        number=last + 1,
        base=base,
        repaired_from=begins,
        author=actor.label,
        created_at=now(),
        **values,
    )
    shown = {key: value for key, value in values.items() if key != "note"}
    _written(actor, timetable, action, {"number": timetable.number, **shown})
    work.enqueue(timetable.pk)
    return timetable


def _problems_with_search(seconds: int, seed: int, note: str) -> list[Problem]:
    problems = too_long(note, "note", LONGEST_NOTE)
    if not 1 <= seconds <= MOST_SECONDS:
        message = _("Write a number of seconds from 1 to %(most)s.") % {"most": MOST_SECONDS}
        problems.append(Problem("range", "seconds", message))
    if not 0 <= seed <= MOST_SEED:
        message = _("Write a whole number from 0 to %(most)s.") % {"most": MOST_SEED}
        problems.append(Problem("range", "seed", message))
    return problems


def _not_free(edition: Edition) -> list[Problem]:
    problems = []
    if edition.state == Edition.CANCELLED:
        problems.append(Problem("state", "", _("The edition is cancelled.")))
    under_way = edition.timetables.filter(state__in=Timetable.UNDER_WAY)
    if any(not is_silent(row) for row in under_way):
        message = _("A timetable is still being worked out: wait for it, or stop it.")
        problems.append(Problem("busy", "", message))
    return problems


def _nothing_to_place(edition: Edition, *, with_unanswered: bool) -> list[Problem]:
    problems = []
    if not MeetingSlot.objects.filter(edition=edition).exists():
        message = _("There are no times for meetings yet: write them down first.")
        problems.append(Problem("slots", "", message))
    if not MeetingTable.objects.filter(edition=edition, is_usable=True).exists():
        message = _("There is no table for meetings yet: write them down first.")
        problems.append(Problem("tables", "", message))
    if not problems and not problem_of(edition, with_unanswered=with_unanswered).meetings:
        message = (
            _("Nobody has wished a meeting yet.")
            if with_unanswered
            else _(
                "No meeting is agreed yet. Wait for the answers, or let unanswered wishes count."
            )
        )
        problems.append(Problem("meetings", "", message))
    return problems


def _written(
    actor: Actor, timetable: Timetable, action: str, changes: Mapping[str, object]
) -> None:
    record_edition(actor, timetable.edition, action, changes=changes, public=False)
