"""The text of an agreement, written together: every change is a new draft, which both sides read."""

from datetime import timedelta

from django.utils.translation import gettext as _

from jumelage.agreements.actions import templates
from jumelage.agreements.actions.common import Step, locked_tie, sides_of, step_for
from jumelage.agreements.actions.turns import locked_proposal
from jumelage.agreements.actions.wellformed import terms_problems, text_problems
from jumelage.agreements.domain.clauses import first_text, follow_terms
from jumelage.agreements.domain.proposals import State
from jumelage.agreements.domain.texts import Terms, Text, sha256_of, tidy
from jumelage.agreements.models import Agreement, AgreementDraft, Proposal
from jumelage.agreements.positions import position_of
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, refuse, too_long
from jumelage.memberships.domain.roles import Role
from jumelage.places.models import Place
from jumelage.ties.domain.terms import BOUND
from jumelage.ties.models import Tie

#: Of drafts that a side writes one after the other within this time, the other side is told once.
TOLD_ONCE_IN = timedelta(days=1)


@atomic_action
def start_agreement(
    *,
    actor: Actor,
    place: Place,
    terms: Terms,
    tie: Tie | None = None,
    proposal: Proposal | None = None,
) -> Agreement:
    """Begin an agreement from an accepted proposal, or about a tie that there is; the first draft comes from templates.

    Helpers may. There is one text being worked at for a tie at a time.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        RefusedError: with every reason: the proposal is not accepted; there is an agreement being drafted; terms.
    """
    if proposal is not None:
        proposal = locked_proposal(proposal)
        tie = proposal.tie
    step = _step(actor, place, proposal, tie)
    refuse(terms_problems(terms) + _start_problems(tie, proposal))
    assert tie is not None  # noqa: S101 - what is refused above
    tie = locked_tie(tie)
    refuse(_open_problems(tie))
    agreement = Agreement(tie=tie, proposal=proposal, created_at=now())
    _apply(agreement, terms)
    agreement.save()
    text = first_text(templates.setting_of(tie, terms, proposal))
    _add(step, agreement, 1, text, terms, "")
    step.log("start_agreement", f"agreement:{agreement.pk}", terms.as_json())
    step.tell("started", "agreement", agreement.pk)
    return agreement


@atomic_action
def save_draft(
    *,
    actor: Actor,
    place: Place,
    agreement: Agreement,
    based_on: int,
    text: Text,
    note: str = "",
    terms: Terms | None = None,
) -> AgreementDraft:
    """Add a draft that follows the draft ``based_on`` (its number). Helpers may.

    With other ``terms``, clauses that still have the words of the templates get the words for the new terms.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        ConflictError: there is a newer draft (``current``); the page compares it with what was typed.
        RefusedError: one side has signed; the agreement was dropped; nothing is different; the text is not well-formed.
    """
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie), Role.HELPER)
    refuse(_closed_problems(agreement))
    last = agreement.drafts.order_by("-number")[0]
    if based_on != last.number:
        raise ConflictError(last)
    before = terms_of(last)
    terms = terms or before
    refuse(terms_problems(terms) + text_problems(text, terms) + too_long(note, "note"))
    if terms != before:
        text = follow_terms(
            text,
            templates.setting_of(agreement.tie, before, None),
            templates.setting_of(agreement.tie, terms, None),
        )
        _apply(agreement, terms)
        agreement.save()
    text = tidy(text, terms.languages)
    if sha256_of(terms, text) == last.sha256:
        message = _("Nothing is different from draft %(number)s.") % {"number": last.number}
        raise RefusedError(Problem("same", "", message))
    draft = _add(step, agreement, last.number + 1, text, terms, note)
    step.log(
        "save_draft", f"agreement:{agreement.pk}", {"draft": draft.number}, reason=note.strip()
    )
    if last.by_id != place.pk or draft.created_at - last.created_at > TOLD_ONCE_IN:
        step.tell("drafted", "agreement", agreement.pk)
    return draft


@atomic_action
def drop(*, actor: Actor, place: Place, agreement: Agreement, reason: str) -> Agreement:
    """Give an agreement up, as an officer of either side, while nobody has signed it.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        RefusedError: one side has signed, it is over anyway, or no reason is given.
    """
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie))
    refuse(_closed_problems(agreement) + need(reason, "reason", _("Say why you give it up.")))
    agreement.dropped_at, agreement.dropped_by = now(), place
    agreement.drop_reason = reason.strip()
    agreement.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    step.log("drop", f"agreement:{agreement.pk}", reason=agreement.drop_reason)
    step.tell("dropped", "agreement", agreement.pk)
    return agreement


def locked_agreement(agreement: Agreement) -> Agreement:
    """Return an agreement with its tie and places, locked until the step is done."""
    rows = Agreement.objects.select_for_update(of=("self",))
    return rows.select_related("tie__place_a", "tie__place_b").get(pk=agreement.pk)


def terms_of(draft: AgreementDraft) -> Terms:
    """Return the terms of a draft."""
    return Terms.from_json(draft.terms)


def text_of(draft: AgreementDraft) -> Text:
    """Return the text of a draft."""
    return Text.from_json(draft.title, draft.preamble, draft.clauses)


def _step(actor: Actor, place: Place, proposal: Proposal | None, tie: Tie | None) -> Step:
    if proposal is not None:
        return step_for(actor, place, (proposal.proposer, proposal.addressee), Role.HELPER)
    if tie is None:
        raise ValueError("an agreement begins from a proposal or is about a tie")
    return step_for(actor, place, sides_of(tie), Role.HELPER)


def _start_problems(tie: Tie | None, proposal: Proposal | None) -> list[Problem]:
    if proposal is None:
        stand = {tie.legal_a, tie.legal_b} if tie else set()
        if stand <= BOUND:
            return []
        message = _("The tie is not in force. An agreement about it begins with a proposal.")
        return [Problem("not_tied", "", message)]
    if position_of(proposal).state is not State.ACCEPTED or tie is None:
        message = _(
            "The proposal is not accepted. An agreement can be begun once both sides stand behind it."
        )
        return [Problem("not_accepted", "", message)]
    if proposal.agreements.filter(in_force_on__isnull=False).exists():
        message = _("An agreement was signed from this proposal before.")
        return [Problem("signed", "", message)]
    return []


def _open_problems(tie: Tie) -> list[Problem]:
    rows = tie.agreements.filter(in_force_on__isnull=True, dropped_at__isnull=True)
    if not rows.exists():
        return []
    message = _(
        "The two sides are writing an agreement already. Go on with it, or give it up first."
    )
    return [Problem("open", "", message)]


def _closed_problems(agreement: Agreement) -> list[Problem]:
    """Return why the text cannot be changed, if it cannot."""
    if agreement.in_force_on is not None:
        message = _(
            "Both sides have signed: the text is not changed any more. Make a new agreement."
        )
        return [Problem("signed", "", message)]
    if agreement.dropped_at is not None:
        return [Problem("dropped", "", _("This agreement was given up."))]
    if agreement.signatures.filter(withdrawn_at__isnull=True).exists():
        message = _(
            "One side has signed. The text can be changed once it has withdrawn its signature."
        )
        return [Problem("signed", "", message)]
    return []


def _apply(agreement: Agreement, terms: Terms) -> None:
    """Let the agreement have the terms of its last draft."""
    for name, value in terms.as_json().items():
        setattr(agreement, name, value)


def _add(
    step: Step, agreement: Agreement, number: int, text: Text, terms: Terms, note: str
) -> AgreementDraft:
    clean = tidy(text, terms.languages)
    return AgreementDraft.objects.create(
        agreement=agreement,
        number=number,
        by=step.place,
        title=dict(clean.title),
        preamble=dict(clean.preamble),
        clauses=clean.clauses_as_json(),
        terms=terms.as_json(),
        note=note.strip(),
        sha256=sha256_of(terms, clean),
        author=step.actor.label,
        created_at=now(),
    )
