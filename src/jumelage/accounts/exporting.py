"""All that is kept about a person, for the person. Apps above add their parts:

@section("memberships")
def memberships_of(user: User) -> Any: ...  # anything that JSON can hold
"""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from jumelage.accounts.models import User
from jumelage.core.clock import now
from jumelage.core.models import AuditEntry

Section = Callable[[User], Any]
SECTIONS: dict[str, Section] = {}


def section(name: str) -> Callable[[Section], Section]:
    """Register what an app keeps about a person."""

    def register(function: Section) -> Section:
        SECTIONS[name] = function
        return function

    return register


def export_account(user: User) -> dict[str, Any]:
    """Return all that is kept about a person. Keys and secrets of the ways to sign in are left out."""
    return {"made_at": now().isoformat()} | {
        name: function(user) for name, function in SECTIONS.items()
    }


@section("account")
def _account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "created_at": user.created_at.isoformat(),
        "last_signed_in": user.last_login.isoformat() if user.last_login else None,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "addresses": [
            {"email": address.email, "verified": address.verified}
            for address in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
    }


@section("ways_to_sign_in")
def _ways(user: User) -> list[dict[str, Any]]:
    return [
        {
            "kind": way.type,
            "name": way.wrap().name if way.type == Authenticator.Type.WEBAUTHN else "",
            "created_at": way.created_at.isoformat(),
            "last_used_at": way.last_used_at.isoformat() if way.last_used_at else None,
        }
        for way in Authenticator.objects.filter(user=user).order_by("pk")
    ]


@section("sessions")
def _sessions(user: User) -> list[dict[str, Any]]:
    return [
        {
            "since": session.created_at.isoformat(),
            "network_address": session.ip,
            "browser": session.user_agent,
        }
        for session in UserSession.objects.filter(user=user).order_by("pk")
    ]


@section("what_you_did")
def _trail(user: User) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.at.isoformat(),
            "action": entry.action,
            "target": entry.target,
            "changes": entry.changes,
            "reason": entry.reason,
        }
        for entry in AuditEntry.objects.filter(user=user).order_by("at", "pk")
    ]
