"""What delegations need for their meetings: when they are away, how many a day, a table without steps; who speaks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import ConflictError, locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.forum.actions.common import record_edition
from jumelage.forum.actions.delegations import record_delegation
from jumelage.forum.actions.meeting_interpreters import problems_with_slots
from jumelage.forum.actions.meeting_rules import MOST_WISHES
from jumelage.forum.domain.delegations import Side
from jumelage.forum.meetings.opening import require_open
from jumelage.forum.meetings.slots import set_slots
from jumelage.forum.models import Attendance, Delegation, MeetingSlot, Member, Speaker
from jumelage.forum.permissions import may_organise, require_organiser
from jumelage.memberships.permissions import require_member


@dataclass(frozen=True, slots=True)
class AttendanceData:
    """When a delegation is away, and whether it needs a table without steps. The limit a day is set by organisers only:
    what a place says of it is not heeded.
    """

    absent: tuple[MeetingSlot, ...] = ()
    needs_access: bool = False
    daily_limit: int | None = None


@atomic_action
def set_attendance(
    *, actor: Actor, delegation: Delegation, version: int, data: AttendanceData
) -> Attendance:
    """Say when a delegation is away and what it needs: the organisers always, its place until the wishes close.

    ``version`` is 0 where nothing was said of it before.

    Raises:
        NotAllowedError: the actor is neither an organiser nor an officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    edition = delegation.edition
    organises = may_organise(actor, edition)
    if not organises:
        require_member(actor, delegation.place_id)
        require_open(edition)
    refuse(_problems(delegation, data))
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    kept = _locked(delegation, version)
    values: dict[str, object] = {"needs_access": data.needs_access}
    if organises:
        values["daily_limit"] = data.daily_limit
    changed = save_changes(kept, values)
    changed += set_slots(kept, data.absent, was_saved=bool(changed))
    if changed:
        side = Side.ORGANISER if organises else Side.PLACE
        record_delegation(actor, delegation, "forum.set_attendance", side)
    return kept


def _problems(delegation: Delegation, data: AttendanceData) -> list[Problem]:
    problems = problems_with_slots(delegation.edition, data.absent)
    if data.daily_limit is not None and not 1 <= data.daily_limit <= MOST_WISHES:
        message = _("Let each have one meeting a day at least, and %(most)s at most.")
        problems.append(Problem("range", "daily_limit", message % {"most": MOST_WISHES}))
    return problems


def _locked(delegation: Delegation, version: int) -> Attendance:
    there = Attendance.objects.filter(delegation=delegation).first()
    if there is None:
        return Attendance.objects.create(delegation=delegation)
    if not version and there.version == 1 and not there.absent.exists():
        version = 1  # made for its calendar only: nothing was said of it
    if not version:
        raise ConflictError(there)
    return locked(Attendance, there.pk, version)


@atomic_action
def link_speaker(*, actor: Actor, speaker: Speaker, member: Member | None) -> Speaker:
    """Say who of the delegates somebody who speaks is: then no meeting is put into the session. ``None``: nobody.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the person is in no delegation of this edition.
    """
    edition = speaker.edition
    require_organiser(actor, edition)
    if member is not None and (
        member.delegation.edition_id != edition.pk or member.left_at or member.erased_at
    ):
        message = _("Choose somebody of a delegation to this edition.")
        raise RefusedError(Problem("elsewhere", "member", message))
    kept = Speaker.objects.select_for_update(of=("self",)).get(pk=speaker.pk)
    if save_changes(kept, {"member": member}):
        record_edition(actor, edition, "forum.link_speaker", public=False)
    return kept
