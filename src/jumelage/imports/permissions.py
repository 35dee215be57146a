"""Who may answer the register's open questions and merge places."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem

REVIEW = "imports.review"


def may_review(actor: Actor) -> bool:
    """Whether the actor may review at all: editors and staff everything, keepers what is of their countries."""
    return reviewed_countries(actor) is None or bool(actor.countries)


def reviewed_countries(actor: Actor) -> frozenset[str] | None:
    """Return the countries whose names and duplicates the actor reviews; ``None`` for all."""
    if actor.may(REVIEW) or actor.is_staff:
        return None
    return actor.countries


def require_may_review(actor: Actor, *countries: str) -> None:
    """Let only those decide who review all of these countries.

    A name or a place that is of no known country is for registry editors and staff: pass it as ``""``.

    Raises:
        NotAllowedError: the actor may not.
    """
    allowed = reviewed_countries(actor)
    if allowed is None or (countries and allowed.issuperset(countries)):
        return
    message = _(
        "Only registry editors, and those who keep the register of the country, decide about names and merge places."
    )
    raise NotAllowedError(Problem("not_allowed", "", message))
