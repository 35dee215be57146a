"""What organisers make of sessions that were proposed: accept, decline, put on the agenda."""

from dataclasses import replace

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.refusing import need, refuse, too_long
from jumelage.forum.actions.agenda import SessionData, add_session
from jumelage.forum.actions.calls import moved, record_proposal
from jumelage.forum.actions.common import LONGEST_TEXT
from jumelage.forum.domain.proposals import Move
from jumelage.forum.models import Session, SessionProposal, Speaker
from jumelage.forum.permissions import require_organiser
from jumelage.forum.proposal_notices import tell_proposer


@atomic_action
def note_proposal(
    *, actor: Actor, proposal: SessionProposal, version: int, note: str
) -> SessionProposal:
    """Write a note about a proposal, which only the organisers read.

    Raises:
        NotAllowedError: the actor does not run the edition.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is too long.
    """
    require_organiser(actor, proposal.edition)
    refuse(too_long(note, "note", LONGEST_TEXT))
    kept = locked(SessionProposal, proposal.pk, version)
    if save_changes(kept, {"note": note.strip()}):
        record_proposal(actor, kept, "forum.note_proposal", for_office=False)
    return kept


@atomic_action
def accept_proposal(*, actor: Actor, proposal: SessionProposal, version: int) -> SessionProposal:
    """Accept a proposal: it waits for its time on the agenda. The proposer is told.

    Raises:
        NotAllowedError: the actor does not run the edition.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it was accepted or withdrawn before.
    """
    require_organiser(actor, proposal.edition)
    kept = moved(proposal, version, Move.ACCEPT)
    save_changes(kept, {"reason": ""})
    record_proposal(actor, kept, "forum.accept_proposal")
    tell_proposer(kept, "accepted")
    return kept


@atomic_action
def decline_proposal(
    *, actor: Actor, proposal: SessionProposal, version: int, reason: str
) -> SessionProposal:
    """Decline a proposal with the reason, which the proposer reads. Who would speak is forgotten.

    Raises:
        NotAllowedError: the actor does not run the edition.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: without a reason, or it stands on the agenda.
    """
    require_organiser(actor, proposal.edition)
    refuse(need(reason, "reason", _("Say why: the proposer is told.")))
    kept = moved(proposal, version, Move.DECLINE)
    save_changes(kept, {"reason": reason.strip()})
    kept.proposed_speakers.all().delete()
    record_proposal(actor, kept, "forum.decline_proposal")
    tell_proposer(kept, "declined")
    return kept


@atomic_action
def place_proposal(
    *, actor: Actor, proposal: SessionProposal, version: int, data: SessionData
) -> Session:
    """Put a session that was accepted on the agenda, with who speaks. The proposer is told.

    Who is not among the speakers of the edition yet becomes one: each agreed to that when it was proposed.

    Raises:
        NotAllowedError: the actor does not run the edition.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, proposal.edition)
    kept = moved(proposal, version, Move.PLACE)
    speakers = [*data.speakers, *_speakers(kept)]
    whole = replace(data, speakers=tuple(dict.fromkeys(speakers)))
    session = add_session(actor=actor, edition=kept.edition, data=whole)
    save_changes(kept, {"session": session})
    record_proposal(actor, kept, "forum.place_proposal")
    tell_proposer(kept, "placed")
    return session


def _speakers(proposal: SessionProposal) -> list[Speaker]:
    """Return who would speak as speakers of the edition."""
    found = []
    known = {one.name.casefold(): one for one in proposal.edition.speakers.all()}
    for one in proposal.proposed_speakers.all():
        speaker = known.get(one.name.casefold()) or Speaker.objects.create(
            edition=proposal.edition,
            name=one.name,
            function=one.function,
            place=proposal.place,
            consent_on=one.consent_on,
        )
        found.append(speaker)
    return found
