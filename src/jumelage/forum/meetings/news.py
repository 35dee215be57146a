"""What offices have still to be told of their meetings: gathered, and sent as one e-mail an hour at most."""

from collections.abc import Iterable

from jumelage.core.clock import now
from jumelage.forum.models import Delegation, Meeting, MeetingNews


def note(meeting: Meeting, kind: str, delegations: Iterable[Delegation | int]) -> None:
    """Keep in mind that the offices of delegations are told of a meeting. Call it inside an action.

    Who has not heard of a meeting yet is told that it was asked for; of one that is off by then, nothing.
    """
    for one in delegations:
        number = one if isinstance(one, int) else one.pk
        there = MeetingNews.objects.filter(meeting=meeting, delegation=number).first()
        if there is None:
            MeetingNews.objects.create(meeting=meeting, delegation_id=number, kind=kind, at=now())
        elif there.kind == MeetingNews.ASKED and kind == MeetingNews.OFF:
            there.delete()
        elif there.kind != MeetingNews.ASKED:
            MeetingNews.objects.filter(pk=there.pk).update(kind=kind)


def heard(meeting: Meeting, delegation: Delegation) -> None:
    """Forget what the office of a delegation was to be told of a meeting: it has just acted on it."""
    MeetingNews.objects.filter(meeting=meeting, delegation=delegation).delete()
