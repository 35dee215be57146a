"""Secret addresses: of a delegation’s timetable and calendar, and of the board in the hall; given, and taken back."""

from secrets import token_hex

from jumelage.core.audit import Actor, atomic_action
from jumelage.forum.actions.common import record_edition
from jumelage.forum.actions.delegations import record_delegation
from jumelage.forum.domain.delegations import Side
from jumelage.forum.models import Attendance, Delegation, Edition, MeetingRules
from jumelage.forum.permissions import may_organise, require_organiser
from jumelage.memberships.permissions import require_member


@atomic_action
def show_timetable(*, actor: Actor, delegation: Delegation, shown: bool) -> Attendance:
    """Make a new secret address at which a delegation’s timetable is read, or take it back. An earlier one is dead.

    Raises:
        NotAllowedError: the actor is neither an officer of the place nor one of the organisers.
    """
    side = Side.PLACE
    if may_organise(actor, delegation.edition):
        side = Side.ORGANISER
    else:
        require_member(actor, delegation.place_id)
    Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    attendance, _made = Attendance.objects.get_or_create(delegation=delegation)
    attendance.feed_key = token_hex(16) if shown else ""
    attendance.save(update_fields=["feed_key"])
    action = "forum.show_timetable" if shown else "forum.hide_timetable"
    record_delegation(actor, delegation, action, side)
    return attendance


@atomic_action
def show_board(*, actor: Actor, edition: Edition, shown: bool) -> MeetingRules:
    """Make a new secret address of the board in the hall, or take it back. An earlier one is dead.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, edition)
    Edition.objects.select_for_update().get(pk=edition.pk)
    rules, _made = MeetingRules.objects.get_or_create(edition=edition)
    rules.board_key = token_hex(16) if shown else ""
    rules.save(update_fields=["board_key"])
    action = "forum.show_board" if shown else "forum.hide_board"
    record_edition(actor, edition, action, public=False)
    return rules
