"""Answering who wishes to meet: accepting and declining."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import locked
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.forum.actions.meeting_common import (
    OwnData,
    others_in,
    party_of,
    problems_with_own,
    record_meeting,
    say,
    settle,
)
from jumelage.forum.domain.meetings import Answer, is_ended
from jumelage.forum.meetings.news import heard, note
from jumelage.forum.meetings.opening import require_open
from jumelage.forum.models import Delegation, Meeting, MeetingNews
from jumelage.memberships.permissions import require_member


@atomic_action
def accept_meeting(
    *, actor: Actor, delegation: Delegation, meeting: Meeting, version: int, data: OwnData
) -> Meeting:
    """Agree to a meeting that others wish; also after it was declined. They are told.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the meeting meanwhile.
        RefusedError: with every reason.
    """
    require_member(actor, delegation.place_id)
    require_open(delegation.edition)
    refuse(problems_with_own(delegation, data))
    kept = locked(Meeting, meeting.pk, version)
    party = party_of(kept, delegation)
    if party.answer not in {Answer.ASKED, Answer.DECLINED}:
        raise RefusedError(Problem("state", "", _("This is answered already.")))
    say(party, Answer.ACCEPTED, data)
    answers = dict(kept.parties.values_list("delegation", "answer"))
    wished = any(answer == Answer.WISHED for answer in answers.values()) or kept.is_added
    if is_ended(answers.values()) or not wished:
        message = _("Nobody else wishes this meeting any more. You can wish it yourselves.")
        raise RefusedError(Problem("ended", "", message))
    settle(kept)
    heard(kept, delegation)
    note(kept, MeetingNews.ANSWERED, others_in(kept, delegation))
    record_meeting(actor, kept, "forum.accept_meeting", acting_for=delegation.place.name)
    return kept


@atomic_action
def decline_meeting(
    *,
    actor: Actor,
    delegation: Delegation,
    meeting: Meeting,
    version: int,
    message: str = "",
) -> Meeting:
    """Decline a meeting, with a word if the actor likes; also after it was accepted. The others are told.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the meeting meanwhile.
        RefusedError: with every reason.
    """
    require_member(actor, delegation.place_id)
    require_open(delegation.edition)
    data = OwnData(message=message)
    refuse(problems_with_own(delegation, data))
    kept = locked(Meeting, meeting.pk, version)
    party = party_of(kept, delegation)
    if party.answer not in {Answer.ASKED, Answer.ACCEPTED}:
        raise RefusedError(Problem("state", "", _("This is answered already.")))
    told = others_in(kept, delegation)
    say(party, Answer.DECLINED, data)
    settle(kept)
    heard(kept, delegation)
    note(kept, MeetingNews.ANSWERED, told)
    record_meeting(actor, kept, "forum.decline_meeting", acting_for=delegation.place.name)
    return kept
