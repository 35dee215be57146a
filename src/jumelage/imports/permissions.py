"""Who may answer the register's open questions and merge places."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem

REVIEW = "imports.review"


def may_review(actor: Actor) -> bool:
    """Whether the actor is a registry editor, or the operator."""
    return actor.may(REVIEW)


def require_may_review(actor: Actor) -> None:
    """Let only registry editors and the operator decide.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not may_review(actor):
        message = _("Only registry editors decide about names and merge places.")
        raise NotAllowedError(Problem("not_allowed", "", message))
