"""Asking for sessions, and proposing them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import not_ahead, refuse, too_long
from jumelage.forum.actions.common import (
    LONGEST_NAME,
    problems_with_codes,
    problems_with_texts,
    record_edition,
)
from jumelage.forum.actions.editions import Texts
from jumelage.forum.domain.proposals import Move, after
from jumelage.forum.domain.texts import clean
from jumelage.forum.models import Call, Edition, ProposedSpeaker, Session, SessionProposal
from jumelage.forum.permissions import require_organiser
from jumelage.forum.proposal_notices import tell_organisers_of
from jumelage.forum.proposals import may_propose, takes_proposals
from jumelage.memberships.models import Institution
from jumelage.places.models import Place

#: So long a session is, in minutes; so many people speak in one.
SHORTEST, LONGEST, MOST_SPEAKERS = 10, 480, 4
#: Kinds that nobody proposes.
OWN_KINDS = frozenset({"break", "meetings", "ceremony"})
PROPOSED_KINDS = [choice for choice in Session.KINDS if choice[0] not in OWN_KINDS]


@dataclass(frozen=True, slots=True)
class CallData:
    """A call as the organisers write it; no themes: all of them. ``is_open`` closes it before its last day."""

    until: date
    texts: Texts = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """Somebody who would speak. ``consent_on``: agreed to be named to the organisers, and in the agenda if accepted."""

    name: str
    consent_on: date | None
    function: str = ""


@dataclass(frozen=True, slots=True)
class ProposalData:
    """A session as an office proposes it: codes of languages (ISO 639-1) and of a theme, length in minutes."""

    titles: Texts
    minutes: int
    kind: str = "talk"
    texts: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    theme: str = ""
    speakers: tuple[SpeakerLine, ...] = ()


@atomic_action
def set_call(*, actor: Actor, edition: Edition, version: int, data: CallData) -> Call:
    """Open the call for sessions of an edition, or change it; ``version`` is 0 while there is none.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    problems = problems_with_texts(data.texts, "texts")
    problems += problems_with_codes(data.themes, THEMES, "themes")
    if data.until > edition.last_day:
        problems.append(Problem("late", "until", _("The edition is over by then.")))
    refuse(problems)
    values = {
        "texts": clean(data.texts),
        "themes": list(data.themes),
        "until": data.until,
        "is_open": data.is_open,
    }
    kept = Call.objects.filter(edition=edition).first()
    if kept is None:
        kept = Call.objects.create(edition=edition, created_at=now(), **values)
        record_edition(actor, edition, "forum.open_call")
        return kept
    kept = locked(Call, kept.pk, version)
    if changed := save_changes(kept, values):
        record_edition(actor, edition, "forum.change_call", changes={"fields": sorted(changed)})
    return kept


@atomic_action
def propose_session(
    *,
    actor: Actor,
    edition: Edition,
    place: Place,
    institution: Institution | None = None,
    data: ProposalData,
) -> SessionProposal:
    """Propose a session for a place or an institution. The organisers are told.

    Raises:
        NotAllowedError: the actor is no officer of the place, or of the institution.
        RefusedError: with every reason; also if the edition takes no proposals.
    """
    _require_may_propose(actor, place, institution)
    call = Call.objects.select_for_update().filter(edition=edition).first()
    refuse([*_problems_with_call(call, edition), *problems_with_proposal(data, call)])
    made = SessionProposal.objects.create(
        edition=edition,
        place=place,
        institution=institution,
        proposer_id=actor.user_id,
        created_at=now(),
        **_columns(data),
    )
    _write_speakers(made, data.speakers)
    record_proposal(actor, made, "forum.propose_session")
    tell_organisers_of(made, "proposed")
    return made


@atomic_action
def change_proposal(
    *, actor: Actor, proposal: SessionProposal, version: int, data: ProposalData
) -> SessionProposal:
    """Change a proposal that the organisers have not answered, while the call is open.

    Raises:
        NotAllowedError: the actor is no officer of the place, or of the institution.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    _require_may_propose(actor, proposal.place, proposal.institution)
    call = Call.objects.filter(edition=proposal.edition).first()
    refuse([*_problems_with_call(call, proposal.edition), *problems_with_proposal(data, call)])
    kept = moved(proposal, version, Move.CHANGE)
    save_changes(kept, _columns(data))
    kept.proposed_speakers.all().delete()
    _write_speakers(kept, data.speakers)
    record_proposal(actor, kept, "forum.change_proposal")
    return kept


@atomic_action
def withdraw_proposal(*, actor: Actor, proposal: SessionProposal, version: int) -> SessionProposal:
    """Withdraw a proposal, also one that was accepted. Who would speak is forgotten; the organisers are told.

    A session that stands on the agenda already stays there until the organisers take it off.

    Raises:
        NotAllowedError: the actor is no officer of the place, or of the institution.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it was declined or withdrawn before.
    """
    _require_may_propose(actor, proposal.place, proposal.institution)
    kept = moved(proposal, version, Move.WITHDRAW)
    kept.proposed_speakers.all().delete()
    record_proposal(actor, kept, "forum.withdraw_proposal")
    tell_organisers_of(kept, "withdrawn")
    return kept


def problems_with_proposal(data: ProposalData, call: Call | None) -> list[Problem]:
    """Return every reason for which a session cannot be proposed so; ``call`` narrows the themes."""
    missing = _("Say what the session is called.")
    problems = problems_with_texts(data.titles, "titles", missing=missing, most=LONGEST_NAME)
    problems += problems_with_texts(data.texts, "texts", missing=_("Say what it is about."))
    problems += problems_with_codes([data.kind], [code for code, _w in PROPOSED_KINDS], "kind")
    themes = call.themes if call is not None and call.themes else THEMES
    problems += problems_with_codes([data.theme] if data.theme else [], themes, "theme")
    problems += problems_with_codes(data.languages, LANGUAGES, "languages")
    if not SHORTEST <= data.minutes <= LONGEST:
        message = _("A session lasts from %(least)s to %(most)s minutes.")
        words = message % {"least": SHORTEST, "most": LONGEST}
        problems.append(Problem("minutes", "minutes", words))
    if len(data.speakers) > MOST_SPEAKERS:
        message = _("At most %(most)s people speak in a session.") % {"most": MOST_SPEAKERS}
        problems.append(Problem("too_many", "", message))
    for number, one in enumerate(data.speakers, 1):
        problems += _problems_with_speaker(one, number)
    return problems


def _problems_with_speaker(one: SpeakerLine, number: int) -> list[Problem]:
    problems = too_long(one.name, f"name_{number}", LONGEST_NAME)
    problems += too_long(one.function, f"function_{number}", LONGEST_NAME)
    if not one.name.strip():
        problems.append(Problem("missing", f"name_{number}", _("Write the name.")))
    if one.consent_on is None:
        message = _("Ask first: who speaks is named on a public page.")
        return [*problems, Problem("consent", f"consent_on_{number}", message)]
    return problems + not_ahead(one.consent_on, f"consent_on_{number}")


def _problems_with_call(call: Call | None, edition: Edition) -> list[Problem]:
    if takes_proposals(call, edition):
        return []
    return [Problem("closed", "", _("No sessions can be proposed for this edition now."))]


def _require_may_propose(actor: Actor, place: Place, institution: Institution | None) -> None:
    if not may_propose(actor, place, institution):
        message = _("Sessions are proposed by officers of the place, or of the institution.")
        raise NotAllowedError(Problem("not_allowed", "", message))


def _columns(data: ProposalData) -> dict[str, object]:
    return {
        "titles": clean(data.titles),
        "texts": clean(data.texts),
        "kind": data.kind,
        "languages": list(data.languages),
        "theme": data.theme,
        "minutes": data.minutes,
    }


def _write_speakers(proposal: SessionProposal, speakers: Sequence[SpeakerLine]) -> None:
    for one in speakers:
        if one.consent_on is not None:  # else it was refused before
            ProposedSpeaker.objects.create(
                proposal=proposal,
                name=one.name.strip(),
                function=one.function.strip(),
                consent_on=one.consent_on,
            )


def moved(proposal: SessionProposal, version: int, move: Move) -> SessionProposal:
    """Lock a proposal and take a step, if it can be taken now.

    Raises:
        ConflictError: somebody else changed it meanwhile.
        RefusedError: the step cannot be taken from where it stands.
    """
    kept = locked(SessionProposal, proposal.pk, version)
    state = after(kept.state, move, placed=kept.session_id is not None)
    if state is None:
        message = _("It has changed meanwhile: look at it again.")
        raise RefusedError(Problem("state", "", message))
    if state.value != kept.state:
        save_changes(kept, {"state": state.value, "decided_at": now()})
    return kept


def record_proposal(
    actor: Actor, proposal: SessionProposal, action: str, *, for_office: bool = True
) -> None:
    """Write into the trail what was done about a proposal; the members of its place read it if it is for them."""
    record(
        actor=actor,
        action=action,
        target=f"session-proposal:{proposal.pk}",
        acting_for=str(proposal.institution or proposal.place.name),
        places=[proposal.place_id] if for_office else [],
        registry=False,
    )
