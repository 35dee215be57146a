"""Messages about memberships, each in the language of who reads it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import override

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Invitation, Membership
from jumelage.memberships.targets import Target, heads_of, name_in, place_of
from jumelage.places.models import Place

_MAIL = "memberships/mail"


def _address(name: str, *args: object, language: str) -> str:
    with override(language):
        return mail.absolute(reverse(name, args=args))


def tell_applicant(membership: Membership) -> None:
    """Say that an application has come in, and who decides."""
    _to_member(membership, "applied", "workspace:apply")


def tell_deciders(membership: Membership, people: Iterable[User]) -> None:
    """Say to those who decide that somebody asks to act for a target."""
    for person in people:
        if person.pk == membership.user_id:
            continue
        language = person.mail_language
        mail.send(
            to=person.email,
            template=f"{_MAIL}/to_decide",
            context={
                "membership": membership,
                "target": name_in(membership.target, language),
                "link": _where_to_decide(membership, person, language),
            },
            language=language,
        )


def _where_to_decide(membership: Membership, person: User, language: str) -> str:
    """Return the page on which this person decides: a head in the workspace of the place, others in the back office."""
    place = place_of(membership.target)
    if place is not None and heads_of(place).filter(user=person).exists():
        return _address("workspace:members", place.pk, language=language)
    return _address("back-office:membership", membership.pk, language=language)


def tell_decision(membership: Membership) -> None:
    """Say to who applied what was decided, and why."""
    _to_member(membership, "decided", "workspace:home")


def tell_end(membership: Membership) -> None:
    """Say to a member that somebody else has ended the membership, and why."""
    _to_member(membership, "ended", "workspace:apply")


def tell_role(membership: Membership, reason: str) -> None:
    """Say to a member what the role is now."""
    _to_member(membership, "role", "workspace:home", reason=reason)


def _to_member(membership: Membership, name: str, page: str, **more: object) -> None:
    language = membership.user.mail_language
    mail.send(
        to=membership.user.email,
        template=f"{_MAIL}/{name}",
        context={
            "membership": membership,
            "target": name_in(membership.target, language),
            "link": _address(page, language=language),
            **_roles(membership.role),
            **more,
        },
        language=language,
    )


def _roles(role: str) -> dict[str, bool]:
    """Return which role it is, so that a template can word it in a whole sentence."""
    return {f"is_{known.value}": role == known for known in Role}


def send_invitation(invitation: Invitation, secret: str) -> None:
    """Send the invitation with its secret."""
    language = invitation.language
    mail.send(
        to=invitation.email,
        template=f"{_MAIL}/invitation",
        context={
            "invitation": invitation,
            "target": name_in(invitation.target, language),
            "is_place": isinstance(invitation.target, Place),
            "link": _address("workspace:invitation", secret, language=language),
            **_roles(invitation.role),
        },
        language=language,
    )


def tell_inviter(invitation: Invitation, membership: Membership) -> None:
    """Say to who invited that the invitation was accepted."""
    inviter = invitation.inviter
    if inviter is None or not inviter.is_active:
        return
    language = inviter.mail_language
    mail.send(
        to=inviter.email,
        template=f"{_MAIL}/accepted",
        context={
            "membership": membership,
            "target": name_in(invitation.target, language),
            "link": _members_page(invitation.target, language),
        },
        language=language,
    )


def _members_page(target: Target, language: str) -> str:
    place = place_of(target)
    if place is not None:
        return _address("workspace:members", place.pk, language=language)
    return _address("back-office:associations", language=language)
