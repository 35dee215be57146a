"""Answers of any length as text, piece by piece: CSV and a JSON list."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jumelage.core.domain.text import csv_cell


def csv_pieces(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a table with a header, row by row; what a spreadsheet would take for a formula is defused."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: csv_cell(value) for name, value in row.items()})
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def json_pieces(
    head: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield an object with the values of ``head`` and, last, the list ``name`` of ``items``, one a line."""
    opening = json.dumps(dict(head), ensure_ascii=False)[:-1]
    yield f"{opening}{', ' if head else ''}{json.dumps(name)}: ["
    separator = "\n"
    for item in items:
        yield separator + json.dumps(item, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
