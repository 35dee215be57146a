"""What the desk of a tie reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jumelage.agreements.models import Approval, Change, PlanItem, Signature
from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.objections import may_object
from jumelage.ties.permissions import may_retract
from jumelage.ties.showing import ClaimShown


@dataclass(frozen=True, slots=True)
class DeskClaim:
    """A claim on a desk: beside what everybody sees, what the office may do about it, and its own document."""

    shown: ClaimShown
    may_dispute: bool
    may_retract: bool
    own_objection: Objection | None
    document: Document | None  # what shows it, if the office may read it and not everybody does


def desk_claims(actor: Actor, place: Place, shown: Sequence[ClaimShown]) -> list[DeskClaim]:
    """Return claims with what the office of a place may do about them; one query, however many."""
    kept = {item.claim.document_id for item in shown if item.claim.document_id}
    readable = Document.objects.visible_to(actor).exclude(visibility=Document.PUBLIC)
    documents = readable.in_bulk(kept) if kept else {}
    return [_desk_claim(actor, place, item, documents) for item in shown]


def _desk_claim(
    actor: Actor, place: Place, item: ClaimShown, documents: dict[int, Document]
) -> DeskClaim:
    claim = item.claim
    stated: list[Objection] = claim.stated_objections  # type: ignore[attr-defined]  # fetched
    waiting = [o for o in stated if o.place_id == place.pk and o.state == Objection.OPEN]
    return DeskClaim(
        shown=item,
        may_dispute=not waiting and may_object(actor, claim, place.pk),
        may_retract=claim.retracted_at is None and may_retract(actor, claim),
        own_objection=waiting[0] if waiting else None,
        document=documents.get(claim.document_id or 0),
    )


def documents_of_tie(actor: Actor, tie: Tie) -> QuerySet[Document]:
    """Return the documents that show something of a tie, of those that the actor may see, the latest first."""
    rests = Q(pk__in=Claim.objects.filter(tie=tie).values("document"))
    rests |= Q(pk__in=Objection.objects.filter(claim__tie=tie).values("document"))
    rests |= Q(pk__in=Signature.objects.filter(agreement__tie=tie).values("document"))
    rests |= Q(pk__in=Approval.objects.filter(tie=tie).values("document"))
    rests |= Q(pk__in=Change.objects.filter(tie=tie).values("document"))
    rests |= Q(pk__in=PlanItem.objects.filter(plan__tie=tie).values("evidence"))
    return Document.objects.visible_to(actor).filter(rests).select_related("owner")
