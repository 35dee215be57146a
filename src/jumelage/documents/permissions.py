"""Who may do what with documents. Who may see which is :meth:`DocumentQuerySet.visible_to`."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.documents.models import Document
from jumelage.places.models import Place

#: Roles by their names (memberships.domain.roles stands above this app).
KEEPS = frozenset({"helper", "officer", "head"})
SHOWS = frozenset({"officer", "head"})


def may_store(actor: Actor, owner: Place | None) -> bool:
    """Whether the actor may keep a document for a place; one for no place (a letter) everybody known may."""
    if actor.is_operator:
        return True
    if owner is None:
        return actor.user_id is not None
    return actor.places.get(owner.pk) in KEEPS


def may_show(actor: Actor, owner_id: int | None) -> bool:
    """Whether the actor may decide who else sees a place's documents, and may remove them."""
    return actor.is_operator or (owner_id is not None and actor.places.get(owner_id) in SHOWS)


def require_may_store(actor: Actor, owner: Place | None) -> None:
    """Let only those keep documents for a place who act for it.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_store(actor, owner):
        message = _("Only people who act for this place keep documents for it.")
        raise NotAllowedError(Problem("not_allowed", "", message))


def require_may_show(actor: Actor, document: Document) -> None:
    """Let only officers of the place that owns a document share, publish or remove it.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_show(actor, document.owner_id):
        message = _("Only officers of the place that the document belongs to decide this.")
        raise NotAllowedError(Problem("not_allowed", "", message))
