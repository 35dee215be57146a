"""Pairs of countries."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router

from jumelage.api.answers import csv_answer, etag, not_modified
from jumelage.api.moments import MomentIn, with_sources
from jumelage.api.schemas import CountryOut, FigureOut, PairOut, SourceRef
from jumelage.places.domain.countries import parse_country
from jumelage.ties.pairs import FigureBeside, bilateral
from jumelage.ties.wording import bilateral_sentence

router = Router()


class PairQuery(MomentIn):
    """The moment, and how to answer."""

    lang: Literal["en", "ru"] = "en"
    format: Literal["json", "csv"] = "json"


@router.get("/{country_a}/{country_b}", response=PairOut, summary="Two countries at a moment")
def get_pair(
    request: HttpRequest,
    response: HttpResponse,
    country_a: str,
    country_b: str,
    asked: Annotated[PairQuery, Query()],
) -> Any:
    """Return the sentence, the counts, the ties and what others reported, for any two countries."""
    if unchanged := not_modified(request):
        return unchanged
    a, b = _code(country_a), _code(country_b)
    found = bilateral(a, b, asked.moment(), asked.lang)
    ties = with_sources(list(found.ties), found.moment)
    if asked.format == "csv":
        return csv_answer(ties, etag(request))
    response["ETag"] = etag(request)
    with translation.override(asked.lang):
        sentence = bilateral_sentence(found.count, a, b, asked.on)
    return PairOut(
        on=found.moment.on,
        known_by=found.moment.known_by,
        sentence=sentence,
        a=CountryOut(country=a, places=dict(found.count.a)),
        b=CountryOut(country=b, places=dict(found.count.b)),
        ties=ties,
        reported=[_figure(beside) for beside in found.figures()],
        curve=found.curve(),
    )


def _code(text: str) -> str:
    match = parse_country(text)
    if not match.found:
        raise Http404(match.reason)
    return match.code


def _figure(beside: FigureBeside) -> FigureOut:
    figure = beside.figure
    return FigureOut(
        source=SourceRef.of(figure.source),
        on=figure.on,
        a=dict(beside.a),
        b=dict(beside.b),
        ties=figure.ties,
        bound=figure.bound,
        quote=figure.quote,
        difference_a=dict(beside.difference_a),
        difference_b=dict(beside.difference_b),
        difference_ties=beside.difference_ties,
    )
