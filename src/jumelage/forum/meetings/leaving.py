"""A delegation that does not come leaves its meetings; somebody who comes instead of another takes over."""

from jumelage.core.clock import now
from jumelage.forum.domain.meetings import AGAINST, Answer, Outcome, is_ended
from jumelage.forum.meetings.news import note
from jumelage.forum.models import (
    Delegation,
    Meeting,
    MeetingNews,
    MeetingParty,
    Member,
    Speaker,
)


def leave_meetings(delegation: Delegation) -> int:
    """Take a delegation out of all its meetings of which nobody has said what came of them; return of how many.

    The others are told. Call it inside an action, which records it.
    """
    MeetingNews.objects.filter(delegation=delegation).delete()
    open_ones = Meeting.objects.wanted().filter(
        outcome=Outcome.OPEN, parties__delegation=delegation
    )
    number = 0
    for meeting in open_ones.select_for_update(of=("self",)).order_by("pk"):
        party = meeting.parties.get(delegation=delegation)
        if party.answer in AGAINST:
            continue
        party.answer, party.message, party.answered_at = Answer.WITHDRAWN, "", now()
        party.save(update_fields=["answer", "message", "answered_at"])
        party.people.clear()
        left = meeting.parties.exclude(answer__in=AGAINST)
        if is_ended(meeting.parties.values_list("answer", flat=True)):
            meeting.ended_at, meeting.is_must = now(), False
        meeting.version += 1
        meeting.save(update_fields=["ended_at", "is_must", "version"])
        kind = MeetingNews.OFF if meeting.ended_at else MeetingNews.ANSWERED
        note(meeting, kind, list(left.values_list("delegation", flat=True)))
        number += 1
    return number


def stand_in(before: Member, after: Member) -> None:
    """Let somebody who comes in another's place be where the other had to be: in meetings, and as who speaks."""
    for party in MeetingParty.objects.filter(people=before):
        party.people.remove(before)
        party.people.add(after)
    Speaker.objects.filter(member=before).update(member=None)


def forget_in_meetings(member: Member) -> None:
    """Let nobody wait for somebody who does not come."""
    MeetingParty.people.through.objects.filter(member=member).delete()
    Speaker.objects.filter(member=member).update(member=None)
