"""Forgetting who speaks, or would, when the person wishes it."""

from jumelage.contacts.permissions import require_may_see_to_people
from jumelage.core.audit import Actor, atomic_action
from jumelage.forum.actions.calls import record_proposal
from jumelage.forum.actions.common import record_edition
from jumelage.forum.models import Edition, ProposedSpeaker, Speaker
from jumelage.forum.permissions import may_organise, require_organiser
from jumelage.places.models import Place


@atomic_action
def forget_speaker(*, actor: Actor, speaker: Speaker) -> None:
    """Take somebody out of the agenda who wishes it: the name goes for good.

    Raises:
        NotAllowedError: the actor neither runs the edition nor answers people of the speaker’s place.
    """
    edition = speaker.edition
    _require(actor, edition, speaker.place)
    speaker.delete()
    public = edition.agenda_public and edition.state != Edition.DRAFT
    record_edition(actor, edition, "forum.forget_speaker", public=public)


@atomic_action
def forget_proposed_speaker(*, actor: Actor, speaker: ProposedSpeaker) -> None:
    """Take somebody out of a proposed session who wishes it.

    Raises:
        NotAllowedError: the actor neither runs the edition nor answers people of the place that proposed it.
    """
    proposal = speaker.proposal
    _require(actor, proposal.edition, proposal.place)
    speaker.delete()
    record_proposal(actor, proposal, "forum.forget_proposed_speaker")


def _require(actor: Actor, edition: Edition, place: Place | None) -> None:
    if may_organise(actor, edition):
        return
    if place is None:
        require_organiser(actor, edition)
    else:
        require_may_see_to_people(actor, place)
