"""Who may do what with forums: organisers run editions, officers of a place its delegation."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.forum.models.editions import Edition, Series, associations_of
from jumelage.memberships.models import Association
from jumelage.memberships.permissions import is_keeper


def may_organise(actor: Actor, edition: Edition) -> bool:
    """Whether the actor runs an edition: as an officer of one of its organisers, or as platform staff."""
    if actor.is_operator or actor.is_staff:
        return True
    return Edition.objects.organised_by(actor).filter(pk=edition.pk).exists()


def is_organiser(actor: Actor) -> bool:
    """Whether the actor may begin a forum, or runs one already."""
    if is_keeper(actor) or associations_of(actor).exists():
        return True
    return Edition.objects.organised_by(actor).exists()


def require_organiser(actor: Actor, edition: Edition) -> None:
    """Let only those act who run the edition (:func:`may_organise`).

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_organise(actor, edition):
        message = _("Only officers of the organisers, and platform staff, may do this.")
        raise NotAllowedError(Problem("not_allowed", "", message))


def require_may_begin(actor: Actor, association: Association | None) -> None:
    """Let only officers of an association begin a forum in its name; platform staff for any, or for none.

    Raises:
        NotAllowedError: the actor may not.
    """
    if actor.is_operator or actor.is_staff:
        return
    if association is None or not associations_of(actor).filter(association=association).exists():
        message = _("A forum is begun by officers of an association, in its name.")
        raise NotAllowedError(Problem("not_allowed", "association", message))


def require_series(actor: Actor, series: Series) -> None:
    """Let only those act who may add editions to a series.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not Series.objects.kept_by(actor).filter(pk=series.pk).exists():
        message = _("Only those who organise this forum, and platform staff, may do this.")
        raise NotAllowedError(Problem("not_allowed", "", message))
