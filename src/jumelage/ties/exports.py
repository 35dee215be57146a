"""The registry as files: CSV, GeoJSON and JSON Lines, streamed row by row, each row with its sources."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count

from jumelage.core.domain.text import csv_cell
from jumelage.documents.models import Document
from jumelage.documents.serving import public_address_of
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.queries import DatedTie, Moment, claims_by_tie, dated, sources_known

COLUMNS = (
    "place_a", "name_a", "country_a", "kind_a", "lat_a", "lng_a",
    "place_b", "name_b", "country_b", "kind_b", "lat_b", "lng_b",
    "form", "since", "standing_a", "standing_b", "standing", "activity", "disputed", "sources", "licences",
    "documents", "objections",
)  # fmt: skip
CHUNK = 500


def tie_records(moment: Moment) -> Iterator[dict[str, Any]]:
    """Yield every tie known at a moment as a flat record, with the addresses and licences of its sources."""
    last = 0
    while True:
        ties = list(
            Tie.objects.filter(pk__gt=last)
            .select_related("place_a", "place_b")
            .order_by("pk")[:CHUNK]
        )
        if not ties:
            return
        last = ties[-1].pk
        ids = [tie.pk for tie in ties]
        claims, documents, objections = claims_by_tie(ids), _documents(ids), _open_objections(ids)
        for tie in dated(ties, moment):
            sources = sources_known(claims[tie.tie.pk], moment)
            yield record_of(
                tie,
                sources=sorted(source.url or source.key for source in sources),
                licences=sorted({source.licence for source in sources} - {""}),
            ) | {
                "documents": documents.get(tie.tie.pk, []),
                "objections": objections.get(tie.tie.pk, 0),
            }


def _documents(ties: list[int]) -> dict[int, list[str]]:
    """Return the addresses of published documents that show what is claimed about ties, by tie."""
    rows = Claim.objects.filter(
        tie__in=ties,
        retracted_at__isnull=True,
        document__visibility=Document.PUBLIC,
        document__removed_at__isnull=True,
    )
    found: dict[int, dict[str, None]] = {}
    for claim in rows.select_related("document").order_by("pk"):
        if claim.document:
            found.setdefault(claim.tie_id, {})[public_address_of(claim.document)] = None
    return {tie: list(addresses) for tie, addresses in found.items()}


def _open_objections(ties: list[int]) -> dict[int, int]:
    """Return how many objections wait, by tie."""
    rows = Objection.objects.filter(claim__tie__in=ties, state=Objection.OPEN)
    return dict(rows.order_by().values_list("claim__tie").annotate(Count("pk")))


def record_of(tie: DatedTie, sources: list[str], licences: list[str]) -> dict[str, Any]:
    """Return a tie as a flat record."""
    sides: dict[str, Any] = {}
    for letter, place, legal in (("a", tie.a, tie.legal_a), ("b", tie.b, tie.legal_b)):
        sides |= {
            f"place_{letter}": place.key,
            f"name_{letter}": place.name,
            f"country_{letter}": place.country,
            f"kind_{letter}": place.kind,
            f"lat_{letter}": place.lat,
            f"lng_{letter}": place.lng,
            f"standing_{letter}": legal.value,
        }
    return {
        **sides,
        "form": tie.form.value,
        "since": tie.since,
        "standing": tie.legal.value,
        "activity": tie.activity.value,
        "disputed": tie.disputed,
        "sources": sources,
        "licences": licences,
    }


def _csv_lines(records: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow(
            {
                **{name: csv_cell(value) for name, value in record.items()},
                "disputed": int(record["disputed"]),
                "sources": " ".join(record["sources"]),
                "licences": "; ".join(record["licences"]),
                "documents": " ".join(record["documents"]),
            }
        )
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _json_lines(records: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _geojson(records: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": [\n'
    separator = ""
    for record in records:
        located = record["lat_a"] is not None and record["lat_b"] is not None
        geometry = {
            "type": "LineString",
            "coordinates": [
                [record["lng_a"], record["lat_a"]],
                [record["lng_b"], record["lat_b"]],
            ],
        }
        feature = {
            "type": "Feature",
            "geometry": geometry if located else None,
            "properties": dict(record),
        }
        yield separator + json.dumps(feature, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


FORMATS: Mapping[str, tuple[str, Callable[[Iterator[Mapping[str, Any]]], Iterator[str]]]] = {
    "csv": ("text/csv", _csv_lines),
    "geojson": ("application/geo+json", _geojson),
    "jsonl": ("application/jsonl", _json_lines),
}


def export(format: str, on: date | None = None, known_by: date | None = None) -> Iterator[str]:
    """Yield the whole registry at a moment, in a format of :data:`FORMATS`, piece by piece."""
    return FORMATS[format][1](tie_records(Moment.make(on, known_by)))
