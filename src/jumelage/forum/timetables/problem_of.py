"""From the records of an edition to what the engine is given, and from what it answers back to the records."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from jumelage.forum.domain import refs
from jumelage.forum.domain.delegations import COMING
from jumelage.forum.domain.drawn_from import (
    DelegationRow,
    InterpreterRow,
    MeetingRow,
    MemberRow,
    PartyRow,
    Records,
    SessionRow,
    SlotRow,
    forum_of,
)
from jumelage.forum.domain.refs import number_of, ref
from jumelage.forum.domain.timetable import problem
from jumelage.forum.domain.timetable.files import forum_data, read_forum
from jumelage.forum.models import (
    Attendance,
    Delegation,
    Edition,
    Meeting,
    MeetingInterpreter,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    Member,
    MemberAbsence,
    Placed,
    Session,
    Timetable,
)


def records_of(edition: Edition) -> Records:
    """Return all that a timetable of an edition is made from: a fixed number of queries, thirteen."""
    rules = MeetingRules.objects.filter(edition=edition).first()
    slots = MeetingSlot.objects.filter(edition=edition).order_by("begins", "pk")
    tables = MeetingTable.objects.filter(edition=edition, is_usable=True).order_by("pk")
    return Records(
        time_zone=edition.time_zone,
        slots=[SlotRow(slot.pk, slot.begins, slot.ends) for slot in slots],
        tables=dict(tables.values_list("pk", "is_accessible")),
        delegations=_delegations(edition),
        interpreters=_interpreters(edition),
        sessions=_sessions(edition),
        meetings=_meetings(edition),
        daily_limit=rules.daily_limit if rules else None,
        fairness=rules.fairness if rules else None,
    )


def problem_of(edition: Edition, *, with_unanswered: bool = False) -> problem.Forum:
    """Return what the engine is given for an edition, as things stand."""
    return forum_of(records_of(edition), with_unanswered=with_unanswered)


def _grouped(pairs: Iterable[tuple[int, int]]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _delegations(edition: Edition) -> list[DelegationRow]:
    of_members = MemberAbsence.objects.filter(member__delegation__edition=edition)
    away = _grouped(of_members.values_list("member_id", "slot_id"))
    members: dict[int, list[MemberRow]] = defaultdict(list)
    coming = Member.objects.coming().filter(
        delegation__edition=edition, delegation__state__in=COMING
    )
    for one in coming.order_by("pk"):
        row = MemberRow(one.pk, one.languages, one.arrives_on, one.leaves_on, away.get(one.pk, ()))
        members[one.delegation_id].append(row)
    needs = Attendance.objects.filter(delegation__edition=edition).prefetch_related("absent")
    known = {one.delegation_id: one for one in needs}
    delegations = Delegation.objects.filter(edition=edition, state__in=COMING).order_by("pk")
    return [_delegation(pk, members[pk], known.get(pk)) for pk in delegations.values_list("pk", flat=True)]  # fmt: skip


def _delegation(pk: int, members: list[MemberRow], needs: Attendance | None) -> DelegationRow:
    if needs is None:
        return DelegationRow(pk, members)
    absent = [slot.pk for slot in needs.absent.all()]
    return DelegationRow(pk, members, absent, needs.daily_limit, needs.needs_access)


def _interpreters(edition: Edition) -> list[InterpreterRow]:
    rows = MeetingInterpreter.objects.filter(edition=edition, erased_at__isnull=True)
    return [
        InterpreterRow(row.pk, row.languages, [slot.pk for slot in row.absent.all()])
        for row in rows.prefetch_related("absent").order_by("pk")
        if row.languages
    ]


def _sessions(edition: Edition) -> list[SessionRow]:
    sessions = Session.objects.filter(edition=edition).prefetch_related("speakers")
    rows = [
        (session, [one.member_id for one in session.speakers.all() if one.member_id])
        for session in sessions.order_by("begins", "pk")
    ]
    return [SessionRow(one.pk, one.begins, one.ends, people) for one, people in rows if people]


def _meetings(edition: Edition) -> list[MeetingRow]:
    people = _grouped(
        MeetingParty.people.through.objects.filter(meetingparty__meeting__edition=edition)
        .order_by("member_id")
        .values_list("meetingparty_id", "member_id")
    )
    parties: dict[int, list[PartyRow]] = defaultdict(list)
    for one in MeetingParty.objects.filter(meeting__edition=edition).order_by("pk"):
        row = PartyRow(one.delegation_id, one.answer, one.priority, people.get(one.pk, ()))
        parties[one.meeting_id].append(row)
    wanted = Meeting.objects.wanted().filter(edition=edition).order_by("pk")
    return [
        MeetingRow(one.pk, parties[one.pk], one.is_must, one.fixed_slot_id)
        for one in wanted
        if one.pk in parties
    ]


def drawn_from(timetable: Timetable) -> problem.Forum:
    """Return what a timetable was drawn from, as it was kept with it."""
    return read_forum(json.dumps(timetable.forum).encode(), "forum.json")


def kept_form(forum: problem.Forum) -> dict[str, Any]:
    """Return what a timetable is drawn from as it is kept with it: numbers and languages, no names."""
    return dict(forum_data(forum))


def places_of(timetable: Timetable) -> problem.Timetable:
    """Return a timetable as the engine knows it: two queries."""
    sitting = _grouped(
        Placed.people.through.objects.filter(placed__timetable=timetable)
        .order_by("member_id")
        .values_list("placed_id", "member_id")
    )
    rows = Placed.objects.filter(timetable=timetable).order_by("pk")
    return problem.Timetable(
        {
            ref(refs.MEETING, row.meeting_id): problem.Place(
                ref(refs.SLOT, row.slot_id),
                tuple(ref(refs.MEMBER, pk) for pk in sitting.get(row.pk, ())),
                ref(refs.INTERPRETER, row.interpreter_id) if row.interpreter_id else None,
                ref(refs.TABLE, row.table_id),
            )
            for row in rows
        }
    )


def keep_places(timetable: Timetable, found: problem.Timetable) -> None:
    """Let a timetable have these places, and no others. Call it inside an action, which records it."""
    Placed.objects.filter(timetable=timetable).delete()
    places = list(found.places.items())
    rows = Placed.objects.bulk_create(
        (
            Placed(
                timetable=timetable,
                meeting_id=number_of(meeting),
                slot_id=number_of(place.slot),
                table_id=number_of(place.table or ""),
                interpreter_id=number_of(place.interpreter) if place.interpreter else None,
            )
            for meeting, place in places
        ),
        batch_size=500,
    )
    through = Placed.people.through
    through.objects.bulk_create(
        (
            through(placed_id=row.pk, member_id=number)
            for row, (_meeting, place) in zip(rows, places, strict=True)
            for number in map(number_of, place.people)
            if number
        ),
        batch_size=500,
    )
