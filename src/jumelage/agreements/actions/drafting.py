"""The text of an agreement, written together: every change is a new draft, which both sides read."""

from jumelage.agreements.domain.texts import Terms, Text
from jumelage.agreements.models import Agreement, AgreementDraft, Proposal
from jumelage.core.audit import Actor
from jumelage.places.models import Place
from jumelage.ties.models import Tie


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
    raise NotImplementedError


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
    raise NotImplementedError


def drop(*, actor: Actor, place: Place, agreement: Agreement, reason: str) -> Agreement:
    """Give an agreement up, as an officer of either side, while nobody has signed it.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        RefusedError: one side has signed, it is over anyway, or no reason is given.
    """
    raise NotImplementedError
