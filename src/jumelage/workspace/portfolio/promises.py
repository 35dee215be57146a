"""Commitments in the portfolio and the calendar: they count beside what is planned for a year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Min, Q

from jumelage.commitments.models import Commitment
from jumelage.workspace.domain.coming import ComingKind, Dated
from jumelage.workspace.domain.facts import OpenPlan


def with_promises(
    plans: Mapping[int, OpenPlan], ties: Sequence[int], on: date
) -> dict[int, OpenPlan]:
    """Return how much is still to be done in each tie, with the commitments that are agreed and not over: one query."""
    late = Q(due_on__lt=on)
    rows = (
        Commitment.objects.open()
        .filter(tie__in=ties)
        .order_by()
        .values_list("tie")
        .annotate(
            items=Count("pk"),
            overdue=Count("pk", filter=late),
            first=Min("due_on", filter=late),
            next=Min("due_on", filter=~late),
        )
    )
    found = dict(plans)
    for tie, items, overdue, first, following in rows:
        if tie is not None:
            before = found.get(tie, OpenPlan())
            found[tie] = OpenPlan(
                before.items + items,
                before.overdue + overdue,
                _earliest(before.first_overdue, first),
                _earliest(before.next_due, following),
            )
    return found


def promises_due(ties: Sequence[int], first: date, last: date) -> list[Dated]:
    """Return the open commitments of ties that are due from one day to another: one query."""
    rows = Commitment.objects.open().filter(tie__in=ties, due_on__range=(first, last))
    return [
        Dated(ComingKind.PROMISE, row.tie_id, row.pk, row.due_on, str(row.title))
        for row in rows
        if row.tie_id is not None and row.due_on is not None
    ]


def _earliest(*days: date | None) -> date | None:
    known: Iterable[date] = [day for day in days if day is not None]
    return min(known, default=None)
