"""Claims."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from jumelage.api.answers import Paging, answer, etag, get_or_404, not_modified
from jumelage.api.claims import claim_records
from jumelage.api.schemas import ClaimOut, ClaimsOut
from jumelage.ties.domain.terms import ClaimKind, Verification
from jumelage.ties.models import Claim
from jumelage.ties.queries import with_what_is_beside

router = Router()


def _claims() -> "QuerySet[Claim]":
    rows = Claim.objects.select_related("source", "tie__place_a", "tie__place_b")
    return with_what_is_beside(rows)


class ClaimQuery(Schema):
    """What a list of claims is narrowed to."""

    kind: ClaimKind | None = None
    source: str | None = None
    verification: Verification | None = None


@router.get("", response=ClaimsOut, summary="Claims, the last recorded first")
def list_claims(
    request: HttpRequest,
    response: HttpResponse,
    wanted: Annotated[ClaimQuery, Query()],
    paging: Annotated[Paging, Query()],
) -> Any:
    """List what sources say, narrowed by kind, source or verification."""
    rows = _claims()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.source:
        rows = rows.filter(source__key=wanted.source)
    if wanted.verification:
        rows = rows.filter(verification=wanted.verification)
    rows = rows.order_by("-recorded_at", "-pk")
    return answer(request, response, rows, paging, lambda page: [*claim_records(page)])


@router.get("/{id}", response=ClaimOut, summary="One claim")
def get_claim(request: HttpRequest, response: HttpResponse, id: int) -> Any:
    """Return one claim; a retracted one with the reason."""
    if unchanged := not_modified(request):
        return unchanged
    rows = _claims().filter(pk=id)
    response["ETag"] = etag(request)
    found = get_or_404(rows, f"There is no claim {id}.")
    return claim_records([found])[0]  # type: ignore[list-item]
