"""What came of a meeting: whether it was held, and what its parties agreed on. Held, it is an activity of the tie."""

from django.utils.translation import gettext as _

from jumelage.agreements.actions.work import ActivityData, record_activity, remove_activity
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import refuse, too_long
from jumelage.forum.actions.meeting_common import party_of, record_meeting
from jumelage.forum.domain.meetings import FOR, Outcome
from jumelage.forum.meetings.outcomes import has_begun, ties_of, when_held
from jumelage.forum.models import Delegation, Meeting
from jumelage.memberships.permissions import require_member


@atomic_action
def say_outcome(
    *,
    actor: Actor,
    delegation: Delegation,
    meeting: Meeting,
    version: int,
    outcome: str,
    result: str = "",
    is_public: bool = True,
) -> Meeting:
    """Say for one party whether a meeting was held and what was agreed on; both parties and the organisers read it.

    Held, it is written down as an activity of the ties in force between the place and the others, once; ``is_public``:
    everybody reads of it, and it keeps the tie active. Taken back, the activity is taken out again.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the meeting meanwhile.
        RefusedError: with every reason: it has not been yet, it is off, the other side said that it was held.
    """
    require_member(actor, delegation.place_id)
    kept = locked(Meeting, meeting.pk, version)
    party = party_of(kept, delegation)
    problems = too_long(result, "result")
    if outcome not in set(Outcome):
        problems.append(Problem("unknown", "outcome", _("Say whether it was held.")))
    if party.answer not in FOR or kept.ended_at is not None:
        problems.append(Problem("state", "", _("This meeting is off.")))
    elif not has_begun(kept):
        problems.append(Problem("early", "outcome", _("This meeting has not been yet.")))
    refuse(problems + _said_by_another(kept, delegation, outcome))
    was = kept.outcome
    values: dict[str, object] = {"outcome": outcome, "result": result.strip()}
    if outcome != was:
        values["said_by"] = None if outcome == Outcome.OPEN else delegation
    if not save_changes(kept, values):
        return kept
    if was == Outcome.HELD and outcome != was:
        _take_out(actor, delegation, kept)
    if outcome == Outcome.HELD and outcome != was:
        _write_down(actor, delegation, kept, is_public=is_public)
    record_meeting(actor, kept, "forum.say_outcome", acting_for=delegation.place.name)
    return kept


def _said_by_another(meeting: Meeting, delegation: Delegation, outcome: str) -> list[Problem]:
    by = meeting.said_by
    if meeting.outcome != Outcome.HELD or outcome == Outcome.HELD or by is None or by == delegation:
        return []
    message = _("%(place)s has written down that it was held: only that office can take it back.")
    return [Problem("other", "outcome", message % {"place": by.place.name})]


def _write_down(actor: Actor, delegation: Delegation, meeting: Meeting, *, is_public: bool) -> None:
    edition = meeting.edition
    title = meeting.subject or _("Meeting at “%(edition)s”") % {"edition": edition.name}
    for tie in ties_of(meeting, delegation):
        data = ActivityData(
            kind="meeting",
            when=when_held(meeting),
            title=title,
            theme=meeting.theme,
            is_public=is_public,
        )
        activity = record_activity(actor=actor, place=delegation.place, tie=tie, data=data)
        meeting.activities.add(activity)


def _take_out(actor: Actor, delegation: Delegation, meeting: Meeting) -> None:
    reason = _("It was no meeting after all, says the office that had written it down.")
    for activity in meeting.activities.all():
        remove_activity(actor=actor, place=delegation.place, activity=activity, reason=reason)
