"""What organisers do about meetings: adding one, saying that it has to be held and when, taking it off, reminding."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, refuse, too_long
from jumelage.forum.actions.common import acting_for, record_edition
from jumelage.forum.actions.meeting_common import (
    PRIORITIES,
    not_coming,
    others_in,
    problems_with_subject,
    record_meeting,
    require_on,
    settle,
)
from jumelage.forum.actions.meeting_rules import rules_of
from jumelage.forum.actions.meeting_wishes import MOST_PARTIES
from jumelage.forum.domain.meetings import Answer, key_of
from jumelage.forum.meetings.musts import problems_with_must
from jumelage.forum.meetings.news import note
from jumelage.forum.meetings.notices import remind_to_wish
from jumelage.forum.meetings.opening import is_open
from jumelage.forum.meetings.queries import silent_delegations
from jumelage.forum.models import (
    Delegation,
    Edition,
    Meeting,
    MeetingNews,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
)
from jumelage.forum.permissions import require_organiser

LONGEST_REASON = 1_000
#: Offices are reminded to wish once in so many hours.
REMIND_AGAIN = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class MeetingData:
    """What organisers say of a meeting: that it has to be held (``is_must``), and at which time only."""

    subject: str = ""
    theme: str = ""
    is_must: bool = False
    fixed_slot: MeetingSlot | None = None


@atomic_action
def add_meeting(
    *,
    actor: Actor,
    edition: Edition,
    delegations: tuple[Delegation, ...],
    data: MeetingData,
    priority: int = 2,
) -> Meeting:
    """Add a meeting of two or more delegations, for them. They are told, and can decline while wishes are open.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason; one that has to be held and cannot, says why.
    """
    require_organiser(actor, edition)
    rules = rules_of(edition)
    MeetingRules.objects.select_for_update().get(pk=rules.pk)
    refuse(_problems_with_added(edition, delegations, priority) + _problems(edition, data))
    numbers = [one.pk for one in delegations]
    key = key_of(numbers)
    meeting = Meeting.objects.filter(edition=edition, parties_key=key).first()
    if meeting is not None and meeting.ended_at is None:
        message = _("This meeting is there already: change it instead.")
        raise RefusedError(Problem("twice", "delegations", message))
    if meeting is None:
        meeting = Meeting.objects.create(edition=edition, parties_key=key, created_at=now())
        for number in numbers:
            MeetingParty.objects.create(meeting=meeting, delegation_id=number)
    parties = meeting.parties.exclude(answer=Answer.WISHED)
    parties.update(answer=Answer.ACCEPTED, priority=priority, answered_at=now())
    settle(meeting, is_added=True, off_reason="", **_columns(data))
    if data.is_must:
        refuse(problems_with_must(meeting))
    note(meeting, MeetingNews.CHANGED, numbers)
    _record(actor, meeting, "forum.add_meeting")
    return meeting


def _problems_with_added(
    edition: Edition, delegations: tuple[Delegation, ...], priority: int
) -> list[Problem]:
    problems = []
    if len({one.pk for one in delegations}) < 2:
        message = _("Choose two delegations or more.")
        problems.append(Problem("few", "delegations", message))
    if len(delegations) > MOST_PARTIES:
        message = _("At most %(most)s delegations meet at once.") % {"most": MOST_PARTIES}
        problems.append(Problem("many", "delegations", message))
    if any(one.edition_id != edition.pk for one in delegations):
        message = _("Choose among the delegations to this edition.")
        problems.append(Problem("elsewhere", "delegations", message))
    elif names := not_coming(delegations):
        message = _("Not coming to this edition: %(places)s.") % {"places": names}
        problems.append(Problem("state", "delegations", message))
    if priority not in PRIORITIES:
        problems.append(Problem("range", "priority", _("Say how important it is: 1, 2 or 3.")))
    return problems


def _problems(edition: Edition, data: MeetingData) -> list[Problem]:
    problems = problems_with_subject(data.subject, data.theme)
    if data.fixed_slot is not None and data.fixed_slot.edition_id != edition.pk:
        problems.append(Problem("elsewhere", "fixed_slot", _("Choose a time of this edition.")))
    return problems


def _columns(data: MeetingData) -> dict[str, object]:
    return {
        "subject": data.subject.strip(),
        "theme": data.theme,
        "is_must": data.is_must,
        "fixed_slot": data.fixed_slot,
    }


@atomic_action
def change_meeting(*, actor: Actor, meeting: Meeting, version: int, data: MeetingData) -> Meeting:
    """Change what organisers say of a meeting.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason; one that has to be held and cannot, says why.
    """
    require_organiser(actor, meeting.edition)
    refuse(_problems(meeting.edition, data))
    kept = locked(Meeting, meeting.pk, version)
    require_on(kept)
    if not save_changes(kept, _columns(data)):
        return kept
    if data.is_must or data.fixed_slot:
        refuse(problems_with_must(kept))
    _record(actor, kept, "forum.change_meeting")
    return kept


@atomic_action
def take_off_meeting(*, actor: Actor, meeting: Meeting, version: int, reason: str) -> Meeting:
    """Take a meeting off, for a reason that its delegations read.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: without a reason, or it is off already.
    """
    require_organiser(actor, meeting.edition)
    problems = need(reason, "reason", _("Say why: the delegations read it."))
    refuse(problems + too_long(reason, "reason", LONGEST_REASON))
    kept = locked(Meeting, meeting.pk, version)
    require_on(kept)
    told = others_in(kept, None)
    values = {"off_reason": reason.strip(), "is_must": False, "fixed_slot": None}
    save_changes(kept, {**values, "ended_at": kept.ended_at or now()})
    note(kept, MeetingNews.OFF, told)
    _record(actor, kept, "forum.take_off_meeting", reason=reason.strip())
    return kept


@atomic_action
def remind_of_wishes(*, actor: Actor, edition: Edition) -> int:
    """Remind the offices of delegations that have wished and answered nothing yet; return of how many.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: wishes are closed, everybody has wished, or they were reminded less than a day ago.
    """
    require_organiser(actor, edition)
    rules = MeetingRules.objects.select_for_update().get(pk=rules_of(edition).pk)
    if not is_open(rules, edition):
        raise RefusedError(Problem("closed", "", _("Open the wishes first.")))
    if rules.reminded_at and rules.reminded_at > now() - REMIND_AGAIN:
        message = _("They were reminded less than a day ago. Give them time.")
        raise RefusedError(Problem("soon", "", message))
    silent = list(silent_delegations(edition))
    if not silent:
        raise RefusedError(Problem("none", "", _("Every delegation has wished or answered.")))
    MeetingRules.objects.filter(pk=rules.pk).update(reminded_at=now())
    for delegation in silent:
        remind_to_wish(delegation, rules)
    changes = {"delegations": len(silent)}
    record_edition(actor, edition, "forum.remind_of_wishes", changes=changes, public=False)
    return len(silent)


def _record(actor: Actor, meeting: Meeting, action: str, reason: str = "") -> None:
    words = acting_for(actor, meeting.edition)
    record_meeting(actor, meeting, action, acting_for=words, reason=reason)
