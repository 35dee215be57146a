"""Lists in pages, as JSON or CSV, with an ETag: the same for every resource."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema

from jumelage import __version__
from jumelage.core.audit import revision
from jumelage.core.clock import today
from jumelage.core.domain.text import csv_cell

MAX_SIZE = 500


class Paging(Schema):
    """Which part of a list, and as what."""

    page: Annotated[int, Query(ge=1, le=100_000)] = 1
    size: Annotated[int, Query(ge=1, le=MAX_SIZE)] = 50
    format: Literal["json", "csv"] = "json"


def etag(request: HttpRequest) -> str:
    """Return the tag of an answer: it changes with the address, the registry, the day and the program."""
    text = f"{request.get_full_path()}|{revision()}|{today()}|{__version__}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def not_modified(request: HttpRequest) -> HttpResponse | None:
    """Return the empty answer if the asker has the current one."""
    tag = etag(request)
    asked = request.headers.get("If-None-Match", "")
    if tag in asked or asked.strip() == "*":
        response = HttpResponse(status=304)
        response["ETag"] = tag
        return response
    return None


def answer(
    request: HttpRequest,
    response: HttpResponse,
    rows: "QuerySet[Any]",
    paging: Paging,
    make: Callable[[Iterable[Any]], list[Schema]],
) -> Any:
    """Return a page of ``rows`` as records, in the format asked for."""
    if unchanged := not_modified(request):
        return unchanged
    total = rows.count()
    start = (paging.page - 1) * paging.size
    items = make(rows[start : start + paging.size])
    tag = etag(request)
    if paging.format == "csv":
        return csv_answer(items, tag)
    response["ETag"] = tag
    return {
        "page": paging.page,
        "size": paging.size,
        "total": total,
        "next": _link(request, paging.page + 1) if start + paging.size < total else None,
        "previous": _link(request, paging.page - 1) if paging.page > 1 else None,
        "items": items,
    }


def _link(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"


def csv_answer(items: Iterable[Schema], tag: str) -> HttpResponse:
    """Return records as CSV; nested fields get dotted columns, lists are joined by spaces."""
    rows = [_flat(item.dict()) for item in items]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: csv_cell(value) for name, value in row.items()} for row in rows)
    response = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["ETag"] = tag
    return response


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            flat[prefix + name] = " ".join(_short(item) for item in value)
        else:
            flat[prefix + name] = value
    return flat


def _short(item: Any) -> str:
    if isinstance(item, dict):
        return str(item.get("url") or item.get("name") or item.get("key") or item.get("reason"))
    return str(item)


def get_or_404(rows: "QuerySet[Any]", message: str) -> Model:
    """Return the one record, or say that there is none.

    Raises:
        Http404: there is none; the message says what was asked for.
    """
    found = rows.first()
    if found is None:
        raise Http404(message)
    return found  # type: ignore[no-any-return]
