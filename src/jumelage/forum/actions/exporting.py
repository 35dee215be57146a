"""That somebody took data of people along."""

from jumelage.core.audit import Actor, atomic_action
from jumelage.forum.actions.common import record_edition
from jumelage.forum.models import Edition
from jumelage.forum.permissions import require_organiser


@atomic_action
def note_export(*, actor: Actor, edition: Edition, table: str) -> None:
    """Write into the trail that somebody took a table with names of people along, and which.

    Raises:
        NotAllowedError: the actor does not run the edition.
    """
    require_organiser(actor, edition)
    record_edition(actor, edition, "forum.export", changes={"table": table}, public=False)
