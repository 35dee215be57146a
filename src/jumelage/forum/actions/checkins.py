"""At the door: who has come, what was a mistake, and badges that were lost."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.forum.actions.delegations import record_delegation
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.arrivals import is_time
from jumelage.forum.domain.delegations import Side, State
from jumelage.forum.models import CheckIn, Edition, Member
from jumelage.forum.permissions import require_organiser


@atomic_action
def check_in(*, actor: Actor, member: Member) -> tuple[CheckIn, bool]:
    """Say that somebody has come; return the check-in, and whether it is new.

    Who was checked in before stays so: the earlier check-in is returned. The trail does not say who it is.

    Raises:
        NotAllowedError: the actor does not run the edition.
        RefusedError: with every reason.
    """
    require_organiser(actor, member.delegation.edition)
    kept = _locked(member)
    standing = kept.check_ins.filter(undone_at__isnull=True).first()
    if standing is not None:
        return standing, False
    refuse(_problems(kept))
    made = CheckIn.objects.create(member=kept, at=now(), by_id=actor.user_id)
    record_delegation(actor, kept.delegation, "forum.check_in", Side.ORGANISER)
    return made, True


@atomic_action
def undo_check_in(*, actor: Actor, member: Member) -> None:
    """Take a check-in back that was a mistake.

    Raises:
        NotAllowedError: the actor does not run the edition.
        RefusedError: the person is not checked in.
    """
    require_organiser(actor, member.delegation.edition)
    kept = _locked(member)
    undone = kept.check_ins.filter(undone_at__isnull=True).update(undone_at=now())
    if not undone:
        raise RefusedError(Problem("not_here", "", _("This person is not checked in.")))
    record_delegation(actor, kept.delegation, "forum.undo_check_in", Side.ORGANISER)


@atomic_action
def new_badge(*, actor: Actor, member: Member) -> Member:
    """Give somebody a new badge: the code of the one before, which was lost, is void at once.

    Raises:
        NotAllowedError: the actor does not run the edition.
        RefusedError: the person does not come.
    """
    require_organiser(actor, member.delegation.edition)
    kept = _locked(member)
    refuse(problems_with_coming(kept))
    save_changes(kept, {"badge": kept.badge + 1})
    record_delegation(actor, kept.delegation, "forum.new_badge", Side.ORGANISER)
    return kept


def problems_with_coming(member: Member) -> list[Problem]:
    """Return why somebody is not among those who come, if that is so."""
    if member.left_at is not None or member.erased_at is not None:
        message = _("This person is not in the delegation any more.")
        return [Problem("gone", "", message)]
    if not member.delegation.is_coming:
        return [Problem("state", "", _("This delegation does not come."))]
    return []


def _problems(member: Member) -> list[Problem]:
    problems = problems_with_coming(member)
    delegation, edition = member.delegation, member.delegation.edition
    if not problems and delegation.state != State.APPROVED:
        message = _("The delegation is not approved yet: approve it first.")
        problems.append(Problem("state", "", message))
    if edition.state in {Edition.DRAFT, Edition.CANCELLED} or not edition.has_days:
        message = _("This edition is not held: nobody can be checked in.")
        problems.append(Problem("edition", "", message))
    elif not is_time(edition.first_day, edition.last_day, day_of(now(), edition.time_zone)):
        message = _("People are checked in from seven days before the first day to the last day.")
        problems.append(Problem("time", "", message))
    return problems


def _locked(member: Member) -> Member:
    rows = Member.objects.select_related("delegation__edition", "delegation__place")
    return rows.select_for_update(of=("self",)).get(pk=member.pk)
