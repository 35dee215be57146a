"""Reading commitments: of a place, of a tie, of numbers that others keep. A constant number of queries each."""

from collections.abc import Iterable, Sequence

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from jumelage.commitments.domain.states import State, Verdict
from jumelage.commitments.models import (
    Commitment,
    CommitmentOwner,
    CommitmentQuerySet,
    Progress,
    Statement,
)
from jumelage.core.audit import Actor
from jumelage.places.models import Place, PlaceName
from jumelage.ties.models import Tie


def names_at(path: str, language: str) -> "Prefetch[str, QuerySet[PlaceName], str]":
    """Return the prefetch that the names of places at the end of a path need, for one language."""
    rows = PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL)
    return Prefetch(f"{path}__names", queryset=rows)


def with_owners(rows: CommitmentQuerySet, language: str) -> CommitmentQuerySet:
    """Fetch what a list of commitments shows: owners, what waits for answers, the share done: three queries more."""
    owners = CommitmentOwner.objects.select_related("place", "office", "institution")
    open_ones = Statement.objects.filter(state=Verdict.OPEN)
    shares = Progress.objects.filter(commitment=OuterRef("pk"), share__isnull=False)
    return rows.annotate(share_done=Subquery(shares.values("share")[:1])).prefetch_related(
        Prefetch("owners", owners),
        names_at("owners__place", language),
        Prefetch("statements", open_ones, to_attr="open_statements"),
    )


def commitments_of_place(actor: Actor, place: Place, language: str) -> list[Commitment]:
    """Return the commitments of a place that the actor may see, those due first first: four queries."""
    rows = Commitment.objects.visible_to(actor).of_place(place.pk)
    return list(with_owners(rows, language))


def commitments_of_tie(actor: Actor, tie: Tie, language: str) -> list[Commitment]:
    """Return the commitments of a tie that the actor may see, those due first first: four queries."""
    rows = Commitment.objects.visible_to(actor).filter(tie=tie)
    return list(with_owners(rows, language))


def open_of(ids: Iterable[int]) -> QuerySet[Commitment]:
    """Return those of some commitments that are agreed and not over: what the next edition of a forum takes up."""
    return Commitment.objects.open().filter(pk__in=list(ids))


def in_short(ids: Iterable[int], language: str, *, public: bool = True) -> list[Commitment]:
    """Return some commitments for a list, by default those that everybody reads: four queries."""
    rows = Commitment.objects.filter(pk__in=list(ids))
    return list(with_owners(rows.public() if public else rows, language))


def seen_commitment(actor: Actor, number: int, language: str) -> Commitment | None:
    """Return a commitment that the actor may see, with all that its page shows: nine queries at most."""
    return _whole(Commitment.objects.visible_to(actor), language).filter(pk=number).first()


def public_commitment(number: int, language: str) -> Commitment | None:
    """Return a commitment that everybody reads, with all that its page shows: nine queries at most."""
    return _whole(Commitment.objects.public(), language).filter(pk=number).first()


def _whole(rows: CommitmentQuerySet, language: str) -> QuerySet[Commitment]:
    owners = CommitmentOwner.objects.select_related("place", "office", "institution")
    return rows.select_related("tie__place_a", "tie__place_b", "drafted_by").prefetch_related(
        Prefetch("owners", owners),
        names_at("owners__place", language),
        "progress__by",
        "progress__document",
        names_at("progress__by", language),
        "statements__by",
        names_at("statements__by", language),
        "statements__answers__place",
        names_at("statements__answers__place", language),
    )


def waiting_for(place: Place) -> QuerySet[Commitment]:
    """Return what waits for an answer of a place: to be confirmed, or a statement of others."""
    unconfirmed = CommitmentOwner.objects.filter(place=place, confirmed_at__isnull=True)
    owned = CommitmentOwner.objects.filter(place=place).order_by().values("commitment")
    said = Statement.objects.filter(state=Verdict.OPEN).exclude(by=place)
    unanswered = said.exclude(answers__place=place).order_by().values("commitment")
    return Commitment.objects.filter(
        Q(state=State.PROPOSED, pk__in=unconfirmed.order_by().values("commitment"))
        | Q(pk__in=unanswered) & Q(pk__in=owned)
    )


def own_owner(commitment: Commitment, place: Place) -> CommitmentOwner | None:
    """Return what a place answers for, of a commitment read by this module: no query."""
    owners: Sequence[CommitmentOwner] = list(commitment.owners.all())
    return next((owner for owner in owners if owner.place_id == place.pk), None)
