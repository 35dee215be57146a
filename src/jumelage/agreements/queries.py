"""Reading the life of ties. Everything here is for members of one of the two sides, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from jumelage.agreements.domain.expiry import expiry_on, last_notice
from jumelage.agreements.domain.lifecycle import Step, next_steps
from jumelage.agreements.domain.proposals import Position
from jumelage.agreements.domain.texts import Renewal
from jumelage.agreements.models import (
    Activity,
    Agreement,
    AgreementDraft,
    Approval,
    Change,
    PlanItem,
    Proposal,
    ProposalAnswer,
    ProposalVersion,
    Review,
    Signature,
)
from jumelage.agreements.positions import position_of
from jumelage.agreements.situations import situation_of
from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.domain.dates import add_months
from jumelage.core.language import reader_language
from jumelage.memberships.officers import places_with_officers
from jumelage.memberships.permissions import is_member
from jumelage.places.models import Place, PlaceName
from jumelage.ties.domain.terms import BOUND
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side


@dataclass(frozen=True, slots=True)
class SeenProposal:
    """A proposal as one of its two sides sees it.

    ``position`` says where it stands (state, whose turn, which version stands), ``other`` the other side,
    ``is_own_turn`` whether this side is to answer, ``other_is_here`` whether the other side has officers here.
    """

    proposal: Proposal
    place: Place
    other: Place
    position: Position
    versions: Sequence[ProposalVersion]
    is_own_turn: bool
    other_is_here: bool

    @property
    def standing_version(self) -> ProposalVersion:
        """The version that stands: the last one."""
        return self.versions[-1]


def _named(*relations: str) -> list["Prefetch[str, QuerySet[PlaceName], str]"]:
    """Return the prefetches of the names of places, in the reader’s language."""
    names = PlaceName.objects.filter(language=reader_language(), kind=PlaceName.OFFICIAL)
    return [Prefetch(f"{relation}__names", queryset=names) for relation in relations]


def _proposals(place: Place, actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals of a place with all that is shown of them; none for those who do not act for it."""
    rows = (
        Proposal.objects.visible_to(actor)
        if is_member(actor, place.pk)
        else Proposal.objects.none()
    )
    return (
        rows.filter(Q(proposer=place) | Q(addressee=place))
        .select_related("proposer", "addressee", "tie")
        .prefetch_related(
            "versions",
            Prefetch(
                "answers",
                ProposalAnswer.objects.select_related("version", "document", "recorded_for"),
            ),
            Prefetch("approvals", Approval.objects.select_related("place", "document")),
            *_named("proposer", "addressee"),
        )
    )


def proposals_of(place: Place, actor: Actor) -> list[SeenProposal]:
    """Return all proposals that a place made or received, the newest first. Nothing for those who do not act for it."""
    return _seen(_proposals(place, actor), place)


def proposal_for(actor: Actor, place: Place, number: int) -> SeenProposal | None:
    """Return one proposal as the place sees it; ``None`` if the actor may not see it or there is none."""
    return next(iter(_seen(_proposals(place, actor).filter(pk=number), place)), None)


def _seen(rows: Iterable[Proposal], place: Place) -> list[SeenProposal]:
    proposals = list(rows)
    ends = {pk for one in proposals for pk in (one.proposer_id, one.addressee_id)}
    here = places_with_officers(sorted(ends)) if ends else set()
    return [_seen_one(proposal, place, here) for proposal in proposals]


def _seen_one(proposal: Proposal, place: Place, here: set[int]) -> SeenProposal:
    own = proposal.proposer_id == place.pk
    other = proposal.addressee if own else proposal.proposer
    where = position_of(proposal)
    return SeenProposal(
        proposal=proposal,
        place=place,
        other=other,
        position=where,
        versions=list(proposal.versions.all()),
        is_own_turn=where.turn == place.pk,
        other_is_here=other.pk in here,
    )


@dataclass(frozen=True, slots=True)
class SeenAgreement:
    """An agreement as one of its two sides sees it.

    ``draft`` is the last one, or the one that was signed. ``own`` and ``others`` are the signatures that stand.
    """

    agreement: Agreement
    place: Place
    other: Place
    drafts: Sequence[AgreementDraft]
    own: Signature | None
    others: Signature | None

    @property
    def draft(self) -> AgreementDraft:
        """The draft that counts."""
        return self.drafts[-1]


def _agreements(place: Place, actor: Actor) -> QuerySet[Agreement]:
    rows = (
        Agreement.objects.for_members(actor)
        if is_member(actor, place.pk)
        else Agreement.objects.none()
    )
    return (
        rows.filter(Q(tie__place_a=place) | Q(tie__place_b=place))
        .select_related("tie__place_a", "tie__place_b", "proposal", "dropped_by")
        .prefetch_related(
            "drafts",
            Prefetch("signatures", Signature.objects.select_related("document", "draft")),
            *_named("tie__place_a", "tie__place_b"),
        )
    )


def agreements_of(tie: Tie, actor: Actor, place: Place) -> list[SeenAgreement]:
    """Return the agreements of a tie, the newest first, as a side sees them."""
    return [_seen_agreement(one, place) for one in _agreements(place, actor).filter(tie=tie)]


def agreement_for(actor: Actor, place: Place, number: int) -> SeenAgreement | None:
    """Return one agreement as a side sees it; ``None`` if the actor may not see it or there is none."""
    row = _agreements(place, actor).filter(pk=number).first()
    return _seen_agreement(row, place) if row else None


def _seen_agreement(agreement: Agreement, place: Place) -> SeenAgreement:
    live = [one for one in agreement.signatures.all() if one.withdrawn_at is None]
    return SeenAgreement(
        agreement=agreement,
        place=place,
        other=other_side(agreement.tie, place),
        drafts=list(agreement.drafts.all()),
        own=next((one for one in live if one.place_id == place.pk), None),
        others=next((one for one in live if one.place_id != place.pk), None),
    )


def open_commitments(place: Place, actor: Actor) -> list[PlanItem]:
    """Return what is planned and open in all ties of a place, what is due first. ``item.plan.tie`` is fetched."""
    if not is_member(actor, place.pk):
        return []
    rows = PlanItem.objects.filter(
        Q(plan__tie__place_a=place) | Q(plan__tie__place_b=place), state=PlanItem.OPEN
    )
    return list(
        rows.select_related("plan__tie__place_a", "plan__tie__place_b", "evidence")
        .prefetch_related(*_named("plan__tie__place_a", "plan__tie__place_b"))
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for an answer of a place.

    ``kind`` is ``proposal``, ``draft``, ``signature``, ``change``, ``paper`` (an answer recorded by letter) or
    ``signed_paper`` (a signature recorded on paper).
    ``thing`` is the proposal, the agreement or the change; ``other`` the side that waits, ``since`` for how long.
    """

    kind: str
    thing: Proposal | Agreement | Change
    other: Place
    since: datetime


def waiting_for(place: Place, actor: Actor) -> list[Waiting]:
    """Return what waits for an answer of a place, the oldest first."""
    if not is_member(actor, place.pk):
        return []
    found = [
        *_waiting_proposals(place, actor),
        *_waiting_letters(place, actor),
        *_waiting_agreements(place, actor),
        *_waiting_changes(place),
    ]
    return sorted(found, key=lambda waiting: waiting.since)


def _waiting_proposals(place: Place, actor: Actor) -> Iterable[Waiting]:
    rows = _proposals(place, actor).filter(closed_at__isnull=True)
    for proposal in rows:
        seen = _seen_one(proposal, place, set())
        if seen.is_own_turn:
            yield Waiting("proposal", proposal, seen.other, seen.standing_version.created_at)


def _waiting_letters(place: Place, actor: Actor) -> Iterable[Waiting]:
    """Yield the answers that were recorded as those of the place, until it has taken a step of its own."""
    letters = ProposalAnswer.objects.filter(
        on_paper=True, by=place, kind=ProposalAnswer.ACCEPTED, objected_at__isnull=True
    )
    stepped = AgreementDraft.objects.filter(by=place).values("agreement__proposal")
    signed = Signature.objects.filter(place=place, on_paper=False).values("agreement__proposal")
    rows = _proposals(place, actor).filter(pk__in=letters.values("proposal"))
    for proposal in rows.exclude(pk__in=stepped.filter(agreement__proposal__isnull=False)).exclude(
        pk__in=signed.filter(agreement__proposal__isnull=False)
    ):
        (answer,) = [one for one in proposal.answers.all() if one.objected_at is None]
        yield Waiting("paper", proposal, _seen_one(proposal, place, set()).other, answer.created_at)


def unseen_signatures(place: Place) -> QuerySet[Signature]:
    """Return the signatures that were recorded on paper for a place, until it has taken a step of its own.

    A step is a draft, a change, something done together, a look back, or the word that the agreement may be public.
    """
    since: dict[str, object] = {"created_at__gt": OuterRef("created_at")}
    tie = {"tie": OuterRef("agreement__tie"), **since}
    drafts = AgreementDraft.objects.filter(agreement=OuterRef("agreement"), by=place, **since)
    return Signature.objects.filter(
        ~Exists(drafts),
        ~Exists(Change.objects.filter(by=place, **tie)),
        ~Exists(Activity.objects.filter(by=place, **tie)),
        ~Exists(Review.objects.filter(place=place, **tie)),
        place=place,
        on_paper=True,
        withdrawn_at__isnull=True,
        may_publish=False,
    )


def _waiting_agreements(place: Place, actor: Actor) -> Iterable[Waiting]:
    is_open = Q(in_force_on__isnull=True, dropped_at__isnull=True)
    unseen = Q(pk__in=unseen_signatures(place).values("agreement"))
    rows = _agreements(place, actor).filter(is_open | unseen)
    for agreement in rows:
        seen = _seen_agreement(agreement, place)
        if seen.own is not None and seen.own.on_paper:
            yield Waiting("signed_paper", agreement, seen.other, seen.own.created_at)
        elif seen.others is not None:
            yield Waiting("signature", agreement, seen.other, seen.others.created_at)
        elif seen.own is None and seen.draft.by_id != place.pk:
            yield Waiting("draft", agreement, seen.other, seen.draft.created_at)


def _waiting_changes(place: Place) -> Iterable[Waiting]:
    rows = Change.objects.filter(
        Q(tie__place_a=place) | Q(tie__place_b=place), state=Change.WAITING
    ).exclude(by=place)
    for change in rows.select_related(
        "tie__place_a", "tie__place_b", "by", "document"
    ).prefetch_related(*_named("tie__place_a", "tie__place_b")):
        yield Waiting("change", change, other_side(change.tie, place), change.created_at)


@dataclass(frozen=True, slots=True)
class Expiry:
    """An agreement in force that ends or is prolonged on a day. ``last_notice_on``: the last day to give notice."""

    agreement: Agreement
    other: Place
    on: date
    is_prolonged: bool
    last_notice_on: date | None


def expiries_of(place: Place, actor: Actor, *, within_months: int = 12) -> list[Expiry]:
    """Return the agreements of a place that end or are prolonged within some months, the soonest first."""
    if not is_member(actor, place.pk):
        return []
    rows = Agreement.objects.filter(
        Q(tie__place_a=place) | Q(tie__place_b=place),
        expires_on__isnull=False,
        tie__legal__in=BOUND,
    ).select_related("tie__place_a", "tie__place_b")
    day, horizon = today(), add_months(today(), within_months)
    found = []
    for agreement in rows.prefetch_related(*_named("tie__place_a", "tie__place_b")):
        expiry = _expiry(agreement, other_side(agreement.tie, place), day)
        if day <= expiry.on <= horizon:
            found.append(expiry)
    return sorted(found, key=lambda expiry: expiry.on)


def _expiry(agreement: Agreement, other: Place, day: date) -> Expiry:
    renewal = Renewal(agreement.renewal)
    on = expiry_on(agreement.expires_on, renewal, agreement.years, day) or day
    prolonged = renewal is Renewal.AUTOMATIC
    return Expiry(
        agreement=agreement,
        other=other,
        on=on,
        is_prolonged=prolonged,
        last_notice_on=last_notice(on, agreement.notice_months) if prolonged else None,
    )


def next_steps_of(tie: Tie, actor: Actor, place: Place) -> list[Step]:
    """Return which steps are open now to a side of a tie (:func:`agreements.domain.lifecycle.next_steps`)."""
    if not is_member(actor, place.pk) or place.pk not in {tie.place_a_id, tie.place_b_id}:
        return []
    return next_steps(situation_of(tie, place))
