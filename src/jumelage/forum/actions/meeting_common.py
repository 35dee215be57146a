"""What the actions of meetings have in common: parties, what is wrong with what somebody says, and the trail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, record
from jumelage.core.clock import now
from jumelage.core.conflicts import save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import too_long
from jumelage.forum.actions.common import problems_with_codes
from jumelage.forum.domain.meetings import AGAINST, is_ended
from jumelage.forum.models import Delegation, Meeting, MeetingParty, Member

LONGEST_SUBJECT, LONGEST_MESSAGE = 200, 2_000
PRIORITIES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class OwnData:
    """What a delegation says of a meeting for itself: how much it wants it (1 if it fits, 2 important, 3 above all), a
    word to the other side, and who of its people have to be there.
    """

    priority: int = 1
    message: str = ""
    people: tuple[Member, ...] = ()


def problems_with_own(delegation: Delegation, data: OwnData) -> list[Problem]:
    """Return every reason for which a delegation cannot say so of a meeting."""
    problems = too_long(data.message, "message", LONGEST_MESSAGE)
    if data.priority not in PRIORITIES:
        problems.append(Problem("range", "priority", _("Say how important it is: 1, 2 or 3.")))
    if any(one.delegation_id != delegation.pk or one.left_at for one in data.people):
        message = _("Choose people of your delegation who come.")
        problems.append(Problem("elsewhere", "people", message))
    return problems


def problems_with_subject(subject: str, theme: str) -> list[Problem]:
    """Return every reason for which a meeting cannot be about something."""
    problems = too_long(subject, "subject", LONGEST_SUBJECT)
    return problems + problems_with_codes([theme] if theme else [], THEMES, "theme")


def party_of(meeting: Meeting, delegation: Delegation) -> MeetingParty:
    """Return a delegation's part in a locked meeting.

    Raises:
        RefusedError: it has none, or the organisers took the meeting off.
    """
    party = meeting.parties.filter(delegation=delegation).first()
    if party is None:
        raise RefusedError(Problem("elsewhere", "", _("This is a meeting of others.")))
    require_on(meeting)
    return party


def require_on(meeting: Meeting) -> None:
    """Let only go on what the organisers did not take off.

    Raises:
        RefusedError: they did; the message says why.
    """
    if meeting.off_reason:
        message = _("The organisers took this meeting off: %(reason)s")
        raise RefusedError(Problem("off", "", message % {"reason": meeting.off_reason}))


def say(party: MeetingParty, answer: str, data: OwnData) -> None:
    """Keep what a party answers."""
    party.answer, party.priority = answer, data.priority
    party.message, party.answered_at = data.message.strip(), now()
    party.save(update_fields=["answer", "priority", "message", "answered_at"])
    party.people.set(data.people)


def settle(meeting: Meeting, **values: object) -> None:
    """Keep whether a locked meeting is still wanted after its parties answered, as its next version."""
    ended = is_ended(meeting.parties.values_list("answer", flat=True))
    values["ended_at"] = (meeting.ended_at or now()) if ended else None
    if not save_changes(meeting, values):
        meeting.version += 1
        meeting.save(update_fields=["version"])


def others_in(meeting: Meeting, delegation: Delegation | None) -> list[int]:
    """Return the delegations that are still in a meeting beside one."""
    rows = meeting.parties.exclude(answer__in=AGAINST)
    if delegation is not None:
        rows = rows.exclude(delegation=delegation)
    return list(rows.order_by("pk").values_list("delegation", flat=True))


def not_coming(delegations: Sequence[Delegation]) -> str:
    """Return those of some delegations that do not come, as a list in words; empty if all come."""
    return ", ".join(one.place.name for one in delegations if not one.is_coming)


def record_meeting(
    actor: Actor,
    meeting: Meeting,
    action: str,
    *,
    acting_for: str,
    places: Iterable[int] | None = None,
    reason: str = "",
) -> None:
    """Write into the trail what was done about a meeting: its places' members read it, nobody else; without names."""
    if places is None:
        places = meeting.parties.values_list("delegation__place", flat=True)
    record(
        actor=actor,
        action=action,
        target=f"meeting:{meeting.pk}",
        reason=reason,
        acting_for=acting_for,
        places=places,
        registry=False,
    )
