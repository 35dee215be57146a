"""The instance's part of :mod:`benchmarks.participants`: a forum with a published timetable, and its addresses."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now, today
from jumelage.forum.actions.editions import EditionData, SeriesData, create_edition, create_series
from jumelage.forum.actions.timetable_addresses import show_timetable
from jumelage.forum.models import (
    Delegation,
    Edition,
    Meeting,
    MeetingParty,
    MeetingSlot,
    MeetingTable,
    Member,
    Placed,
    Timetable,
)
from jumelage.forum.timetables.secrets import secret_of
from jumelage.places.models import Place

#: Meetings of each delegation, one in each slot.
EACH = 12


@transaction.atomic
def measure(options: dict[str, Any]) -> dict[str, Any]:
    """Make a forum of ``delegations``, and return the paths of their timetables."""
    with override("en"):
        return {"pages": _pages(_forum(int(options["delegations"])))}


def _forum(number: int) -> Edition:
    series = create_series(
        actor=OPERATOR, association=None, data=SeriesData({"en": "Forum of Towns"})
    )
    data = EditionData({"en": "Spring forum"}, today().isoformat(), time_zone="Europe/Moscow")
    edition = create_edition(actor=OPERATOR, series=series, data=data)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.OPEN)
    places = list(Place.objects.filter(kind="city").order_by("pk")[: number // 2 * 2])
    delegations = [_delegation(edition, place) for place in places]
    half = len(delegations) // 2
    begins = now() - timedelta(hours=1)
    tables = [MeetingTable.objects.create(edition=edition, label=str(n + 1)) for n in range(half)]
    timetable = Timetable.objects.create(
        edition=edition, number=1, state=Timetable.DONE, created_at=now(), took=1.0, first_after=1.0,
        is_published=True, published_at=now(), told_at=now(),
    )  # fmt: skip
    for turn in range(min(EACH, half)):
        at = begins + timedelta(minutes=20 * turn)
        slot = MeetingSlot.objects.create(
            edition=edition, begins=at, ends=at + timedelta(minutes=15)
        )
        for seat in range(half):
            pair = (delegations[seat], delegations[half + (seat + turn) % half])
            _meeting(timetable, slot, tables[seat], pair)
    return edition


def _delegation(edition: Edition, place: Place) -> Delegation:
    made = Delegation.objects.create(
        edition=edition, place=place, state="approved", quota=5, invited_at=now()
    )
    for number in range(5):
        Member.objects.create(
            delegation=made, name=f"Person {number}", languages=["en"], consent_on=today(),
            is_head=number == 0, named_at=now(),
        )  # fmt: skip
    return made


def _meeting(
    timetable: Timetable,
    slot: MeetingSlot,
    table: MeetingTable,
    pair: tuple[Delegation, Delegation],
) -> None:
    meeting = Meeting.objects.create(
        edition=timetable.edition, subject="School exchange", created_at=now()
    )
    placed = Placed.objects.create(timetable=timetable, meeting=meeting, slot=slot, table=table)
    for delegation in pair:
        MeetingParty.objects.create(meeting=meeting, delegation=delegation, answer="wished")
        placed.people.add(delegation.members.all()[0])


def _pages(edition: Edition) -> list[str]:
    rows = Delegation.objects.filter(edition=edition).select_related("edition__series", "place")
    kept = [show_timetable(actor=OPERATOR, delegation=row, shown=True) for row in rows]
    address = (edition.series.slug, edition.slug)
    return [reverse("site:forum-timetable", args=[*address, secret_of(one)]) for one in kept]
