"""A round as files: the wishes it was drawn with, its pairs with the answers, and everything as JSON."""

import json
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jumelage.core.streams import csv_pieces
from jumelage.partners.domain.matching.files import to_csv
from jumelage.partners.models import Round
from jumelage.partners.rounds.queries import pairs_named
from jumelage.partners.rounds.wishes import drawable, ref_of
from jumelage.workspace.rounds.common import drawing_that_counts, held

COLUMNS = (
    "a", "name_a", "country_a", "b", "name_b", "country_b", "served_a", "served_b", "rank_a", "rank_b",
    "answer_a", "answer_b", "reason_a", "reason_b",
)  # fmt: skip
TYPES = {"wishes.csv": "text/csv", "pairs.csv": "text/csv", "outcome.json": "application/json"}


@require_safe
def file(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """One of the files: ``wishes.csv`` is what ``jumelage wishes match`` reads."""
    round_ = held(request, number)
    if what not in TYPES:
        raise Http404
    text = {"wishes.csv": _wishes, "pairs.csv": _pairs, "outcome.json": _outcome}[what](round_)
    response = HttpResponse(text, content_type=f"{TYPES[what]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="round-{round_.pk}-{what}"'
    return response


def _wishes(round_: Round) -> str:
    """Return the wishes of the drawing that counts; before there is one, as they would be drawn now."""
    drawing = drawing_that_counts(round_)
    return drawing.wishes if drawing else to_csv(drawable(round_))


def _outcome(round_: Round) -> str:
    drawing = drawing_that_counts(round_)
    if drawing is None:
        raise Http404
    return json.dumps(drawing.outcome, ensure_ascii=False, indent=1) + "\n"


def _pairs(round_: Round) -> str:
    return "".join(csv_pieces(COLUMNS, _rows(round_)))


def _rows(round_: Round) -> Iterator[dict[str, object]]:
    for pair in pairs_named(round_, "en"):
        row: dict[str, object] = {}
        for side in ("a", "b"):
            wish = getattr(pair, f"wish_{side}")
            row |= {
                side: ref_of(wish.pk),
                f"name_{side}": wish.institution.name if wish.institution else wish.place.name,
                f"country_{side}": wish.place.country,
                f"served_{side}": round(getattr(pair, f"served_{side}"), 4),
                f"rank_{side}": getattr(pair, f"rank_{side}"),
                f"answer_{side}": getattr(pair, f"answer_{side}"),
                f"reason_{side}": getattr(pair, f"reason_{side}"),
            }
        yield row
