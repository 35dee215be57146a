"""What the list of proposals and agreements shows: what waits first, then all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage.agreements.models import Agreement, Signature
from jumelage.agreements.queries import SeenProposal, Waiting
from jumelage.core.audit import Actor
from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side
from jumelage.workspace.agreements.words import agreement_state, proposal_state


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that waits for an answer of the place: what is to be done, where, and since when."""

    words: str
    url: str
    other: Place
    since: datetime


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in the list."""

    seen: SeenProposal
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in the list."""

    agreement: Agreement
    other: Place
    state: str


def waiting_rows(place: Place, waiting: Sequence[Waiting]) -> list[WaitingRow]:
    """Return what waits, with words and addresses."""
    return [
        WaitingRow(_waiting_words(one), _waiting_url(place, one), one.other, one.since)
        for one in waiting
    ]


def _waiting_words(waiting: Waiting) -> str:
    words = {
        "proposal": _("Answer the proposal of %(place)s"),
        "draft": _("Read the new text from %(place)s"),
        "signature": _("%(place)s has signed: sign as well"),
        "change": _("%(place)s declares something for both: confirm or decline it"),
        "paper": _(
            "Somebody recorded a letter as your answer to %(place)s: see whether it is yours"
        ),
        "signed_paper": _(
            "Somebody recorded a signature on paper as yours, under the agreement with %(place)s: see whether it is"
        ),
    }[waiting.kind]
    return words % {"place": waiting.other.local_name}


def _waiting_url(place: Place, waiting: Waiting) -> str:
    name = {
        "proposal": "proposal",
        "draft": "agreement",
        "signature": "agreement",
        "change": "change-answer",
        "paper": "proposal",
        "signed_paper": "agreement",
    }[waiting.kind]
    return reverse(f"workspace:{name}", args=[place.pk, waiting.thing.pk])


def proposal_rows(seen: Sequence[SeenProposal]) -> tuple[list[ProposalRow], list[ProposalRow]]:
    """Return the open proposals and the closed ones."""
    rows = [
        ProposalRow(
            one,
            proposal_state(one),
            (one.proposal.closed_at or one.standing_version.created_at).date(),
        )
        for one in seen
    ]
    opened = [row for row in rows if row.seen.position.is_open]
    return opened, [row for row in rows if not row.seen.position.is_open]


def agreement_rows(actor: Actor, place: Place) -> list[AgreementRow]:
    """Return all agreements of a place, the newest first, in a constant number of queries."""
    names = official_names(reader_language()).queryset
    rows = (
        Agreement.objects.for_members(actor)
        .filter(Q(tie__place_a=place) | Q(tie__place_b=place))
        .select_related("tie__place_a", "tie__place_b")
        .prefetch_related(
            Prefetch("tie__place_a__names", queryset=names),
            Prefetch("tie__place_b__names", queryset=names),
            Prefetch("signatures", queryset=Signature.objects.filter(withdrawn_at__isnull=True)),
        )
    )
    return [_agreement_row(agreement, place) for agreement in rows]


def _agreement_row(agreement: Agreement, place: Place) -> AgreementRow:
    tie: Tie = agreement.tie
    other = other_side(tie, place)
    return AgreementRow(agreement, other, agreement_state(agreement, place, other))
