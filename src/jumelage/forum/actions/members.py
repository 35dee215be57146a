"""Naming the people of a delegation: the head, the others, and who comes in whose place, until the door."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jumelage.contacts.permissions import require_may_see_to_people
from jumelage.core.audit import OPERATOR, Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.forum.actions.common import LONGEST_NAME, problems_with_codes
from jumelage.forum.actions.delegations import record_delegation
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.delegations import Side, State
from jumelage.forum.meetings.leaving import forget_in_meetings, stand_in
from jumelage.forum.models import CheckIn, Delegation, Edition, Member, ProposedSpeaker
from jumelage.forum.notices import tell_organisers, tell_place
from jumelage.forum.people import empty, empty_in_timetables
from jumelage.forum.permissions import may_organise
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member, require_member

LONGEST_NEEDS = 1_000


@dataclass(frozen=True, slots=True)
class MemberData:
    """A person as the place names it. ``consent_on``: when the person agreed to be named to the organisers;
    ``is_public``: agreed to be named on the public page, too. Languages are ISO 639-1.
    """

    name: str
    consent_on: date | None
    function: str = ""
    languages: tuple[str, ...] = ()
    needs: str = ""
    arrives_on: date | None = None
    leaves_on: date | None = None
    is_public: bool = False
    is_head: bool = False


def problems_with_member(data: MemberData) -> list[Problem]:
    """Return every reason for which a person cannot be named so."""
    problems = need(data.name, "name", _("Write the name."))
    problems += too_long(data.name, "name", LONGEST_NAME)
    problems += too_long(data.function, "function", LONGEST_NAME)
    problems += too_long(data.needs, "needs", LONGEST_NEEDS)
    problems += problems_with_codes(data.languages, LANGUAGES, "languages")
    if data.consent_on is None:
        message = _("Ask first, then write when the person agreed.")
        problems.append(Problem("consent", "consent_on", message))
    else:
        problems += not_ahead(data.consent_on, "consent_on")
    if data.arrives_on and data.leaves_on and data.leaves_on < data.arrives_on:
        problems.append(Problem("order", "leaves_on", _("The end is before the beginning.")))
    return problems


@atomic_action
def name_member(*, actor: Actor, delegation: Delegation, data: MemberData) -> Member:
    """Name somebody of a delegation, within its quota, until the last day for naming people.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        RefusedError: with every reason.
    """
    require_member(actor, delegation.place_id)
    kept = _open(delegation)
    problems = problems_with_member(data)
    until = kept.edition.register_until
    if until and _today_there(kept.edition) > until:
        message = _(
            "The time for naming people is over. You can still send somebody in another’s place."
        )
        problems.append(Problem("late", "", message))
    if kept.members.coming().count() >= kept.quota:
        message = _(
            "The delegation is full: %(quota)s may come. Ask the organisers, or replace somebody."
        )
        problems.append(Problem("quota", "", message % {"quota": kept.quota}))
    refuse(problems)
    member = _add(kept, data)
    _record(actor, kept, "forum.name_member")
    if kept.state == State.APPROVED:
        tell_organisers(kept, "people_changed")
    return member


@atomic_action
def change_member(*, actor: Actor, member: Member, version: int, data: MemberData) -> Member:
    """Change what is known of somebody, or make somebody the head.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_member(actor, member.delegation.place_id)
    delegation = _open(member.delegation)
    refuse(problems_with_member(data))
    kept = locked(Member, member.pk, version)
    _refuse_gone(kept)
    if kept.is_head and not data.is_head:
        message = _(
            "A delegation has a head: make somebody else the head, and this changes by itself."
        )
        raise RefusedError(Problem("head", "is_head", message))
    if data.is_head and not kept.is_head:
        _no_head(delegation)
    if save_changes(kept, _columns(data)):
        _record(actor, delegation, "forum.change_member")
    return kept


@atomic_action
def substitute(*, actor: Actor, member: Member, version: int, data: MemberData) -> Member:
    """Send somebody in another's place: possible until the last day of the edition.

    The place does so, and the organisers are told; or the organisers do so at the door, and the place is told. The
    other's data is erased; who comes instead heads the delegation if the other did.

    Raises:
        NotAllowedError: the actor is neither an officer of the place nor one of the organisers.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason; also if the other has come already.
    """
    at_the_door = may_organise(actor, member.delegation.edition) and not is_member(
        actor, member.delegation.place_id, Role.OFFICER
    )
    if not at_the_door:
        require_member(actor, member.delegation.place_id)
    delegation = _open(member.delegation, at_the_door=at_the_door)
    refuse(problems_with_member(data))
    kept = locked(Member, member.pk, version)
    _refuse_gone(kept)
    if CheckIn.objects.standing().filter(member=kept).exists():
        message = _("This person has come: nobody can come instead.")
        raise RefusedError(Problem("here", "", message))
    was_head, before = kept.is_head, kept.name
    _leave(kept)
    if data.is_head and not was_head:
        _no_head(delegation)
    comes = _add(delegation, data, is_head=data.is_head or was_head)
    Member.objects.filter(pk=kept.pk).update(replaced_by=comes)
    stand_in(kept, comes)
    _record(actor, delegation, "forum.substitute", Side.ORGANISER if at_the_door else Side.PLACE)
    if at_the_door:
        tell_place(delegation, "substituted_at_the_door", before=before, after=comes.name)
    else:
        tell_organisers(delegation, "substituted", before=before, after=comes.name)
    return comes


@atomic_action
def remove_member(*, actor: Actor, member: Member, version: int) -> None:
    """Say that somebody does not come, and nobody instead. The person's data is erased.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: the edition is over, or the person heads an approved delegation.
    """
    require_member(actor, member.delegation.place_id)
    delegation = _open(member.delegation)
    kept = locked(Member, member.pk, version)
    _refuse_gone(kept)
    if kept.is_head and delegation.state == State.APPROVED:
        message = _(
            "An approved delegation has a head: name another one first, or send somebody instead."
        )
        raise RefusedError(Problem("head", "", message))
    _leave(kept)
    forget_in_meetings(kept)
    _record(actor, delegation, "forum.remove_member")
    if delegation.state == State.APPROVED:
        tell_organisers(delegation, "people_changed")


@atomic_action
def erase_member(*, actor: Actor, member: Member) -> None:
    """Erase what is kept of somebody, at any time, if the person wishes it. The row stays, nameless.

    Until the edition is over the person is off the list, too; afterwards it stays known that somebody came.

    Raises:
        NotAllowedError: the actor is neither one of the organisers nor answers people of the place about their data.
        RefusedError: it was erased before.
    """
    delegation = member.delegation
    edition = delegation.edition
    if not may_organise(actor, edition):
        require_may_see_to_people(actor, delegation.place)
    kept = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if kept.erased_at is not None:
        raise RefusedError(Problem("erased", "", _("This person’s data was erased before.")))
    if _today_there(edition) <= edition.last_day:
        _leave(kept)
        forget_in_meetings(kept)
    else:
        empty(Member.objects.filter(pk=kept.pk))
    _record(actor, delegation, "forum.erase_member")


@atomic_action
def forget_people(*, edition: Edition) -> int:
    """Erase the people of an edition that is long over; return how many. Done by the schedule, for nobody.

    Of those who agreed to be named on the public page, name, function and place stay: they are the archive. So do the
    speakers of the agenda; who was only proposed as one goes.
    """
    people = Member.objects.filter(delegation__edition=edition, erased_at__isnull=True)
    number = empty(people.filter(is_public=False))
    public = people.filter(is_public=True)
    rest: dict[str, Any] = {"needs": "", "languages": [], "arrives_on": None, "leaves_on": None}
    empty_in_timetables(public)
    number += public.exclude(**rest).update(**rest)
    number += ProposedSpeaker.objects.filter(proposal__edition=edition).delete()[0]
    if number:
        record(
            actor=OPERATOR,
            action="forum.forget_people",
            target=f"edition:{edition.pk}",
            changes={"people": number},
            registry=False,
        )
    return number


def _open(delegation: Delegation, *, at_the_door: bool = False) -> Delegation:
    """Lock a delegation whose people may still change: at the door also once the edition is closed for delegations."""
    kept = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    edition = kept.edition
    if not kept.is_coming:
        message = _("Say first that the place comes.")
        raise RefusedError(Problem("state", "", message))
    states = {Edition.OPEN, Edition.ANNOUNCED} if at_the_door else {Edition.OPEN}
    if edition.state not in states or _today_there(edition) > edition.last_day:
        message = _("The edition is not open for delegations any more.")
        raise RefusedError(Problem("closed", "", message))
    return kept


def _today_there(edition: Edition) -> date:
    return day_of(now(), edition.time_zone)


def _refuse_gone(member: Member) -> None:
    if member.left_at is not None or member.erased_at is not None:
        raise RefusedError(Problem("gone", "", _("This person is not in the delegation any more.")))


def _columns(data: MemberData) -> dict[str, Any]:
    return {
        "name": data.name.strip(),
        "function": data.function.strip(),
        "languages": list(data.languages),
        "needs": data.needs.strip(),
        "arrives_on": data.arrives_on,
        "leaves_on": data.leaves_on,
        "consent_on": data.consent_on,
        "is_public": data.is_public,
        "is_head": data.is_head,
    }


def _add(delegation: Delegation, data: MemberData, *, is_head: bool | None = None) -> Member:
    columns = _columns(data)
    if is_head is not None:
        columns["is_head"] = is_head
    elif data.is_head:
        _no_head(delegation)
    return Member.objects.create(delegation=delegation, named_at=now(), **columns)


def _no_head(delegation: Delegation) -> None:
    """Let nobody head a delegation for a moment."""
    head = delegation.members.coming().filter(is_head=True).first()
    if head is not None:
        save_changes(head, {"is_head": False})


def _leave(member: Member) -> None:
    save_changes(member, {"left_at": now(), "is_head": False})
    empty(Member.objects.filter(pk=member.pk))


def _record(actor: Actor, delegation: Delegation, action: str, side: Side = Side.PLACE) -> None:
    """Write into the trail that the people changed: without names. How many come, everybody reads once approved."""
    public = delegation.state == State.APPROVED
    record_delegation(actor, delegation, action, side, public=public)
