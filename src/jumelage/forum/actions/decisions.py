"""Writing what was decided at an edition."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.refusing import refuse
from jumelage.forum.actions.common import problems_with_texts, record_edition
from jumelage.forum.actions.editions import Texts
from jumelage.forum.domain.texts import clean
from jumelage.forum.models import Decision, Edition
from jumelage.forum.permissions import require_organiser


@atomic_action
def add_decision(*, actor: Actor, edition: Edition, texts: Texts) -> Decision:
    """Record something that was decided.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    _refuse(texts)
    decision = Decision.objects.create(
        edition=edition, position=edition.decisions.count(), texts=clean(texts)
    )
    record_edition(actor, edition, "forum.add_decision")
    return decision


@atomic_action
def change_decision(*, actor: Actor, decision: Decision, version: int, texts: Texts) -> Decision:
    """Change the words of a decision.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, decision.edition)
    _refuse(texts)
    kept = locked(Decision, decision.pk, version)
    if save_changes(kept, {"texts": clean(texts)}):
        record_edition(actor, kept.edition, "forum.change_decision")
    return kept


@atomic_action
def remove_decision(*, actor: Actor, decision: Decision) -> None:
    """Take a decision out.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, decision.edition)
    decision.delete()
    record_edition(actor, decision.edition, "forum.remove_decision")


def _refuse(texts: Texts) -> None:
    refuse(problems_with_texts(texts, "texts", missing=_("Say what was decided.")))
