"""Suggested partners as a file: the list of a page as CSV or JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse

from jumelage.core.clock import today
from jumelage.core.streams import csv_pieces, json_pieces
from jumelage.site.answers import file_response
from jumelage.site.metadata import absolute
from jumelage.site.partner_asker import Asker
from jumelage.site.partner_page import Shown
from jumelage.site.partner_tables import Tables

COLUMNS = (
    "rank", "ref", "name", "where", "country", "inhabitants", "km", "partners", "score", "lat",
    "lng", "page", "reasons",
)  # fmt: skip
FORMATS = ("csv", "json")


def partner_file(
    tables: Tables, asker: Asker, rows: Sequence[Shown], format: str
) -> StreamingHttpResponse:
    """Return the suggestions as a file to download: ``csv``, or ``json`` with every reason as data and in words."""
    name = f"partners-{asker.ref.replace(':', '-') if asker.place is None else asker.place.slug}"
    if format == "csv":
        return file_response(csv_pieces(COLUMNS, map(_csv_row, rows)), name, format)
    head = {
        "place": asker.place.key if asker.place else asker.ref,
        "name": asker.name,
        "day": today().isoformat(),
        "model": "default" if tables.suggester.finder.is_default else "trained",
        "ties": len(tables.suggester.edges),
        "candidates": len(tables.facts),
    }
    return file_response(json_pieces(head, "suggestions", _json_rows(rows)), name, format)


def _row(row: Shown) -> dict[str, Any]:
    page = row.place and absolute(
        reverse("site:place", args=[row.place.country.lower(), row.place.slug])
    )
    return {
        "rank": row.rank,
        "ref": row.ref,
        "name": row.name,
        "where": row.where,
        "country": row.country,
        "inhabitants": row.population or None,
        "km": row.km,
        "partners": row.ties,
        "score": round(row.score, 3),
        "lat": row.lat,
        "lng": row.lng,
        "page": page,
    }


def _csv_row(row: Shown) -> dict[str, Any]:
    spoken = [f"+{reason.percent} % {reason.words}" for reason in row.speaks_for]
    spoken += [f"−{reason.percent} % {reason.words}" for reason in row.speaks_against]
    return {**_row(row), "reasons": "; ".join(spoken)}


def _json_rows(rows: Sequence[Shown]) -> Iterator[dict[str, Any]]:
    for row in rows:
        told = {"for": row.speaks_for, "against": row.speaks_against}
        words = {
            side: [{"share": reason.percent / 100, "words": reason.words} for reason in spoken]
            for side, spoken in told.items()
        }
        codes = [
            {"group": reason.group.value, "code": reason.code, "share": round(reason.share, 3)}
            for reason in row.reasons
        ]
        yield {**_row(row), "reasons": codes, "in_words": words}
