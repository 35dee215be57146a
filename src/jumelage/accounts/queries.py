"""Reading accounts."""

from django.db.models import QuerySet

from jumelage.accounts.actions import EDITORS
from jumelage.accounts.models import User


def editors() -> QuerySet[User]:
    """Return the registry editors by name."""
    return User.objects.filter(groups__name=EDITORS, is_active=True).order_by("name", "email")


def editor_named(text: str) -> User | None:
    """Return the editor with this e-mail address, or with this name if only one has it."""
    by_address = editors().filter(email__iexact=text.strip()).first()
    if by_address:
        return by_address
    named = list(editors().filter(name__iexact=text.strip())[:2])
    return named[0] if len(named) == 1 else None
