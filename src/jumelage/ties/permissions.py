"""Who may do what to ties. Everybody may read: the registry is public."""

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem


def require_may_record(actor: Actor) -> None:
    """Let only the operator record claims, until memberships let officers speak for their place.

    Raises:
        NotAllowedError: the actor may not.
    """
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator records claims"))
