"""Forgetting who was in a delegation: what happened stays, the people go."""

from django.db.models import QuerySet

from jumelage.core.clock import now
from jumelage.forum.models import Delegation, Member

#: What of a person is emptied.
PERSONAL: dict[str, object] = {
    "name": "", "function": "", "languages": [], "needs": "", "arrives_on": None, "leaves_on": None,
    "consent_on": None, "is_public": False,
}  # fmt: skip


def empty(members: QuerySet[Member]) -> int:
    """Empty members that were not erased before; return how many. Call it inside an action, which records it."""
    return members.filter(erased_at__isnull=True).update(**PERSONAL, erased_at=now())


def empty_members(delegation: Delegation) -> int:
    """Empty all members of a delegation that does not come; return how many."""
    moment = now()
    delegation.members.coming().update(left_at=moment, is_head=False)
    return empty(delegation.members.all())
