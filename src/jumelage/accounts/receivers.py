"""What django-allauth writes about accounts stands in the trail, too: that it was done, and no address, key or code.

It says so when it has done it. What it does without saying so goes through a view of ours.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, user_signed_up
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from jumelage.accounts.actions import note_own
from jumelage.accounts.models import User


@receiver(user_signed_up)
def signed_up(user: User, **_more: Any) -> None:
    """Somebody has opened an account."""
    note_own(user, "accounts.sign_up")


@receiver(email_changed)
def address_changed(user: User, from_email_address: EmailAddress | None, **_more: Any) -> None:
    """Another address has taken the place of the one before. That the first one is proven is a part of signing in."""
    if from_email_address is not None:
        note_own(user, "accounts.change_address")


@receiver(authenticator_added)
def way_added(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """A passkey, an app, or recovery codes with the first of these."""
    note_own(user, "accounts.add_way", kind=str(authenticator.type))


@receiver(authenticator_removed)
def way_removed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """A passkey or an app is gone; with the last of these, the recovery codes."""
    note_own(user, "accounts.remove_way", kind=str(authenticator.type))


@receiver(authenticator_reset)
def way_renewed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Recovery codes were made anew."""
    note_own(user, "accounts.renew_way", kind=str(authenticator.type))
