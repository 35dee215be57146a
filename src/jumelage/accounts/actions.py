"""Making and removing registry editors: people who decide about names and merge places."""

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError

#: The group of the registry editors, and its permissions (app, codename).
EDITORS = "registry editors"
PERMISSIONS = (("imports", "review"),)


def _require_operator(actor: Actor) -> None:
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator names editors"))


def editors_group() -> Group:
    """Return the group of the registry editors with its permissions; it is made when it is needed first."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    for app, codename in PERMISSIONS:
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return group


@atomic_action
def add_editor(*, actor: Actor, email: str, name: str, password: str) -> tuple[User, bool]:
    """Make a person a registry editor, with an account if there is none; the password is set anew.

    Returns:
        The person, and whether the account is new.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason: the address is none, the password is too weak.
    """
    _require_operator(actor)
    email = User.objects.normalize_email(email.strip())
    problems = _problems_with(email, name, password)
    if problems:
        raise RefusedError(*problems)
    user = User.objects.filter(email__iexact=email).first()
    created = user is None
    if user is None:
        user = User.objects.create_user(email, name, password)
    else:
        user.name, user.is_active = name or user.name, True
        user.set_password(password)
        user.save()
    user.groups.add(editors_group())
    record(actor=actor, action="accounts.add_editor", target=f"user:{user.pk}")
    return user, created


def _problems_with(email: str, name: str, password: str) -> list[Problem]:
    problems = []
    try:
        validate_email(email)
    except ValidationError:
        problems.append(Problem("email", "email", f"“{email}” is no e-mail address"))
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        problems += [Problem("password", "password", message) for message in error.messages]
    return problems


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
    record(actor=actor, action="accounts.remove_editor", target=f"user:{user.pk}")
