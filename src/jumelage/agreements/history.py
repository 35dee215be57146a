"""The history of a tie as one of its sides may read it: one list of what happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model, Prefetch, Q

from jumelage.agreements.models import (
    Activity,
    Agreement,
    Approval,
    Change,
    Proposal,
    ProposalAnswer,
    Review,
    Signature,
    WorkPlan,
)
from jumelage.core.audit import Actor
from jumelage.core.domain.dates import parse_date
from jumelage.core.language import reader_language
from jumelage.memberships.permissions import is_member
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Tie


class Happened(StrEnum):
    """What a line of a tie’s history says."""

    PROPOSED = "proposed"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    APPROVED = "approved"
    REFUSED = "refused"
    STARTED = "started"
    DRAFTED = "drafted"
    DROPPED = "dropped"
    SIGNED = "signed"
    SIGNATURE_WITHDRAWN = "signature_withdrawn"
    SIGNATURE_OBJECTED = "signature_objected"
    IN_FORCE = "in_force"
    PUBLISHED = "published"
    CHANGE_ASKED = "change_asked"
    CHANGE_DECLARED = "change_declared"
    CHANGE_CONFIRMED = "change_confirmed"
    CHANGE_DECLINED = "change_declined"
    CHANGE_WITHDRAWN = "change_withdrawn"
    PLANNED = "planned"
    DONE_TOGETHER = "done_together"
    REVIEWED = "reviewed"
    CLAIMED = "claimed"  # what a source says that was recorded otherwise


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened. ``when`` is EDTF; ``by`` the side, ``None`` for both or for a source.

    ``author`` is the person, for the own side only. ``thing`` is the row that says it; ``history_words.say_line``
    words it. ``on_paper``: an answer that came by letter, or a signature on paper, as somebody else recorded.
    """

    what: Happened
    when: str
    at: datetime
    by: Place | None
    thing: Model
    author: str = ""
    reason: str = ""
    on_paper: bool = False
    names: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The first day that ``when`` may mean, to sort by."""
        return parse_date(self.when).span.earliest


def history_of(tie: Tie, actor: Actor, place: Place) -> list[HistoryLine]:
    """Return what happened between the two sides, the latest first: everything that this side may see."""
    if not is_member(actor, place.pk) or place.pk not in {tie.place_a_id, tie.place_b_id}:
        return []
    lines = list(_History(tie, place).lines())
    return sorted(lines, key=lambda line: (line.day, line.at), reverse=True)


class _History:
    """The history of one tie being read for one side."""

    def __init__(self, tie: Tie, place: Place) -> None:
        self.tie, self.place = tie, place
        ends = Place.objects.prefetch_related(official_names(reader_language()))
        self.places = ends.in_bulk([tie.place_a_id, tie.place_b_id])
        self.told: set[int] = set()  # claims that other lines speak of

    def lines(self) -> Iterator[HistoryLine]:
        """Yield everything, in no order; the claims last, as they leave out what was told."""
        yield from self._proposals()
        yield from self._approvals()
        yield from self._agreements()
        yield from self._changes()
        yield from self._work()
        yield from self._claims()

    def _line(
        self,
        what: Happened,
        thing: Model,
        at: datetime,
        by: int | None,
        *,
        when: date | str = "",
        author: str = "",
        reason: str = "",
        on_paper: bool = False,
        **names: object,
    ) -> HistoryLine:
        text = when.isoformat() if isinstance(when, date) else when
        return HistoryLine(
            what=what,
            when=text or at.date().isoformat(),
            at=at,
            by=self.places[by] if by else None,
            thing=thing,
            author=author if by == self.place.pk and not on_paper else "",
            reason=reason,
            on_paper=on_paper,
            names=names,
        )

    def _proposals(self) -> Iterator[HistoryLine]:
        rows = Proposal.objects.filter(proposer__in=self.places, addressee__in=self.places)
        for proposal in rows.prefetch_related(
            "versions", "claims", Prefetch("answers", ProposalAnswer.objects.order_by("pk"))
        ):
            self.told |= {claim.pk for claim in proposal.claims.all()}
            for version in proposal.versions.all():
                what = Happened.PROPOSED if version.number == 1 else Happened.COUNTERED
                yield self._line(
                    what,
                    proposal,
                    version.created_at,
                    version.by_id,
                    author=version.author,
                    purpose=proposal.purpose,
                    number=version.number,
                    form=version.form,
                )
            for answer in proposal.answers.all():
                yield from self._answer(proposal, answer)

    def _answer(self, proposal: Proposal, answer: ProposalAnswer) -> Iterator[HistoryLine]:
        yield self._line(
            Happened(answer.kind),
            proposal,
            answer.created_at,
            answer.by_id,
            when=answer.answered_on or "",
            author=answer.author,
            reason=answer.reason,
            on_paper=answer.on_paper,
        )
        if answer.objected_at is not None:
            yield self._line(
                Happened.OBJECTED,
                proposal,
                answer.objected_at,
                answer.by_id,
                reason=answer.objection,
            )

    def _approvals(self) -> Iterator[HistoryLine]:
        between = Q(proposal__proposer__in=self.places, proposal__addressee__in=self.places)
        for approval in Approval.objects.filter(Q(tie=self.tie) | between):
            self.told |= {approval.claim_id or 0}
            yield self._line(
                Happened(approval.outcome),
                approval,
                approval.created_at,
                approval.place_id,
                when=approval.decided_on,
                author=approval.author,
                body=approval.body,
                reference=approval.reference,
            )

    def _agreements(self) -> Iterator[HistoryLine]:
        rows = self.tie.agreements.prefetch_related("drafts", "signatures")
        for agreement in rows:
            self.told |= {agreement.claim_id or 0}
            yield from self._drafts(agreement)
            for signature in agreement.signatures.all():
                yield from self._signature(agreement, signature)
            if agreement.dropped_at is not None:
                yield self._line(
                    Happened.DROPPED,
                    agreement,
                    agreement.dropped_at,
                    agreement.dropped_by_id,
                    reason=agreement.drop_reason,
                )
            if agreement.in_force_on is not None:
                last = max(one.created_at for one in agreement.signatures.all())
                yield self._line(
                    Happened.IN_FORCE, agreement, last, None, when=agreement.in_force_on
                )
            if agreement.published_at is not None:
                yield self._line(Happened.PUBLISHED, agreement, agreement.published_at, None)

    def _drafts(self, agreement: Agreement) -> Iterator[HistoryLine]:
        for draft in agreement.drafts.all():
            yield self._line(
                Happened.STARTED if draft.number == 1 else Happened.DRAFTED,
                agreement,
                draft.created_at,
                draft.by_id,
                author=draft.author,
                reason=draft.note,
                number=draft.number,
            )

    def _signature(self, agreement: Agreement, signature: Signature) -> Iterator[HistoryLine]:
        yield self._line(
            Happened.SIGNED,
            agreement,
            signature.created_at,
            signature.place_id,
            when=signature.signed_on,
            author=signature.author,
            on_paper=signature.on_paper,
            person=signature.signatory,
            function=signature.function,
        )
        if signature.objected_at is not None:
            yield self._line(
                Happened.SIGNATURE_OBJECTED,
                agreement,
                signature.objected_at,
                signature.place_id,
                reason=signature.objection,
            )
        elif signature.withdrawn_at is not None:
            yield self._line(
                Happened.SIGNATURE_WITHDRAWN,
                agreement,
                signature.withdrawn_at,
                signature.place_id,
                reason=signature.withdrawal_reason,
                on_paper=signature.on_paper,
            )

    def _changes(self) -> Iterator[HistoryLine]:
        asked = {
            Change.DONE: Happened.CHANGE_CONFIRMED,
            Change.DECLINED: Happened.CHANGE_DECLINED,
            Change.WITHDRAWN: Happened.CHANGE_WITHDRAWN,
        }
        for change in self.tie.changes.all():
            self.told |= {change.claim_id or 0}
            kind: dict[str, Any] = {
                "kind": change.kind,
                "effective_on": change.effective_on,
                "form": change.form,
            }
            alone = not change.jointly
            yield self._line(
                Happened.CHANGE_DECLARED if alone else Happened.CHANGE_ASKED,
                change,
                change.created_at,
                change.by_id,
                when=change.effective_on if alone else "",
                author=change.author,
                reason=change.reason,
                **kind,
            )
            if change.answered_at is None:
                continue
            answering = (
                change.by_id if change.state == Change.WITHDRAWN else self._other(change.by_id)
            )
            both = change.state == Change.DONE
            yield self._line(
                asked[change.state],
                change,
                change.answered_at,
                None if both else answering,
                when=change.effective_on if both else "",
                reason=change.answer_reason,
                **kind,
            )

    def _other(self, place: int) -> int:
        return int(next(pk for pk in self.places if pk != place))

    def _work(self) -> Iterator[HistoryLine]:
        for plan in WorkPlan.objects.filter(tie=self.tie):
            yield self._line(Happened.PLANNED, plan, plan.created_at, None, year=plan.year)
        for activity in Activity.objects.filter(tie=self.tie):
            self.told |= {activity.claim_id or 0}
            yield self._line(
                Happened.DONE_TOGETHER,
                activity,
                activity.created_at,
                activity.by_id,
                when=activity.when,
                author=activity.author,
                title=activity.title,
                is_public=activity.is_public,
            )
        own_or_shared = Q(place=self.place) | Q(is_shared=True)
        for review in Review.objects.filter(own_or_shared, tie=self.tie):
            yield self._line(
                Happened.REVIEWED,
                review,
                review.created_at,
                review.place_id,
                author=review.author,
                year=review.year,
            )

    def _claims(self) -> Iterable[HistoryLine]:
        rows = self.tie.claims.filter(retracted_at__isnull=True).exclude(kind=ClaimKind.ATTESTED)
        for claim in rows.exclude(pk__in=self.told).select_related("source"):
            by = {"a": self.tie.place_a_id, "b": self.tie.place_b_id}.get(claim.side)
            yield self._line(
                Happened.CLAIMED,
                claim,
                claim.recorded_at,
                by,
                when=claim.when or claim.source.said_on,
                source=claim.source.title,
                kind=claim.kind,
            )
