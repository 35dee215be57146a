"""How the life of a tie stands for one of its sides: what decides which steps are open."""

from datetime import date

from django.db.models import Q

from jumelage.agreements.domain.expiry import expiry_on
from jumelage.agreements.domain.lifecycle import (
    OpenAgreement,
    OpenProposal,
    SignedAgreement,
    Situation,
    WaitingChange,
)
from jumelage.agreements.domain.proposals import State
from jumelage.agreements.domain.texts import Renewal
from jumelage.agreements.models import Agreement, Approval, Change, Proposal
from jumelage.agreements.positions import position_of
from jumelage.core.clock import today
from jumelage.places.models import Place
from jumelage.ties.domain.terms import ClaimKind, Legal
from jumelage.ties.models import Tie


def situation_of(tie: Tie, place: Place) -> Situation:
    """Return the situation of a side of a tie, in a constant number of queries."""
    is_a = tie.place_a_id == place.pk
    agreements = list(
        tie.agreements.filter(dropped_at__isnull=True).prefetch_related("drafts", "signatures")
    )
    changes = list(tie.changes.filter(jointly=True))
    since = tie.since_date
    return Situation(
        today=today(),
        own=Legal(tie.legal_a if is_a else tie.legal_b),
        other=Legal(tie.legal_b if is_a else tie.legal_a),
        proposals=_proposals(tie, place, agreements, changes),
        drafting=_drafting(agreements, place),
        signed=_signed(agreements, place),
        changes=[
            WaitingChange(change.pk, own=change.by_id == place.pk)
            for change in changes
            if change.state == Change.WAITING
        ],
        planned_years=frozenset(tie.plans.values_list("year", flat=True)),
        reviewed_years=frozenset(tie.reviews.filter(place=place).values_list("year", flat=True)),
        since=since.span.earliest if since else tie.attested_from,
    )


def _proposals(
    tie: Tie, place: Place, agreements: list[Agreement], changes: list[Change]
) -> list[OpenProposal]:
    pair = [tie.place_a_id, tie.place_b_id]
    rows = Proposal.objects.filter(proposer__in=pair, addressee__in=pair).filter(
        Q(closed_at__isnull=True) | Q(answers__kind="accepted")
    )
    found = []
    for proposal in rows.distinct().prefetch_related("versions", "answers", "approvals"):
        where = position_of(proposal)
        accepted = where.state is State.ACCEPTED
        if not (where.is_open or (accepted and not _followed(proposal, agreements, changes))):
            continue
        found.append(
            OpenProposal(
                number=proposal.pk,
                own_turn=where.turn == place.pk,
                accepted=accepted,
                own_approved=any(
                    one.place_id == place.pk and one.outcome == Approval.APPROVED
                    for one in proposal.approvals.all()
                ),
            )
        )
    return found


def _followed(proposal: Proposal, agreements: list[Agreement], changes: list[Change]) -> bool:
    """Whether what was proposed and accepted has come about: by an agreement, or by a declaration of both."""
    closed = proposal.closed_at
    if closed is None:
        return False
    declared = {
        Proposal.RENEW: ClaimKind.RENEWED,
        Proposal.CHANGE_FORM: ClaimKind.FORM_CHANGED,
    }.get(proposal.purpose)
    by_change = any(
        change.kind == declared and change.state == Change.DONE and change.created_at >= closed
        for change in changes
    )
    return by_change or any(
        agreement.in_force_on is not None and agreement.created_at >= closed
        for agreement in agreements
    )


def _drafting(agreements: list[Agreement], place: Place) -> OpenAgreement | None:
    agreement = next((one for one in agreements if one.is_open), None)
    if agreement is None:
        return None
    signed = {one.place_id for one in agreement.signatures.all() if one.withdrawn_at is None}
    return OpenAgreement(
        number=agreement.pk,
        own_signed=place.pk in signed,
        other_signed=bool(signed - {place.pk}),
        last_draft_is_own=list(agreement.drafts.all())[-1].by_id == place.pk,
    )


def _signed(agreements: list[Agreement], place: Place) -> SignedAgreement | None:
    signed = [one for one in agreements if one.in_force_on is not None]
    if not signed:
        return None
    last = max(signed, key=lambda one: (one.in_force_on or date.min, one.pk))
    return SignedAgreement(
        number=last.pk,
        own_copy=any(
            one.place_id == place.pk and one.document_id is not None and one.withdrawn_at is None
            for one in last.signatures.all()
        ),
        expires_on=expiry_on(last.expires_on, Renewal(last.renewal), last.years, today()),
    )
