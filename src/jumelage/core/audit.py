"""Every write goes through here: atomic, audited, and counted as a revision of the registry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import F

from jumelage.core.clock import now
from jumelage.core.models import AuditConcern, AuditEntry, RegistryState

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in person with permissions, or the operator at the command line (who may do everything).

    ``places`` says in which role the person acts for which places (their ids), ``institutions`` for which institutions,
    ``countries`` whose registers the person keeps for an association (ISO codes), ``is_staff`` if for the platform.
    """

    label: str
    user_id: int | None = None
    is_operator: bool = False
    permissions: frozenset[str] = frozenset()
    places: Mapping[int, str] = field(default_factory=dict)
    institutions: Mapping[int, str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    is_staff: bool = False

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
    acting_for: str = "",
    places: Iterable[int] = (),
    registry: bool = True,
) -> AuditEntry:
    """Write an entry of the trail, in the action's own transaction, and count a new revision of the registry.

    Args:
        actor: who did it.
        action: what, as ``app.action``.
        target: to what, as ``model:id``.
        changes: what is different now; no personal data beyond what the trail needs.
        reason: why, in the person's words.
        acting_for: the name of the place, institution or association for which it was done.
        places: ids of the places that it concerns, whose members may read the entry.
        registry: whether anything public changed. Where nothing did, pages that readers keep stay good.
    """
    moment = now()
    if registry:
        _count_revision(moment)
    entry = AuditEntry.objects.create(
        at=moment,
        user_id=actor.user_id,
        actor=actor.label,
        acting_for=acting_for[:300],
        action=action,
        target=target,
        changes=dict(changes or {}),
        reason=reason,
    )
    AuditConcern.objects.bulk_create(
        AuditConcern(entry=entry, place_id=place) for place in sorted(set(places))
    )
    return entry


def _count_revision(moment: datetime) -> None:
    if not RegistryState.objects.filter(pk=1).update(revision=F("revision") + 1, changed_at=moment):
        RegistryState.objects.create(pk=1, revision=1, changed_at=moment)


def revision() -> int:
    """Return the registry's revision: it grows with every write."""
    return RegistryState.objects.filter(pk=1).values_list("revision", flat=True).first() or 0


def lock_registry() -> None:
    """Let nobody else write in bulk until this transaction ends. (SQLite has one writer at a time anyway.)"""
    RegistryState.objects.get_or_create(pk=1)
    RegistryState.objects.select_for_update().get(pk=1)
