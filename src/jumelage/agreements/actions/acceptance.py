"""What of a proposal becomes public, and when: claims that the register makes of it, and takes back."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from jumelage.agreements.actions.common import Step, as_agreed, if_public
from jumelage.agreements.models import Approval, Proposal, ProposalVersion
from jumelage.core.clock import today
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, record_claim, retract_claim
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Claim, Tie
from jumelage.ties.own_sources import source_of_minutes, source_of_place


def make_public(
    step: Step,
    proposal: Proposal,
    words: Iterable[tuple[Place, date, str]],
    *,
    records_of: Place | None = None,
) -> None:
    """Put on the register that sides propose the tie: each with the day of its word and the form that it names.

    Args:
        records_of: whose records say so, where that is not the side itself: the other side has its letter.
    """
    for place, day, form in words:
        keeper = records_of or place
        claim, _new = record_claim(
            actor=as_agreed(step.actor),
            data=ClaimData(
                source=source_of_place(keeper),
                place_a=proposal.proposer,
                place_b=proposal.addressee,
                kind=ClaimKind.PROPOSED,
                by=place,
                when=day.isoformat(),
                form=form,
                entered_for=keeper,
            ),
        )
        proposal.claims.add(claim)
        proposal.tie = claim.tie
    proposal.save(update_fields=["tie"])


def make_accepted(
    step: Step,
    proposal: Proposal,
    version: ProposalVersion,
    by: Place,
    *,
    accepted_on: date | None = None,
    records_of: Place | None = None,
) -> None:
    """Put a proposal that both sides stand behind on the register, with what their councils said to it before.

    Of a proposal to renew a tie or to change its form nothing is said there: the tie is there, and its renewal will be.

    Args:
        version: the one that was accepted.
        by: the side that accepted it.
        accepted_on: the day of its letter, where it came by letter.
        records_of: the side in whose records that letter is.
    """
    if proposal.purpose == Proposal.ESTABLISH:
        asked = proposal.addressee if by.pk == proposal.proposer_id else proposal.proposer
        words = [(asked, version.created_at.date(), version.form)]
        make_public(step, proposal, [word for word in words if not _says_so(proposal, asked)])
        words = [(by, accepted_on or today(), version.form)]
        if not _says_so(proposal, by):
            make_public(step, proposal, words, records_of=records_of)
    tell_approvals(step, proposal)


def _says_so(proposal: Proposal, by: Place) -> bool:
    """Whether the register says of this side already that it proposes the tie, in its own records."""
    own = proposal.claims.filter(entered_for=by, retracted_at__isnull=True)
    return any(claim.side == side_of(claim.tie, by) for claim in own.select_related("tie"))


def side_of(tie: Tie, place: Place) -> str:
    """Return the letter of a side."""
    return "a" if tie.place_a_id == place.pk else "b"


def take_back(step: Step, proposal: Proposal, reason: str) -> None:
    """Take back what the register says of a proposal that came to nothing. It stays readable, with the reason."""
    approved = proposal.approvals.filter(claim__isnull=False).values("claim")
    rows = Claim.objects.filter(Q(pk__in=proposal.claims.values("pk")) | Q(pk__in=approved))
    for claim in rows.filter(retracted_at__isnull=True).select_related("tie"):
        retract_claim(actor=as_agreed(step.actor), claim=claim, reason=reason)


def tell_approvals(step: Step, proposal: Proposal) -> None:
    """Put on the register what bodies of both sides approved while the proposal was not public."""
    for approval in proposal.approvals.filter(claim__isnull=True).select_related(
        "place", "document"
    ):
        approval.tie = proposal.tie
        approval.claim = claim_of_approval(step, approval)
        approval.save(update_fields=["tie", "claim"])


def claim_of_approval(step: Step, approval: Approval) -> Claim | None:
    """Return the claim that is made of an approval; of a refusal none is."""
    if approval.outcome != Approval.APPROVED or approval.tie is None:
        return None
    source = source_of_minutes(
        approval.place,
        body=approval.body,
        decided_on=approval.decided_on,
        reference=approval.reference,
    )
    claim, _new = record_claim(
        actor=as_agreed(step.actor),
        data=ClaimData(
            source=source,
            place_a=approval.tie.place_a,
            place_b=approval.tie.place_b,
            kind=ClaimKind.APPROVED,
            by=approval.place,
            when=approval.decided_on.isoformat(),
            locator=approval.reference,
            document=if_public(approval.document),
            entered_for=approval.place,
        ),
    )
    return claim
