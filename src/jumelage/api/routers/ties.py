"""Ties."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from jumelage.api.answers import Paging, answer, etag, get_or_404, not_modified
from jumelage.api.claims import claim_records
from jumelage.api.moments import MomentIn, tie_records
from jumelage.api.schemas import ClaimOut, TieOut, TiesOut
from jumelage.api.words import Country, FormWord
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie
from jumelage.ties.queries import TieFilter, filter_ties, with_what_is_beside

router = Router()


class TieQuery(Schema):
    """What a list of ties is narrowed to."""

    country: list[Country] | None = None
    form: list[FormWord] | None = None
    standing: list[Legal] | None = None
    disputed: bool = False
    since_from: int | None = None
    since_to: int | None = None


@router.get("", response=TiesOut, summary="Ties")
def list_ties(
    request: HttpRequest,
    response: HttpResponse,
    wanted: Annotated[TieQuery, Query()],
    asked: Annotated[MomentIn, Query()],
    paging: Annotated[Paging, Query()],
) -> Any:
    """List ties. The filters go by the current standing; ``on`` and ``known`` show those found at a moment."""
    rows = filter_ties(
        TieFilter(
            countries=tuple(wanted.country or ()),
            forms=tuple(wanted.form or ()),
            standings=tuple(wanted.standing or ()),
            disputed=wanted.disputed,
            since_from=wanted.since_from,
            since_to=wanted.since_to,
        )
    )
    rows = rows.select_related("place_a", "place_b").order_by("pk")
    moment = asked.moment()
    return answer(request, response, rows, paging, lambda page: list(tie_records(page, moment)))


@router.get("/{id}", response=TieOut, summary="One tie")
def get_tie(
    request: HttpRequest, response: HttpResponse, id: int, asked: Annotated[MomentIn, Query()]
) -> Any:
    """Return one tie at a moment."""
    if unchanged := not_modified(request):
        return unchanged
    response["ETag"] = etag(request)
    return tie_records([_tie(id)], asked.moment())[0]


@router.get("/{id}/claims", response=list[ClaimOut], summary="What sources say about a tie")
def get_tie_claims(request: HttpRequest, response: HttpResponse, id: int) -> Any:
    """Return every claim about a tie, retracted ones too."""
    if unchanged := not_modified(request):
        return unchanged
    response["ETag"] = etag(request)
    claims = _tie(id).claims.select_related("source", "tie__place_a", "tie__place_b")
    return claim_records(with_what_is_beside(claims))


def _tie(pk: int) -> Tie:
    rows = Tie.objects.filter(pk=pk).select_related("place_a", "place_b")
    return get_or_404(rows, f"There is no tie {pk}.")  # type: ignore[return-value]
