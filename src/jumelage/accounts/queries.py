"""Reading accounts."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from jumelage.accounts.models import User
from jumelage.core.clock import now

#: The group of the registry editors.
EDITORS = "registry editors"


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


def account_of(email: str) -> User | None:
    """Return the account of an e-mail address, in any letter case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def sessions_of(user: User) -> list[UserSession]:
    """Return where a person is signed in, the latest first; what has run out or ended is left out."""
    sessions = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk"))
    keys = [session.session_key for session in sessions]
    lasting = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list(
            "session_key", flat=True
        )
    )
    return [session for session in sessions if session.session_key in lasting]


@dataclass(slots=True)
class Ways:
    """The ways in which a person signs in, beside a code by e-mail."""

    passkeys: list[Authenticator] = field(default_factory=list)
    app: Authenticator | None = None
    recovery: Authenticator | None = None

    @property
    def codes_left(self) -> int:
        """How many recovery codes have not been used."""
        return len(self.recovery.wrap().get_unused_codes()) if self.recovery else 0


def ways_of(user: User) -> Ways:
    """Return a person's passkeys (the oldest first), authenticator app and recovery codes."""
    ways = Ways()
    for found in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        if found.type == Authenticator.Type.WEBAUTHN:
            ways.passkeys.append(found)
        elif found.type == Authenticator.Type.TOTP:
            ways.app = found
        else:
            ways.recovery = found
    return ways
