"""Wishing to meet: two delegations that both wish it share one meeting."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import locked
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.forum.actions.meeting_common import (
    OwnData,
    not_coming,
    others_in,
    party_of,
    problems_with_own,
    problems_with_subject,
    record_meeting,
    require_on,
    say,
    settle,
)
from jumelage.forum.domain.meetings import Answer, is_ended, key_of
from jumelage.forum.meetings.news import heard, note
from jumelage.forum.meetings.opening import require_open
from jumelage.forum.models import (
    Delegation,
    Meeting,
    MeetingNews,
    MeetingParty,
    MeetingRules,
)
from jumelage.memberships.permissions import require_member

#: So many delegations meet at once at most: more is a session of the agenda.
MOST_PARTIES = 6


@dataclass(frozen=True, slots=True)
class WishData:
    """Whom a delegation wishes to meet (one or more at once), about what, and what it says of it for itself."""

    others: tuple[Delegation, ...]
    subject: str = ""
    theme: str = ""
    own: OwnData = field(default_factory=OwnData)


@atomic_action
def wish(*, actor: Actor, delegation: Delegation, data: WishData) -> Meeting:
    """Wish to meet another delegation, or several at once. The others are asked; who wished it too, has agreed.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        RefusedError: with every reason.
    """
    require_member(actor, delegation.place_id)
    rules = require_open(delegation.edition)
    refuse(_problems(rules, delegation, data))
    numbers = [delegation.pk, *(one.pk for one in data.others)]
    key = key_of(numbers)
    meeting = (
        Meeting.objects.select_for_update()
        .filter(edition=delegation.edition, parties_key=key)
        .first()
    )
    if meeting is None:
        meeting = Meeting.objects.create(
            edition=delegation.edition,
            parties_key=key,
            subject=data.subject.strip(),
            theme=data.theme,
            created_at=now(),
        )
        MeetingParty.objects.bulk_create(
            MeetingParty(meeting=meeting, delegation_id=number) for number in numbers
        )
        note(meeting, MeetingNews.ASKED, numbers[1:])
        say(meeting.parties.get(delegation=delegation), Answer.WISHED, data.own)
    else:
        _join(meeting, delegation, data)
    record_meeting(actor, meeting, "forum.wish_meeting", acting_for=delegation.place.name)
    return meeting


def _problems(rules: MeetingRules, delegation: Delegation, data: WishData) -> list[Problem]:
    problems = problems_with_own(delegation, data.own)
    problems += problems_with_subject(data.subject, data.theme)
    edition, others = delegation.edition_id, data.others
    if not others:
        problems.append(Problem("missing", "others", _("Choose whom you want to meet.")))
    if any(one.edition_id != edition or one.pk == delegation.pk for one in others):
        message = _("Choose among the other delegations to this edition.")
        problems.append(Problem("elsewhere", "others", message))
    elif names := not_coming(others):
        message = _("Not coming to this edition: %(places)s.") % {"places": names}
        problems.append(Problem("state", "others", message))
    if not delegation.is_coming:
        problems.append(Problem("state", "", _("Say first that the place comes.")))
    if len(others) >= MOST_PARTIES:
        message = _("At most %(most)s delegations meet at once.") % {"most": MOST_PARTIES}
        problems.append(Problem("many", "others", message))
    if wishes_of(delegation) >= rules.most_wishes:
        message = _(
            "Each delegation has %(most)s wishes, and yours are all used: take one back first."
        )
        problems.append(Problem("limit", "others", message % {"most": rules.most_wishes}))
    return problems


def wishes_of(delegation: Delegation) -> int:
    """Return how many wishes of a delegation count: its own, of meetings that are still wanted."""
    rows = delegation.meetings.filter(answer=Answer.WISHED, meeting__ended_at__isnull=True)
    return rows.count()


def _join(meeting: Meeting, delegation: Delegation, data: WishData) -> None:
    """Wish a meeting that is there already: others wished it, or it was off.

    Raises:
        RefusedError: it is wished already, or nobody else is left who has not declined.
    """
    require_on(meeting)
    party = meeting.parties.get(delegation=delegation)
    if meeting.ended_at is None and party.answer in {Answer.WISHED, Answer.ACCEPTED}:
        raise RefusedError(Problem("twice", "others", _("You wish this meeting already.")))
    if meeting.ended_at is not None:
        stale = (Answer.WITHDRAWN, Answer.ACCEPTED)
        meeting.parties.filter(answer__in=stale).update(answer=Answer.ASKED)
    say(party, Answer.WISHED, data.own)
    if is_ended(meeting.parties.values_list("answer", flat=True)):
        raise RefusedError(
            Problem("declined", "others", _("The other side has declined this meeting."))
        )
    values = {"subject": data.subject.strip(), "theme": data.theme}
    settle(
        meeting,
        **{name: value for name, value in values.items() if value and not getattr(meeting, name)},
    )
    heard(meeting, delegation)
    for other in meeting.parties.exclude(delegation=delegation):
        kind = MeetingNews.ASKED if other.answer == Answer.ASKED else MeetingNews.ANSWERED
        note(meeting, kind, [other.delegation_id])


@atomic_action
def change_wish(
    *,
    actor: Actor,
    delegation: Delegation,
    meeting: Meeting,
    version: int,
    data: OwnData,
    subject: str = "",
    theme: str = "",
) -> Meeting:
    """Change what a delegation that wants a meeting says of it. The subject is that of who wished it, and of both.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the meeting meanwhile.
        RefusedError: with every reason.
    """
    require_member(actor, delegation.place_id)
    require_open(delegation.edition)
    refuse(problems_with_own(delegation, data) + problems_with_subject(subject, theme))
    kept = locked(Meeting, meeting.pk, version)
    party = party_of(kept, delegation)
    if party.answer not in {Answer.WISHED, Answer.ACCEPTED} or kept.ended_at is not None:
        raise RefusedError(Problem("state", "", _("You do not wish this meeting any more.")))
    say(party, party.answer, data)
    if party.answer == Answer.WISHED:
        settle(kept, subject=subject.strip(), theme=theme)
    else:
        settle(kept)
    record_meeting(actor, kept, "forum.change_wish", acting_for=delegation.place.name)
    return kept


@atomic_action
def take_back_wish(
    *, actor: Actor, delegation: Delegation, meeting: Meeting, version: int
) -> Meeting:
    """Take a wish back. Of more than two, the others can still meet if one of them wants to.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the meeting meanwhile.
        RefusedError: it was no wish of the place, or wishes are closed.
    """
    require_member(actor, delegation.place_id)
    require_open(delegation.edition)
    kept = locked(Meeting, meeting.pk, version)
    party = party_of(kept, delegation)
    if party.answer != Answer.WISHED:
        raise RefusedError(Problem("state", "", _("You do not wish this meeting any more.")))
    told = others_in(kept, delegation)
    say(party, Answer.WITHDRAWN, OwnData(party.priority))
    settle(kept)
    heard(kept, delegation)
    note(kept, MeetingNews.OFF if kept.ended_at else MeetingNews.ANSWERED, told)
    record_meeting(actor, kept, "forum.take_back_wish", acting_for=delegation.place.name)
    return kept
