"""Making a commitment of a decision of an edition, or of what a meeting agreed on."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.commitments.actions import drafting
from jumelage.commitments.actions.common import PromiseData
from jumelage.commitments.models import Commitment
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.forum.actions.common import record_edition
from jumelage.forum.actions.meeting_common import record_meeting
from jumelage.forum.domain.meetings import FOR
from jumelage.forum.meetings.outcomes import has_begun
from jumelage.forum.models import CommitmentOrigin, Decision, Delegation, Edition, Meeting
from jumelage.forum.permissions import require_organiser
from jumelage.memberships.permissions import require_member


@atomic_action
def promise_by_decision(*, actor: Actor, decision: Decision, data: PromiseData) -> Commitment:
    """Propose to places, as an organiser, what a decision wants of them. It binds nobody who does not confirm it.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    edition = decision.edition
    words = replace(data, origin=said_where(edition, "decision"))
    commitment = drafting.promise(
        actor=actor, data=words, require=lambda: require_organiser(actor, edition)
    )
    CommitmentOrigin.objects.create(commitment=commitment, edition=edition, decision=decision)
    record_edition(actor, edition, "forum.promise", public=False)
    return commitment


@atomic_action
def promise(
    *, actor: Actor, delegation: Delegation, meeting: Meeting, data: PromiseData
) -> Commitment:
    """Write down, as an officer of one party, what its meeting agreed on: a draft of that office, to be proposed.

    The owners are the places that met; others cannot be.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        RefusedError: with every reason.
    """
    require_member(actor, delegation.place_id)
    parties = meeting.parties.filter(answer__in=FOR).values_list("delegation", "delegation__place")
    places = dict(parties)
    if delegation.pk not in places or meeting.ended_at is not None or not has_begun(meeting):
        message = _("Only what was agreed on in a meeting that was held becomes a commitment.")
        raise RefusedError(Problem("state", "", message))
    if any(owner.place.pk not in places.values() for owner in data.owners):
        message = _("Choose among the places that met.")
        raise RefusedError(Problem("elsewhere", "owners", message))
    words = replace(data, origin=said_where(meeting.edition, "meeting"))
    commitment = drafting.draft(actor=actor, place=delegation.place, data=words)
    CommitmentOrigin.objects.create(commitment=commitment, edition=meeting.edition, meeting=meeting)
    record_meeting(
        actor,
        meeting,
        "forum.promise",
        acting_for=delegation.place.name,
        places=[delegation.place_id],
    )
    return commitment


def said_where(edition: Edition, kind: str) -> dict[str, str]:
    """Return where something was promised, in each language of the registry."""
    words = {}
    for code, _language in settings.LANGUAGES:
        with override(code):
            sentence = (
                _("Decision of “%(edition)s”")
                if kind == "decision"
                else _("Meeting at “%(edition)s”")
            )
            words[code] = sentence % {"edition": edition.name}
    return words
