"""What a member chooses for the own workspace: the calendar's address, and the monthly e-mail."""

import secrets

from django.core import signing
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.memberships.permissions import require_member
from jumelage.places.models import Place
from jumelage.workspace.models import CalendarFeed, DigestChoice

#: Marks the token of a link that switches the monthly e-mail off.
UNSUBSCRIBE = "workspace.digest.unsubscribe"


@atomic_action
def renew_calendar(*, actor: Actor, place: Place) -> CalendarFeed:
    """Give the actor a calendar address for a place. One that there was before leads nowhere from now on.

    Raises:
        NotAllowedError: the actor does not act for the place.
    """
    membership = _own_membership(actor, place)
    values = {"nonce": secrets.token_hex(16), "renewed_at": now()}
    feed, created = CalendarFeed.objects.update_or_create(membership=membership, defaults=values)
    action = "workspace.make_calendar" if created else "workspace.renew_calendar"
    _note(actor, action, place)
    return feed


@atomic_action
def revoke_calendar(*, actor: Actor, place: Place) -> None:
    """Take the actor's calendar address for a place back. Nothing happens if there is none.

    Raises:
        NotAllowedError: the actor does not act for the place.
    """
    membership = _own_membership(actor, place)
    if CalendarFeed.objects.filter(membership=membership).delete()[0]:
        _note(actor, "workspace.revoke_calendar", place)


@atomic_action
def choose_digest(*, actor: Actor, place: Place, wanted: bool) -> None:
    """Say whether the actor wants the monthly e-mail for a place.

    Raises:
        NotAllowedError: the actor does not act for the place.
    """
    _set_digest(_own_membership(actor, place), actor, wanted=wanted)


@atomic_action
def unsubscribe(*, token: str) -> Membership:
    """Switch the monthly e-mail off for the membership that a link names.

    Whoever has the e-mail may do so, without signing in. Returns the membership. A second time changes nothing.

    Raises:
        RefusedError: the link was not made here, or the membership is gone.
    """
    membership = membership_of_token(token)
    label = str(membership.user)[:200]
    _set_digest(membership, Actor(label=label, user_id=membership.user_id), wanted=False)
    return membership


def unsubscribe_token(membership: Membership) -> str:
    """Return the token with which the monthly e-mail of a membership can be switched off."""
    return signing.dumps(membership.pk, salt=UNSUBSCRIBE)


def membership_of_token(token: str) -> Membership:
    """Return the membership that a link to switch the e-mail off names.

    Raises:
        RefusedError: the link was not made here, or the membership is gone.
    """
    try:
        number = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        number = None
    rows = Membership.objects.select_related("user", "place").filter(place__isnull=False)
    membership = rows.filter(pk=number).first()
    if membership is None:
        message = _(
            "This link is not complete, or it is no longer valid. Sign in and switch the e-mail off "
            "on the page “Calendar”."
        )
        raise RefusedError(Problem("unknown_link", "", message))
    return membership


def _set_digest(membership: Membership, actor: Actor, *, wanted: bool) -> None:
    choice = DigestChoice.objects.filter(membership=membership).first()
    if (choice.wanted if choice else True) == wanted:
        return
    values = {"wanted": wanted, "chosen_at": now()}
    DigestChoice.objects.update_or_create(membership=membership, defaults=values)
    place = membership.place
    if place is not None:
        _note(actor, "workspace.digest_on" if wanted else "workspace.digest_off", place)


def _own_membership(actor: Actor, place: Place) -> Membership:
    require_member(actor, place.pk, Role.HELPER)
    rows = Membership.objects.filter(user=actor.user_id, place=place, state=Membership.ACTIVE)
    membership = rows.select_for_update().first()
    if membership is None:  # the operator, who is no member
        message = _("Only people who act for this place have a calendar and e-mails of it.")
        raise NotAllowedError(Problem("not_allowed", "", message))
    return membership


def _note(actor: Actor, action: str, place: Place) -> None:
    record(
        actor=actor, action=action, target=f"user:{actor.user_id}", acting_for=place.name,
        places=[place.pk], registry=False,
    )  # fmt: skip
