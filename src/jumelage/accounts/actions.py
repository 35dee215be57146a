"""Accounts: opening, keeping and deleting them; and who is a registry editor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.accounts.naming import forget_name
from jumelage.accounts.queries import EDITORS, account_of, sessions_of
from jumelage.accounts.signals import account_leaving
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError

#: What registry editors may do (app, codename).
PERMISSIONS = (("imports", "review"),)
#: Stands in the trail where the name of a deleted account stood.
FORMER = "former account"


def _require_operator(actor: Actor) -> None:
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator does this"))


def _require_self(actor: Actor, user: User) -> None:
    if not actor.is_operator and (actor.user_id is None or actor.user_id != user.pk):
        raise NotAllowedError(
            Problem("not_allowed", "", _("An account is kept by the person whose it is."))
        )


def own_actor(user: User) -> Actor:
    """Return a person as who acts on the own account; no other right comes with it."""
    return Actor(label=str(user)[:200], user_id=user.pk)


def note_own(user: User, action: str, **changes: object) -> None:
    """Write into the trail what a person did about the own account. What it was before or is now is not said."""
    record(
        actor=own_actor(user),
        action=action,
        target=f"user:{user.pk}",
        changes=changes,
        registry=False,
    )


def editors_group() -> Group:
    """Return the group of the registry editors with its permissions; it is made when it is needed first."""
    group, _made = Group.objects.get_or_create(name=EDITORS)
    for app, codename in PERMISSIONS:
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return group


def clean_email(email: str) -> str:
    """Return an e-mail address as accounts are known by it.

    Raises:
        RefusedError: it is none.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        message = _("“%(email)s” is no e-mail address.") % {"email": email[:100]}
        raise RefusedError(Problem("email", "email", message)) from error
    return email


def open_account(*, email: str, name: str = "", language: str = "en") -> tuple[User, bool]:
    """Return the account of an address, opened if there is none, and whether it is new. It gives no right by itself.

    The caller's action checks who may do it, and records it.

    Raises:
        RefusedError: the address is none.
    """
    email = clean_email(email)
    user = account_of(email)
    if user is not None:
        return user, False
    user = User.objects.create_user(email, name[:150], language)
    # The address counts as proven once a code sent to it comes back.
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    return user, True


@atomic_action
def add_editor(
    *, actor: Actor, email: str, name: str = "", language: str = "en"
) -> tuple[User, bool]:
    """Make a person a registry editor, with an account if there is none.

    Returns:
        The person, and whether the account is new.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the address is none.
    """
    _require_operator(actor)
    user, created = open_account(email=email, name=name, language=language)
    if not created:
        user.name, user.is_active = name or user.name, True
        user.save(update_fields=["name", "is_active"])
    user.groups.add(editors_group())
    record(actor=actor, action="accounts.add_editor", target=f"user:{user.pk}", registry=False)
    return user, created


@atomic_action
def remove_editor(*, actor: Actor, user: User) -> None:
    """Take the rights of a registry editor away. The account goes to sleep: what it did stays on record.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the person is no editor.
    """
    _require_operator(actor)
    if not user.groups.filter(name=EDITORS).exists():
        raise RefusedError(Problem("no_editor", "", f"{user} is no registry editor"))
    user.groups.remove(*user.groups.filter(name=EDITORS))
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(actor=actor, action="accounts.remove_editor", target=f"user:{user.pk}", registry=False)


@atomic_action
def keep_account(*, actor: Actor, user: User, name: str, language: str) -> None:
    """Write down a person's name and the language to write to them in.

    Raises:
        NotAllowedError: it is somebody else's account.
        RefusedError: the registry does not speak that language, the name is too long.
    """
    _require_self(actor, user)
    name = " ".join(name.split())
    problems = []
    if language not in dict(settings.LANGUAGES):
        problems.append(Problem("language", "language", _("Choose one of the languages.")))
    if len(name) > 150:
        problems.append(Problem("name", "name", _("A name has at most 150 characters.")))
    if problems:
        raise RefusedError(*problems)
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    record(actor=actor, action="accounts.keep", target=f"user:{user.pk}", registry=False)


@atomic_action
def end_sessions(*, actor: Actor, user: User, keys: list[str]) -> int:
    """Sign a person out of browsers, given by the keys of their sessions; return of how many.

    Raises:
        NotAllowedError: it is somebody else's account.
    """
    _require_self(actor, user)
    ended = [session for session in sessions_of(user) if session.session_key in keys]
    for session in ended:
        session.end()
    if ended:
        note_own(user, "accounts.end_sessions", count=len(ended))
    return len(ended)


@atomic_action
def reset_factors(*, actor: Actor, user: User) -> int:
    """Take away an account's passkeys, app and recovery codes, for one who lost them all, and end its sessions.

    Returns:
        How many were taken away. A code by e-mail lets the person in again.

    Raises:
        NotAllowedError: the actor may not.
    """
    _require_operator(actor)
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    for session in sessions_of(user):
        session.end()
    record(actor=actor, action="accounts.reset_factors", target=f"user:{user.pk}", registry=False)
    return count


@atomic_action
def delete_account(*, actor: Actor, user: User) -> None:
    """Delete an account. What the person did stays in the trail, without a name.

    Raises:
        NotAllowedError: it is somebody else's account.
        RefusedError: something has to be done first, and what.
    """
    _require_self(actor, user)
    account_leaving.send(sender=User, user=user, neutral=FORMER)
    for session in sessions_of(user):
        session.end()
    target = f"user:{user.pk}"
    forget_name(user, FORMER)
    try:
        user.delete()
    except (ProtectedError, RestrictedError) as error:
        message = _("Something that is still open depends on this account. Please end it first.")
        raise RefusedError(Problem("in_use", "", message)) from error
    by = Actor(label=FORMER) if not actor.is_operator else actor
    record(actor=by, action="accounts.delete", target=target, registry=False)
