"""Reading who has come to an edition, and who is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from jumelage.core.domain.text import search_key
from jumelage.forum.domain.arrivals import Count, counted
from jumelage.forum.domain.delegations import COMING, State
from jumelage.forum.models import CheckIn, Delegation, Edition, Member
from jumelage.forum.queries import names_at

#: So many people a search finds at most.
MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes, and since when the person is here."""

    member: Member
    at: datetime | None

    @property
    def delegation(self) -> Delegation:
        """The delegation of which the person is."""
        return self.member.delegation

    @property
    def is_approved(self) -> bool:
        """Whether the delegation is approved: only then the person can be checked in."""
        return bool(self.delegation.state == State.APPROVED)


def arrivals_of(edition: Edition, language: str) -> list[Arrival]:
    """Return the people of delegations that come, by country, place and name: three queries."""
    standing = CheckIn.objects.standing()
    rows = (
        Member.objects.coming()
        .filter(delegation__edition=edition, delegation__state__in=COMING, erased_at__isnull=True)
        .select_related("delegation__place")
        .prefetch_related(
            names_at("delegation__place", language),
            Prefetch("check_ins", standing, to_attr="standing"),
        )
        .order_by("delegation__place__country", "delegation__place__name", "-is_head", "name", "pk")
    )
    return [
        Arrival(row, row.standing[0].at if row.standing else None)  # type: ignore[attr-defined]  # as prefetched
        for row in rows
    ]


def counts_of(edition: Edition) -> Count:
    """Return how many people are expected and here: two queries, whatever their number."""
    people = Member.objects.coming().filter(
        delegation__edition=edition, delegation__state__in=COMING, erased_at__isnull=True
    )
    here = CheckIn.objects.standing().filter(member__in=people.order_by())
    return Count(people.count(), here.count())


@dataclass(frozen=True, slots=True)
class Missing:
    """A delegation of which people are missing."""

    delegation: Delegation
    count: Count
    people: Sequence[Arrival]


def missing_from(arrivals: Sequence[Arrival]) -> list[Missing]:
    """Return the delegations of which somebody is missing, with who: no query."""
    _whole, counts = counted((one.member.delegation_id, one.at is not None) for one in arrivals)
    found: dict[int, list[Arrival]] = {}
    for one in arrivals:
        if one.at is None:
            found.setdefault(one.member.delegation_id, []).append(one)
    return [
        Missing(people[0].delegation, counts[number], people) for number, people in found.items()
    ]


def search(arrivals: Sequence[Arrival], text: str) -> list[Arrival]:
    """Return those whose name, function or place has every word of a text in it, in any script: no query."""
    words = search_key(text).split()
    if not words:
        return []
    found = []
    for one in arrivals:
        place = one.delegation.place
        parts = (one.member.name, one.member.function, place.name, place.local_name)
        key = search_key(" ".join(parts))
        if all(word in key for word in words):
            found.append(one)
    return found


def latest(arrivals: Sequence[Arrival], number: int = 5) -> list[Arrival]:
    """Return who came last, the latest first: no query."""
    here = [one for one in arrivals if one.at is not None]
    here.sort(key=lambda one: (one.at, one.member.pk), reverse=True)
    return here[:number]
