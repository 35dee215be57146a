"""Reading meetings: of a delegation, of an edition; who has said nothing yet."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from jumelage.forum.domain.delegations import COMING
from jumelage.forum.domain.meetings import Answer
from jumelage.forum.models import (
    Delegation,
    Edition,
    Meeting,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    Member,
)
from jumelage.forum.queries import names_at


def rules_if_any(edition: Edition) -> MeetingRules | None:
    """Return the rules of an edition's meetings; ``None`` if it has none: one query."""
    return MeetingRules.objects.filter(edition=edition).first()


def slots_of(edition: Edition) -> list[MeetingSlot]:
    """Return the times for meetings, in their order: one query."""
    return list(MeetingSlot.objects.filter(edition=edition).order_by("begins", "pk"))


def tables_of(edition: Edition) -> list[MeetingTable]:
    """Return the tables for meetings, in the order in which they were written down: one query."""
    return list(edition.meeting_tables.select_related("room").order_by("pk"))


def coming(edition: Edition, language: str) -> QuerySet[Delegation]:
    """Return the delegations that come, by country and place: two queries when it is read."""
    rows = Delegation.objects.filter(edition=edition, state__in=COMING).select_related("place")
    return rows.prefetch_related(names_at("place", language)).order_by(
        "place__country", "place__name", "pk"
    )


def silent_delegations(edition: Edition, language: str = "en") -> QuerySet[Delegation]:
    """Return the delegations that come, and have neither wished nor answered anything."""
    said = MeetingParty.objects.filter(delegation=OuterRef("pk")).exclude(answer=Answer.ASKED)
    return coming(edition, language).filter(~Exists(said))


def with_parties(meetings: QuerySet[Meeting], language: str) -> QuerySet[Meeting]:
    """Return meetings with their parties, the places' names, and who has to be there: four queries more."""
    parties = (
        MeetingParty.objects.select_related("delegation__place")
        .prefetch_related(
            names_at("delegation__place", language),
            Prefetch("people", Member.objects.coming().order_by("pk")),
        )
        .order_by("pk")
    )
    return meetings.prefetch_related(Prefetch("parties", parties))


def meetings_of(delegation: Delegation, language: str) -> list[Meeting]:
    """Return the meetings of which a delegation is a party, in the order in which they were wished: five queries."""
    rows = Meeting.objects.filter(parties__delegation=delegation).select_related(
        "fixed_slot", "edition"
    )
    return list(with_parties(rows, language).order_by("pk"))


def meetings_at(edition: Edition, language: str) -> list[Meeting]:
    """Return all meetings of an edition, also those that are off: five queries."""
    rows = Meeting.objects.filter(edition=edition).select_related("fixed_slot", "edition")
    return list(with_parties(rows, language).order_by("pk"))
