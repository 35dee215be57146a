"""Every write goes through here: atomic, audited, and counted as a revision of the registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import F

from jumelage.core.clock import now
from jumelage.core.models import AuditEntry, RegistryState

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in person with permissions, or the operator at the command line (who may do everything)."""

    label: str
    user_id: int | None = None
    is_operator: bool = False
    permissions: frozenset[str] = frozenset()

    def may(self, permission: str) -> bool:
        """Whether the actor has a permission (``imports.review``)."""
        return self.is_operator or permission in self.permissions


#: The person who runs the installation, acting through the command line.
OPERATOR = Actor(label="operator", is_operator=True)


def atomic_action(function: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction: it is done whole, or not at all."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    return wrapper


def record(
    *,
    actor: Actor,
    action: str,
    target: str,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write an entry of the trail and count a new revision, in the action's own transaction."""
    moment = now()
    if not RegistryState.objects.filter(pk=1).update(revision=F("revision") + 1, changed_at=moment):
        RegistryState.objects.create(pk=1, revision=1, changed_at=moment)
    return AuditEntry.objects.create(
        at=moment,
        user_id=actor.user_id,
        actor=actor.label,
        action=action,
        target=target,
        changes=dict(changes or {}),
        reason=reason,
    )


def revision() -> int:
    """Return the registry's revision: it grows with every write."""
    return RegistryState.objects.filter(pk=1).values_list("revision", flat=True).first() or 0


def lock_registry() -> None:
    """Let nobody else write in bulk until this transaction ends. (SQLite has one writer at a time anyway.)"""
    RegistryState.objects.get_or_create(pk=1)
    RegistryState.objects.select_for_update().get(pk=1)
