"""Reading timetables: the list of an edition, the one that counts, what sits where, and what changed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Prefetch, QuerySet

from jumelage.core.clock import now
from jumelage.forum.domain.differences import Change, Seat, differences
from jumelage.forum.domain.stale import Since, since
from jumelage.forum.models import (
    Delegation,
    Edition,
    Meeting,
    MeetingInterpreter,
    MeetingParty,
    MeetingSlot,
    MeetingTable,
    Member,
    Placed,
    Timetable,
)
from jumelage.forum.queries import names_at
from jumelage.forum.timetables.problem_of import drawn_from, problem_of

#: A search that gave no sign of life for so long is over: whoever did it is gone.
SILENCE = timedelta(minutes=5)


def timetables_of(edition: Edition) -> QuerySet[Timetable]:
    """Return the timetables of an edition, the latest first, without what they were drawn from."""
    rows = Timetable.objects.filter(edition=edition).defer("forum")
    return rows.select_related("base", "repaired_from").order_by("-number")


def published(edition: Edition) -> Timetable | None:
    """Return the timetable that counts."""
    return timetables_of(edition).filter(is_published=True).first()


def told_before(timetable: Timetable) -> Timetable | None:
    """Return the timetable that delegations were told of before this one."""
    rows = timetables_of(timetable.edition).filter(
        told_at__isnull=False, published_at__isnull=False
    )
    if timetable.published_at is not None:
        rows = rows.filter(published_at__lt=timetable.published_at)
    return rows.exclude(pk=timetable.pk).order_by("-published_at").first()


def is_silent(timetable: Timetable) -> bool:
    """Whether a search is said to be under way of which nothing was heard for long."""
    heard = timetable.heard_at or timetable.began_at
    return timetable.state == Timetable.RUNNING and (heard is None or heard < now() - SILENCE)


def seats_of(timetable: Timetable) -> Mapping[int, Seat]:
    """Return what sits where in a timetable, by meeting: two queries."""
    people: dict[int, set[int]] = {}
    through = Placed.people.through.objects.filter(placed__timetable=timetable)
    for placed, member in through.values_list("placed_id", "member_id"):
        people.setdefault(placed, set()).add(member)
    rows = Placed.objects.filter(timetable=timetable)
    return {
        row.meeting_id: Seat(
            row.slot_id, row.table_id, frozenset(people.get(row.pk, ())), row.interpreter_id
        )
        for row in rows
    }


def changed_between(old: Timetable, new: Timetable) -> list[Change]:
    """Return what is different between two timetables."""
    return differences(seats_of(old), seats_of(new))


def since_drawn(timetable: Timetable) -> Since:
    """Return what has changed in the records since a timetable was drawn."""
    if not timetable.forum:
        return Since()
    now_ = problem_of(timetable.edition, with_unanswered=timetable.with_unanswered)
    return since(drawn_from(timetable), now_)


def slots_of(edition: Edition) -> list[MeetingSlot]:
    """Return the slots of an edition in the order of time."""
    return list(MeetingSlot.objects.filter(edition=edition).order_by("begins", "pk"))


def next_slot(slots: Sequence[MeetingSlot]) -> MeetingSlot | None:
    """Return the first slot that has not begun; nothing before the first (all can still change) and after the last."""
    moment = now()
    if not slots or slots[0].begins > moment:
        return None
    return next((slot for slot in slots if slot.begins > moment), None)


def named_meetings(numbers: set[int], language: str) -> Mapping[int, Meeting]:
    """Return meetings with their parties and these with their places by name: four queries."""
    parties = MeetingParty.objects.select_related("delegation__place").order_by("pk")
    rows = Meeting.objects.filter(pk__in=numbers).prefetch_related(
        Prefetch("parties", parties), names_at("parties__delegation__place", language)
    )
    return {row.pk: row for row in rows}


def sitting_of(
    timetable: Timetable,
    language: str,
    *,
    delegation: Delegation | None = None,
    people: bool = True,
) -> list[Placed]:
    """Return what sits where, in the order of time and tables, with all names: up to seven queries.

    ``delegation`` narrows to its meetings; without ``people`` nobody of any delegation is read.
    """
    parties = MeetingParty.objects.select_related("delegation__place").order_by("pk")
    rows = (
        Placed.objects.filter(timetable=timetable, meeting__ended_at__isnull=True)
        .select_related("slot", "table__room", "interpreter", "meeting")
        .prefetch_related(
            Prefetch("meeting__parties", parties),
            names_at("meeting__parties__delegation__place", language),
        )
    )
    if people:
        rows = rows.prefetch_related(Prefetch("people", Member.objects.order_by("pk")))
    if delegation is not None:
        rows = rows.filter(meeting__parties__delegation=delegation)
    return list(rows.order_by("slot__begins", "table", "pk"))


class Names:
    """The names of what a timetable of an edition is made of, by number: five queries, and the meetings'."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.slots = {row.pk: row for row in slots_of(edition)}
        self.tables = {
            row.pk: row
            for row in MeetingTable.objects.filter(edition=edition).select_related("room")
        }
        rows = Delegation.objects.filter(edition=edition).select_related("place")
        self.delegations = {
            row.pk: row for row in rows.prefetch_related(names_at("place", language))
        }
        self.people = {row.pk: row for row in Member.objects.filter(delegation__edition=edition)}
        helpers = MeetingInterpreter.objects.filter(edition=edition)
        self.interpreters = {row.pk: row for row in helpers}
        parties = MeetingParty.objects.filter(meeting__edition=edition).order_by("pk")
        self.meetings: dict[int, list[int]] = {}
        for meeting, delegation in parties.values_list("meeting_id", "delegation_id"):
            self.meetings.setdefault(meeting, []).append(delegation)
        self.zone = edition.time_zone
