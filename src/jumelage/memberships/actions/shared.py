"""What the writes of memberships have in common."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.core.audit import Actor, record
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.memberships.domain.domains import domain_matches
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership, OfficialDomain
from jumelage.memberships.targets import Target, capacity_of, concerned, memberships_in, place_of
from jumelage.places.models import Place

#: Texts that people write are no longer than this.
LONGEST = 4000


def person_of(actor: Actor) -> User:
    """Return the account of the person who acts.

    Raises:
        NotAllowedError: nobody has signed in.
    """
    user = User.objects.filter(pk=actor.user_id, is_active=True).first() if actor.user_id else None
    if user is None:
        raise NotAllowedError(Problem("not_allowed", "", _("Please sign in first.")))
    return user


def clean_role(role: str) -> Role:
    """Return a role that a form gives.

    Raises:
        RefusedError: it is none.
    """
    try:
        return Role(role)
    except ValueError as error:
        raise RefusedError(Problem("role", "role", _("Choose a role."))) from error


def clean_text(text: str, field: str, limit: int = LONGEST) -> str:
    """Return a text without space around it.

    Raises:
        RefusedError: it is longer than its limit.
    """
    text = text.strip()
    if len(text) > limit:
        message = _("This is too long: at most %(limit)d characters.") % {"limit": limit}
        raise RefusedError(Problem("long", field, message))
    return text


def lock_members(target: Target) -> list[Membership]:
    """Return all memberships of a target that wait or hold, locked until the transaction ends.

    The target itself is locked first: where nobody acts for it yet, two decisions come one after the other too.
    """
    model: type[Model] = type(target)
    model._base_manager.select_for_update().get(pk=target.pk)  # noqa: SLF001 - Django’s own name for it
    rows = memberships_in(target).filter(state__in=[Membership.APPLIED, Membership.ACTIVE])
    return list(rows.select_for_update().order_by("pk"))


def matches_domain(user: User, target: Target) -> bool:
    """Whether a person's e-mail address is of an official domain of the target's place."""
    place: Place | None = place_of(target)
    if place is None:
        return False
    domains = OfficialDomain.objects.filter(place=place).values_list("domain", flat=True)
    return domain_matches(user.email, domains)


def note(
    actor: Actor, action: str, membership: Membership, reason: str = "", **changes: Any
) -> None:
    """Write down in the trail what was done about a membership."""
    target = membership.target
    record(
        actor=actor,
        action=f"memberships.{action}",
        target=f"membership:{membership.pk}",
        changes={"role": str(membership.role), **changes},
        reason=reason,
        acting_for=capacity_of(actor, target) if actor.user_id != membership.user_id else "",
        places=concerned(target),
        registry=False,
    )
