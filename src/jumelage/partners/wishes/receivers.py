"""What becomes of messages to wishes when an account is deleted, and what is told to who asks what is kept."""

from typing import Any

from django.dispatch import receiver

from jumelage.accounts.exporting import section
from jumelage.accounts.models import User
from jumelage.accounts.signals import account_leaving
from jumelage.partners.models.answers import WishMessage


@receiver(account_leaving)
def forget_messages_of(user: User, neutral: str, **_more: Any) -> None:
    """Erase what somebody wrote to owners of wishes; put a neutral word where the name stands under an answer."""
    WishMessage.objects.filter(sender=user).delete()
    WishMessage.objects.filter(answered_by=str(user)[:200]).update(answered_by=neutral)


@section("messages_to_wishes")
def messages_of(user: User) -> list[dict[str, Any]]:
    """Return what somebody wrote to owners of wishes."""
    rows = WishMessage.objects.filter(sender=user).order_by("pk")
    return [
        {
            "wish": message.wish_id,
            "text": message.text,
            "created_at": message.created_at.isoformat(),
            "answered_at": message.answered_at.isoformat() if message.answered_at else None,
            "answer": message.answer,
        }
        for message in rows
    ]
