"""Whether somebody wants e-mail about new wishes that fit the own ones."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jumelage.accounts import mail_links
from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.partners.models.answers import WishMailChoice

#: Marks the token of a link that switches the e-mail off.
UNSUBSCRIBE = "partners.matches.unsubscribe"


def wants_mail(user_id: int) -> bool:
    """Whether somebody wants the e-mail: yes, unless switched off."""
    return not WishMailChoice.objects.filter(user=user_id, wanted=False).exists()


def unwanted_by(people: Iterable[int]) -> set[int]:
    """Return those of some people who switched the e-mail off: one query."""
    choices = WishMailChoice.objects.filter(user__in=list(people), wanted=False)
    return set(choices.values_list("user", flat=True))


@atomic_action
def choose_mail(*, actor: Actor, wanted: bool) -> None:
    """Say whether the actor wants the e-mail.

    Raises:
        NotAllowedError: the actor has no account.
    """
    if actor.user_id is None:
        raise NotAllowedError(Problem("not_allowed", "", _("Sign in first.")))
    _choose(actor, actor.user_id, wanted=wanted)


@atomic_action
def stop_mail(*, token: str) -> User:
    """Switch the e-mail off for the person whom a mailed link names; whoever has it may. Twice is as once.

    Raises:
        RefusedError: the link was not made here, or the account is gone.
    """
    user = user_of_token(token)
    _choose(Actor(label=str(user)[:200], user_id=user.pk), user.pk, wanted=False)
    return user


def stop_token(user: User) -> str:
    """Return the token with which somebody’s e-mail can be switched off."""
    return mail_links.token_of(user, UNSUBSCRIBE)


def user_of_token(token: str) -> User:
    """Return the person whom a link to switch the e-mail off names.

    Raises:
        RefusedError: the link was not made here, or the account is gone.
    """
    return mail_links.user_of(token, UNSUBSCRIBE)


def _choose(actor: Actor, user_id: int, *, wanted: bool) -> None:
    if wants_mail(user_id) == wanted:
        return
    values = {"wanted": wanted, "chosen_at": now()}
    WishMailChoice.objects.update_or_create(user_id=user_id, defaults=values)
    action = "partners.matches_mail_on" if wanted else "partners.matches_mail_off"
    record(actor=actor, action=action, target=f"user:{user_id}", registry=False)
