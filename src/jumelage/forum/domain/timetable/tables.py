"""Which table each meeting gets, once its slot is known: as few moves from one meeting to the next as can be."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from jumelage.forum.domain.timetable.problem import Forum, Timetable


def with_tables(forum: Forum, timetable: Timetable, kept: Timetable | None = None) -> Timetable:
    """Return the timetable with a table for each meeting.

    Slot after slot, the meetings get tables so that as few delegations as possible leave the one they were at before
    (an assignment problem, solved exactly for each slot, not for all slots together). Meetings of a delegation that
    needs an accessible table get one; others leave those free if they can. Tables of ``kept`` are held to if the slot
    is the same.
    """
    meetings = {meeting.ref: meeting for meeting in forum.meetings}
    in_slot: dict[str, list[str]] = defaultdict(list)
    for ref in timetable.places:
        in_slot[timetable.places[ref].slot].append(ref)
    last: dict[str, int] = {}
    found = Timetable(dict(timetable.places))
    for slot in forum.slots:
        refs = in_slot[slot.ref]
        if not refs:
            continue
        cost = np.zeros((len(refs), len(forum.tables)))
        for row, ref in enumerate(refs):
            cost[row] = _cost(forum, meetings[ref].parties, last)
            old = None if kept is None else kept.places.get(ref)
            if old is not None and old.slot == slot.ref and old.table is not None:
                cost[row, [table.ref == old.table for table in forum.tables]] -= 1_000
        for row, column in zip(*linear_sum_assignment(cost), strict=True):
            ref = refs[row]
            found.places[ref] = replace(found.places[ref], table=forum.tables[column].ref)
            for party in meetings[ref].parties:
                last[party] = int(column)
    return found


def moves(forum: Forum, timetable: Timetable) -> int:
    """Return how often a delegation's next meeting is at another table than the one before."""
    meetings = {meeting.ref: meeting for meeting in forum.meetings}
    last: dict[str, str | None] = {}
    number = 0
    for ref, place in sorted(
        timetable.places.items(), key=lambda item: forum.position[item[1].slot]
    ):
        for party in meetings[ref].parties:
            number += party in last and last[party] != place.table
            last[party] = place.table
    return number


def _cost(
    forum: Forum, parties: tuple[str, ...], last: dict[str, int]
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    needs = any(forum.delegation[party].accessible for party in parties)
    cost = np.zeros(len(forum.tables))
    for column, table in enumerate(forum.tables):
        if needs and not table.accessible:
            cost[column] = 1_000_000
        elif table.accessible and not needs:
            cost[column] = 0.01
        cost[column] += sum(last.get(party, column) != column for party in parties)
    return cost
