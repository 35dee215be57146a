"""What follows when something happens below."""

from typing import Any

from django.dispatch import receiver

from jumelage.accounts.models import User
from jumelage.accounts.signals import account_leaving
from jumelage.contacts.models import LogEntry


@receiver(account_leaving)
def forget_author(user: User, neutral: str, **_more: Any) -> None:
    """Put a neutral word in the place of a name that leaves: what the person logged is the office’s."""
    LogEntry.objects.filter(user=user).update(author=neutral)
